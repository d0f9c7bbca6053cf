"""Codes of coupons (klaviyo-api.md section 1.5): made one by one, listed by coupon or person, given out, deleted."""

from typing import Any, Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.jsonapi.bodies import body_shape, read_attributes, read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Identifier, Resource
from mktctl.sandbox.jsonapi.errors import Problem, Refused, invalid
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, Findings, Instant, Record, Reference, Text, nullable, required
from mktctl.sandbox.processing import running_jobs
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import coupons as tables
from mktctl.sandbox.times import iso, read_iso

CODE_CHARACTERS_MAX: Final = 256
STATUSES: Final = ("ASSIGNED_TO_PROFILE", "DELETING", "PROCESSING", "UNASSIGNED", "USED", "VERSION_NOT_ACTIVE")
NEW_CODE: Final[dict[str, Field]] = {
    "unique_code": required(Text(min_length=1, max_length=CODE_CHARACTERS_MAX)),
    "expires_at": nullable(Instant()),
}
_COUPON: Final = Record(
    name="document",
    fields={
        "data": required(
            Record(
                name="coupon",
                fields={"type": required(Text(choices=("coupon",))), "id": required(Reference(kinds=("coupon",)))},
            )
        )
    },
)
OF_COUPON: Final = {"coupon": required(_COUPON)}
_CREATE: Final = body_shape("coupon-code", NEW_CODE, relationships=OF_COUPON)
_UPDATE: Final = body_shape(
    "coupon-code", {"status": nullable(Text(choices=STATUSES)), "expires_at": nullable(Instant())}, with_id=True
)
_COLUMNS: Final = {
    "expires_at": Column(sql="expires", type="instant"),
    "status": Column(sql="status"),
    "coupon.id": Column(sql="coupon_id"),
    "profile.id": Column(sql="profile_id"),
}
_ALL: Final = Listing(source="coupon_code WHERE 1", columns=_COLUMNS)
_OF_ONE: Final = Listing(source="coupon_code WHERE coupon_id = ?", columns=_COLUMNS)
_NARROWING: Final = ("coupon.id", "profile.id")


def create_coupon_code(call: Call) -> Reply:
    """One code; answers 200. A coupon has each code once."""
    findings = Findings()
    data = read_data(call.body, _CREATE, findings)
    refuse_unknown_mentions(call.store, findings)
    made = tables.add_code(call.store, **code_values(data), status="UNASSIGNED")
    if made is None:
        pointer = "/data/attributes/unique_code"
        raise Refused(
            Problem(status=409, code="duplicate", title="Conflict.", detail="The code exists already.", pointer=pointer)
        )
    return call.one(code_resource(call.require("coupon-code", made)))


def code_values(data: dict[str, Any]) -> dict[str, Any]:
    """What a body says of a new code, as the table takes it."""
    given = data["attributes"]
    expires = given.get("expires_at")
    return {
        "coupon_id": data["relationships"]["coupon"]["data"]["id"],
        "unique_code": given["unique_code"],
        "expires": None if expires is None else read_iso(expires),
    }


def get_coupon_codes(call: Call) -> Reply:
    """A page of the codes of a coupon or a person; without either filter it is refused."""
    if not any(term.field in _NARROWING for term in call.query.filters):
        raise Refused(invalid("a filter by coupon.id or profile.id is required", parameter="filter"))
    tables.end_jobs(call.store, running_jobs(call.world))
    return call.page(_ALL, code_resource)


def get_coupon_codes_for_coupon(call: Call) -> Reply:
    """A page of one coupon's codes."""
    call.require("coupon")
    tables.end_jobs(call.store, running_jobs(call.world))
    return call.page(_OF_ONE, code_resource, call.id)


def get_coupon_code_ids_for_coupon(call: Call) -> Reply:
    """The same page as identifiers."""
    call.require("coupon")
    return call.page_of_ids(_OF_ONE, "coupon-code", call.id)


def get_coupon_code(call: Call) -> Reply:
    """One code."""
    tables.end_jobs(call.store, running_jobs(call.world))
    return call.one(code_resource(call.require("coupon-code")))


def update_coupon_code(call: Call) -> Reply:
    """Another status or another end; the code and its coupon are fixed."""
    call.require("coupon-code")
    given = read_attributes(call.body, _UPDATE, call.id)
    changes: dict[str, Any] = {}
    if given.get("status") is not None:
        changes["status"] = given["status"]
    if given.get("expires_at") is not None:
        changes["expires"] = read_iso(given["expires_at"])
    call.store.update("coupon_code", call.id, **changes)
    return call.one(code_resource(call.require("coupon-code")))


def delete_coupon_code(call: Call) -> Reply:
    """A code that nobody has is gone; one that somebody has stays."""
    if call.require("coupon-code")["status"] == "ASSIGNED_TO_PROFILE":
        raise Refused(invalid("A code that is assigned to a profile cannot be deleted.", pointer="/data/id"))
    tables.delete_code(call.store, call.id)
    return NOTHING


def code_resource(row: Row) -> Resource:
    """A code as Klaviyo shows it."""
    person = row["profile_id"]
    return Resource(
        type="coupon-code",
        id=row["id"],
        path="coupon-codes",
        attributes={
            "unique_code": row["unique_code"],
            "expires_at": iso(row["expires"]),
            "status": row["status"],
        },
        relationships={
            "coupon": Identifier("coupon", row["coupon_id"]),
            **({"profile": Identifier("profile", person)} if person is not None else {}),
        },
    )


ROUTES: Routes = (
    ("create_coupon_code", create_coupon_code),
    ("get_coupon_codes", get_coupon_codes),
    ("get_coupon_codes_for_coupon", get_coupon_codes_for_coupon),
    ("get_coupon_code_ids_for_coupon", get_coupon_code_ids_for_coupon),
    ("get_coupon_code", get_coupon_code),
    ("update_coupon_code", update_coupon_code),
    ("delete_coupon_code", delete_coupon_code),
)
