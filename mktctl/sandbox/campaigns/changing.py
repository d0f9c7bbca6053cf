"""A PATCH of a definition: what it says is laid over what is there, and the templates it names are cloned."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mktctl.sandbox.campaigns.shapes import AUDIENCE, CAMPAIGN, MESSAGE, VARIATION
from mktctl.sandbox.flows.filling import filled
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.campaigns import add_variation, new_id
from mktctl.sandbox.tables.templates import copy_template
from mktctl.sandbox.times import iso, read_iso

DEFINITIONS: Final = {
    "campaign": CAMPAIGN,
    "campaign-audience": AUDIENCE,
    "campaign-message": MESSAGE,
    "campaign-variation": VARIATION,
}
_NESTED: Final = ("send_settings", "tracking_options", "send_options", "ab_test", "details")


def complete(kind: str, definition: Mapping[str, Any]) -> dict[str, Any]:
    """A definition with everything that the server fills in; `kind` is the JSON:API type."""
    found: dict[str, Any] = filled(DEFINITIONS[kind], definition)
    if kind == "campaign-message":
        options = found["send_options"]
        options["send_time"] = _in_utc(options["send_time"])
        options["send_times"] = options["send_times"] and {
            variation_id: _in_utc(text) for variation_id, text in options["send_times"].items()
        }
    return found


def patched(kind: str, old: Mapping[str, Any], given: Mapping[str, Any], *, merges: bool) -> dict[str, Any]:
    """A stored definition after a PATCH. Without `merges`, only the name stays if it is not given.

    Another channel is another message: nothing of the old one's details stays.
    """
    if not merges:
        return complete(kind, {"name": old["name"], **given})
    changes = dict(given)
    for key in _NESTED:
        before, now = old.get(key), given.get(key)
        if before and now and now.get("channel") == before.get("channel"):
            changes[key] = {**before, **now}
    return complete(kind, {**old, **changes})


def add_variations(store: Store, message_id: str, given: Sequence[Mapping[str, Any]] | None) -> None:
    """The inline variations of a new message; without any it has an empty one."""
    for variation in given or ({"definition": {}},):
        add_variation_with_clone(store, message_id, variation["definition"])


def add_variation_with_clone(store: Store, message_id: str, definition: Mapping[str, Any]) -> str:
    """A new variation's id; the library template that it names is cloned for it."""
    variation_id = new_id(store, "campaign-variation")
    stored = with_own_template(store, complete("campaign-variation", definition), variation_id)
    add_variation(store, message_id, variation_id, stored)
    return variation_id


def with_own_template(store: Store, definition: Mapping[str, Any], variation_id: str) -> dict[str, Any]:
    """The definition with a clone in place of a library template; a clone stays as it is."""
    details = definition["details"]
    row = None if not details else store.row("SELECT * FROM template WHERE id = ?", details.get("template_id"))
    if row is None or row["owner"] == variation_id:
        return dict(definition)
    clone = copy_template(store, row, name=row["name"], owner=variation_id)
    return {**definition, "details": {**details, "template_id": clone}}


def own_template_ids(store: Store, variation_id: str) -> frozenset[str]:
    """The clones that were ever made for a variation."""
    return frozenset(row["id"] for row in store.rows("SELECT id FROM template WHERE owner = ?", variation_id))


def _in_utc(text: str | None) -> str | None:
    return None if text is None else iso(read_iso(text))
