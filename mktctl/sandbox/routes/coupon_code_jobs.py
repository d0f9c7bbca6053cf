"""Jobs that make up to 1,000 codes at once (klaviyo-api.md section 1.5): accepted first, done a little later."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import Call, Reply, Routes
from mktctl.sandbox.ids import uuid_id
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Findings, Items, Record, Text, required
from mktctl.sandbox.processing import begin_job, running_jobs
from mktctl.sandbox.routes.coupon_codes import NEW_CODE, OF_COUPON, code_resource, code_values
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import coupons as tables
from mktctl.sandbox.times import iso

CODES_MAX: Final = 1_000
_KIND: Final = "coupon-code-bulk-create-job"
_CODE: Final = Record(
    name="coupon-code",
    fields={
        "type": required(Text(choices=("coupon-code",))),
        "attributes": required(Record(name="coupon-code", fields=NEW_CODE)),
        "relationships": required(Record(name="coupon-code", fields=OF_COUPON)),
    },
)
_CODES: Final = Record(name="coupon-codes", fields={"data": required(Items(of=_CODE, at_least=1, at_most=CODES_MAX))})
_CREATE: Final = body_shape(_KIND, {"coupon-codes": required(_CODES)})
_LISTING: Final = Listing(
    source="coupon_code_bulk_create_job WHERE 1", columns={"id": Column(sql="id"), "status": Column(sql="status")}
)


def bulk_create_coupon_codes(call: Call) -> Reply:
    """A job; codes that exist already fail in it, the others are made and can be given out when it is complete."""
    findings = Findings()
    data = read_data(call.body, _CREATE, findings)
    refuse_unknown_mentions(call.store, findings)
    codes = data["attributes"]["coupon-codes"]["data"]
    job_id = tables.add_job(call.store, total=len(codes))
    errors = [
        _exists_already(job_id, index)
        for index, code in enumerate(codes)
        if tables.add_code(call.store, **code_values(code), status="PROCESSING", job_id=job_id) is None
    ]
    call.store.update(
        "coupon_code_bulk_create_job",
        job_id,
        completed=len(codes) - len(errors),
        failed=len(errors),
        errors=tables.as_json(errors),
    )
    begin_job(call.world, job_id)
    return call.one(job_resource(call.require(_KIND, job_id)))


def get_bulk_create_coupon_code_jobs(call: Call) -> Reply:
    """A page of jobs."""
    tables.end_jobs(call.store, running_jobs(call.world))
    return call.page(_LISTING, job_resource)


def get_bulk_create_coupon_codes_job(call: Call) -> Reply:
    """One job, and how far it is."""
    tables.end_jobs(call.store, running_jobs(call.world))
    return call.one(job_resource(call.require(_KIND)))


def job_resource(row: Row) -> Resource:
    """A job as Klaviyo shows it: counts and errors only when it has ended."""
    ended = row["finished"] is not None
    return Resource(
        type=_KIND,
        id=row["id"],
        path="coupon-code-bulk-create-jobs",
        attributes={
            "status": row["status"],
            "created_at": iso(row["created"]),
            "total_count": row["total"],
            "completed_count": row["completed"] if ended else 0,
            "failed_count": row["failed"] if ended else 0,
            "completed_at": iso(row["finished"]),
            "errors": msgspec.json.decode(row["errors"]) if ended else [],
            "expires_at": None,
        },
        relationships={"coupon-codes": None},
    )


def _exists_already(job_id: str, index: int) -> dict[str, Any]:
    return {
        "id": uuid_id(job_id, index),
        "code": "duplicate",
        "title": "Conflict.",
        "detail": "The code exists already.",
        "source": {"pointer": f"/data/attributes/coupon-codes/data/{index}/attributes/unique_code"},
    }


def _codes_of_jobs(store: Store, job_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {job_id: [code_resource(row) for row in tables.codes_of_job(store, job_id)] for job_id in job_ids}


RELATIONS: Final = {(_KIND, "coupon-codes"): Relation(many=True, load=_codes_of_jobs)}
ROUTES: Routes = (
    ("bulk_create_coupon_codes", bulk_create_coupon_codes),
    ("get_bulk_create_coupon_code_jobs", get_bulk_create_coupon_code_jobs),
    ("get_bulk_create_coupon_codes_job", get_bulk_create_coupon_codes_job),
)
