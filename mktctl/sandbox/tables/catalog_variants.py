"""Variants of the items of the custom catalog, with what is in stock of each."""

from collections.abc import Sequence
from typing import Any

from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.catalog import PREFIX, product_data


def add_variant(store: Store, *, external_id: str, item_id: str, **values: Any) -> str:
    """A new variant's id."""
    variant_id = f"{PREFIX}{external_id}"
    stamp = store.stamp()
    store.insert(
        "catalog_variant",
        id=variant_id,
        external_id=external_id,
        item_id=item_id,
        created=stamp,
        updated=stamp,
        **values,
    )
    return variant_id


def delete_variant(store: Store, variant_id: str) -> None:
    """The variant is gone; its item stays."""
    store.run("DELETE FROM catalog_variant WHERE id = ?", variant_id)


def variants_of_items(store: Store, item_ids: Sequence[str]) -> list[Row]:
    """The variants of all these items, in the order in which they were made."""
    marks = ", ".join("?" * len(item_ids))
    return store.rows(f"SELECT * FROM catalog_variant WHERE item_id IN ({marks}) ORDER BY seq", *item_ids)


def variant_data(row: Row) -> dict[str, Any]:
    """The variant's own fields."""
    named = ("sku", "inventory_policy", "inventory_quantity", "price")
    return {**product_data(row), **{name: row[name] for name in named}}
