"""Edits while people wait (U4 to U7, S3; T46 to T48): a graph at the beginning, another one from the second day on."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from mktctl.engine.flows.advancing import advance, start
from mktctl.engine.flows.applying import applied
from mktctl.engine.flows.editing import carried_over
from mktctl.model.flow import AnyStep
from mktctl.model.flow_graph import FlowGraph, successors
from mktctl.model.profile import Profile
from tests.engine.flows.acted import (
    ANNA,
    ANNA_IS_VIP,
    BEGIN,
    DAY,
    SETTING,
    either,
    email,
    event,
    flow_of,
    line_of,
    wait,
)

GOLD = msgspec.structs.replace(ANNA, properties={"tier": "gold"})
E1, E2, E3, E4 = (email(f"e{number}") for number in range(1, 5))
SPLIT = either(ANNA_IS_VIP, [email("vip")], [email("other")])


def lived(before: FlowGraph, after: FlowGraph, *, edited: timedelta = 2 * DAY, person: Profile = ANNA) -> list[str]:
    """What happens to somebody who entered at the beginning; the flow is edited two days later."""
    run = start(before, "X", person, run_id="1", event=event("registered"), now=BEGIN, setting=SETTING)
    effects: list[Any] = []
    graph, is_edited = before, False
    for _ in range(20):
        if not is_edited and (run.due is None or run.due >= BEGIN + edited):
            run, more = carried_over(run, before=before, after=after, now=BEGIN + edited)
            effects += more
            graph, is_edited = after, True
        if run.due is None:
            break
        run, more = advance(graph, "X", run, person, now=run.due, setting=SETTING)
        effects += more
        for effect in more:
            person = applied(person, effect, SETTING)
    return [line for line in map(line_of, effects) if line]


def linear(*steps: AnyStep) -> FlowGraph:
    return flow_of(*steps)


def without(graph: FlowGraph, id_: str) -> FlowGraph:
    """The flow as the platform leaves it when one action of a line is deleted: all others keep their ids."""
    following = next(iter(successors(graph.nodes[id_])))
    nodes = {
        key: msgspec.structs.replace(node, next=following) if getattr(node, "next", None) == id_ else node
        for key, node in graph.nodes.items()
        if key != id_
    }
    return msgspec.structs.replace(graph, nodes=nodes)


LINE = linear(E1, wait(3), E2, wait(1), E3)
CASES: dict[str, tuple[FlowGraph, FlowGraph, list[str]]] = {
    "T46 U4 who waits keeps the old time": (
        linear(E1, wait(5), E2), linear(E1, wait(2), E2), ["0:00 email e1", "5:00 email e2", "5:00 ends: finished"],
    ),
    "T46 U4 a delay that is still ahead is the new one": (
        linear(E1, wait(5), E2, wait(9), E3), linear(E1, wait(5), E2, wait(1), E3),
        ["0:00 email e1", "5:00 email e2", "6:00 email e3", "6:00 ends: finished"],
    ),
    "U5 a new step is met by who stands before it": (
        linear(E1, wait(5), E2), linear(E1, wait(5), E2, wait(1), E3),
        ["0:00 email e1", "5:00 email e2", "6:00 email e3", "6:00 ends: finished"],
    ),
    "U5 who is through does not get it": (
        linear(E1), linear(E1, wait(1), E2), ["0:00 email e1", "0:00 ends: finished"],
    ),
    "T47 U6 a moved step is done at its old time, and none again": (
        linear(E1, wait(3), E2, wait(1), E3), linear(E2, wait(3), E1, wait(1), E3),
        ["0:00 email e1", "3:00 email e2", "7:00 email e3", "7:00 ends: finished"],
    ),
    "T47 U7 a mail that was taken away: on to the next step": (
        LINE, without(LINE, "e2"),
        ["0:00 email e1", "4:00 email e3", "4:00 ends: finished"],
    ),
    "U7 several that were taken away": (
        linear(E1, wait(3), E2, E3, E4), linear(E1, wait(3), E4),
        ["0:00 email e1", "3:00 email e4", "3:00 ends: finished"],
    ),
    "U7 nothing is left": (
        linear(E1, wait(3), E2), linear(E1), ["0:00 email e1", "2:00 ends: removed"],
    ),
    "T48 S3 a split below a running delay: on its yes, unasked": (
        linear(E1, wait(3), email("vip")), linear(E1, wait(3), SPLIT),
        ["0:00 email e1", "3:00 email vip", "3:00 ends: finished"],
    ),
    "U7 a split behind a delay that was taken away: along its yes": (
        linear(E1, wait(3), SPLIT), linear(E1, wait(3), email("vip")),
        ["0:00 email e1", "3:00 email vip", "3:00 ends: finished"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_happens(name: str) -> None:
    before, after, expected = CASES[name]
    assert lived(before, after) == expected


def test_t48_who_comes_later_is_asked() -> None:
    split = linear(E1, wait(3), SPLIT)
    assert lived(split, split) == ["0:00 email e1", "3:00 email other", "3:00 ends: finished"]
    assert lived(split, split, person=GOLD) == ["0:00 email e1", "3:00 email vip", "3:00 ends: finished"]


def test_t47_a_split_without_a_delay_takes_its_waiters_along() -> None:
    before, after = linear(E1, SPLIT), linear(E1, email("vip"))
    run = start(before, "X", ANNA, run_id="1", event=event("registered"), now=BEGIN, setting=SETTING)
    run = msgspec.structs.replace(run, node="if", due=BEGIN + DAY)
    left, effects = carried_over(run, before=before, after=after, now=BEGIN)
    assert (left.ended, left.due) == ("removed", None)
    assert [line_of(one) for one in effects] == ["0:00 ends: removed"]
    assert carried_over(left, before=before, after=after, now=BEGIN) == (left, ())
