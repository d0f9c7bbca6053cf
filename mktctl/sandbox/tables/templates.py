"""Templates, and the clones that belong to flow messages and to variations of campaigns."""

from collections.abc import Mapping
from typing import Any

import msgspec

from mktctl.sandbox.store import Row, Store


def add_template(
    store: Store,
    *,
    name: str,
    editor_type: str,
    html: str,
    text: str | None = None,
    amp: str | None = None,
    definition: Mapping[str, Any] | None = None,
) -> str:
    """A new template's id."""
    return _add(
        store,
        name=name,
        editor_type=editor_type,
        html=html,
        text=text,
        amp=amp,
        definition=None if definition is None else msgspec.json.encode(definition).decode(),
        owner=None,
    )


def copy_template(store: Store, row: Row, *, name: str, owner: str | None = None) -> str:
    """A copy's id; with `owner`, a clone that belongs to that message: unlisted and fixed."""
    kept = {key: row[key] for key in ("editor_type", "html", "text", "amp", "definition")}
    return _add(store, name=name, owner=owner, **kept)


def delete(store: Store, template_id: str) -> None:
    """The template is gone; copies of it stay."""
    store.run("DELETE FROM template WHERE id = ?", template_id)


def template_count(store: Store) -> int:
    """How many count against the account's limit: clones of flows too, even orphaned ones (section 7, 24)."""
    return store.count("SELECT count(*) FROM template")


def _add(store: Store, **values: Any) -> str:
    template_id = store.new_id("template")
    stamp = store.stamp()
    store.insert("template", id=template_id, created=stamp, updated=stamp, **values)
    return template_id
