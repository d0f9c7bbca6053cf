"""Klaviyo's conditions as the sandbox reads them (klaviyo-api.md section 3): one row a form, with what it means."""

import pytest

from mktctl.model.condition import (
    All,
    AnyOf,
    BestChannel,
    Condition,
    Consent,
    DateTest,
    Distance,
    EventProperty,
    EventTest,
    Ever,
    Funnel,
    FunnelStep,
    HasCustomObject,
    HasEvents,
    InList,
    InRegion,
    InTheLast,
    InTheNext,
    MoreThanAgo,
    NotInFlow,
    NotSent,
    Predicted,
    Raw,
    Sample,
    SinceStart,
    Suppressed,
    Test,
    Window,
)
from mktctl.sandbox.reading.groups import Place, read_condition_groups
from tests.sandbox.reading.condition_parts import DAYS, IS_SET, RELATIVE, Json, about, named, percent, read


def test_groups_are_anded_and_their_conditions_ored() -> None:
    """Section 7, report 1: the most common mistake is the other way round."""
    document = {
        "condition_groups": [
            {"conditions": [percent(1), percent(2)]},
            {"conditions": [percent(3)]},
        ]
    }
    assert read_condition_groups(document, "split", named) == All(
        of=(AnyOf(of=(Sample(percent=1), Sample(percent=2))), AnyOf(of=(Sample(percent=3),)))
    )


def test_no_filter_holds_for_everybody() -> None:
    assert read_condition_groups(None, "flow", named) == All(of=())


METRIC: Json = {
    "type": "profile-metric",
    "metric_id": "M",
    "measurement": "count",
    "measurement_filter": {"type": "numeric", "operator": "greater-than-or-equal", "value": 2},
    "timeframe_filter": {"type": "date", "operator": "alltime"},
}
TWICE = Test(op="at_least", value=2)


@pytest.mark.parametrize(
    ("document", "window"),
    [
        ({"type": "date", "operator": "alltime"}, Ever()),
        ({"type": "date", "operator": "flow-start"}, SinceStart()),
        (RELATIVE, InTheLast(span=DAYS)),
        ({**RELATIVE, "operator": "at-least"}, MoreThanAgo(span=DAYS)),
    ],
)
def test_the_windows_of_metrics(document: Json, window: Window) -> None:
    found = read({**METRIC, "timeframe_filter": document}, "flow")
    assert found == HasEvents(metric="metric-M", test=TWICE, window=window)


def test_every_metric_filter_must_hold_and_names_a_property() -> None:
    filters = [
        {"property": "Price", "filter": {"type": "numeric", "operator": "less-than", "value": 9}},
        {"property": "Items", "filter": {"type": "list", "operator": "contains-any", "value": ["a", "b"]}},
    ]
    assert read({**METRIC, "measurement": "sum", "metric_filters": filters}, "split") == HasEvents(
        metric="metric-M",
        test=TWICE,
        window=Ever(),
        measure="sum",
        where=(
            EventTest(field="Price", type="number", test=Test(op="less_than", value=9)),
            EventTest(field="Items", type="list", test=Test(op="contains_any", value=("a", "b"))),
        ),
    )


def consent(channel: str, status: str, *, can: bool, filters: list[Json] | None = None) -> Json:
    inner = {"subscription": status} if filters is None else {"subscription": status, "filters": filters}
    return {
        "type": "profile-marketing-consent",
        "consent": {"channel": channel, "can_receive_marketing": can, "consent_status": inner},
    }


DOUBLE: Json = {"field": "is_double_opt_in", "filter": {"type": "boolean", "operator": "equals", "value": True}}
PEOPLE: list[tuple[str, Place, Json, Condition]] = [
    (
        "a member",
        "segment",
        {"type": "profile-group-membership", "is_member": True, "group_ids": ["L"]},
        InList(list="list-L"),
    ),
    (
        "no member",
        "segment",
        {"type": "profile-group-membership", "is_member": False, "group_ids": ["L"], "timeframe_filter": None},
        InList(list="list-L", member=False),
    ),
    (
        "joined lately",
        "segment",
        {"type": "profile-group-membership", "is_member": True, "group_ids": ["L"], "timeframe_filter": RELATIVE},
        InList(list="list-L", joined=InTheLast(span=DAYS)),
    ),
    ("subscribed", "segment", consent("email", "subscribed", can=True), Consent(channel="email")),
    (
        "reachable",
        "segment",
        consent("email", "any", can=True, filters=None),
        Consent(channel="email", status="any"),
    ),
    (
        "said yes twice, by form, lately",
        "segment",
        consent(
            "email",
            "subscribed",
            can=True,
            filters=[DOUBLE, {"field": "method", "method": "form"}, {"field": "status_date", "filter": RELATIVE}],
        ),
        Consent(channel="email", double_opt_in=True, method="form", since=InTheLast(span=DAYS)),
    ),
    (
        "unsubscribed",
        "segment",
        consent("sms", "unsubscribed", can=False),
        Consent(channel="sms", status="unsubscribed", can_receive=False),
    ),
    ("suppressed", "segment", consent("email", "any", can=False), Suppressed()),
    (
        "bounced",
        "segment",
        consent("email", "any", can=False, filters=[{"field": "bounce_date", "filter": IS_SET}]),
        Suppressed(because="bounced"),
    ),
    (
        "invalid",
        "segment",
        consent("email", "any", can=False, filters=[{"field": "invalid_email_date", "filter": IS_SET}]),
        Suppressed(because="invalid"),
    ),
    (
        "suppressed by hand",
        "segment",
        consent("email", "any", can=False, filters=[{"field": "manual_suppression_date", "filter": IS_SET}]),
        Suppressed(because="manual"),
    ),
    (
        "WhatsApp",
        "segment",
        {
            "type": "profile-permissions",
            "channel": "whatsapp_marketing",
            "permission": {"reachable_status": "implicitly_or_explicitly_reachable"},
        },
        Consent(channel="whatsapp", status="any"),
    ),
    (
        "in the EU",
        "segment",
        {"type": "profile-region", "in_region": True, "region": "european_union"},
        InRegion(region="eu"),
    ),
    (
        "not in the US",
        "segment",
        {"type": "profile-region", "in_region": False, "region": "united_states"},
        InRegion(region="us", inside=False),
    ),
    (
        "near",
        "segment",
        {
            "type": "profile-postal-code-distance",
            "country_code": "FRA",
            "postal_code": "75001",
            "unit": "kilometers",
            "filter": {"type": "numeric", "operator": "less-than", "value": 50},
        },
        Distance(postal_code="75001", country="FRA", op="less_than", amount=50, unit="kilometers"),
    ),
    (
        "a number that Klaviyo computes",
        "segment",
        {
            "type": "profile-predictive-analytics",
            "dimension": "churn_probability",
            "filter": {"type": "numeric", "operator": "greater-than", "value": 0.5},
        },
        Predicted(dimension="churn_probability", test=Test(op="more_than", value=0.5)),
    ),
    (
        "a date that Klaviyo computes",
        "segment",
        {
            "type": "profile-predictive-analytics",
            "dimension": "expected_date_of_next_purchase",
            "filter": {**RELATIVE, "operator": "in-the-next"},
        },
        Predicted(dimension="expected_date_of_next_purchase", test=DateTest(when=InTheNext(span=DAYS))),
    ),
    (
        "the best channel",
        "segment",
        {
            "type": "profile-predictive-analytics",
            "dimension": "channel_affinity",
            "measurement": "priority",
            "predicted_channel": "sms",
            "filter": {"type": "numeric", "operator": "equals", "value": 1},
        },
        BestChannel(channel="sms", measure="priority", test=Test(op="is", value=1)),
    ),
    (
        "objects",
        "segment",
        {
            "type": "profile-has-custom-object",
            "object_type_id": "1",
            "object_type_relationship_id": "2",
            "filter": {"type": "numeric", "operator": "greater-than", "value": 0},
            "filters": [{"property_id": 1, "filter": IS_SET}],
        },
        HasCustomObject(
            object_type_id="1",
            relationship_id="2",
            test=Test(op="more_than", value=0),
            where=({"property_id": 1, "filter": IS_SET},),
        ),
    ),
    ("half of them", "split", percent(50), Sample(percent=50)),
    (
        "no text lately",
        "message",
        {"type": "profile-not-sent-sms", "timeframe_filter": RELATIVE},
        NotSent(channel="sms", window=InTheLast(span=DAYS)),
    ),
    (
        "never in this flow",
        "flow",
        {"type": "profile-not-in-flow", "timeframe_filter": {"type": "date", "operator": "alltime"}},
        NotInFlow(window=Ever()),
    ),
    (
        "a funnel",
        "segment",
        {
            "type": "profile-metric-funnel",
            "timeframe_filter": RELATIVE,
            "completion_window_seconds": "DAYS_1",
            "steps": [{"metric_exists": True, "metric_id": "M"}, {"metric_exists": False, "metric_id": "N"}],
        },
        Funnel(
            steps=(FunnelStep(metric="metric-M", did=True), FunnelStep(metric="metric-N", did=False)),
            window=InTheLast(span=DAYS),
            complete_within="DAYS_1",
        ),
    ),
    (
        "the event's price",
        "trigger",
        {
            "type": "metric-property",
            "metric_id": "M",
            "field": "Price",
            "filter": {"type": "numeric", "operator": "between", "start": 1, "end": 2.5},
        },
        EventProperty(field="Price", type="number", test=Test(op="between", value=(1, 2.5)), metric="metric-M"),
    ),
]


@pytest.mark.parametrize(
    ("place", "document", "expected"), [case[1:] for case in PEOPLE], ids=[case[0] for case in PEOPLE]
)
def test_conditions(place: Place, document: Json, expected: Condition) -> None:
    assert read(document, place) == expected


FORM = {"field": "method", "method": "form"}
RAW: list[tuple[str, Place, Json]] = [
    ("a time of day", "segment", about({"type": "date", "operator": "after", "date": "2026-11-27T09:30:00Z"})),
    ("a phone's country", "segment", about({"type": "string", "operator": "phone-country-code-in", "value": ["33"]})),
    ("equal to null", "segment", about({"type": "string", "operator": "equals", "value": None})),
    (
        "several lists (P31)",
        "segment",
        {"type": "profile-group-membership", "is_member": True, "group_ids": ["L", "M"]},
    ),
    (
        "an event's anniversary",
        "segment",
        {**METRIC, "timeframe_filter": {**RELATIVE, "operator": "anniversary-last"}},
    ),
    (
        "a piece of an event's list",
        "segment",
        {
            **METRIC,
            "metric_filters": [
                {"property": "Items", "filter": {"type": "list", "operator": "contains-substring", "value": "a"}}
            ],
        },
    ),
    ("an event's property without a test", "segment", {**METRIC, "metric_filters": [{"property": "Items"}]}),
    (
        "a source of the sender's own",
        "segment",
        consent(
            "email",
            "subscribed",
            can=True,
            filters=[{"field": "custom_source", "filter": {"type": "string", "operator": "equals", "value": "x"}}],
        ),
    ),
    (
        "one form of several",
        "segment",
        consent(
            "email",
            "subscribed",
            can=True,
            filters=[
                {"field": "method", "method": "form", "filter": {"type": "string", "operator": "in", "value": ["F"]}}
            ],
        ),
    ),
    (
        "bounced lately",
        "segment",
        consent("email", "any", can=False, filters=[{"field": "bounce_date", "filter": RELATIVE}]),
    ),
    (
        "WhatsApp for orders",
        "segment",
        {
            "type": "profile-permissions",
            "channel": "whatsapp_transactional",
            "permission": {"reachable_status": "implicitly_reachable"},
        },
    ),
    (
        "a date of the event",
        "trigger",
        {"type": "metric-property", "metric_id": "M", "field": "When", "filter": RELATIVE},
    ),
    (
        "an object's property",
        "trigger",
        {"type": "custom-object-trigger-property", "property_id": 1, "filter": IS_SET},
    ),
]


@pytest.mark.parametrize(("place", "document"), [case[1:] for case in RAW], ids=[case[0] for case in RAW])
def test_what_the_model_has_no_word_for_stays_as_it_is(place: Place, document: Json) -> None:
    assert read(document, place) == Raw(json=document)
