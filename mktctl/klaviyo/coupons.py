"""Coupons and their codes. Attributes of a coupon: `external_id` (fixed, and its id), `description`.

Codes are worth money: they are read as little as possible, and never logged.
"""

from datetime import datetime
from typing import Any, Final

from mktctl.klaviyo.bodies import body_of
from mktctl.klaviyo.filters import both, equals
from mktctl.klaviyo.listing import Listing, collect, resource_of
from mktctl.klaviyo.remote import Remote, Resource

CODES_OF_JOB_MAX: Final = 1_000
CODES_READ_MAX: Final = 1_000_000
"""Of one coupon: 10,000 pages of a hundred."""
RUNNING: Final = ("queued", "processing")
_JOB: Final = "coupon-code-bulk-create-job"
_WITHOUT_CODES: Final = ("expires_at", "status")


def fetch_coupons(remote: Remote) -> Listing:
    """All coupons of the account, 100 a page."""
    return collect(remote, "get_coupons")


def create_coupon(remote: Remote, attributes: dict[str, Any]) -> Resource:
    """A new coupon without codes; raises `Conflict` when one has that external id."""
    return resource_of(remote.call("create_coupon", body=body_of("coupon", attributes)), "create_coupon")


def update_coupon(remote: Remote, id: str, attributes: dict[str, Any]) -> Resource:
    """Change what is given; the external id is refused."""
    body = body_of("coupon", attributes, id=id)
    return resource_of(remote.call("update_coupon", path={"id": id}, body=body), "update_coupon")


def count_free_codes(remote: Remote, coupon_id: str, *, at_most: int, now: datetime) -> int:
    """How many codes nobody has and that are valid still; counting stops at the end of the page that reaches `at_most`.

    The codes themselves are not asked for.
    """
    wanted = both(equals("coupon.id", coupon_id), equals("status", "UNASSIGNED"))
    query = {"filter": wanted, "fields[coupon-code]": _WITHOUT_CODES}
    free: set[str] = set()
    for document in remote.pages("get_coupon_codes", query=query):
        free.update(row["id"] for row in document["data"] if _is_valid(row, now))
        if len(free) >= at_most:
            break
    return len(free)


def fetch_codes(remote: Remote, coupon_id: str) -> frozenset[str]:
    """Every code of a coupon, whatever became of it; the first `CODES_READ_MAX` of them."""
    query = {"filter": equals("coupon.id", coupon_id), "fields[coupon-code]": ("unique_code",)}
    found: set[str] = set()
    for document in remote.pages("get_coupon_codes", query=query):
        found.update(str(row["attributes"]["unique_code"]) for row in document["data"])
        if len(found) >= CODES_READ_MAX:
            break
    return frozenset(found)


def create_codes(remote: Remote, attributes: dict[str, Any]) -> Resource:
    """Start a job that adds codes; it fails only for those that the coupon has already."""
    answer = remote.call("bulk_create_coupon_codes", body=body_of(_JOB, attributes))
    return resource_of(answer, "bulk_create_coupon_codes")


def fetch_job(remote: Remote, job_id: str) -> Resource:
    """How far a job is: `status`, `completed_count`, `failed_count`."""
    answer = remote.call("get_bulk_create_coupon_codes_job", path={"job_id": job_id})
    return resource_of(answer, "get_bulk_create_coupon_codes_job")


def running_jobs(remote: Remote) -> tuple[str, ...]:
    """Jobs that add codes just now, of whatever coupon: the platform does not say of which."""
    return tuple(
        row["id"]
        for status in RUNNING
        for row in collect(
            remote, "get_bulk_create_coupon_code_jobs", query={"filter": equals("status", status)}
        ).resources
    )


def _is_valid(code: Resource, now: datetime) -> bool:
    expires = code.get("attributes", {}).get("expires_at")
    return expires is None or datetime.fromisoformat(str(expires)) > now
