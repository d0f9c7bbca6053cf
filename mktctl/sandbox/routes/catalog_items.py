"""Items of the custom catalog (klaviyo-api.md section 1.5). Variants and categories are not there."""

from typing import Any, Final

import msgspec

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.jsonapi.bodies import body_shape, exists, read_attributes
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.errors import Problem, Refused, invalid
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, Flag, FreeObject, Items, Number, Text, nullable, required
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import catalog as tables
from mktctl.sandbox.times import iso

METADATA_BYTES_MAX: Final = 100_000
_TEXT: Final = Text(min_length=1)
_OPTIONAL: Final[dict[str, Field]] = {
    "price": nullable(Number(minimum=0)),
    "image_full_url": nullable(Text()),
    "image_thumbnail_url": nullable(Text()),
    "images": nullable(Items(of=Text())),
    "custom_metadata": nullable(FreeObject()),
    "published": nullable(Flag()),
}
_NAMED: Final = ("title", "description", "url")
_CREATE: Final = body_shape(
    "catalog-item",
    {
        "external_id": required(_TEXT),
        "integration_type": nullable(Text(choices=("$custom",))),
        "catalog_type": nullable(Text(choices=("$default",))),
        **{name: required(_TEXT) for name in _NAMED},
        **_OPTIONAL,
    },
)
_UPDATE: Final = body_shape("catalog-item", {**{name: nullable(_TEXT) for name in _NAMED}, **_OPTIONAL}, with_id=True)
_JSON: Final = ("images", "custom_metadata")
_LISTING: Final = Listing(
    source="catalog_item WHERE 1",
    columns={
        "ids": Column(sql="id"),
        "title": Column(sql="title"),
        "published": Column(sql="published", type="flag"),
        "created": Column(sql="created", type="instant"),
    },
)


def create_catalog_item(call: Call) -> Reply:
    """A new item; its external id exists once and stays."""
    given = read_attributes(call.body, _CREATE)
    _refuse_large(given)
    if exists(call.store, "catalog-item", f"{tables.PREFIX}{given['external_id']}"):
        pointer = "/data/attributes/external_id"
        raise Refused(
            Problem(status=409, code="duplicate", title="Conflict.", detail="The item exists already.", pointer=pointer)
        )
    published = given.get("published") is not False
    values = {name: given[name] for name in _NAMED} | _columns({**given, "published": published})
    return _one(call, tables.add_item(call.store, external_id=given["external_id"], **values))


def get_catalog_items(call: Call) -> Reply:
    """A page of items."""
    return call.page(_LISTING, item_resource)


def get_catalog_item(call: Call) -> Reply:
    """One item."""
    return _one(call, call.id)


def update_catalog_item(call: Call) -> Reply:
    """Change what is given."""
    call.require("catalog-item")
    given = read_attributes(call.body, _UPDATE, call.id)
    _refuse_large(given)
    kept = {key: value for key, value in given.items() if value is not None or key not in (*_NAMED, "published")}
    changes = {name: kept[name] for name in _NAMED if name in kept} | _columns(kept)
    call.store.update("catalog_item", call.id, **changes, updated=call.store.stamp())
    return _one(call, call.id)


def delete_catalog_item(call: Call) -> Reply:
    """The item is gone; mails that name it cannot be sent."""
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


def _columns(given: dict[str, Any]) -> dict[str, Any]:
    found = {key: given[key] for key in _OPTIONAL if key in given}
    for key in _JSON:
        if found.get(key) is not None:
            found[key] = msgspec.json.encode(found[key]).decode()
    if "published" in found:
        found["published"] = int(found["published"])
    return found


def _refuse_large(given: dict[str, Any]) -> None:
    if len(msgspec.json.encode(given.get("custom_metadata"))) > METADATA_BYTES_MAX:
        pointer = "/data/attributes/custom_metadata"
        raise Refused(invalid(f"custom_metadata has at most {METADATA_BYTES_MAX} bytes.", pointer=pointer))


ROUTES: Routes = (
    ("create_catalog_item", create_catalog_item),
    ("get_catalog_items", get_catalog_items),
    ("get_catalog_item", get_catalog_item),
    ("update_catalog_item", update_catalog_item),
    ("delete_catalog_item", delete_catalog_item),
)
