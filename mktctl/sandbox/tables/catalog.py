"""Items of the custom catalog."""

from typing import Any, Final

import msgspec

from mktctl.sandbox.store import Row, Store

PREFIX: Final = "$custom:::$default:::"


def add_item(store: Store, *, external_id: str, **values: Any) -> str:
    """A new item's id."""
    item_id = f"{PREFIX}{external_id}"
    stamp = store.stamp()
    store.insert("catalog_item", id=item_id, external_id=external_id, created=stamp, updated=stamp, **values)
    return item_id


def delete_item(store: Store, item_id: str) -> None:
    """The item is gone, and its variants with it."""
    store.run("DELETE FROM catalog_item WHERE id = ?", item_id)


def item_for_mails(store: Store, reference: str) -> dict[str, Any] | None:
    """What `catalog_item` is inside `{% catalog 'A-1' %}`; None when there is no such item."""
    row = store.row("SELECT * FROM catalog_item WHERE id IN (?, ?)", reference, f"{PREFIX}{reference}")
    return None if row is None else item_data(row)


def item_data(row: Row) -> dict[str, Any]:
    """The item's own fields."""
    return {**product_data(row), "price": row["price"]}


def product_data(row: Row) -> dict[str, Any]:
    """The fields that items and variants have in common."""
    named = ("external_id", "title", "description", "url", "image_full_url", "image_thumbnail_url")
    return {
        **{name: row[name] for name in named},
        "images": _decoded(row["images"], []),
        "custom_metadata": _decoded(row["custom_metadata"], {}),
        "published": bool(row["published"]),
    }


def _decoded(text: str | None, default: Any) -> Any:
    return default if text is None else msgspec.json.decode(text)
