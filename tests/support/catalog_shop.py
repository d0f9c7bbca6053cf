"""Items, variants and categories of a shop's catalog, made over a socket."""

from typing import Any

from tests.support.sandbox_api import Api, resource

NAMED = {"title": "Derby", "description": "A shoe", "url": "https://shop.example/derby"}
STOCKED = {**NAMED, "sku": "D42", "inventory_quantity": 0, "price": 189}


def catalog_id(external_id: str) -> str:
    """The id of whatever the shop calls so."""
    return f"$custom:::$default:::{external_id}"


def to_many(kind: str, *external_ids: str) -> dict[str, Any]:
    """A relationship, or the body that changes one."""
    return {"data": [{"type": kind, "id": catalog_id(external_id)} for external_id in external_ids]}


def item_body(external_id: str = "A-1", **attributes: Any) -> dict[str, Any]:
    """A body that makes an item."""
    return resource("catalog-item", {"external_id": external_id, **NAMED, **attributes})


def variant_body(external_id: str = "A-1-42", item: str = "A-1", **attributes: Any) -> dict[str, Any]:
    """A body that makes a variant of an item."""
    relation = {"item": {"data": {"type": "catalog-item", "id": catalog_id(item)}}}
    return resource("catalog-variant", {"external_id": external_id, **STOCKED, **attributes}, relationships=relation)


def add_item(api: Api, external_id: str = "A-1", **attributes: Any) -> str:
    """A new item's id."""
    return api.call("create_catalog_item", body=item_body(external_id, **attributes)).id


def add_variant(api: Api, external_id: str = "A-1-42", item: str = "A-1", **attributes: Any) -> str:
    """A new variant's id."""
    return api.call("create_catalog_variant", body=variant_body(external_id, item, **attributes)).id


def add_category(api: Api, external_id: str = "shoes", *items: str) -> str:
    """A new category's id."""
    relation = {"items": to_many("catalog-item", *items)}
    body = resource("catalog-category", {"external_id": external_id, "name": external_id}, relationships=relation)
    return api.call("create_catalog_category", body=body).id


def external_ids(rows: list[Any]) -> list[str]:
    """What the shop calls the resources or identifiers of an answer."""
    return [row["id"].removeprefix(catalog_id("")) for row in rows]


def waiting_body(variant: str = "A-1-42", person: Any = None, channels: Any = ("EMAIL",)) -> dict[str, Any]:
    """A body by which a person waits for a variant."""
    attributes = {"email": "ada@example.com"} if person is None else person
    return resource(
        "back-in-stock-subscription",
        {"channels": channels, "profile": resource("profile", attributes)},
        relationships={"variant": {"data": {"type": "catalog-variant", "id": catalog_id(variant)}}},
    )
