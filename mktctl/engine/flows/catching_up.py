"""Where somebody is by now who began earlier: for dates that have passed, and for people of the past (T2, B1)."""

from datetime import date, datetime

import msgspec

from mktctl.engine.flows.branching import branch
from mktctl.engine.flows.course import course_of
from mktctl.engine.flows.delays import due_after
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.viewing import salt_of, zone_of
from mktctl.model.flow_graph import (
    BackInStockNode,
    BranchesNode,
    DateEntry,
    DelayNode,
    FlowGraph,
    SplitNode,
    TargetDateNode,
)
from mktctl.model.profile import Profile

WaitingNode = DelayNode | TargetDateNode | BackInStockNode


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The step ahead and when it is due; None where it waits for stock."""

    node: str | None
    due: datetime | None


def place_at(
    graph: FlowGraph,
    name: str,
    run: Run,
    person: Profile,
    *,
    first: str | None,
    since: datetime,
    now: datetime,
    setting: Setting,
) -> Place | None:
    """The first step that is not in the past for somebody who came to `first` at `since`; None when all are.

    What is done on the way is lost. Splits are asked now. Steps due exactly at `now` are still ahead.
    """
    paths = course_of(graph).paths
    at, due = first, since
    for _ in graph.nodes:
        if at is None or due >= now:
            break
        node = graph.nodes[at]
        match node:
            case SplitNode() | BranchesNode():
                at = branch(node, run, person, salt=salt_of(name, paths.get(at, "")), now=now).following
            case BackInStockNode():
                return Place(node=node.next, due=None)
            case DelayNode() | TargetDateNode():
                at, due = node.next, due_behind(node, graph, person, run.day, since=due, setting=setting)
            case _:
                at = node.next
    return None if at is None else Place(node=at, due=due)


def due_behind(
    node: DelayNode | TargetDateNode,
    graph: FlowGraph,
    person: Profile,
    day: date | None,
    *,
    since: datetime,
    setting: Setting,
) -> datetime:
    """When somebody goes on who came to a wait at `since`; `day` is what a date flow is about."""
    zone = zone_of(person)
    if isinstance(graph.entry, DateEntry):
        before = graph.entry.before
        return due_after(node, since, person_zone=zone, setting=setting, date=day, before=before)
    return due_after(node, since, person_zone=zone, setting=setting)
