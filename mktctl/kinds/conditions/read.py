"""COND: exactly one subject, which decides everything else."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mktctl.kinds.conditions.consents import read_can_receive, read_consent, read_suppressed
from mktctl.kinds.conditions.custom_objects import read_custom_object, read_raw
from mktctl.kinds.conditions.formulas import condition_for
from mktctl.kinds.conditions.funnels import read_funnel
from mktctl.kinds.conditions.logic import read_all, read_any, read_not
from mktctl.kinds.conditions.memberships import read_list, read_segment
from mktctl.kinds.conditions.metrics import read_engaged, read_metric
from mktctl.kinds.conditions.predictions import read_best_channel, read_predicted
from mktctl.kinds.conditions.properties import read_event, read_property
from mktctl.kinds.conditions.regions import read_distance, read_region
from mktctl.kinds.conditions.runs import read_not_sent, read_sample
from mktctl.kinds.conditions.scope import UNREADABLE, Scope
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import listed, nearest, shown
from mktctl.model.condition import Condition
from mktctl.model.fields import BUILTIN_FIELDS
from mktctl.model.places import KEY, Path

_Reader = Callable[[Fields, Scope], Condition]
SUBJECTS: Final[Mapping[str, _Reader]] = {
    "all": read_all, "any": read_any, "not": read_not,
    "property": read_property, "event": read_event,
    "metric": read_metric, "engaged": read_engaged, "funnel": read_funnel,
    "list": read_list, "segment": read_segment,
    "consent": read_consent, "can_receive": read_can_receive, "suppressed": read_suppressed,
    "region": read_region, "distance": read_distance,
    "predicted": read_predicted, "best_channel": read_best_channel,
    "sample": read_sample, "not_sent": read_not_sent,
    "custom_object": read_custom_object, "raw": read_raw,
}  # fmt: skip
_SHOWN: Final = ("property", "metric", "list", "segment", "consent", "engaged", "all", "any", "not")
_INSTEAD: Final = {
    "and": "all", "or": "any", "none": "not: {any: …}", "event_count": "metric", "did": "metric",
    "opened": "engaged", "clicked": "engaged", "subscribed": "consent", "opted_in": "consent",
    "profile": "property", "in_list": "list", "in_segment": "segment",
}  # fmt: skip


def read_condition(value: object, path: Path, scope: Scope) -> Condition:
    """The condition at `path`; whatever is wrong is reported."""
    if isinstance(value, list):
        _refuse_list(value, path, scope)
        return UNREADABLE
    if not isinstance(value, dict):
        meant = condition_for(value, scope)
        hint = f"Write  {meant}" if meant else "Such as  {metric: placed_order}  or  {property: tier, is: gold}"
        scope.error("CND001", path, f"a condition is expected here, not {shown(value)}", hint)
        return UNREADABLE
    subjects = list(filter(SUBJECTS.__contains__, value))
    if len(subjects) == 1:
        return SUBJECTS[subjects[0]](Fields(scope.report, value, path), scope)
    if subjects:
        hint = f"Write  all: [{{{subjects[0]}: …}}, {{{subjects[1]}: …}}]  or  any: […]"
        scope.error("CND004", path, f"a condition has one subject; here are {listed(subjects)}", hint)
    else:
        _refuse_unknown(value, path, scope)
    return UNREADABLE


def _refuse_list(value: list[object], path: Path, scope: Scope) -> None:
    name = str(path[-1]) if path and isinstance(path[-1], str) else "the condition"
    message = f"{name} is a list: does one condition suffice, or must all hold?"
    code = "FLW012" if name == "exit_when" else "CND002"
    hint = f"Write  {name}: {{any: […]}}  or  {name}: {{all: […]}}"
    only = value[0] if len(value) == 1 else None
    if isinstance(only, dict) and code == "CND002" and not any(isinstance(one, dict | list) for one in only.values()):
        message = f"{name} is a list, and holds one condition"
        hint = f"Write  {name}: {{{', '.join(f'{key}: {shown(one)}' for key, one in only.items())}}}"
    scope.error(code, (*path, KEY), message, hint)


def _refuse_unknown(value: Mapping[str, Any], path: Path, scope: Scope) -> None:
    if not value:
        scope.error("CND001", path, "the condition is empty", f"It begins with one of: {', '.join(_SHOWN)}")
        return
    first = next(iter(value))
    at = (*path, first, KEY)
    if first in _INSTEAD:
        word = _INSTEAD[first]
        hint = f"Write  {word}" if ":" in word else f"Write  {word}: …"
        scope.error("CND003", at, f"{first}: is not the word here", hint)
    elif first in scope.names.project.properties or first in BUILTIN_FIELDS:
        test = "is: " + shown(value[first]) if not isinstance(value[first], dict | list) else "…"
        hint = f"For a property of people write  {{property: {first}, {test}}}"
        scope.error("CND003", at, "a condition begins with what it is about", hint)
    elif first in scope.names.project.metrics:
        hint = f"For an event write  {{metric: {first}}}"
        scope.error("CND003", at, "a condition begins with what it is about", hint)
    elif near := nearest(first, SUBJECTS):
        scope.error("CND003", at, f"{shown(first)} is no subject of a condition", f"Did you mean {near}?")
    else:
        hint = f"Begin with one of: {', '.join(_SHOWN)} …; for a property write  {{property: {first}, is: …}}"
        scope.error("CND003", at, f"{shown(first)} is no subject of a condition", hint)
