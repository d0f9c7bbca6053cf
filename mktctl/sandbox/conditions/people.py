"""Conditions about a person: properties, metrics, lists, regions, predictions, objects (section 3)."""

from typing import Any, Final

from mktctl.sandbox.conditions.consent import CONSENT, PERMISSION
from mktctl.sandbox.conditions.filters import (
    DATES,
    JOINED,
    OBJECT,
    PERSON,
    TIMEFRAME,
    WITHIN_METRIC,
    exact_filter,
    filter_of,
)
from mktctl.sandbox.jsonapi.shapes import (
    Field,
    Flag,
    Items,
    Number,
    Record,
    Reference,
    Shape,
    Text,
    Variants,
    nullable,
    required,
)

_LOCATIONS: Final = "address1|address2|city|country|latitude|longitude|region|timezone|zip"
_OWN: Final = (
    "email|phone_number|external_id|first_name|last_name|organization|title|image|locale|created|updated|"
    "last_event_date"
)
_PROPERTY: Final = Text(pattern=rf"{_OWN}|location\['({_LOCATIONS})'\]|properties\['.+'\]")
_METRIC: Final = required(Reference(kinds=("metric",)))
_WHOLE: Final = Number(whole=True)
_WINDOWS: Final = "HOURS_1 DAYS_1 DAYS_3 DAYS_5 WEEKS_1 DAYS_30 DAYS_90 DAYS_180 YEARS_1"
_NUMBER_OPERATORS: Final = (
    "equals",
    "not-equals",
    "greater-than",
    "greater-than-or-equal",
    "less-than",
    "less-than-or-equal",
)
_NUMERIC_DIMENSIONS: Final = (
    "average_days_between_orders average_order_value churn_probability historic_clv historic_number_of_orders "
    "predicted_clv predicted_number_of_orders total_clv"
)


def condition(kind: str, fields: dict[str, Field]) -> Record:
    """A condition of one type."""
    return Record(name=kind, fields={"type": required(Text(choices=(kind,))), **fields})


def metric_filters(*, several: bool) -> Field:
    """`metric_filters`: several entries, or one where a report says only one is taken."""
    entry = Record(
        name="metric_filter",
        fields={"property": required(Text()), "filter": nullable(filter_of(WITHIN_METRIC))},
    )
    return nullable(Items(of=entry, at_most=None if several else 1))


def metric_condition(timeframes: str, *, several: bool) -> Record:
    """What a person did, how often or for how much, and when."""
    return condition(
        "profile-metric",
        {
            "metric_id": _METRIC,
            "measurement": required(Text(choices=("count", "sum"))),
            "measurement_filter": required(filter_of("number")),
            "timeframe_filter": required(filter_of(timeframes)),
            "metric_filters": metric_filters(several=several),
        },
    )


def funnel_condition(*, several: bool) -> Record:
    """Steps one after the other; segments only."""
    step = Record(
        name="step",
        fields={
            "metric_exists": required(Flag()),
            "metric_id": _METRIC,
            "metric_filters": metric_filters(several=several),
        },
    )
    return condition(
        "profile-metric-funnel",
        {
            "timeframe_filter": required(filter_of("date-range relative-range relative")),
            "completion_window_seconds": nullable(Text(choices=tuple(_WINDOWS.split()))),
            "steps": required(Items(of=step, at_least=1)),
        },
    )


def _membership() -> Variants:
    groups = required(Items(of=Reference(kinds=("list",)), at_least=1))
    kind = "profile-group-membership"
    return Variants(
        name=kind,
        key="is_member",
        cases={
            True: condition(
                kind,
                {
                    "is_member": required(Flag(only=True)),
                    "group_ids": groups,
                    "timeframe_filter": nullable(filter_of(JOINED)),
                },
            ),
            False: condition(kind, {"is_member": required(Flag(only=False)), "group_ids": groups}),
        },
    )


def _prediction() -> Variants:
    kind = "profile-predictive-analytics"
    gender = Text(choices=("likely_female", "likely_male", "uncertain"))
    cases: dict[Any, Shape] = {name: _predicted(name, filter_of("number")) for name in _NUMERIC_DIMENSIONS.split()}
    cases["expected_date_of_next_purchase"] = _predicted("expected_date_of_next_purchase", filter_of(DATES))
    cases["predicted_gender"] = _predicted(
        "predicted_gender", exact_filter("string", ("equals", "not-equals"), required(gender))
    )
    cases["channel_affinity"] = Variants(
        name=kind,
        key="measurement",
        cases={
            "priority": _affinity("priority", exact_filter("numeric", ("equals",), required(_WHOLE))),
            "rank": _affinity(
                "rank",
                exact_filter("string", ("equals", "not-equals"), required(Text(choices=("high", "low", "medium")))),
            ),
        },
    )
    return Variants(name=kind, key="dimension", cases=cases)


def _predicted(dimension: str, test: Shape, extra: dict[str, Field] | None = None) -> Record:
    return condition(
        "profile-predictive-analytics",
        {"dimension": required(Text(choices=(dimension,))), "filter": required(test), **(extra or {})},
    )


def _affinity(measurement: str, test: Record) -> Record:
    return _predicted(
        "channel_affinity",
        test,
        {
            "measurement": required(Text(choices=(measurement,))),
            "predicted_channel": required(Text(choices=("email", "push", "sms", "whatsapp"))),
        },
    )


def _custom_object() -> Record:
    entry = Record(name="filter", fields={"property_id": required(_WHOLE), "filter": required(filter_of(OBJECT))})
    return condition(
        "profile-has-custom-object",
        {
            "object_type_id": required(Text()),
            "object_type_relationship_id": required(Text()),
            "filter": required(exact_filter("numeric", _NUMBER_OPERATORS, required(_WHOLE))),
            "filters": required(Items(of=entry)),
        },
    )


PEOPLE: Final[dict[str, Shape]] = {
    "profile-property": condition(
        "profile-property", {"property": required(_PROPERTY), "filter": required(filter_of(PERSON))}
    ),
    "profile-group-membership": _membership(),
    "profile-marketing-consent": condition("profile-marketing-consent", {"consent": required(CONSENT)}),
    "profile-postal-code-distance": condition(
        "profile-postal-code-distance",
        {
            "country_code": required(Text(min_length=2, max_length=3)),
            "postal_code": required(Text(min_length=1)),
            "unit": required(Text(choices=("kilometers", "miles"))),
            "filter": required(exact_filter("numeric", ("greater-than", "less-than"), required(Number(minimum=0)))),
        },
    ),
    "profile-region": condition(
        "profile-region",
        {
            "in_region": required(Flag()),
            "region": required(Text(choices=("european_union", "united_states"))),
        },
    ),
    "profile-predictive-analytics": _prediction(),
    "profile-has-custom-object": _custom_object(),
    "profile-permissions": condition(
        "profile-permissions",
        {
            "channel": required(Text(choices=("whatsapp_marketing", "whatsapp_transactional"))),
            "permission": required(PERMISSION),
        },
    ),
}
"""Conditions that stand in segments and flows alike."""

SEGMENT_TIMEFRAME: Final = TIMEFRAME
FLOW_TIMEFRAME: Final = f"{TIMEFRAME} flow-start"
