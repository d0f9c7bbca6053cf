"""Items of the custom catalog (klaviyo-api.md section 1.5)."""

from typing import Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.catalog_bodies import (
    IDENTITY,
    PRODUCT_COLUMNS,
    SHOWN,
    TEXT,
    columns,
    mentioned,
    references,
    refuse_large,
    refuse_taken,
    without_null,
)
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data, read_same_id, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, Findings, Number, nullable, required
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import catalog as tables
from mktctl.sandbox.tables.catalog_categories import ITEM, set_members
from mktctl.sandbox.times import iso

_NAMED: Final = ("title", "description", "url")
_OPTIONAL: Final[dict[str, Field]] = {"price": nullable(Number(minimum=0)), **SHOWN}
_CATEGORIES: Final = {"categories": Field(references("catalog-category"))}
_CREATE: Final = body_shape(
    "catalog-item",
    {**IDENTITY, **{name: required(TEXT) for name in _NAMED}, **_OPTIONAL},
    relationships=_CATEGORIES,
)
_UPDATE: Final = body_shape(
    "catalog-item",
    {**{name: nullable(TEXT) for name in _NAMED}, **_OPTIONAL},
    with_id=True,
    relationships=_CATEGORIES,
)
_COLUMNS: Final = (*_NAMED, *_OPTIONAL)
_IN_CATEGORY: Final = "SELECT category_id FROM catalog_membership WHERE item_id = catalog_item.id"
ITEM_COLUMNS: Final = {**PRODUCT_COLUMNS, "category.id": Column(sql=_IN_CATEGORY, type="member")}
_LISTING: Final = Listing(source="catalog_item WHERE 1", columns=ITEM_COLUMNS)


def create_catalog_item(call: Call) -> Reply:
    """A new item; its external id exists once and stays."""
    findings = Findings()
    data = read_data(call.body, _CREATE, findings)
    refuse_unknown_mentions(call.store, findings)
    given = data["attributes"]
    refuse_large(given)
    refuse_taken(call.store, "catalog-item", given["external_id"])
    published = given.get("published") is not False
    values = columns({**given, "published": published}, _COLUMNS)
    made = tables.add_item(call.store, external_id=given["external_id"], **values)
    set_members(call.store, ITEM, made, mentioned(data, "categories"))
    return _one(call, made)


def get_catalog_items(call: Call) -> Reply:
    """A page of items."""
    return call.page(_LISTING, item_resource)


def get_catalog_item(call: Call) -> Reply:
    """One item."""
    return _one(call, call.id)


def update_catalog_item(call: Call) -> Reply:
    """Change what is given; categories are replaced as a whole."""
    call.require("catalog-item")
    findings = Findings()
    data = read_same_id(call.body, _UPDATE, call.id, findings)
    refuse_unknown_mentions(call.store, findings)
    given = data.get("attributes") or {}
    refuse_large(given)
    changes = columns(without_null(given, (*_NAMED, "published")), _COLUMNS)
    call.store.update("catalog_item", call.id, **changes, updated=call.store.stamp())
    set_members(call.store, ITEM, call.id, mentioned(data, "categories"))
    return _one(call, call.id)


def delete_catalog_item(call: Call) -> Reply:
    """The item is gone with its variants; mails that name it cannot be sent."""
    call.require("catalog-item")
    tables.delete_item(call.store, call.id)
    return NOTHING


def item_resource(row: Row) -> Resource:
    """An item as Klaviyo shows it."""
    return Resource(
        type="catalog-item",
        id=row["id"],
        path="catalog-items",
        attributes={**tables.item_data(row), "created": iso(row["created"]), "updated": iso(row["updated"])},
        relationships={"variants": None},
    )


def _one(call: Call, item_id: str) -> Reply:
    return call.one(item_resource(call.require("catalog-item", item_id)))


ROUTES: Routes = (
    ("create_catalog_item", create_catalog_item),
    ("get_catalog_items", get_catalog_items),
    ("get_catalog_item", get_catalog_item),
    ("update_catalog_item", update_catalog_item),
    ("delete_catalog_item", delete_catalog_item),
)
