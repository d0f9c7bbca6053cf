"""Places of nodes come of the shape alone, so that draws agree for files, platform and every account."""

import msgspec
from hypothesis import given

from mktctl.engine.flows.compile import graph_of
from mktctl.engine.flows.paths import path_of
from mktctl.model.flow import Flow
from mktctl.model.flow_graph import FlowGraph, SplitNode
from tests.engine.flows.acted import ANNA_IS_VIP, either, email, flow_of, wait
from tests.support.flow_strategies import flows

SPLIT = flow_of(email("a"), either(ANNA_IS_VIP, [email("b"), wait(1), email("c")], [email("d")]), email("e"))


def test_places_tell_the_line_and_the_ways() -> None:
    assert {id_: path for id_, path in path_of(SPLIT).items() if "wait" not in id_} == {
        "a": "1",
        "if": "2",
        "b": "2/then/1",
        "c": "2/then/3",
        "if.then+e": "2/then/4",
        "d": "2/else/1",
        "if.else+e": "2/else/2",
    }


def test_joined_paths_are_named_by_the_way_that_is_listed_first() -> None:
    split = SPLIT.nodes["if"]
    assert isinstance(split, SplitNode)
    joined = msgspec.structs.replace(
        SPLIT, nodes={**SPLIT.nodes, "if": msgspec.structs.replace(split, if_false="if.then+e")}
    )
    assert path_of(joined)["if.then+e"] == "2/then/4"
    assert "d" not in path_of(joined)


@given(flow=flows)
def test_each_node_has_a_place_of_its_own_whatever_it_is_called(flow: Flow) -> None:
    graph = graph_of(flow, segments={})
    paths = path_of(graph)
    assert sorted(paths) == sorted(graph.nodes)
    assert len(set(paths.values())) == len(paths)
    renamed = path_of(with_other_ids(graph))
    assert {f"id:{id_}": path for id_, path in paths.items()} == renamed


def with_other_ids(graph: FlowGraph) -> FlowGraph:
    """The graph as the platform would give it back, with its own ids."""
    document = msgspec.to_builtins(graph)
    nodes = {}
    for id_, node in document["nodes"].items():
        renamed = {**node, "id": f"id:{id_}"}
        for link in ("next", "if_true", "if_false"):
            if renamed.get(link) is not None:
                renamed[link] = f"id:{renamed[link]}"
        if "branches" in renamed:
            renamed["branches"] = [
                {**one, "next": None if one["next"] is None else f"id:{one['next']}"} for one in renamed["branches"]
            ]
        nodes[f"id:{id_}"] = renamed
    first = None if graph.first is None else f"id:{graph.first}"
    return msgspec.convert({**document, "nodes": nodes, "first": first}, FlowGraph)
