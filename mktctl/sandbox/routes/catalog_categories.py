"""Categories of the custom catalog (klaviyo-api.md section 1.5)."""

from typing import Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.catalog_bodies import IDENTITY, TEXT, mentioned, references, refuse_taken
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data, read_same_id, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, Findings, nullable, required
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import catalog_categories as tables
from mktctl.sandbox.times import iso

_ITEMS: Final = {"items": Field(references("catalog-item"))}
_CREATE: Final = body_shape("catalog-category", {**IDENTITY, "name": required(TEXT)}, relationships=_ITEMS)
_UPDATE: Final = body_shape("catalog-category", {"name": nullable(TEXT)}, with_id=True, relationships=_ITEMS)
_HOLDS_ITEM: Final = "SELECT item_id FROM catalog_membership WHERE category_id = catalog_category.id"
CATEGORY_COLUMNS: Final = {
    "ids": Column(sql="id"),
    "name": Column(sql="name"),
    "item.id": Column(sql=_HOLDS_ITEM, type="member"),
    "created": Column(sql="created", type="instant"),
}
_LISTING: Final = Listing(source="catalog_category WHERE 1", columns=CATEGORY_COLUMNS)


def create_catalog_category(call: Call) -> Reply:
    """A new category; its external id exists once and stays."""
    findings = Findings()
    data = read_data(call.body, _CREATE, findings)
    refuse_unknown_mentions(call.store, findings)
    given = data["attributes"]
    refuse_taken(call.store, "catalog-category", given["external_id"])
    made = tables.add_category(call.store, external_id=given["external_id"], name=given["name"])
    tables.set_members(call.store, tables.CATEGORY, made, mentioned(data, "items"))
    return _one(call, made)


def get_catalog_categories(call: Call) -> Reply:
    """A page of categories."""
    return call.page(_LISTING, category_resource)


def get_catalog_category(call: Call) -> Reply:
    """One category."""
    return _one(call, call.id)


def update_catalog_category(call: Call) -> Reply:
    """Another name; items are replaced as a whole."""
    call.require("catalog-category")
    findings = Findings()
    data = read_same_id(call.body, _UPDATE, call.id, findings)
    refuse_unknown_mentions(call.store, findings)
    name = (data.get("attributes") or {}).get("name")
    changes = {} if name is None else {"name": name}
    call.store.update("catalog_category", call.id, **changes, updated=call.store.stamp())
    tables.set_members(call.store, tables.CATEGORY, call.id, mentioned(data, "items"))
    return _one(call, call.id)


def delete_catalog_category(call: Call) -> Reply:
    """The category is gone; its items stay."""
    call.require("catalog-category")
    tables.delete_category(call.store, call.id)
    return NOTHING


def category_resource(row: Row) -> Resource:
    """A category as Klaviyo shows it: without the time it was made."""
    return Resource(
        type="catalog-category",
        id=row["id"],
        path="catalog-categories",
        attributes={"external_id": row["external_id"], "name": row["name"], "updated": iso(row["updated"])},
        relationships={"items": None},
    )


def _one(call: Call, category_id: str) -> Reply:
    return call.one(category_resource(call.require("catalog-category", category_id)))


ROUTES: Routes = (
    ("create_catalog_category", create_catalog_category),
    ("get_catalog_categories", get_catalog_categories),
    ("get_catalog_category", get_catalog_category),
    ("update_catalog_category", update_catalog_category),
    ("delete_catalog_category", delete_catalog_category),
)
