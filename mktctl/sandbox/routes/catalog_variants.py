"""Variants of catalog items, with their stock (klaviyo-api.md section 1.5)."""

from collections.abc import Mapping, Sequence
from typing import Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.catalog_bodies import (
    IDENTITY,
    PRODUCT_COLUMNS,
    SHOWN,
    TEXT,
    columns,
    reference,
    refuse_large,
    refuse_taken,
    without_null,
)
from mktctl.sandbox.jsonapi.bodies import body_shape, read_attributes, read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Identifier, Relation, Resource
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, Findings, Number, Shape, nullable, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import catalog_variants as tables
from mktctl.sandbox.times import iso

_ALWAYS: Final[dict[str, Shape]] = {
    "title": TEXT,
    "description": TEXT,
    "url": TEXT,
    "sku": TEXT,
    "inventory_quantity": Number(),
    "price": Number(minimum=0),
}
_OPTIONAL: Final[dict[str, Field]] = {
    "inventory_policy": nullable(Number(whole=True, minimum=0, maximum=2)),
    **SHOWN,
}
_CREATE: Final = body_shape(
    "catalog-variant",
    {**IDENTITY, **{name: required(shape) for name, shape in _ALWAYS.items()}, **_OPTIONAL},
    relationships={"item": required(reference("catalog-item"))},
)
_UPDATE: Final = body_shape(
    "catalog-variant", {**{name: nullable(shape) for name, shape in _ALWAYS.items()}, **_OPTIONAL}, with_id=True
)
_COLUMNS: Final = (*_ALWAYS, *_OPTIONAL)
_STAYS: Final = (*_ALWAYS, "inventory_policy", "published")
_FILTERS: Final = {**PRODUCT_COLUMNS, "item.id": Column(sql="item_id"), "sku": Column(sql="sku")}
_ALL: Final = Listing(source="catalog_variant WHERE 1", columns=_FILTERS)
_OF_ITEM: Final = Listing(source="catalog_variant WHERE item_id = ?", columns=_FILTERS)


def create_catalog_variant(call: Call) -> Reply:
    """A new variant of an item; its external id exists once and stays, and so does its item."""
    findings = Findings()
    data = read_data(call.body, _CREATE, findings)
    refuse_unknown_mentions(call.store, findings)
    given = data["attributes"]
    refuse_large(given)
    refuse_taken(call.store, "catalog-variant", given["external_id"])
    settings = {
        **given,
        "inventory_policy": given.get("inventory_policy") or 0,
        "published": given.get("published") is not False,
    }
    item_id = data["relationships"]["item"]["data"]["id"]
    values = columns(settings, _COLUMNS)
    return _one(call, tables.add_variant(call.store, external_id=given["external_id"], item_id=item_id, **values))


def get_catalog_variants(call: Call) -> Reply:
    """A page of variants."""
    return call.page(_ALL, variant_resource)


def get_catalog_variant(call: Call) -> Reply:
    """One variant."""
    return _one(call, call.id)


def update_catalog_variant(call: Call) -> Reply:
    """Change what is given: what is in stock from now on, above all."""
    call.require("catalog-variant")
    given = read_attributes(call.body, _UPDATE, call.id)
    refuse_large(given)
    changes = columns(without_null(given, _STAYS), _COLUMNS)
    call.store.update("catalog_variant", call.id, **changes, updated=call.store.stamp())
    return _one(call, call.id)


def delete_catalog_variant(call: Call) -> Reply:
    """The variant is gone."""
    call.require("catalog-variant")
    tables.delete_variant(call.store, call.id)
    return NOTHING


def get_variants_for_catalog_item(call: Call) -> Reply:
    """A page of an item's variants."""
    call.require("catalog-item")
    return call.page(_OF_ITEM, variant_resource, call.id)


def get_variant_ids_for_catalog_item(call: Call) -> Reply:
    """The same page as identifiers alone."""
    call.require("catalog-item")
    return call.page_of_ids(_OF_ITEM, "catalog-variant", call.id)


def variant_resource(row: Row) -> Resource:
    """A variant as Klaviyo shows it."""
    return Resource(
        type="catalog-variant",
        id=row["id"],
        path="catalog-variants",
        attributes={**tables.variant_data(row), "created": iso(row["created"]), "updated": iso(row["updated"])},
        relationships={"item": Identifier("catalog-item", row["item_id"])},
    )


def _one(call: Call, variant_id: str) -> Reply:
    return call.one(variant_resource(call.require("catalog-variant", variant_id)))


def _of_items(store: Store, item_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    found: dict[str, list[Resource]] = {}
    for row in tables.variants_of_items(store, item_ids):
        found.setdefault(row["item_id"], []).append(variant_resource(row))
    return found


RELATIONS: Final = {("catalog-item", "variants"): Relation(many=True, load=_of_items)}
ROUTES: Routes = (
    ("create_catalog_variant", create_catalog_variant),
    ("get_catalog_variants", get_catalog_variants),
    ("get_catalog_variant", get_catalog_variant),
    ("update_catalog_variant", update_catalog_variant),
    ("delete_catalog_variant", delete_catalog_variant),
    ("get_variants_for_catalog_item", get_variants_for_catalog_item),
    ("get_variant_ids_for_catalog_item", get_variant_ids_for_catalog_item),
)
