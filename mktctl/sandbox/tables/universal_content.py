"""Universal blocks, and what is embedded of them in templates."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.ids import ulid
from mktctl.sandbox.store import Row, Store

_KIND: Final = "template-universal-content"
_EMBEDDED: Final = re.compile(
    r'(<div\b[^<>]*?)\s*data-klaviyo-universal-block="([^"<>]+)"([^<>]*>).*?(</div>)', re.DOTALL
)


def add_block(store: Store, *, name: str, definition: Mapping[str, Any]) -> str:
    """A new block's id."""
    stamp = store.stamp()
    block_id = ulid(store.next_count(_KIND), stamp // 1_000, _KIND)
    text = msgspec.json.encode(definition).decode()
    store.insert("template_universal_content", id=block_id, name=name, definition=text, created=stamp, updated=stamp)
    return block_id


def delete_block(store: Store, block_id: str) -> None:
    """The block is gone; where it was embedded, its present content stays as an ordinary part of the template."""
    for row in store.rows("SELECT id, html FROM template WHERE instr(html, ?) > 0", block_id):
        store.update("template", row["id"], html=_filled(store, row["html"], only=block_id))
    store.run("DELETE FROM template_universal_content WHERE id = ?", block_id)


def with_blocks(store: Store, html: str) -> str:
    """The HTML with the present content of each universal block in it; a mark that no block has stays."""
    return _filled(store, html, only=None)


def content_of(row: Row) -> str:
    """The HTML of a block."""
    content: str = msgspec.json.decode(row["definition"])["data"]["content"]
    return content


def _filled(store: Store, html: str, *, only: str | None) -> str:
    def fill(mark: re.Match[str]) -> str:
        row = store.row("SELECT * FROM template_universal_content WHERE id = ?", mark[2])
        if row is None or only not in (None, mark[2]):
            return mark[0]
        kept = mark[1] if only is not None else f'{mark[1]} data-klaviyo-universal-block="{mark[2]}"'
        return f"{kept}{mark[3]}{content_of(row)}{mark[4]}"

    return _EMBEDDED.sub(fill, html)
