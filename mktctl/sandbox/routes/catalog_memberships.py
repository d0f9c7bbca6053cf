"""Which items are in which categories of the catalog, from both sides (klaviyo-api.md section 1.5)."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import NOTHING, Call, Handler, Reply, Routes
from mktctl.sandbox.catalog_bodies import references
from mktctl.sandbox.jsonapi.bodies import read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.listings import Listing
from mktctl.sandbox.jsonapi.shapes import Findings, Record
from mktctl.sandbox.routes.catalog_categories import CATEGORY_COLUMNS, category_resource
from mktctl.sandbox.routes.catalog_items import ITEM_COLUMNS, item_resource
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import catalog_categories as tables


class _Way(msgspec.Struct, frozen=True, kw_only=True):
    """From objects of the type `near` to those of the type `far`."""

    near: str
    far: str
    side: tables.Side
    listing: Listing
    resource: Callable[[Row], Resource]
    body: Record


_TO_ITEMS: Final = _Way(
    near="catalog-category",
    far="catalog-item",
    side=tables.CATEGORY,
    listing=Listing(
        source="catalog_item WHERE id IN (SELECT item_id FROM catalog_membership WHERE category_id = ?)",
        columns=ITEM_COLUMNS,
    ),
    resource=item_resource,
    body=references("catalog-item"),
)
_TO_CATEGORIES: Final = _Way(
    near="catalog-item",
    far="catalog-category",
    side=tables.ITEM,
    listing=Listing(
        source="catalog_category WHERE id IN (SELECT category_id FROM catalog_membership WHERE item_id = ?)",
        columns=CATEGORY_COLUMNS,
    ),
    resource=category_resource,
    body=references("catalog-category"),
)


def _page(way: _Way) -> Handler:
    def handler(call: Call) -> Reply:
        call.require(way.near)
        return call.page(way.listing, way.resource, call.id)

    return handler


def _page_of_ids(way: _Way) -> Handler:
    def handler(call: Call) -> Reply:
        call.require(way.near)
        return call.page_of_ids(way.listing, way.far, call.id)

    return handler


def _change(way: _Way, change: Callable[..., None]) -> Handler:
    """The handler that adds, removes or replaces; whom a body names has to exist."""

    def handler(call: Call) -> Reply:
        call.require(way.near)
        findings = Findings()
        members: list[dict[str, Any]] = read_data(call.body, way.body, findings)
        refuse_unknown_mentions(call.store, findings)
        change(call.store, way.side, call.id, [member["id"] for member in members])
        return NOTHING

    return handler


ROUTES: Routes = (
    ("get_items_for_catalog_category", _page(_TO_ITEMS)),
    ("get_item_ids_for_catalog_category", _page_of_ids(_TO_ITEMS)),
    ("add_items_to_catalog_category", _change(_TO_ITEMS, tables.add_members)),
    ("update_items_for_catalog_category", _change(_TO_ITEMS, tables.set_members)),
    ("remove_items_from_catalog_category", _change(_TO_ITEMS, tables.remove_members)),
    ("get_categories_for_catalog_item", _page(_TO_CATEGORIES)),
    ("get_category_ids_for_catalog_item", _page_of_ids(_TO_CATEGORIES)),
    ("add_categories_to_catalog_item", _change(_TO_CATEGORIES, tables.add_members)),
    ("update_categories_for_catalog_item", _change(_TO_CATEGORIES, tables.set_members)),
    ("remove_categories_from_catalog_item", _change(_TO_CATEGORIES, tables.remove_members)),
)
