"""Laws over generated definitions: what is created is read back with the same shape, and its graph is the one sent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktctl.model.flow_graph import FlowGraph, successors
from mktctl.sandbox.reading.flows import read_flow
from mktctl.sandbox.reading.names import same_names
from tests.sandbox.flows.parts import branches, delay, email, flow, split
from tests.sandbox.flows.shop import Json, Shop, actions_of, open_shop

KINDS = ("email", "delay", "split", "branches")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    directory: Path = tmp_path_factory.mktemp("trees")
    with open_shop(directory) as opened:
        yield opened


@st.composite
def trees(draw: st.DrawFn) -> list[Json]:
    """Actions of a strict tree in any order, the entry first; each open end takes another action or none."""
    size = draw(st.integers(min_value=0, max_value=12))
    actions: list[Json] = []
    ends: list[tuple[Json, str]] = []
    for index in range(size):
        key = f"a{index}"
        made = draw(st.sampled_from(KINDS))
        action, open_ends = new_action(made, key)
        if actions:
            if not ends:
                break
            holder, name = ends.pop(draw(st.integers(min_value=0, max_value=len(ends) - 1)))
            holder[name] = key
        actions.append(action)
        ends += open_ends
    return actions[:1] + draw(st.permutations(actions[1:]))


def new_action(kind: str, key: str) -> tuple[Json, list[tuple[Json, str]]]:
    """An action and where its links are to be filled in."""
    match kind:
        case "split":
            action = split(key, None, None)
            return action, [(action["links"], "next_if_true"), (action["links"], "next_if_false")]
        case "branches":
            action = branches(key, None, None, None)
            return action, [(branch["links"], "next") for branch in action["data"]["branches"]]
        case "delay":
            action = delay(key)
        case _:
            action = email(key)
    return action, [(action["links"], "next")]


def shape(graph: FlowGraph, start: str | None) -> Any:
    """What hangs together how, without ids."""
    if start is None:
        return None
    node = graph.nodes[start]
    return type(node).__name__, [shape(graph, following) for following in successors(node)]


@settings(max_examples=60)
@given(actions=trees())
def test_any_tree_is_created_and_read_back_with_the_same_shape(shop: Shop, actions: list[Json]) -> None:
    sent = flow({"type": "list", "id": shop.list_id}, *actions)
    made = shop.flow(sent)
    before = read_flow(sent, same_names)
    after = read_flow(made["attributes"]["definition"], same_names)
    assert shape(after, after.first) == shape(before, before.first)
    assert len(after.nodes) == len(actions)
    assert after.entry == before.entry
    assert shop.read_flow(made["id"]) == made


@settings(max_examples=40)
@given(actions=trees(), data=st.data())
def test_sending_any_action_back_as_it_was_read_changes_nothing(
    shop: Shop, actions: list[Json], data: st.DataObject
) -> None:
    made = shop.flow(flow({"type": "list", "id": shop.list_id}, *actions))
    if not actions:
        return
    action = data.draw(st.sampled_from(actions_of(made)))
    assert shop.patch_action(action).data["attributes"]["definition"] == action
    assert shop.read_flow(made["id"])["attributes"]["definition"] == made["attributes"]["definition"]


@settings(max_examples=40)
@given(actions=trees().filter(len), data=st.data())
def test_whatever_is_deleted_leaves_a_tree(shop: Shop, actions: list[Json], data: st.DataObject) -> None:
    made = shop.flow(flow({"type": "list", "id": shop.list_id}, *actions))
    gone = data.draw(st.sampled_from(actions_of(made)))
    assert shop.call("DELETE", f"/api/flow-actions/{gone['id']}").status == 204
    graph = read_flow(shop.read_flow(made["id"])["attributes"]["definition"], same_names)
    assert sorted(reached(graph)) == sorted(graph.nodes), "each is reached, and only once"
    assert gone["id"] not in graph.nodes


@settings(max_examples=40)
@given(actions=trees().filter(len), data=st.data())
def test_an_insert_before_any_action_keeps_all_others(shop: Shop, actions: list[Json], data: st.DataObject) -> None:
    made = shop.flow(flow({"type": "list", "id": shop.list_id}, *actions))
    target = data.draw(st.sampled_from(actions_of(made)))["id"]
    body = {"data": {"type": "flow-action", "attributes": {"definition": email("new", target)}}}
    new = shop.call("POST", "/api/flow-actions", body).data["id"]
    graph = read_flow(shop.read_flow(made["id"])["attributes"]["definition"], same_names)
    assert sorted(reached(graph)) == sorted(graph.nodes)
    assert successors(graph.nodes[new]) == (target,)
    assert len(graph.nodes) == len(actions) + 1


def reached(graph: FlowGraph) -> list[str]:
    """Every action that the entry leads to, once for each way there."""
    found: list[str] = []
    waiting = [graph.first]
    while waiting:
        action_id = waiting.pop()
        if action_id is not None:
            found.append(action_id)
            waiting.extend(successors(graph.nodes[action_id]))
            assert len(found) <= len(graph.nodes), "a ring"
    return found
