"""Laws of flows on the wire, for generated flows and people."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktctl.engine.run_view import RunView
from mktctl.model.flow import Flow, MetricTrigger
from mktctl.model.profile import Profile
from mktctl.sandbox.reading.flows import read_flow
from mktctl.wire.flows.check import check_flow
from mktctl.wire.flows.decode import decode_flow
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.flows.statuses import drafted
from mktctl.wire.ids import Symbolic
from tests.support.flow_strategies import flows
from tests.support.flow_walks import Walker, walk_graph, walk_steps
from tests.support.wire_cases import NOW, STARTED, bare_ref
from tests.support.wire_strategies import profiles

many = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def passes(flow: Flow) -> bool:
    return not any(one.severity == "error" for one in check_flow(flow, segments={}))


def walker(flow: Flow, profile: Profile) -> Walker:
    """Somebody in a run that an event of the flow's metric started; of products, any event will do."""
    metric = flow.trigger.metric if isinstance(flow.trigger, MetricTrigger) else "placed_order"
    starter = next((one for one in profile.events if one.metric == metric), None)
    run = RunView(started=starter.time if starter else STARTED, event=starter, earlier=(STARTED,))
    return Walker(profile, run, NOW, {})


@many
@given(flow=flows)
def test_generated_flows_are_worth_the_name(flow: Flow) -> None:
    """The laws are about flows that pass the check."""
    assert passes(flow)


@many
@given(flow=flows)
def test_a_flow_read_back_is_sent_the_same(flow: Flow) -> None:
    document = encode_flow(flow, segments={}, ids=Symbolic())
    read = decode_flow(document, Symbolic(), "x")
    assert encode_flow(read, segments={}, ids=Symbolic()) == document


@many
@given(flow=flows, people=st.lists(profiles, min_size=1, max_size=4))
def test_everybody_goes_the_same_way(flow: Flow, people: list[Profile]) -> None:
    """By the steps as written, as read back, and by the graph that the sandbox reads."""
    document = encode_flow(flow, segments={}, ids=Symbolic())
    read = decode_flow(document, Symbolic(), "x")
    graph = read_flow(document["definition"], bare_ref)  # type: ignore[arg-type]
    for profile in people:
        way = walk_steps(flow, walker(flow, profile))
        assert walk_steps(read, walker(flow, profile)) == way
        assert walk_graph(graph, walker(flow, profile)) == way


@many
@given(flow=flows)
def test_what_is_sent_is_a_strict_tree_in_document_order(flow: Flow) -> None:
    """Each action has one predecessor, all are reached, keys differ, and a split stands before what hangs on it."""
    definition = encode_flow(flow, segments={}, ids=Symbolic())["definition"]
    keys = [action["temporary_id"] for action in definition["actions"]]
    followed = [definition["entry_action_id"]] if keys else []
    for action in definition["actions"]:
        branches = action["data"].get("branches", ()) if action["type"] == "multi-branch-split" else ()
        targets = [branch["links"]["next"] for branch in branches] or list(action["links"].values())
        followed += [target for target in targets if target is not None]
        assert all(keys.index(target) > keys.index(action["temporary_id"]) for target in targets if target)
    assert sorted(followed) == sorted(keys)
    assert len(set(keys)) == len(keys)


@many
@given(flow=flows)
def test_drafted_changes_nothing_but_statuses(flow: Flow) -> None:
    attributes = encode_flow(flow, segments={}, ids=Symbolic())
    drafts = drafted(attributes)
    before, after = attributes["definition"]["actions"], drafts["definition"]["actions"]
    assert statuses_in(after) == ["draft"] * len(statuses_in(before))
    assert without_statuses(after) == without_statuses(before)


def statuses_in(value: Any) -> list[str]:
    """Every status of an action, of messages inside tests too."""
    match value:
        case dict():
            own = [value["status"]] if "status" in value else []
            return own + [one for inner in value.values() for one in statuses_in(inner)]
        case list():
            return [one for inner in value for one in statuses_in(inner)]
        case _:
            return []


def without_statuses(value: Any) -> Any:
    match value:
        case dict():
            return {key: without_statuses(inner) for key, inner in value.items() if key != "status"}
        case list():
            return [without_statuses(inner) for inner in value]
        case _:
            return value
