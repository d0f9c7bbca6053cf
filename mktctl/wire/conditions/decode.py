"""Klaviyo's conditions as leaves of the model, without loss.

What the model has no exact words for stays `Raw`: a leaf is only taken when encoding it gives the same JSON again,
but for optional nulls and the spelling of days. The normal form of groups is `All` of `AnyOf`, single ones unwrapped.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import msgspec

from mktctl.model.condition import (
    All,
    AnyOf,
    BestChannel,
    Condition,
    Distance,
    EventProperty,
    EventTest,
    Funnel,
    FunnelStep,
    HasCustomObject,
    HasEvents,
    HasProperty,
    InList,
    InRegion,
    NotInFlow,
    NotSent,
    Predicted,
    Raw,
    Sample,
    Test,
    Window,
)
from mktctl.wire.conditions import encode
from mktctl.wire.conditions.consents import decode_consent, decode_permissions
from mktctl.wire.conditions.dates import decode_when, settled_days
from mktctl.wire.conditions.filters import decode_test
from mktctl.wire.conditions.names import property_name
from mktctl.wire.conditions.predictions import DATES, TEXTS
from mktctl.wire.conditions.starts import START_OF
from mktctl.wire.ids import Ids, ref_of

_Document = Mapping[str, Any]


def decode_groups(document: _Document, ids: Ids) -> Condition:
    """`{condition_groups: […]}` in normal form; no groups hold for everybody: `All(of=())`."""
    groups = tuple(
        _unwrapped(AnyOf(of=tuple(decode_condition(one, ids) for one in group["conditions"])))
        for group in document["condition_groups"]
    )
    return _unwrapped(All(of=groups))


def decode_condition(document: _Document, ids: Ids) -> Condition:
    """One leaf; `Raw` when anything of it would be lost."""
    settled = _settled(encode.without_absent(document))
    reader = _READERS.get(str(settled.get("type")))
    leaf = None if reader is None else reader(settled, ids)
    if leaf is None or encode.encode_condition(leaf, ids) != settled:
        return Raw(json=dict(document))
    if isinstance(leaf, EventProperty) and settled["type"] in START_OF:
        return msgspec.structs.replace(leaf, metric=None)  # the flow's trigger says which
    return leaf


def decode_where(filters: Any) -> tuple[EventTest, ...] | None:
    """`metric_filters` as tests of events; None when one has no words."""
    tests = []
    for one in filters or ():
        read = decode_test(one.get("filter") or {})
        if read is None or not isinstance(read[1], Test):
            return None
        tests.append(EventTest(field=str(one.get("property")), type=read[0], test=read[1]))
    return tuple(tests)


def _unwrapped(condition: All | AnyOf) -> Condition:
    return condition.of[0] if len(condition.of) == 1 else condition


def _settled(value: Any) -> Any:
    """With each day in our own spelling."""
    if isinstance(value, Mapping):
        inner = {key: _settled(item) for key, item in value.items()}
        return settled_days(inner) if inner.get("type") == "date" else inner
    if isinstance(value, list):
        return [_settled(item) for item in value]
    return value


def _property(document: _Document, ids: Ids) -> Condition | None:
    named = property_name(str(document.get("property")))
    read = decode_test(document.get("filter") or {})
    if named is None or read is None:
        return None
    return HasProperty(name=named[0], builtin=named[1], type=read[0], test=read[1])


def _events(document: _Document, ids: Ids) -> Condition | None:
    test = _number(document.get("measurement_filter"))
    window = _window(document.get("timeframe_filter"))
    where = decode_where(document.get("metric_filters"))
    measure = document.get("measurement")
    if test is None or window is None or where is None or measure not in ("count", "sum"):
        return None
    counted: Literal["count", "sum"] = "count" if measure == "count" else "sum"
    metric = ref_of(ids, "metric", str(document.get("metric_id")))
    return HasEvents(metric=metric, test=test, window=window, measure=counted, where=where)


def _list(document: _Document, ids: Ids) -> Condition | None:
    match document:
        case {"group_ids": [str(group)], "is_member": bool(member), **rest}:
            joined = _window(rest["timeframe_filter"]) if "timeframe_filter" in rest else None
            return InList(list=ref_of(ids, "list", group), member=member, joined=joined)
        case _:
            return None


def _event_property(document: _Document, ids: Ids) -> Condition | None:
    read = decode_test(document.get("filter") or {})
    if read is None or not isinstance(read[1], Test):
        return None
    start = START_OF.get(str(document["type"]))
    metric = ref_of(ids, "metric", str(document.get("metric_id"))) if start is None else start
    return EventProperty(field=str(document.get("field")), type=read[0], test=read[1], metric=metric)


def _region(document: _Document, ids: Ids) -> Condition | None:
    match document:
        case {"in_region": bool(inside), "region": "european_union" | "united_states" as region}:
            return InRegion(region="eu" if region == "european_union" else "us", inside=inside)
        case _:
            return None


def _distance(document: _Document, ids: Ids) -> Condition | None:
    match document:
        case {
            "country_code": str(country),
            "postal_code": str(postal_code),
            "unit": "kilometers" | "miles" as unit,
            "filter": {"operator": "less-than" | "greater-than" as word, "value": int(amount)},
        }:
            op: Literal["less_than", "more_than"] = "less_than" if word == "less-than" else "more_than"
            return Distance(postal_code=postal_code, country=country, op=op, amount=amount, unit=unit)
        case _:
            return None


def _prediction(document: _Document, ids: Ids) -> Condition | None:
    read = decode_test(document.get("filter") or {})
    if read is None:
        return None
    type_, test = read
    match document:
        case {
            "dimension": "channel_affinity",
            "predicted_channel": "email" | "sms" | "push" | "whatsapp" as channel,
            "measurement": "rank" | "priority" as measure,
        }:
            fits = type_ == ("number" if measure == "priority" else "text")
            return BestChannel(channel=channel, measure=measure, test=test) if fits and isinstance(test, Test) else None
        case {"dimension": str(dimension)}:
            wanted = "date" if dimension in DATES else "text" if dimension in TEXTS else "number"
            return Predicted(dimension=dimension, test=test) if type_ == wanted else None
        case _:
            return None


def _sample(document: _Document, ids: Ids) -> Condition | None:
    percent = document.get("percentage")
    return Sample(percent=percent) if isinstance(percent, int) else None


def _not_sent(channel: Literal["email", "sms", "push"]) -> Callable[[_Document, Ids], Condition | None]:
    def read(document: _Document, ids: Ids) -> Condition | None:
        window = _window(document.get("timeframe_filter"))
        return None if window is None else NotSent(channel=channel, window=window)

    return read


def _not_in_flow(document: _Document, ids: Ids) -> Condition | None:
    window = _window(document.get("timeframe_filter"))
    return None if window is None else NotInFlow(window=window)


def _custom_object(document: _Document, ids: Ids) -> Condition | None:
    count = _number(document.get("filter"))
    match document:
        case {"object_type_id": str(type_id), "object_type_relationship_id": str(relation), "filters": list(filters)}:
            if count is None:
                return None
            return HasCustomObject(object_type_id=type_id, relationship_id=relation, test=count, where=tuple(filters))
        case _:
            return None


def _funnel(document: _Document, ids: Ids) -> Condition | None:
    window = _window(document.get("timeframe_filter"))
    steps = []
    for step in document.get("steps") or ():
        where = decode_where(step.get("metric_filters"))
        if where is None:
            return None
        metric = ref_of(ids, "metric", str(step.get("metric_id")))
        steps.append(FunnelStep(metric=metric, did=bool(step.get("metric_exists")), where=where))
    if window is None or not steps:
        return None
    return Funnel(steps=tuple(steps), window=window, complete_within=document.get("completion_window_seconds"))


def _number(document: Any) -> Test | None:
    read = decode_test(document or {})
    return read[1] if read is not None and read[0] == "number" and isinstance(read[1], Test) else None


def _window(document: Any) -> Window | None:
    when = decode_when(document or {})
    return when if isinstance(when, Window) else None


_READERS: Final[Mapping[str, Callable[[_Document, Ids], Condition | None]]] = {
    "profile-property": _property,
    "profile-metric": _events,
    "profile-group-membership": _list,
    "metric-property": _event_property,
    "price-drop-property": _event_property,
    "low-inventory-property": _event_property,
    "profile-marketing-consent": lambda document, ids: decode_consent(document),
    "profile-permissions": lambda document, ids: decode_permissions(document),
    "profile-region": _region,
    "profile-postal-code-distance": _distance,
    "profile-predictive-analytics": _prediction,
    "profile-sample": _sample,
    "profile-not-sent-email": _not_sent("email"),
    "profile-not-sent-sms": _not_sent("sms"),
    "profile-not-sent-push": _not_sent("push"),
    "profile-not-in-flow": _not_in_flow,
    "profile-has-custom-object": _custom_object,
    "profile-metric-funnel": _funnel,
}
