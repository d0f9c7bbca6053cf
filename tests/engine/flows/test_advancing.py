"""Runs from their start to their end, by table: what is sent when, what is skipped why, and how it ends."""

from datetime import timedelta
from typing import Any

import pytest

from mktctl.model.condition import AnyOf, Condition, Ever, HasEvents, HasProperty, SinceStart, Test
from mktctl.model.flow_graph import FlowGraph
from tests.engine.flows.acted import DAY, HOUR, either, email, event, exit_if, flow_of, played, wait

ORDERED = HasEvents(metric="placed_order", test=Test(op="at_least", value=1), window=SinceStart())
NOT_ORDERED = HasEvents(metric="placed_order", test=Test(op="is", value=0), window=SinceStart())
LEFT = HasEvents(metric="left", test=Test(op="at_least", value=1), window=SinceStart())
VIP: Condition = HasProperty(name="tier", type="text", test=Test(op="is", value="gold"))
WELCOME = flow_of(email("e1"), wait(2), email("e2"), wait(3), email("e3"), exit_when=ORDERED)


def order(at: timedelta) -> Any:
    return event("placed_order", at)


CASES: dict[str, tuple[FlowGraph, tuple[Any, ...], list[str]]] = {
    "three mails in five days": (
        WELCOME,
        (),
        ["0:00 email e1", "2:00 email e2", "5:00 email e3", "5:00 ends: finished"],
    ),
    "T26 an order ends it at once, not at the next step": (
        WELCOME,
        (order(3 * HOUR),),
        ["0:00 email e1", "0:03 ends: exit_when"],
    ),
    "T23 a second before": (
        WELCOME,
        (order(2 * DAY - timedelta(seconds=1)),),
        ["0:00 email e1", "1:23 ends: exit_when"],
    ),
    "T23 at the very instant the event is first": (
        WELCOME,
        (order(2 * DAY),),
        ["0:00 email e1", "2:00 ends: exit_when"],
    ),
    "T23 a second behind": (
        WELCOME,
        (order(2 * DAY + timedelta(seconds=1)),),
        ["0:00 email e1", "2:00 email e2", "2:00 ends: exit_when"],
    ),
    "U1 a draft is passed and the flow goes on": (
        flow_of(email("e1"), wait(1), email("e2", status="draft"), wait(1), email("e3")),
        (),
        ["0:00 email e1", "1:00 skip e2: draft", "2:00 email e3", "2:00 ends: finished"],
    ),
    "T44 a manual mail goes to review and the run goes on": (
        flow_of(email("e1", status="manual"), wait(3), email("e2")),
        (),
        ["0:00 review e1", "3:00 email e2", "3:00 ends: finished"],
    ),
    "T45 D7 a wait with a draft behind it ends at once": (
        flow_of(email("e1"), wait(5), email("e2", status="draft")),
        (),
        ["0:00 email e1", "0:00 ends: finished"],
    ),
    "E11 all are drafts": (
        flow_of(email("e1", status="draft"), wait(1), email("e2", status="draft")),
        (),
        ["stays out"],
    ),
    "exit_if meets": (
        flow_of(email("e1"), wait(1), exit_if(ORDERED), email("e2")),
        (order(HOUR),),
        ["0:00 email e1", "1:00 ends: exit_if"],
    ),
    "exit_if does not": (
        flow_of(email("e1"), wait(1), exit_if(ORDERED), email("e2")),
        (),
        ["0:00 email e1", "1:00 email e2", "1:00 ends: finished"],
    ),
    "T25 a split is asked once": (
        flow_of(either(NOT_ORDERED, [wait(1), email("a")], [email("b")]), email("tail")),
        (order(HOUR),),
        ["1:00 email a", "1:00 email if.then+tail", "1:00 ends: finished"],
    ),
    "only_if of one mail": (
        flow_of(email("e1"), wait(1), email("e2", only_if=NOT_ORDERED), email("e3")),
        (order(HOUR),),
        ["0:00 email e1", "1:00 skip e2: only_if", "1:00 email e3", "1:00 ends: finished"],
    ),
    "an order of long ago does not count": (
        flow_of(
            email("e1"), exit_when=HasEvents(metric="placed_order", test=Test(op="at_least", value=1), window=Ever())
        ),
        (),
        ["0:00 email e1", "0:00 ends: finished"],
    ),
    "either of two things ends it": (
        flow_of(
            email("e1"),
            wait(1),
            email("e2"),
            exit_when=AnyOf(of=(ORDERED, LEFT)),
        ),
        (event("left", HOUR),),
        ["0:00 email e1", "0:01 ends: exit_when"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_happens(name: str) -> None:
    graph, later, expected = CASES[name]
    assert played(graph, *later) == expected
