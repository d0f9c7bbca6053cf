"""Condition groups inside a flow: their shape in each place, and the rules that a shape cannot say."""

from typing import Any, Final

from mktctl.sandbox.conditions.groups import MOST_CONDITIONS, Place, condition_groups
from mktctl.sandbox.jsonapi.shapes import Findings, Shape
from mktctl.sandbox.options import Switches

_MOST_LEVELS: Final = 40


def groups(place: Place) -> Shape:
    """`{condition_groups: [{conditions: […]}]}` with what the place takes."""
    return condition_groups(place)


def check_filters(switches: Switches, value: Any, place: str, findings: Findings, levels: int = _MOST_LEVELS) -> None:
    """Every group of conditions anywhere inside `value`, which may be malformed.

    At most 100 conditions each (G1); where the switch says so, one entry in `metric_filters` (P16).
    """
    if levels == 0:
        return
    if isinstance(value, list):
        for index, inner in enumerate(value):
            check_filters(switches, inner, f"{place}/{index}", findings, levels - 1)
    if not isinstance(value, dict):
        return
    count = _count(value.get("condition_groups"))
    if count > MOST_CONDITIONS:
        findings.wrong(f"{place}/condition_groups", f"A filter has at most {MOST_CONDITIONS} conditions, not {count}.")
    several = value.get("metric_filters")
    if isinstance(several, list) and len(several) > 1 and not switches.several_metric_filters:
        findings.wrong(f"{place}/metric_filters", "Only one metric filter is supported.")
    for key, inner in value.items():
        check_filters(switches, inner, f"{place}/{key}", findings, levels - 1)


def _count(groups_found: Any) -> int:
    listed = groups_found if isinstance(groups_found, list) else []
    conditions = [group.get("conditions") for group in listed if isinstance(group, dict)]
    return sum(len(one) for one in conditions if isinstance(one, list))
