"""What the server refuses beyond the shape of an action (klaviyo-api.md section 2, server rules; semantics.md)."""

import zoneinfo
from collections.abc import Mapping
from typing import Any

from mktctl.sandbox.flows.action_shapes import EXPERIMENTS, MULTI_BRANCH, kind_of
from mktctl.sandbox.jsonapi.shapes import Findings


def check_action(action: Any, place: str, findings: Findings) -> None:
    """Hold one action against the rules; `place` points at it. It may still be malformed: that is said elsewhere."""
    data = action.get("data") if isinstance(action, dict) else None
    if not isinstance(data, dict):
        return
    check_zone(data, f"{place}/data", findings)
    match kind_of(action):
        case "time-delay":
            _check_delay(data, f"{place}/data", findings)
        case kind if kind == MULTI_BRANCH:
            _check_branches(data, f"{place}/data", findings)
        case kind if kind in EXPERIMENTS:
            _check_allocations(data, f"{place}/data", findings)
        case _:
            pass


def check_zone(holder: Mapping[str, Any], place: str, findings: Findings) -> None:
    """`timezone` is an IANA name, "profile" or "UTC"."""
    zone = holder.get("timezone")
    if not isinstance(zone, str) or zone == "profile":
        return
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        findings.wrong(f"{place}/timezone", f"'{zone}' is not a time zone.")


def _check_delay(data: Mapping[str, Any], place: str, findings: Findings) -> None:
    """D6: a time of day and weekdays need whole days; minutes stand only beside hours."""
    unit = data.get("unit", "days")
    for key in ("delay_until_time", "delay_until_weekdays"):
        if data.get(key) is not None and unit != "days":
            findings.wrong(f"{place}/{key}", f"'{key}' is only allowed with the unit 'days', not '{unit}'.")
    if data.get("secondary_value") is not None and unit != "hours":
        findings.wrong(
            f"{place}/secondary_value", f"'secondary_value' is only allowed with the unit 'hours', not '{unit}'."
        )


def _check_branches(data: Mapping[str, Any], place: str, findings: Findings) -> None:
    """The last branch takes the rest, no other does; their ids differ."""
    branches = data.get("branches")
    listed = [branch for branch in branches if isinstance(branch, dict)] if isinstance(branches, list) else []
    seen: set[Any] = set()
    for index, branch in enumerate(listed):
        last = index == len(listed) - 1
        if bool(branch.get("is_else")) is not last:
            detail = (
                "The last branch must be the one with 'is_else'." if last else "Only the last branch has 'is_else'."
            )
            findings.wrong(f"{place}/branches/{index}/is_else", detail)
        branch_id = branch.get("branch_id")
        if isinstance(branch_id, str) and branch_id in seen:
            findings.wrong(
                f"{place}/branches/{index}/branch_id", f"The branch_id '{branch_id}' is used more than once."
            )
        seen.add(branch_id if isinstance(branch_id, str) else index)


def _check_allocations(data: Mapping[str, Any], place: str, findings: Findings) -> None:
    """Shares are said of variations that are there."""
    experiment = data.get("current_experiment")
    if not isinstance(experiment, dict) or not isinstance(experiment.get("allocations"), dict):
        return
    variations = experiment.get("variations")
    known = {
        one.get("temporary_id") or one.get("id")
        for one in (variations if isinstance(variations, list) else ())
        if isinstance(one, dict)
    }
    for name in experiment["allocations"]:
        if name not in known:
            findings.wrong(
                f"{place}/current_experiment/allocations/{name}", f"There is no variation with the id '{name}'."
            )
