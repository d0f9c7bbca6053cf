"""What is done to a whole person: deleted with everything about them, or merged into another."""

from typing import Final

import msgspec

from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.profiles import IDENTIFIERS

_MOVED: Final = ("event", "list_member", "list_suppression", "suppression", "pending_subscription")
"""Kept once for each person and thing: what the destination has already is dropped, not overwritten."""


def identifiers_of(store: Store, profile_id: str) -> set[str]:
    """By what the person is known, the id among it; nobody is known by nothing."""
    row = store.row("SELECT * FROM profile WHERE id = ?", profile_id)
    if row is None:
        return set()
    return {row[name] for name in ("id", *IDENTIFIERS) if row[name] is not None}


def delete_person(store: Store, profile_id: str) -> None:
    """The profile goes with its events, answers, memberships and tokens; codes given to it are nobody's."""
    store.run("UPDATE coupon_code SET profile_id = NULL WHERE profile_id = ?", profile_id)
    store.run("DELETE FROM event WHERE profile_id = ?", profile_id)
    store.run("DELETE FROM profile WHERE id = ?", profile_id)


def merge_people(store: Store, source: Row, destination: Row) -> None:
    """Everything about the source becomes the destination's, and the source is gone.

    What both have, the destination keeps: identifiers, attributes, properties. Answers stay in the order in which they
    were recorded, so that the last one of either counts; suppressions of both count.
    """
    for table in (*_MOVED, "back_in_stock_subscription", "imported_profile"):
        store.run(f"UPDATE OR IGNORE {table} SET profile_id = ? WHERE profile_id = ?", destination["id"], source["id"])
    for table in ("consent_record", "push_token", "coupon_code"):
        store.run(f"UPDATE {table} SET profile_id = ? WHERE profile_id = ?", destination["id"], source["id"])
    delete_person(store, source["id"])
    last_events = [row["last_event"] for row in (source, destination) if row["last_event"] is not None]
    store.update(
        "profile",
        destination["id"],
        **{name: source[name] for name in IDENTIFIERS if destination[name] is None},
        **{name: _filled(destination[name], source[name]) for name in ("attributes", "location", "properties")},
        created=min(source["created"], destination["created"]),
        updated=store.stamp(),
        last_event=max(last_events, default=None),
    )


def _filled(own: str, other: str) -> str:
    return msgspec.json.encode({**msgspec.json.decode(other), **msgspec.json.decode(own)}).decode()
