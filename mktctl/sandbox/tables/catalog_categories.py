"""Categories of the custom catalog, and which items they hold."""

from collections.abc import Iterable
from typing import Final

import msgspec

from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.catalog import PREFIX


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side of the membership: its own column and that of the other side."""

    own: str
    other: str


ITEM: Final = Side(own="item_id", other="category_id")
CATEGORY: Final = Side(own="category_id", other="item_id")


def add_category(store: Store, *, external_id: str, name: str) -> str:
    """A new category's id."""
    category_id = f"{PREFIX}{external_id}"
    stamp = store.stamp()
    store.insert("catalog_category", id=category_id, external_id=external_id, name=name, created=stamp, updated=stamp)
    return category_id


def delete_category(store: Store, category_id: str) -> None:
    """The category is gone; its items stay."""
    store.run("DELETE FROM catalog_category WHERE id = ?", category_id)


def add_members(store: Store, side: Side, object_id: str, others: Iterable[str]) -> None:
    """Put others to an object; who is there already stays."""
    for other in others:
        store.run(
            f"INSERT OR IGNORE INTO catalog_membership ({side.own}, {side.other}) VALUES (?, ?)", object_id, other
        )


def remove_members(store: Store, side: Side, object_id: str, others: Iterable[str]) -> None:
    """Take others away from an object; who is not there is no matter."""
    for other in others:
        store.run(f"DELETE FROM catalog_membership WHERE {side.own} = ? AND {side.other} = ?", object_id, other)


def set_members(store: Store, side: Side, object_id: str, others: Iterable[str] | None) -> None:
    """These and no others; None leaves all as it is."""
    if others is None:
        return
    store.run(f"DELETE FROM catalog_membership WHERE {side.own} = ?", object_id)
    add_members(store, side, object_id, others)
