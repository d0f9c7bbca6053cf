"""What starts a flow, and the filter on the starting event (E3). Its properties stand under `field`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mktctl.model.condition import All, AnyOf, Condition, EventProperty, EventTest
from mktctl.model.flow import (
    DateTrigger,
    ListTrigger,
    LowInventoryTrigger,
    MetricTrigger,
    PriceDropTrigger,
    RawTrigger,
    SegmentTrigger,
    Trigger,
)
from mktctl.model.places import Path, Problem
from mktctl.wire.conditions.compile import Written, compile_all, compile_groups
from mktctl.wire.conditions.decode import decode_condition
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import first_error
from mktctl.wire.conditions.starts import LOW_INVENTORY, PRICE_DROP
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows.dates import date_problems, decode_date, encode_date
from mktctl.wire.flows.products import (
    decode_low_inventory,
    decode_price_drop,
    encode_low_inventory,
    encode_price_drop,
)
from mktctl.wire.ids import Ids, id_of, ref_of

ByEvent = MetricTrigger | PriceDropTrigger | LowInventoryTrigger
_PATHS: Final[Mapping[type, Path]] = {
    MetricTrigger: ("trigger", "where"),
    PriceDropTrigger: ("trigger", "price_drop", "where"),
    LowInventoryTrigger: ("trigger", "low_inventory", "where"),
}
_MAX_ALTERNATIVES: Final = 100


def trigger_metric(trigger: Trigger) -> str | None:
    """The metric whose event starts the flow, or what stands for it (`starts`); None where no event does."""
    match trigger:
        case MetricTrigger(metric=metric):
            return metric
        case PriceDropTrigger():
            return PRICE_DROP
        case LowInventoryTrigger():
            return LOW_INVENTORY
    return None


def trigger_problems(trigger: Trigger) -> tuple[Problem, ...]:
    """What Klaviyo cannot say of the trigger."""
    match trigger:
        case MetricTrigger() | PriceDropTrigger() | LowInventoryTrigger():
            return compile_where(trigger)[1]
        case DateTrigger():
            return date_problems(trigger)
    return ()


def compile_where(trigger: ByEvent) -> tuple[Groups, tuple[Problem, ...]]:
    """The filter on the event as groups, and what Klaviyo cannot say of it."""
    metric, path = _about(trigger), _PATHS[type(trigger)]
    found = [problem for one in _written(trigger, path) for problem in _compiled([one], metric)[1]]
    if not trigger.where or first_error(found):
        return Groups(), tuple(found)
    if len(trigger.where) == 1:
        return _compiled(list(_written(trigger, path)), metric)
    alternatives = AnyOf(of=tuple(All(of=tuple(_asked(test) for test in tests)) for tests in trigger.where))
    return compile_groups(alternatives, place=Place.TRIGGER, segments={}, metric=metric, path=path)


def encode_trigger(trigger: Trigger, ids: Ids) -> dict[str, Any]:
    """One trigger; Klaviyo takes exactly one a flow."""
    match trigger:
        case ListTrigger(list=ref):
            return {"type": "list", "id": id_of(ids, "list", ref)}
        case SegmentTrigger(segment=ref):
            return {"type": "segment", "id": id_of(ids, "segment", ref)}
        case MetricTrigger(metric=ref):
            return {"type": "metric", "id": id_of(ids, "metric", ref), "trigger_filter": _filter(trigger, ids)}
        case DateTrigger():
            return encode_date(trigger)
        case PriceDropTrigger():
            return encode_price_drop(trigger, _filter(trigger, ids))
        case LowInventoryTrigger():
            return encode_low_inventory(trigger, _filter(trigger, ids))
        case RawTrigger(json=json):
            return dict(json)


def decode_trigger(document: Mapping[str, Any], ids: Ids) -> Trigger:
    """Any trigger; `RawTrigger` for what has no words, such as a date of a custom object."""
    where = "definition.triggers[0]"
    type_ = document["type"]
    if type_ not in ("list", "segment", "metric"):
        return _without_metric(document, ids, where)
    if document.get("id") is None:
        raise UnreadableError(where, "a trigger that is not set up yet")
    id_ = str(document["id"])
    if type_ == "list":
        return ListTrigger(list=ref_of(ids, "list", id_))
    if type_ == "segment":
        return SegmentTrigger(segment=ref_of(ids, "segment", id_))
    metric = ref_of(ids, "metric", id_)
    return MetricTrigger(metric=metric, where=_decoded(document.get("trigger_filter"), metric, ids, where))


def _without_metric(document: Mapping[str, Any], ids: Ids, where: str) -> Trigger:
    match document["type"]:
        case "price-drop" if document.get("currency_type") in (None, "usd"):
            return decode_price_drop(document, _decoded(document.get("trigger_filter"), None, ids, where))
        case "low-inventory":
            return decode_low_inventory(document, _decoded(document.get("trigger_filter"), None, ids, where))
        case "date":
            return decode_date(document) or RawTrigger(json=dict(document))
        case _:
            return RawTrigger(json=dict(document))


def _filter(trigger: ByEvent, ids: Ids) -> dict[str, Any] | None:
    groups, problems = compile_where(trigger)
    problem = first_error(problems)
    assert problem is None, f"the trigger was not checked: {problem}"
    return _ordered(encode_groups(groups, ids)) if groups.groups else None


def _about(trigger: ByEvent) -> str:
    metric = trigger_metric(trigger)
    assert metric is not None, "an event starts this flow"
    return metric


def _written(trigger: ByEvent, place: Path) -> Iterator[Written]:
    several = len(trigger.where) > 1
    for index, tests in enumerate(trigger.where):
        for test in tests:
            path = (*place, "any", index, test.field) if several else (*place, test.field)
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


def _decoded(document: Any, metric: str | None, ids: Ids, where: str) -> tuple[tuple[EventTest, ...], ...]:
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


def _test(document: Mapping[str, Any], metric: str | None, ids: Ids, where: str) -> EventTest:
    read = decode_condition(document, ids)
    if not isinstance(read, EventProperty) or read.metric != metric:
        raise UnreadableError(f"{where}.trigger_filter", f"a condition that mktctl does not know: {dict(document)}")
    return EventTest(field=read.field, type=read.type, test=read.test)
