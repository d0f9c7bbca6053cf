"""The grammar of conditions: by hand, and against Klaviyo's OpenAPI document."""

import functools
import random
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.sandbox.conditions.groups import Place, condition_count, condition_groups
from mktctl.sandbox.jsonapi.shapes import Findings, check
from tests.support.openapi_judge import DOCUMENT, Judge, judge
from tests.support.shape_samples import of_schema, of_shape, slightly_wrong

ZERO = {"type": "numeric", "operator": "equals", "value": 0}
EVER = {"type": "date", "operator": "alltime"}
START = {"type": "date", "operator": "flow-start"}
LAST = {"type": "date", "operator": "in-the-last", "unit": "day", "quantity": 30}
IS_SET = {"type": "existence", "operator": "is-set"}


def metric(timeframe: dict[str, Any], **more: Any) -> dict[str, Any]:
    base = {"type": "profile-metric", "metric_id": "MeTr01", "measurement": "count", "measurement_filter": ZERO}
    return {**base, "timeframe_filter": timeframe, **more}


def prop(test: dict[str, Any], name: str = "properties['tier']") -> dict[str, Any]:
    return {"type": "profile-property", "property": name, "filter": test}


def consent(channel: str, can: bool, status: dict[str, Any]) -> dict[str, Any]:
    inner = {"channel": channel, "can_receive_marketing": can, "consent_status": status}
    return {"type": "profile-marketing-consent", "consent": inner}


def event(test: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "metric-property", "metric_id": "MeTr01", "field": "$value", "filter": test, **more}


def within(**test: Any) -> dict[str, Any]:
    return metric(EVER, metric_filters=[{"property": "Items", "filter": test}])


SAMPLE = {"type": "profile-sample", "percentage": 50}
NOT_IN_FLOW = {"type": "profile-not-in-flow", "timeframe_filter": EVER}
NOT_SENT = {"type": "profile-not-sent-email", "timeframe_filter": LAST}
FUNNEL = {
    "type": "profile-metric-funnel",
    "timeframe_filter": LAST,
    "completion_window_seconds": "DAYS_3",
    "steps": [{"metric_exists": True, "metric_id": "MeTr01"}],
}
MEMBER = {"type": "profile-group-membership", "is_member": True, "group_ids": ["LiSt01"], "timeframe_filter": LAST}

# what → (place, condition, pointers below the condition that are refused); places and facts: klaviyo-api.md 2, 3 and 7
CASES: dict[str, tuple[Place, Any, list[str]]] = {
    "a property": ("segment", prop({"type": "string", "operator": "in", "value": ["gold"]}), []),
    "a field of Klaviyo's own": ("segment", prop(IS_SET, "email"), []),
    "a place": ("segment", prop(IS_SET, "location['city']"), []),
    "a bare custom name": ("segment", prop(IS_SET, "tier"), ["/property"]),
    "is-not-set": ("segment", prop({"type": "existence", "operator": "is-not-set"}), ["/filter/operator"]),
    "relative-date": ("segment", prop({"type": "relative-date", "operator": "x"}), ["/filter/type"]),
    "startswith": ("segment", prop({"type": "string", "operator": "startswith", "value": "a"}), ["/filter/operator"]),
    "a range of a property": (
        "segment",
        prop({"type": "numeric", "operator": "between", "start": 1, "end": 2}),
        ["/filter/operator"],
    ),
    "a range of an event's property": (
        "metric-trigger",
        event({"type": "numeric", "operator": "between", "start": 1, "end": 2}),
        [],
    ),
    "an ask with value for date": (
        "segment",
        prop({"type": "date", "operator": "after", "value": "2026-01-01T00:00:00Z"}),
        ["/filter/value", "/filter/date"],
    ),
    "a month": ("segment", prop({"type": "date", "operator": "calendar-month", "value": 13}), ["/filter/value"]),
    "an old name of a property": (
        "segment",
        {"type": "profile-attribute", "field": "email", "filter": IS_SET},
        ["/type"],
    ),
    "logic": ("segment", {**prop(IS_SET), "logic": "or"}, ["/logic"]),
    "a metric": ("segment", metric(EVER), []),
    "since the flow's start, in a flow": ("flow", metric(START), []),
    "since the flow's start, in a segment": ("segment", metric(START), ["/timeframe_filter/operator"]),
    "months": (
        "segment",
        metric({"type": "date", "operator": "in-the-last", "unit": "month", "quantity": 3}),
        ["/timeframe_filter/unit"],
    ),
    "no window": (
        "segment",
        {key: value for key, value in metric(EVER).items() if "time" not in key},
        ["/timeframe_filter"],
    ),
    "no metric": ("segment", metric(EVER, metric_id=None), ["/metric_id"]),
    "one of a list": ("segment", within(type="list", operator="contains-any", value=["Shoes"]), []),
    "the naive form of one of a list": (
        "segment",
        within(type="list", operator="contains", value="Shoes"),
        ["/metric_filters/0/filter/operator"],
    ),
    "a date of an event": (
        "segment",
        within(type="date", operator="in-the-last", unit="day", quantity=1),
        ["/metric_filters/0/filter/type"],
    ),
    "field for property": (
        "segment",
        metric(EVER, metric_filters=[{"field": "Items", "filter": IS_SET}]),
        ["/metric_filters/0/field", "/metric_filters/0/property"],
    ),
    "property for field": (
        "metric-trigger",
        {"type": "metric-property", "metric_id": "MeTr01", "property": "x", "filter": IS_SET},
        ["/property", "/field"],
    ),
    "joined when": ("segment", MEMBER, []),
    "not joined when": ("segment", {**MEMBER, "is_member": False}, ["/timeframe_filter"]),
    "a member of a word": ("segment", {**MEMBER, "is_member": "yes"}, ["/is_member"]),
    "subscribed to mail": ("segment", consent("email", True, {"subscription": "subscribed", "filters": None}), []),
    "double opt-in": (
        "segment",
        consent(
            "email",
            True,
            {
                "subscription": "subscribed",
                "filters": [
                    {"field": "is_double_opt_in", "filter": {"type": "boolean", "operator": "equals", "value": True}}
                ],
            },
        ),
        [],
    ),
    "is_double_optin": (
        "segment",
        consent(
            "email", True, {"subscription": "subscribed", "filters": [{"field": "is_double_optin", "filter": IS_SET}]}
        ),
        ["/consent/consent_status/filters/0/field"],
    ),
    "any SMS": ("segment", consent("sms", True, {"subscription": "any"}), ["/consent/consent_status/subscription"]),
    "no SMS": ("segment", consent("sms", False, {"subscription": "any"}), []),
    "suppressed needs a reason": (
        "segment",
        consent("email", False, {"subscription": "subscribed"}),
        ["/consent/consent_status/filters"],
    ),
    "a region": ("segment", {"type": "profile-region", "in_region": True, "region": "european_union"}, []),
    "region_id": (
        "segment",
        {"type": "profile-region", "in_region": True, "region_id": "european_union"},
        ["/region_id", "/region"],
    ),
    "a funnel": ("segment", FUNNEL, []),
    "a funnel in a flow": ("flow", FUNNEL, ["/type"]),
    "a sample": ("split", SAMPLE, []),
    "a sample of more than all": ("split", {**SAMPLE, "percentage": 101}, ["/percentage"]),
    "a third": ("split", {**SAMPLE, "percentage": 33.3}, ["/percentage"]),
    "a sample in a segment": ("segment", SAMPLE, ["/type"]),
    "not in this flow": ("flow", NOT_IN_FLOW, []),
    "not in this flow, on a message": ("message", NOT_IN_FLOW, ["/type"]),
    "not in this flow, in a split": ("split", NOT_IN_FLOW, ["/type"]),
    "not written to": ("message", NOT_SENT, []),
    "not written to, in a segment": ("segment", NOT_SENT, ["/type"]),
    "not written to at least a month ago": (
        "split",
        {**NOT_SENT, "timeframe_filter": {**LAST, "operator": "at-least"}},
        ["/timeframe_filter/operator"],
    ),
    "an event's property in a split": ("split", event(IS_SET), ["/type"]),
    "an event's property in a branch": ("branch", event(IS_SET), []),
    "a person in a branch": ("branch", prop(IS_SET), []),
    "a person in a trigger": ("metric-trigger", prop(IS_SET), ["/type"]),
    "a person in a trigger split": ("trigger-split", prop(IS_SET), ["/type"]),
    "a price drop": ("price-drop-trigger", {**event(IS_SET, type="price-drop-property"), "metric_id": None}, []),
    "low stock": ("low-inventory-trigger", event(IS_SET, type="low-inventory-property"), []),
    "a custom action's output": (
        "action-output",
        {"type": "action-output", "output_config_id": 7, "field": "x", "filter": IS_SET},
        [],
    ),
    "a word": ("segment", "profile-property", [""]),
    "nothing": ("segment", {}, ["/type"]),
}


@pytest.mark.parametrize("what", CASES)
def test_a_condition_is_held_against_the_grammar_of_its_place(what: str) -> None:
    place, condition, pointers = CASES[what]
    findings = Findings()
    groups = {"condition_groups": [{"conditions": [condition]}]}
    check(condition_groups(place), groups, "", findings)
    start = "/condition_groups/0/conditions/0"
    assert [problem.pointer for problem in findings.problems] == [start + pointer for pointer in pointers]


def test_ids_that_a_condition_names_are_noted_with_their_place() -> None:
    findings = Findings()
    groups = {"condition_groups": [{"conditions": [metric(EVER), MEMBER]}, {"conditions": [prop(IS_SET)]}]}
    check(condition_groups("segment"), groups, "/x", findings)
    start = "/x/condition_groups/0/conditions"
    assert [(mention.kinds, mention.id, mention.pointer) for mention in findings.mentions] == [
        (("metric",), "MeTr01", f"{start}/0/metric_id"),
        (("list",), "LiSt01", f"{start}/1/group_ids/0"),
    ]
    assert condition_count(groups) == 3


@pytest.mark.parametrize(
    "groups", [{}, {"condition_groups": []}, {"condition_groups": [{"conditions": []}]}, [], None], ids=str
)
def test_a_group_without_conditions_is_refused(groups: Any) -> None:
    findings = Findings()
    check(condition_groups("segment"), groups, "", findings)
    assert findings.problems


# place → how a body of the document carries groups of that place
CARRIED: dict[Place, tuple[str, str]] = {
    "segment": ("/api/segments", "definition"),
    "flow": ("/api/flows", "profile_filter"),
    "split": ("/api/flows", "conditional-split"),
    "branch": ("/api/flows", "multi-branch-split"),
    "message": ("/api/flows", "send-email"),
    "metric-trigger": ("/api/flows", "metric"),
    "price-drop-trigger": ("/api/flows", "price-drop"),
    "low-inventory-trigger": ("/api/flows", "low-inventory"),
    "trigger-split": ("/api/flows", "trigger-split"),
    "action-output": ("/api/flows", "action-output-split"),
}


def carried(place: Place, groups: Any) -> tuple[str, Any]:
    """The path and the smallest body of the document that has condition groups in this place."""
    path, where = CARRIED[place]
    if place == "segment":
        attributes: dict[str, Any] = {"name": "x", "definition": groups}
        return path, {"data": {"type": "segment", "attributes": attributes}}
    triggers: dict[str, Any] = {
        "metric": {"id": "MeTr01", "trigger_filter": groups},
        "price-drop": {"trigger_filter": groups, "price_drop_amount_value": 1, "audience": ["viewed"]},
        "low-inventory": {
            "product_level": "product",
            "trigger_filter": groups,
            "inventory_count": 1,
            "audience": ["viewed"],
        },
    }
    no_links = {"next_if_true": None, "next_if_false": None}
    branch = {"branch_id": "a", "branch_filter": groups, "links": {"next": None}, "name": "a"}
    actions: dict[str, Any] = {
        "conditional-split": {"links": no_links, "data": {"profile_filter": groups}},
        "trigger-split": {
            "links": no_links,
            "data": {"trigger_filter": groups, "trigger_id": "x", "trigger_type": "metric", "trigger_subtype": None},
        },
        "action-output-split": {"links": no_links, "data": {"action_output_filter": groups}},
        "multi-branch-split": {"data": {"name": "x", "branches": [branch]}},
        "send-email": {"data": {"message": {"additional_filters": groups}}},
    }
    definition = {
        "triggers": [{"type": where, **triggers[where]}] if where in triggers else [{"type": "list", "id": "LiSt01"}],
        "profile_filter": groups if where == "profile_filter" else None,
        "actions": [{"temporary_id": "a", "type": where, **actions[where]}] if where in actions else [],
        "entry_action_id": "a",
    }
    return path, {"data": {"type": "flow", "attributes": {"name": "x", "definition": definition}}}


def complaints(court: Judge, place: Place, groups: Any) -> list[str]:
    path, body = carried(place, groups)
    return court.body_problems("POST", path, body)


def ours(place: Place, groups: Any) -> list[str]:
    findings = Findings()
    check(condition_groups(place), groups, "", findings)
    return [f"{problem.pointer}: {problem.detail}" for problem in findings.problems]


@given(seed=st.integers(0, 2**32), place=st.sampled_from(get_args(Place)))
def test_what_our_grammar_takes_the_document_takes(seed: int, place: Place) -> None:
    """Also after a change: whatever the sandbox lets pass, Klaviyo's schema lets pass."""
    court, rng = judge(), random.Random(seed)
    groups = of_shape(condition_groups(place), rng)
    assert complaints(court, place, groups) == []
    changed = slightly_wrong(groups, rng)
    if not ours(place, changed):
        assert complaints(court, place, changed) == []


@functools.cache
def schemas() -> dict[str, Any]:
    judge()
    found: dict[str, Any] = msgspec.json.decode(DOCUMENT.read_bytes())["components"]["schemas"]
    return found


@given(seed=st.integers(0, 2**32))
def test_what_the_document_takes_of_segments_our_grammar_takes(seed: int) -> None:
    groups = of_schema(schemas()["SegmentDefinition"], schemas(), random.Random(seed))
    assert ours("segment", groups) == []


@given(seed=st.integers(0, 2**32))
def test_what_the_document_takes_of_flow_filters_our_grammar_takes(seed: int) -> None:
    schema = schemas()["FlowDefinition"]["properties"]["profile_filter"]
    groups = of_schema({**schema, "nullable": False}, schemas(), random.Random(seed))
    assert ours("flow", groups) == []


@given(seed=st.integers(0, 2**32))
def test_what_the_document_takes_of_branches_our_grammar_takes(seed: int) -> None:
    schema = schemas()["MultiBranchSplitBranch"]["properties"]["branch_filter"]
    groups = of_schema({**schema, "nullable": False}, schemas(), random.Random(seed))
    assert ours("branch", groups) == []
