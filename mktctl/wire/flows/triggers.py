"""What starts a flow, and the filter on the starting event (E3). Its properties stand under `field`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mktctl.model.condition import All, AnyOf, Condition, EventProperty, EventTest
from mktctl.model.flow import ListTrigger, MetricTrigger, SegmentTrigger, Trigger
from mktctl.model.places import Path, Problem
from mktctl.wire.conditions.compile import Written, compile_all, compile_groups
from mktctl.wire.conditions.decode import decode_condition
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import first_error
from mktctl.wire.errors import UnreadableError
from mktctl.wire.ids import Ids, id_of, ref_of

_WHERE: Final[Path] = ("trigger", "where")
_MAX_ALTERNATIVES: Final = 100


def trigger_metric(trigger: Trigger) -> str | None:
    """The metric whose event starts the flow."""
    return trigger.metric if isinstance(trigger, MetricTrigger) else None


def compile_where(trigger: MetricTrigger) -> tuple[Groups, tuple[Problem, ...]]:
    """The filter on the event as groups, and what Klaviyo cannot say of it."""
    found = [problem for one in _written(trigger) for problem in _compiled([one], trigger.metric)[1]]
    if not trigger.where or first_error(found):
        return Groups(), tuple(found)
    if len(trigger.where) == 1:
        return _compiled(list(_written(trigger)), trigger.metric)
    alternatives = AnyOf(of=tuple(All(of=tuple(_asked(test) for test in tests)) for tests in trigger.where))
    return compile_groups(alternatives, place=Place.TRIGGER, segments={}, metric=trigger.metric, path=_WHERE)


def encode_trigger(trigger: Trigger, ids: Ids) -> dict[str, Any]:
    """One trigger; Klaviyo takes exactly one a flow."""
    match trigger:
        case ListTrigger(list=ref):
            return {"type": "list", "id": id_of(ids, "list", ref)}
        case SegmentTrigger(segment=ref):
            return {"type": "segment", "id": id_of(ids, "segment", ref)}
        case MetricTrigger(metric=ref):
            groups, problems = compile_where(trigger)
            problem = first_error(problems)
            assert problem is None, f"the trigger was not checked: {problem}"
            document = _ordered(encode_groups(groups, ids)) if groups.groups else None
            return {"type": "metric", "id": id_of(ids, "metric", ref), "trigger_filter": document}


def decode_trigger(document: Mapping[str, Any], ids: Ids) -> Trigger:
    """A list, segment or metric trigger; the other kinds have no words in the model yet."""
    where = "definition.triggers[0]"
    if document.get("id") is None:
        raise UnreadableError(where, "a trigger that is not set up yet")
    id_ = str(document["id"])
    match document["type"]:
        case "list":
            return ListTrigger(list=ref_of(ids, "list", id_))
        case "segment":
            return SegmentTrigger(segment=ref_of(ids, "segment", id_))
        case "metric":
            metric = ref_of(ids, "metric", id_)
            return MetricTrigger(metric=metric, where=_decoded(document.get("trigger_filter"), metric, ids, where))
        case other:
            raise UnreadableError(where, f"a {other} trigger")


def _written(trigger: MetricTrigger) -> Iterator[Written]:
    several = len(trigger.where) > 1
    for index, tests in enumerate(trigger.where):
        for test in tests:
            path = (*_WHERE, "any", index, test.field) if several else (*_WHERE, test.field)
            yield Written(condition=_asked(test), path=path)


def _compiled(conditions: Sequence[Written], metric: str) -> tuple[Groups, tuple[Problem, ...]]:
    return compile_all(conditions, place=Place.TRIGGER, segments={}, metric=metric)


def _asked(test: EventTest) -> Condition:
    return EventProperty(field=test.field, type=test.type, test=test.test)


def _ordered(document: dict[str, Any]) -> dict[str, Any]:
    """Groups of a real AND of ORs in a fixed order: reading them as an OR of ANDs loses theirs."""
    groups = [group["conditions"] for group in document["condition_groups"]]
    if len(groups) == 1 or all(len(group) == 1 for group in groups):
        return document
    ordered = sorted((sorted(group, key=_text) for group in groups), key=_text)
    return {"condition_groups": [{"conditions": group} for group in ordered]}


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _decoded(document: Any, metric: str, ids: Ids, where: str) -> tuple[tuple[EventTest, ...], ...]:
    """AND of ORs as the OR of ANDs that `where: {any: […]}` writes."""
    alternatives: list[tuple[EventTest, ...]] = [()]
    for group in (document or {}).get("condition_groups", ()):
        tests = [_test(one, metric, ids, where) for one in group["conditions"]]
        alternatives = _fewest(_joined(before, test) for before in alternatives for test in tests)
        if len(alternatives) > _MAX_ALTERNATIVES:
            raise UnreadableError(f"{where}.trigger_filter", "more alternatives than a file could hold")
    return () if alternatives == [()] else tuple(alternatives)


def _fewest(alternatives: Iterator[tuple[EventTest, ...]]) -> list[tuple[EventTest, ...]]:
    """Without those that another one with fewer tests implies."""
    unique = {frozenset(one): one for one in alternatives}
    return [one for tests, one in unique.items() if not any(other < tests for other in unique)]


def _joined(tests: tuple[EventTest, ...], test: EventTest) -> tuple[EventTest, ...]:
    return tests if test in tests else (*tests, test)


def _test(document: Mapping[str, Any], metric: str, ids: Ids, where: str) -> EventTest:
    read = decode_condition(document, ids)
    if not isinstance(read, EventProperty) or read.metric != metric:
        raise UnreadableError(f"{where}.trigger_filter", f"a condition that mktctl does not know: {dict(document)}")
    return EventTest(field=read.field, type=read.type, test=read.test)
