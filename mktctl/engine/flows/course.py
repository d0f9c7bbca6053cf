"""What is worked out once for each graph: paths, what is done behind each node, and which filters fail for good."""

import functools
from collections.abc import Mapping
from typing import Final

import msgspec

from mktctl.engine.flows.paths import path_of
from mktctl.engine.flows.sticking import fails_for_good
from mktctl.model.condition import Condition
from mktctl.model.flow_graph import (
    AlertNode,
    AnyNode,
    EmailNode,
    ExperimentNode,
    FlowGraph,
    ListUpdateNode,
    OpaqueNode,
    TextNode,
    UpdateProfileNode,
    WebhookNode,
    successors,
)

ActingNode = EmailNode | TextNode | WebhookNode | AlertNode | ExperimentNode | UpdateProfileNode | ListUpdateNode
_GRAPHS_KEPT: Final = 256


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """`paths` are structural (`path_of`); `acting` are the nodes from which on anything is done, themselves included.

    `lasting` are the parts of the flow's filter that, once failed, fail for the rest of the run (P8).
    """

    paths: Mapping[str, str]
    acting: frozenset[str]
    lasting: tuple[Condition, ...]


def course_of(graph: FlowGraph) -> Course:
    """The same value for the same graph object: a flow is walked by many people."""
    return _course(_Same(graph))


class _Same:
    """A graph as itself: its dict of nodes has no hash, and comparing it would cost more than it saves."""

    __slots__ = ("graph",)

    def __init__(self, graph: FlowGraph) -> None:
        self.graph = graph

    def __hash__(self) -> int:
        return id(self.graph)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.graph is self.graph


@functools.lru_cache(maxsize=_GRAPHS_KEPT)
def _course(same: _Same) -> Course:
    graph = same.graph
    paths = path_of(graph)
    return Course(
        paths=paths,
        acting=_acting(graph, tuple(paths)),
        lasting=tuple(part for part in graph.filter.of if fails_for_good(part)),
    )


def acts(node: AnyNode) -> bool:
    """Whether it does anything: live or manual (U1, D7). What is Klaviyo's own does, for all that is known."""
    if isinstance(node, OpaqueNode):
        return True
    return isinstance(node, ActingNode) and node.status in ("live", "manual")


def _acting(graph: FlowGraph, reached: tuple[str, ...]) -> frozenset[str]:
    """Against the links: from each node that acts to all that lead there. Joined paths are walked once."""
    before: dict[str, list[str]] = {}
    for id_ in reached:
        for following in successors(graph.nodes[id_]):
            if following is not None:
                before.setdefault(following, []).append(id_)
    found: set[str] = set()
    waiting = [id_ for id_ in reached if acts(graph.nodes[id_])]
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found.add(id_)
            waiting.extend(before.get(id_, ()))
    return frozenset(found)
