"""Who enters: triggers and their filters, late events, earlier runs, the flow's filter (E1 to E11, F1)."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from mktctl.engine.flows.entering import enters
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Options
from mktctl.model.condition import EventTest, Ever, HasEvents, NotInFlow, SinceStart, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import (
    ListTrigger,
    LowInventoryTrigger,
    MetricTrigger,
    PriceDropTrigger,
    Reentry,
    SegmentTrigger,
)
from mktctl.model.flow_graph import FlowGraph
from mktctl.model.profile import Event, Profile
from tests.engine.flows.acted import ANNA, ANNA_IS_VIP, BEGIN, DAY, HOUR, SETTING, email, event, flow_of, wait

MAIL = email("e1")
LARGE = EventTest(field="$value", type="number", test=Test(op="at_least", value=100))
DUCK = EventTest(field="Name", type="text", test=Test(op="is", value="Duck"))
ORDERS = MetricTrigger(metric="placed_order", where=((LARGE,),))
NO_ORDER = HasEvents(metric="placed_order", test=Test(op="is", value=0), window=SinceStart())
NEVER_ORDERED = HasEvents(metric="placed_order", test=Test(op="is", value=0), window=Ever())
DROP = PriceDropTrigger(amount=10, unit="percent", audience=("viewed",), where=((DUCK,),))
LOW = LowInventoryTrigger(at_most=3, level="variant", audience=("viewed",))
VIP = msgspec.structs.replace(ANNA, properties={"tier": "gold"})
READER = msgspec.structs.replace(ANNA, lists={"news": BEGIN})
WEEK = Reentry(mode="after", span=Duration(amount=7, unit="day"))


def order(value: float, **properties: Any) -> Event:
    return msgspec.structs.replace(event("placed_order", **properties), value=value)


def ran(ago: timedelta, **changes: Any) -> Run:
    """An earlier run, which goes on unless told otherwise."""
    return msgspec.structs.replace(Run(id="0", flow="X", person="anna", started=BEGIN - ago), **changes)


# flow, person, event, earlier runs, whether they enter
CASES: dict[str, tuple[FlowGraph, Profile, Event | None, tuple[Run, ...], bool]] = {
    "its metric": (flow_of(MAIL), ANNA, event("registered"), (), True),
    "another metric": (flow_of(MAIL), ANNA, event("left"), (), False),
    "no event at all": (flow_of(MAIL), ANNA, None, (), False),
    "E3 the event's own properties": (flow_of(MAIL, trigger=ORDERS), ANNA, order(100), (), True),
    "E3 too little": (flow_of(MAIL, trigger=ORDERS), ANNA, order(99.99), (), False),
    "E11 nothing is live": (flow_of(email("e1", status="draft")), ANNA, event("registered"), (), False),
    "E11 one is manual": (
        flow_of(email("e1", status="draft"), email("e2", status="manual")), ANNA, event("registered"), (), True,
    ),
    "an empty flow": (flow_of(), ANNA, event("registered"), (), False),
    "E8 a list": (flow_of(MAIL, trigger=ListTrigger(list="news")), READER, None, (), True),
    "E8 not on the list any more": (flow_of(MAIL, trigger=ListTrigger(list="news")), ANNA, None, (), False),
    "E7 a segment": (flow_of(MAIL, trigger=SegmentTrigger(segment="vip")), ANNA, None, (), True),
    "T3 a price drop": (flow_of(MAIL, trigger=DROP), ANNA, event("price_drop", Name="Duck"), (), True),
    "T3 of another product": (flow_of(MAIL, trigger=DROP), ANNA, event("price_drop", Name="Swan"), (), False),
    "T3 low inventory": (flow_of(MAIL, trigger=LOW), ANNA, event("low_inventory"), (), True),
    "F1 the flow's filter lets in": (flow_of(MAIL, only_if=ANNA_IS_VIP), VIP, event("registered"), (), True),
    "F1 the flow's filter keeps out": (flow_of(MAIL, only_if=ANNA_IS_VIP), ANNA, event("registered"), (), False),
    "P24 the starting order does not count": (
        flow_of(MAIL, trigger=MetricTrigger(metric="placed_order"), only_if=NO_ORDER), ANNA, order(5), (), True,
    ),
    "ever counts it": (
        flow_of(MAIL, trigger=MetricTrigger(metric="placed_order"), only_if=NEVER_ORDERED), ANNA, order(5), (), False,
    ),
    "E4 never again": (flow_of(MAIL, reentry=Reentry(mode="never")), ANNA, event("registered"), (ran(DAY),), False),
    "E4 always": (flow_of(MAIL), ANNA, event("registered"), (ran(DAY), ran(HOUR)), True),
    "E6 beside one that goes on": (flow_of(MAIL), ANNA, event("registered"), (ran(timedelta()),), True),
    "E4 a second too early": (
        flow_of(MAIL, reentry=WEEK), ANNA, event("registered"), (ran(7 * DAY - timedelta(seconds=1)),), False,
    ),
    "E4 after a week": (flow_of(MAIL, reentry=WEEK), ANNA, event("registered"), (ran(7 * DAY),), True),
    "T08 counted from the last entry though that run goes on": (
        flow_of(MAIL, wait(10), email("e2"), reentry=WEEK), ANNA, event("registered"), (ran(8 * DAY),), True,
    ),
    "E4 the last of several counts": (
        flow_of(MAIL, reentry=WEEK), ANNA, event("registered"), (ran(30 * DAY), ran(2 * DAY)), False,
    ),
    "E5 the older form": (
        flow_of(MAIL, only_if=NotInFlow(window=Ever())), ANNA, event("registered"), (ran(30 * DAY),), False,
    ),
    "E5 nobody before": (flow_of(MAIL, only_if=NotInFlow(window=Ever())), ANNA, event("registered"), (), True),
}  # fmt: skip


def asked(graph: FlowGraph, person: Profile, happened: Event | None, earlier: tuple[Run, ...]) -> bool:
    if happened is not None:
        person = msgspec.structs.replace(person, events=(happened,))
    entered, checks = enters(graph, "X", person, happened, earlier, now=BEGIN, setting=SETTING)
    assert [one.passed for one in checks] == [True] * (len(checks) - 1) + [entered], "asked up to the first no"
    assert all(one.question for one in checks)
    return entered


@pytest.mark.parametrize("name", CASES)
def test_who_enters(name: str) -> None:
    graph, person, happened, earlier, expected = CASES[name]
    assert asked(graph, person, happened, earlier) is expected


MINUTE = timedelta(minutes=1)
TRANSACTIONAL = msgspec.structs.replace(email("e2"), transactional=True)
LATE: dict[str, tuple[FlowGraph, timedelta, bool]] = {
    "T10 nearly four hours": (flow_of(MAIL), 4 * HOUR - MINUTE, True),
    "four hours": (flow_of(MAIL), 4 * HOUR, True),
    "a minute more": (flow_of(MAIL), 4 * HOUR + MINUTE, False),
    "T10 five hours, an hour's wait": (flow_of(wait(1, "hour"), MAIL), 5 * HOUR, False),
    "T10 five hours, six hours' wait": (flow_of(wait(6, "hour"), MAIL), 5 * HOUR, True),
    "a wait behind the first mail is not asked": (flow_of(MAIL, wait(6, "hour"), email("e2")), 5 * HOUR, False),
    "T10 six days, transactional": (flow_of(TRANSACTIONAL), 6 * DAY, True),
    "seven days and a minute, transactional": (flow_of(TRANSACTIONAL), 7 * DAY + MINUTE, False),
    "the first message decides": (flow_of(MAIL, TRANSACTIONAL), 6 * DAY, False),
}


@pytest.mark.parametrize("name", LATE)
def test_e10_late_events(name: str) -> None:
    graph, age, expected = LATE[name]
    assert asked(graph, ANNA, event("registered", -age), ()) is expected


def test_e10_how_late_is_an_option() -> None:
    six = msgspec.structs.replace(SETTING, options=Options(late_event_span=6 * HOUR))
    late = event("registered", -5 * HOUR)
    person = msgspec.structs.replace(ANNA, events=(late,))
    assert enters(flow_of(MAIL), "X", person, late, (), now=BEGIN, setting=six)[0]


def test_a_pause_tells_when_the_answer_turns() -> None:
    _, checks = enters(
        flow_of(MAIL, reentry=WEEK), "X", ANNA, event("registered"), (ran(2 * DAY),), now=BEGIN, setting=SETTING
    )
    assert checks[-1].turns_at == BEGIN + 5 * DAY
