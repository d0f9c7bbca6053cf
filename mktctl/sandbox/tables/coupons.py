"""Coupons, their codes, and the jobs that make many codes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import msgspec

from mktctl.sandbox.ids import ulid
from mktctl.sandbox.store import Row, Store

_LIFETIME: Final = timedelta(days=365) // timedelta(microseconds=1)
"""Of a code that was made without an end."""
_MICROSECONDS: Final = 1_000


def add_coupon(store: Store, *, external_id: str, description: str | None, monitor: Mapping[str, Any] | None) -> None:
    """A coupon; its name there is its id."""
    store.insert("coupon", id=external_id, description=description, monitor=as_json(monitor))


def delete_coupon(store: Store, coupon_id: str) -> None:
    """The coupon goes with its codes."""
    store.run("DELETE FROM coupon WHERE id = ?", coupon_id)


def code_id(coupon_id: str, unique_code: str) -> str:
    """The platform's id of a code."""
    return f"{coupon_id}-{unique_code}"


def add_code(
    store: Store, *, coupon_id: str, unique_code: str, expires: int | None, status: str, job_id: str | None = None
) -> str | None:
    """A new code's id; None when the coupon has that code already."""
    expires = store.stamp() + _LIFETIME if expires is None else expires
    made = store.run(
        "INSERT OR IGNORE INTO coupon_code (id, coupon_id, unique_code, expires, status, job_id)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        code_id(coupon_id, unique_code),
        coupon_id,
        unique_code,
        expires,
        status,
        job_id,
    )
    return code_id(coupon_id, unique_code) if made else None


def delete_code(store: Store, object_id: str) -> None:
    """The code is gone."""
    store.run("DELETE FROM coupon_code WHERE id = ?", object_id)


def add_job(store: Store, *, total: int) -> str:
    """A new job's id; what came of it is written by `update`."""
    stamp = store.stamp()
    kind = "coupon-code-bulk-create-job"
    job_id = ulid(store.next_count(kind), stamp // _MICROSECONDS, kind)
    store.insert(
        "coupon_code_bulk_create_job",
        id=job_id,
        status="queued",
        total=total,
        completed=0,
        failed=0,
        errors="[]",
        created=stamp,
    )
    return job_id


def end_jobs(store: Store, running: Collection[str]) -> None:
    """Every job but the `running` ones is complete, and its codes can be given out."""
    for row in store.rows("SELECT id FROM coupon_code_bulk_create_job WHERE finished IS NULL"):
        if row["id"] in running:
            store.update("coupon_code_bulk_create_job", row["id"], status="processing")
            continue
        store.update("coupon_code_bulk_create_job", row["id"], status="complete", finished=store.stamp())
        store.run("UPDATE coupon_code SET status = 'UNASSIGNED' WHERE job_id = ? AND status = 'PROCESSING'", row["id"])


def codes_of_job(store: Store, job_id: str) -> list[Row]:
    """The codes that the job made, in order."""
    return store.rows("SELECT * FROM coupon_code WHERE job_id = ? ORDER BY seq", job_id)


def coupons_of_codes(store: Store, code_ids: Sequence[str]) -> dict[str, Row]:
    """Each code's coupon."""
    found = {}
    for object_id in code_ids:
        row = store.row(
            "SELECT coupon.* FROM coupon JOIN coupon_code ON coupon.id = coupon_id WHERE coupon_code.id = ?", object_id
        )
        if row is not None:
            found[object_id] = row
    return found


def as_json(value: Any) -> str | None:
    """A value as the database keeps it."""
    return None if value is None else msgspec.json.encode(value).decode()
