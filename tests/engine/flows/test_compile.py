"""The graph of the files is the graph that the platform reads out of what is sent."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from mktctl.engine.flows.compile import graph_of
from mktctl.model import flow_graph as graph
from mktctl.model.condition import All, AnyOf, Condition, HasProperty, InList, InSegment, Raw, Test
from mktctl.model.flow import AnyStep, Flow, MetricTrigger, RawStep, RawTrigger, Reentry, Trigger
from mktctl.sandbox.reading.flows import read_flow
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.ids import Symbolic
from tests.engine.flows.acted import email
from tests.support.flow_strategies import flows
from tests.support.wire_cases import bare_ref

many = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@many
@given(flow=flows)
def test_files_and_platform_run_the_same_graph(flow: Flow) -> None:
    sent = encode_flow(flow, segments={}, ids=Symbolic())["definition"]
    platform = read_flow(sent, bare_ref)  # type: ignore[arg-type]
    own = graph_of(flow, segments={})
    assert own.nodes == platform.nodes
    assert list(own.nodes) == list(platform.nodes)
    assert (own.first, own.filter, own.reentry) == (platform.first, platform.filter, platform.reentry)
    assert without_order(own.entry) == without_order(platform.entry)


def without_order(entry: graph.Entry) -> object:
    """The platform's groups are in an order of their own."""
    if isinstance(entry, graph.MetricEntry | graph.ProductEntry):
        return type(entry), groups_of(entry.where), getattr(entry, "settings", None)
    return entry


def groups_of(condition: All) -> set[frozenset[str]]:
    return {frozenset(str(leaf) for leaf in group.of) for group in condition.of}  # type: ignore[union-attr]


GOLD = HasProperty(name="tier", type="text", test=Test(op="is", value="gold"))
SEGMENTS: Mapping[str, Condition] = {"gold": GOLD, "reader": All(of=(InSegment(segment="gold"), InList(list="news")))}


def of_trigger(trigger: Trigger, *steps: AnyStep, only_if: Condition | None = None) -> Flow:
    return Flow(
        ref="x", name="X", trigger=trigger, reentry=Reentry(mode="always"), steps=steps or (email("e1"),),
        only_if=only_if,
    )  # fmt: skip


def both(flow: Flow) -> tuple[graph.FlowGraph, graph.FlowGraph]:
    """Of the files, and of the platform."""
    sent = encode_flow(flow, segments=SEGMENTS, ids=Symbolic())["definition"]
    return graph_of(flow, segments=SEGMENTS), read_flow(sent, bare_ref)  # type: ignore[arg-type]


def test_p3_segments_are_written_out() -> None:
    own, platform = both(of_trigger(MetricTrigger(metric="registered"), only_if=InSegment(segment="reader")))
    assert own.filter == platform.filter
    assert own.filter == All(of=(AnyOf(of=(GOLD,)), AnyOf(of=(InList(list="news"),))))


PRODUCT: dict[str, Any] = {"field": "Price", "filter": {"type": "numeric", "operator": "less-than", "value": 9}}
TRIGGERS: dict[str, dict[str, Any]] = {
    "a list": {"type": "list", "id": "ABC"},
    "a segment": {"type": "segment", "id": "ABC"},
    "a metric": {"type": "metric", "id": "ABC", "trigger_filter": None},
    "a list that is not set up": {"type": "list", "id": None},
    "a date of a custom object": {
        "type": "date", "date_field_type": "custom-object", "date_profile_property": None,
        "timedelta_unit_before_date": "weeks", "timedelta_value_before_date": 2, "recurrence_frequency": "never",
        "timezone": "profile", "trigger_time": "09:00:00", "trigger_days": ["monday"],
    },
    "a price drop in another currency": {
        "type": "price-drop", "price_drop_amount_value": 5, "price_drop_amount_unit": "currency",
        "audience": ["viewed"], "timeframe_days": 30, "currency_type": "eur",
        "trigger_filter": {
            "condition_groups": [{"conditions": [{"type": "price-drop-property", "metric_id": None, **PRODUCT}]}]
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_trigger_in_the_platform_s_words(name: str) -> None:
    own, platform = both(of_trigger(RawTrigger(json=TRIGGERS[name])))
    assert without_refs(own.entry) == without_refs(platform.entry)
    assert own.nodes == platform.nodes
    assert own.first == platform.first


def without_refs(entry: graph.Entry) -> dict[str, Any]:
    """The ids of raw words are nobody's refs; both sides call them something of their own."""
    document = msgspec.to_builtins(entry)
    return {
        name: "ref" if name in ("list", "segment", "metric") and value else value for name, value in document.items()
    }


ACTIONS: dict[str, dict[str, Any]] = {
    "a delay": {"type": "time-delay", "data": {"unit": "hours", "value": 2, "timezone": "profile"}},
    "code": {"type": "code", "data": {"language": "python"}},
    "an update": {
        "type": "update-profile",
        "data": {"profile_operations": [{"operator": "delete", "property_key": "properties['a']"}], "status": "live"},
    },
    "a webhook": {
        "type": "send-webhook",
        "data": {
            "message": {"url": "https://shop.example/hook", "headers": {}, "body": "", "name": "H"},
            "status": "live",
        },
    },
}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_in_the_platform_s_words(name: str) -> None:
    own, platform = both(of_trigger(MetricTrigger(metric="registered"), RawStep(key="raw", json=ACTIONS[name])))
    assert own.nodes == platform.nodes


def test_a_condition_in_the_platform_s_words_is_read_where_there_are_words() -> None:
    known = {"type": "profile-property", "property": "properties['tier']",
             "filter": {"type": "string", "operator": "equals", "value": "gold"}}  # fmt: skip
    own, platform = both(of_trigger(MetricTrigger(metric="registered"), only_if=Raw(json=known)))
    assert own.filter == platform.filter == All(of=(AnyOf(of=(GOLD,)),))
