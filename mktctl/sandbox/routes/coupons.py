"""Coupons (klaviyo-api.md section 1.5): the id is the name that the store's own system knows it by, and fixed."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes, related, related_ids
from mktctl.sandbox.jsonapi.bodies import body_shape, exists, read_attributes
from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.jsonapi.errors import Problem, Refused
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import FreeObject, Text, nullable, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import coupons as tables

_SETTINGS: Final = {"description": nullable(Text()), "monitor_configuration": nullable(FreeObject())}
_CREATE: Final = body_shape("coupon", {"external_id": required(Text(min_length=1, max_length=256)), **_SETTINGS})
_UPDATE: Final = body_shape("coupon", dict(_SETTINGS), with_id=True)
_LISTING: Final = Listing(source="coupon WHERE 1", columns={"id": Column(sql="id")})


def create_coupon(call: Call) -> Reply:
    """A new coupon without codes; one name exists once."""
    given = read_attributes(call.body, _CREATE)
    if exists(call.store, "coupon", given["external_id"]):
        raise Refused(_taken("A coupon with this external_id already exists.", "/data/attributes/external_id"))
    tables.add_coupon(
        call.store,
        external_id=given["external_id"],
        description=given.get("description"),
        monitor=given.get("monitor_configuration"),
    )
    return call.one(coupon_resource(call.require("coupon", given["external_id"])))


def get_coupons(call: Call) -> Reply:
    """A page of coupons."""
    return call.page(_LISTING, coupon_resource)


def get_coupon(call: Call) -> Reply:
    """One coupon."""
    return call.one(coupon_resource(call.require("coupon")))


def update_coupon(call: Call) -> Reply:
    """Another description or another threshold."""
    call.require("coupon")
    given = read_attributes(call.body, _UPDATE, call.id)
    changes = {"description": given["description"]} if "description" in given else {}
    if "monitor_configuration" in given:
        changes["monitor"] = tables.as_json(given["monitor_configuration"])
    call.store.update("coupon", call.id, **changes)
    return call.one(coupon_resource(call.require("coupon")))


def delete_coupon(call: Call) -> Reply:
    """The coupon is gone with its codes."""
    call.require("coupon")
    tables.delete_coupon(call.store, call.id)
    return NOTHING


def coupon_resource(row: Row) -> Resource:
    """A coupon as Klaviyo shows it."""
    monitor = row["monitor"]
    return Resource(
        type="coupon",
        id=row["id"],
        path="coupons",
        attributes={
            "external_id": row["id"],
            "description": row["description"],
            "monitor_configuration": None if monitor is None else msgspec.json.decode(monitor),
        },
    )


def _taken(detail: str, pointer: str) -> Problem:
    return Problem(status=409, code="duplicate", title="Conflict.", detail=detail, pointer=pointer)


def _of_codes(store: Store, code_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {code: [coupon_resource(row)] for code, row in tables.coupons_of_codes(store, code_ids).items()}


RELATIONS: Final = {("coupon-code", "coupon"): Relation(many=False, load=_of_codes)}
ROUTES: Routes = (
    ("create_coupon", create_coupon),
    ("get_coupons", get_coupons),
    ("get_coupon", get_coupon),
    ("update_coupon", update_coupon),
    ("delete_coupon", delete_coupon),
    ("get_coupon_for_coupon_code", related("coupon-code", "coupon")),
    ("get_coupon_id_for_coupon_code", related_ids("coupon-code", "coupon")),
)
