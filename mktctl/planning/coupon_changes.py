"""Coupons: made where the account has none of that name, and topped up with codes. Codes themselves are never seen."""

import msgspec

from mktctl.model.project import Coupon
from mktctl.planning.bound import Bound
from mktctl.planning.desired import Desired
from mktctl.planning.object_changes import object_outcome
from mktctl.planning.outcome import Outcome
from mktctl.planning.steps import AddCodes


def coupon_outcome(desired: Desired, coupon: Coupon, bound: Bound, *, in_file: int = 0) -> Outcome:
    """Plan one coupon; `in_file` is how many codes its file has.

    `bound.seen.free_codes` must hold the coupon's free codes, and `spare_codes` those of its file that the pool lacks.
    """
    outcome = object_outcome(desired, bound)
    free = bound.seen.free_codes.get(desired.name)
    if free is None and outcome.change.verdict == "create":
        free = 0
    if outcome.blockers or free is None:
        return outcome
    missing = max(0, coupon.top_up.to - free) if coupon.top_up is not None else 0
    spare = bound.seen.spare_codes.get(desired.name, in_file)
    count = min(missing, spare) if coupon.top_up is not None and coupon.top_up.file is not None else missing
    warnings = _warnings(desired, coupon, free, count, missing)
    if not count:
        return msgspec.structs.replace(outcome, warnings=warnings)
    change = msgspec.structs.replace(
        outcome.change,
        verdict="create" if outcome.change.verdict == "create" else "update",
        notes=(*outcome.change.notes, f"{_codes(free)} free, {count:,} to add"),
    )
    steps = (*outcome.steps, AddCodes(address=desired.address, count=count))
    return msgspec.structs.replace(outcome, change=change, steps=steps, warnings=warnings)


def codes_to_count(coupon: Coupon) -> int:
    """How far its free codes have to be counted; 0 when nobody asks."""
    return max(coupon.top_up.to if coupon.top_up is not None else 0, coupon.warn_below or 0)


def _warnings(desired: Desired, coupon: Coupon, free: int, count: int, missing: int) -> tuple[str, ...]:
    lines = []
    if count < missing:
        file = coupon.top_up.file if coupon.top_up is not None else ""
        lines.append(
            f"{desired.address}: {file} is used up: {missing - count:,} codes are missing to the {free + missing:,} "
            "that are wanted; put new ones into it"
        )
    if coupon.warn_below is not None and free + count < coupon.warn_below:
        left = f"only {_codes(free + count)}" if free + count else "no codes"
        lines.append(
            f"{desired.address}: {left} free in {desired.name}, fewer than {coupon.warn_below:,}; whoever finds none "
            "gets no message"
        )
    return tuple(lines)


def _codes(count: int) -> str:
    return "1 code" if count == 1 else f"{count:,} codes"
