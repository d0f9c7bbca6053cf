"""Events. They are immutable, and the first with one identity wins (E12)."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox import ids
from mktctl.sandbox.store import Store

_SECOND: Final = 1_000_000


class NewEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What an event says: `time` in microseconds since 1970; it is kept to the second."""

    metric_id: str
    profile_id: str
    time: int
    properties: Mapping[str, Any]
    unique_id: str | None = None
    value: float | None = None
    value_currency: str | None = None
    backfill: bool = False


def add_event(store: Store, event: NewEvent) -> str | None:
    """Store an event; its id, or None if one with its identity was there: the first one wins.

    Without a `unique_id` the second is the identity: one event per profile, metric and second.
    """
    second = event.time // _SECOND
    count = store.next_count("event")
    event_id = ids.event_id(count)
    inserted = store.run(
        "INSERT OR IGNORE INTO event (id, uuid, metric_id, profile_id, time, recorded, identity, properties, value, "
        "value_currency, backfill) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event_id,
        ids.uuid_id("event", count),
        event.metric_id,
        event.profile_id,
        second * _SECOND,
        store.stamp(),
        event.unique_id if event.unique_id is not None else str(second),
        msgspec.json.encode(event.properties).decode(),
        None if event.value is None else float(event.value),  # a whole number may be larger than SQLite's
        event.value_currency,
        event.backfill,
    )
    if not inserted:
        return None
    store.run(
        "UPDATE profile SET last_event = max(ifnull(last_event, ?1), ?1) WHERE id = ?2",
        second * _SECOND,
        event.profile_id,
    )
    return event_id
