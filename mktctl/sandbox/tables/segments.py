"""Segments."""

from typing import Any

import msgspec

from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.tags import forget_tagged


def add_segment(store: Store, *, name: str, definition: Any, is_starred: bool) -> str:
    """A new segment's id; it is active."""
    segment_id = store.new_id("segment")
    stamp = store.stamp()
    store.insert(
        "segment",
        id=segment_id,
        name=name,
        definition=msgspec.json.encode(definition).decode(),
        is_active=True,
        is_starred=is_starred,
        created=stamp,
        updated=stamp,
    )
    return segment_id


def delete_segment(store: Store, segment_id: str) -> None:
    """The segment goes with its tags."""
    store.run("DELETE FROM segment WHERE id = ?", segment_id)
    forget_tagged(store, "segment", segment_id)
