"""Condition groups, and which conditions may stand in which place (klaviyo-api.md sections 2 and 3).

Groups are joined by AND, the conditions of one group by OR.
"""

import functools
from collections.abc import Iterable
from typing import Any, Final, Literal

from mktctl.sandbox.conditions.filters import EVENT, OBJECT_TRIGGER, OUTPUT, filter_of
from mktctl.sandbox.conditions.people import (
    FLOW_TIMEFRAME,
    PEOPLE,
    SEGMENT_TIMEFRAME,
    condition,
    funnel_condition,
    metric_condition,
)
from mktctl.sandbox.jsonapi.shapes import (
    Field,
    Items,
    Number,
    Record,
    Reference,
    Shape,
    Text,
    Variants,
    required,
)

Place = Literal[
    "segment",
    "flow",
    "message",
    "split",
    "branch",
    "metric-trigger",
    "price-drop-trigger",
    "low-inventory-trigger",
    "trigger-split",
    "action-output",
]
"""Where groups stand: a segment's definition, a flow's `profile_filter`, a message's `additional_filters` and so on."""

MOST_CONDITIONS: Final = 100

_WHOLE: Final = Number(whole=True)
_FIELD: Final = required(Text(min_length=1))
_EVENT_FILTER: Final = required(filter_of(EVENT))
_METRIC: Final = Reference(kinds=("metric",))


@functools.cache
def condition_groups(place: Place, *, several_metric_filters: bool = True) -> Record:
    """`{condition_groups: [{conditions: […]}]}` with what the place takes; one or more of each."""
    one = Variants(
        name="condition",
        key="type",
        cases=_conditions(place, several=several_metric_filters),
    )
    group = Record(name="condition_group", fields={"conditions": required(Items(of=one, at_least=1))})
    return Record(name="definition", fields={"condition_groups": required(Items(of=group, at_least=1))})


def condition_count(groups: Any) -> int:
    """How many conditions there are in groups of the right shape."""
    return sum(len(group["conditions"]) for group in groups["condition_groups"])


def _conditions(place: Place, *, several: bool) -> dict[Any, Shape]:
    match place:
        case "segment":
            return {
                **PEOPLE,
                "profile-metric": metric_condition(SEGMENT_TIMEFRAME, several=several),
                "profile-metric-funnel": funnel_condition(several=several),
            }
        case "flow":
            return {**_in_flow(several=several), "profile-not-in-flow": _since("profile-not-in-flow")}
        case "message" | "split":
            return _in_flow(several=several)
        case "branch":
            return {
                **_in_flow(several=several),
                **_named(_METRIC_PROPERTY, _OBJECT_TRIGGER_PROPERTY),
            }
        case "metric-trigger":
            return _named(_METRIC_PROPERTY)
        case "price-drop-trigger":
            return _named(_PRICE_DROP_PROPERTY)
        case "low-inventory-trigger":
            return _named(_LOW_INVENTORY_PROPERTY)
        case "trigger-split":
            return _named(
                _METRIC_PROPERTY,
                _OBJECT_TRIGGER_PROPERTY,
                _OBJECT_PROPERTY,
                _PRICE_DROP_PROPERTY,
                _LOW_INVENTORY_PROPERTY,
            )
        case "action-output":
            return _named(_OUTPUT)


def _in_flow(*, several: bool) -> dict[Any, Shape]:
    return {
        **PEOPLE,
        "profile-metric": metric_condition(FLOW_TIMEFRAME, several=several),
        "profile-sample": condition(
            "profile-sample", {"percentage": required(Number(whole=True, minimum=0, maximum=100))}
        ),
        **{kind: _since(kind) for kind in _NOT_SENT},
    }


def _since(kind: str) -> Record:
    return condition(kind, {"timeframe_filter": required(filter_of("alltime last"))})


def _named(*records: Record) -> dict[Any, Shape]:
    return {record.name: record for record in records}


def _event_property(kind: str, metric: Field) -> Record:
    return condition(kind, {"metric_id": metric, "field": _FIELD, "filter": _EVENT_FILTER})


_NOT_SENT: Final[Iterable[str]] = ("profile-not-sent-email", "profile-not-sent-sms", "profile-not-sent-push")
_METRIC_PROPERTY: Final = _event_property("metric-property", required(_METRIC))
_PRICE_DROP_PROPERTY: Final = _event_property("price-drop-property", Field(_METRIC, required=True, nullable=True))
_LOW_INVENTORY_PROPERTY: Final = _event_property("low-inventory-property", Field(_METRIC, required=True, nullable=True))
_OBJECT_TRIGGER_PROPERTY: Final = condition(
    "custom-object-trigger-property",
    {"property_id": required(_WHOLE), "filter": required(filter_of(OBJECT_TRIGGER))},
)
_OBJECT_PROPERTY: Final = condition(
    "custom-object-property",
    {"custom_object_label": required(Text()), "field": _FIELD, "filter": _EVENT_FILTER},
)
_OUTPUT: Final = condition(
    "action-output",
    {"output_config_id": required(_WHOLE), "field": _FIELD, "filter": required(filter_of(OUTPUT))},
)
