"""Runs whose flow is edited while they wait. Most needs nothing: a run knows its step, its time and what it did.

So a changed delay leaves those who wait in it alone (U4), a new step is met by whoever stands before it (U5), a moved
one is done at its old time and once (U6), and who waits above a new split goes on as before, on its yes (S3).
"""

from datetime import datetime

import msgspec

from mktctl.engine.flows.effects import AnyEffect, Ended
from mktctl.engine.flows.leaving import ended
from mktctl.engine.flows.run import Run
from mktctl.model.flow_graph import BranchesNode, DelayNode, FlowGraph, SplitNode, TargetDateNode, successors


def carried_over(run: Run, *, before: FlowGraph, after: FlowGraph, now: datetime) -> tuple[Run, tuple[AnyEffect, ...]]:
    """The run in the flow as it is `after` the edit; only a step that was taken away moves it (U7).

    Who waited for that step goes to the next one that is left, at the same time; of a split along its first way. But a
    split without a delay right before it takes its waiters along, and so does the last step of a way.
    """
    if run.is_over or run.node is None or run.node in after.nodes:
        return run, ()
    following = None if _is_bare_split(run.node, before) else _next_left(run.node, before, after)
    if following is None:
        return ended(run, "removed", now=now), (Ended(node=run.node, at=now, reason="removed"),)
    return msgspec.structs.replace(run, node=following), ()


def _is_bare_split(id_: str, graph: FlowGraph) -> bool:
    """A split that nobody can wait at, by the flow as it was."""
    if not isinstance(graph.nodes.get(id_), SplitNode | BranchesNode):
        return False
    above = (node for node in graph.nodes.values() if id_ in successors(node))
    return not any(isinstance(node, DelayNode | TargetDateNode) for node in above)


def _next_left(id_: str, before: FlowGraph, after: FlowGraph) -> str | None:
    """Along the old links, the first way of each split, to a step that is still there."""
    at: str | None = id_
    for _ in before.nodes:
        node = None if at is None else before.nodes.get(at)
        if node is None:
            return None
        at = next((one for one in successors(node) if one is not None), None)
        if at in after.nodes:
            return at
    return None
