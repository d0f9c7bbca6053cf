"""Where people of the past stand now (B1, T49): by the time of their event and the waits since."""

from datetime import timedelta

import pytest

from mktctl.engine.flows.advancing import start
from mktctl.engine.flows.catching_up import Place, place_at
from mktctl.model.flow import StockWait
from mktctl.model.flow_graph import FlowGraph
from tests.engine.flows.acted import ANNA, ANNA_IS_VIP, BEGIN, DAY, HOUR, SETTING, either, email, event, flow_of, wait

WIN_BACK = flow_of(wait(75), email("e1"), wait(10), email("e2"))
BRANCHED = flow_of(wait(1), either(ANNA_IS_VIP, [wait(9), email("vip")], [wait(3), email("other")]))
STOCK = flow_of(wait(1), email("e1"), StockWait(key="stock"), email("e2"))

# flow, how long ago they came, the step ahead and in how long it is due
CASES: dict[str, tuple[FlowGraph, timedelta, tuple[str, timedelta | None] | None]] = {
    "T49 ten days ago": (WIN_BACK, 10 * DAY, ("e1", 65 * DAY)),
    "T49 seventy": (WIN_BACK, 70 * DAY, ("e1", 5 * DAY)),
    "T49 eighty: the first mail is not made up for": (WIN_BACK, 80 * DAY, ("e2", 5 * DAY)),
    "T49 ninety: it is over": (WIN_BACK, 90 * DAY, None),
    "due at this very moment": (WIN_BACK, 75 * DAY, ("e1", timedelta())),
    "just now": (flow_of(email("e1")), timedelta(), ("e1", timedelta())),
    "an hour ago, when nothing waits": (flow_of(email("e1")), HOUR, None),
    "splits are asked now": (BRANCHED, 2 * DAY, ("other", 2 * DAY)),
    "waits for stock have no end": (STOCK, 2 * DAY, ("e2", None)),
}


@pytest.mark.parametrize("name", CASES)
def test_where_they_are(name: str) -> None:
    graph, ago, expected = CASES[name]
    run = start(graph, "X", ANNA, run_id="1", event=event("registered"), now=BEGIN, setting=SETTING)
    found = place_at(graph, "X", run, ANNA, first=graph.first, since=BEGIN - ago, now=BEGIN, setting=SETTING)
    if expected is None:
        assert found is None
    else:
        node, ahead = expected
        assert found == Place(node=node, due=None if ahead is None else BEGIN + ahead)
