"""How much of a flow its tests have seen: who enters, every way of every split, every answer of `only_if:`, leaving."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from mktctl.engine.flows.course import course_of
from mktctl.engine.flows.effects import Branched, Ended, Send, Skip
from mktctl.engine.flows.paths import path_of, ways_of
from mktctl.model.condition import All
from mktctl.model.flow_graph import AnyNode, BranchesNode, EmailNode, ExperimentNode, FlowGraph, SplitNode, TextNode
from mktctl.simulation.timeline import Entered, Lived

_SIDES: Final = {"next_if_true": "then", "next_if_false": "else"}
ENTRY: Final = "entry"
EXIT_WHEN: Final = "exit_when"


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Of one flow. `points` are all branches by their path, `missing` those that no test reaches, in the same order."""

    flow: str
    points: tuple[str, ...]
    missing: tuple[str, ...]
    steps: Mapping[str, str] = {}
    """Of each missing point, the step that it is about, as tests call it."""

    @property
    def percent(self) -> float:
        """Of the points, how many were reached: 0 to 100."""
        return 100 * (1 - len(self.missing) / len(self.points))


def coverage_of(flow: str, graph: FlowGraph, lived: Iterable[Lived], names: Mapping[str, str]) -> Coverage:
    """What of the flow shows in these stories; `names` says what tests call each node."""
    points = tuple(dict.fromkeys(_points(graph)))
    reached = {point for one in lived for point in _reached(graph, one)}
    missing = tuple(one for one in points if one not in reached)
    step_at = {path: names.get(id_, "") for id_, path in path_of(graph).items()}
    steps = {one: step_at.get(one.rpartition("/")[0], "") for one in missing}
    return Coverage(flow=flow, points=points, missing=missing, steps=steps)


def _points(graph: FlowGraph) -> Iterator[str]:
    """In the order of the graph."""
    yield ENTRY
    for id_, path in path_of(graph).items():
        node = graph.nodes[id_]
        if isinstance(node, SplitNode | BranchesNode):
            yield from (f"{path}/{word}" for word, _ in ways_of(node))
        elif (asked := _only_if(node)) is not None and asked.of:
            yield from (f"{path}/sent", f"{path}/only_if")
    if course_of(graph).lasting:
        yield EXIT_WHEN


def _reached(graph: FlowGraph, one: Lived) -> Iterator[str]:
    paths = course_of(graph).paths
    match one.what:
        case Entered():
            yield ENTRY
        case Branched(node=node, way=way):
            yield f"{paths[node]}/{_word(graph.nodes[node], way)}"
        case Send(node=node):
            yield f"{paths[node]}/sent"
        case Skip(node=node, reasons=reasons) if "only_if" in reasons:
            yield f"{paths[node]}/only_if"
        case Ended(reason="exit_when"):
            yield EXIT_WHEN


def _word(node: AnyNode, way: str) -> str:
    if isinstance(node, BranchesNode):
        words = [word for word, _ in ways_of(node)]
        return next((word for word, one in zip(words, node.branches, strict=True) if one.id == way), "")
    return _SIDES[way]


def _only_if(node: AnyNode) -> All | None:
    match node:
        case EmailNode(only_if=asked) | TextNode(only_if=asked):
            return asked
        case ExperimentNode(main=main):
            return main.only_if
        case _:
            return None
