"""Steps on the codes of coupons. A code is never part of a message, a state or a result: only counts are."""

import secrets
from collections.abc import Iterable, Iterator
from typing import Final

from mktctl.app.execution import Execution
from mktctl.diagnostics import OutsideError
from mktctl.klaviyo.coupons import (
    CODES_OF_JOB_MAX,
    RUNNING,
    count_free_codes,
    create_codes,
    fetch_codes,
    fetch_job,
    running_jobs,
)
from mktctl.model.project import Coupon, TopUp
from mktctl.planning.steps import AddCodes
from mktctl.wire.coupons import encode_codes

JOB_READS_MAX: Final = 300
JOB_WAIT_SECONDS: Final = 1.0
ROUNDS_MAX: Final = 3
"""Random codes that exist already are made again, so often at most."""
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that are taken for one another: 0 and O, 1 and I."""


def add_codes(step: AddCodes, run: Execution) -> None:
    """Add codes until as many are free as the file says, counted anew: a run that was cut off, or a job of it that ran
    on, has left some. Raises `KlaviyoError`, and `OutsideError` when the platform takes none or its jobs do not end.
    """
    coupon = run.workspace.project.coupons[step.address.ref]
    assert coupon.pool is not None, "codes are added to a pool"
    assert coupon.top_up is not None, "and only to one that is topped up"
    _await_jobs(running_jobs(run.remote), run)
    for _ in range(ROUNDS_MAX):
        free = count_free_codes(run.remote, coupon.pool, at_most=coupon.top_up.to, now=run.seen.account.now)
        missing = coupon.top_up.to - free
        codes = _new_codes(coupon, coupon.top_up, missing, run) if missing > 0 else []
        if not codes:
            return
        made = sum(_send(coupon.pool, codes, run))
        if made == len(codes) == missing:
            return
        if not made:
            break
    raise OutsideError(
        f"{step.address}: the platform did not take all codes", hint="Run apply again: it adds what is missing then."
    )


def random_codes(pattern: str, count: int) -> list[str]:
    """`count` codes of the pattern, no two alike; each `#` is a letter or digit that nobody can foresee."""
    found: set[str] = set()
    while len(found) < count:  # a pattern has a thousand million codes at least, so this ends
        found.add("".join(secrets.choice(_LETTERS) if char == "#" else char for char in pattern))
    return sorted(found)


def unused_codes(codes: Iterable[str], used: frozenset[str]) -> list[str]:
    """The codes of a file that the platform does not have, in the file's order."""
    return [code for code in codes if code not in used]


def _new_codes(coupon: Coupon, top_up: TopUp, missing: int, run: Execution) -> list[str]:
    if top_up.pattern is not None:
        return random_codes(top_up.pattern, missing)
    assert coupon.pool is not None
    return unused_codes(run.workspace.codes.get(coupon.ref, ()), fetch_codes(run.remote, coupon.pool))[:missing]


def _send(pool: str, codes: list[str], run: Execution) -> Iterator[int]:
    """How many codes each job made."""
    for start in range(0, len(codes), CODES_OF_JOB_MAX):
        job = create_codes(run.remote, encode_codes(pool, codes[start : start + CODES_OF_JOB_MAX]))
        yield _await_job(job["id"], run)


def _await_jobs(job_ids: Iterable[str], run: Execution) -> None:
    for job_id in job_ids:
        _await_job(job_id, run)


def _await_job(job_id: str, run: Execution) -> int:
    """How many codes it made. Raises `OutsideError` when it goes on for longer than anybody waits."""
    for _ in range(JOB_READS_MAX):
        attributes = fetch_job(run.remote, job_id)["attributes"]
        if attributes.get("status") not in RUNNING:
            return int(attributes.get("completed_count") or 0)
        run.stopwatch.sleep(JOB_WAIT_SECONDS)
    raise OutsideError(
        "the platform is still at work on new coupon codes", hint="Run apply again in a few minutes: none is lost."
    )
