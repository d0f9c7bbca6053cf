"""A flow of the files as the graph that runs: what the platform would make of it, without sending it.

Conditions are in Klaviyo's AND of ORs with segments inlined, as the platform holds them, so that both answer alike.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from mktctl.engine.flows.compile_entry import entry_of
from mktctl.engine.flows.compile_steps import Surroundings, linear_node
from mktctl.engine.flows.plain_groups import plain
from mktctl.model.condition import All, AnyOf, Condition, Sample
from mktctl.model.flow import ExitIf, Flow, If, Split, Switch
from mktctl.model.flow_graph import AnyNode, Branch, BranchesNode, DateEntry, FlowGraph, SplitNode, TargetDateNode
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import first_error
from mktctl.wire.flows import draws, splits, switches
from mktctl.wire.flows.dates import TARGET_KEY, target_date
from mktctl.wire.flows.filters import compile_filter
from mktctl.wire.flows.tree import Placed, lay_out
from mktctl.wire.flows.triggers import trigger_metric
from mktctl.wire.flows.waits import WEEKDAYS


def graph_of(flow: Flow, *, segments: Mapping[str, Condition]) -> FlowGraph:
    """The graph; node ids are compiled keys. `flow` passed `check_flow`, else an assert.

    `segments` are the definitions to inline by ref (P3).
    """
    groups, problems = compile_filter(flow, segments)
    problem = first_error(problems)
    assert problem is None, f"flow/{flow.ref} was not checked: {problem}"
    around = Surroundings(segments=segments, metric=trigger_metric(flow.trigger))
    placed = lay_out(flow.steps)
    entry = entry_of(flow.trigger)
    nodes: list[AnyNode] = [node for one in placed for node in _nodes(one, around)]
    first = nodes[0].id if nodes else None
    if isinstance(entry, DateEntry):
        nodes.insert(0, _target(entry, first))
        first = TARGET_KEY
    return FlowGraph(
        entry=entry,
        filter=plain(groups),
        reentry=flow.reentry,
        first=first,
        nodes={node.id: node for node in nodes},
    )


def _target(entry: DateEntry, following: str | None) -> TargetDateNode:
    """The first action of a date flow says what its trigger says."""
    data = target_date(entry.settings, following)["data"]
    days = data.get("target_days") or ()
    weekdays = tuple(day for day, word in WEEKDAYS.items() if word in days)
    return TargetDateNode(
        id=TARGET_KEY, next=following, zone=data["timezone"], at=data["target_time"], weekdays=weekdays
    )


def _nodes(placed: Placed, around: Surroundings) -> Iterator[AnyNode]:
    """The step's node, of a split by chance several."""
    match placed.step:
        case If(condition=condition) | ExitIf(condition=condition):
            yield _either(placed, condition, around)
        case Switch() as step:
            yield _switch(placed, step, around)
        case Split() as step:
            yield from _draws(placed, step)
        case step:
            yield linear_node(placed.key, placed.links["next"], step, around)


def _either(placed: Placed, condition: Condition, around: Surroundings) -> AnyNode:
    """Of two ways; a condition about person and event needs the form of a switch (P20)."""
    kind = splits.kind_of(condition)
    then, otherwise = placed.links["then"], placed.links["else"]
    met = around.groups(condition, splits.PLACES[kind])
    if kind is splits.Split.BOTH:
        ways = (_branch(placed, "then", met), _branch(placed, "else", None))
        return BranchesNode(id=placed.key, name=splits.NAME, branches=ways)
    about: Literal["event", "person"] = "event" if kind is splits.Split.EVENT else "person"
    return SplitNode(id=placed.key, about=about, condition=met, if_true=then, if_false=otherwise)


def _switch(placed: Placed, switch: Switch, around: Surroundings) -> AnyNode:
    ways = [
        _branch(placed, str(index), around.groups(one.condition, Place.BRANCH), one.name)
        for index, one in enumerate(switch.cases, start=1)
    ]
    return BranchesNode(id=placed.key, name=switches.NAME, branches=(*ways, _branch(placed, switches.ELSE, None)))


def _branch(placed: Placed, word: str, condition: All | None, name: str = "") -> Branch:
    return Branch(id=f"{placed.key}.{word}", name=name or word, condition=condition, next=placed.links[word])


def _draws(placed: Placed, split: Split) -> Iterator[AnyNode]:
    """One inside the other, each about those whom the draws before have left (P30)."""
    for action in draws.encode_draws(placed.key, split, placed.links):
        percent = draws.percent_of(action)
        assert percent is not None, "a draw is about a sample"
        yield SplitNode(
            id=action["temporary_id"],
            about="person",
            condition=All(of=(AnyOf(of=(Sample(percent=percent),)),)),
            if_true=action["links"][splits.SIDES["then"]],
            if_false=action["links"][splits.SIDES["else"]],
        )
