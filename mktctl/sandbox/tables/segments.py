"""Segments."""

from typing import Any

import msgspec

from mktctl.sandbox.store import Store


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
