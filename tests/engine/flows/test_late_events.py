"""Events that come late (E10), and coming back (E4): what starts a run and what does not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mktctl.engine.flows.entering import enters
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Options, Setting
from mktctl.model.condition import All
from mktctl.model.duration import Duration
from mktctl.model.flow import Reentry
from mktctl.model.flow_graph import AnyNode, DelayNode, FlowGraph, MetricEntry
from mktctl.model.profile import Event, Profile
from tests.support.node_messages import email

NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def flow(hours: int = 0, reentry: Reentry | None = None, **message: Any) -> FlowGraph:
    mail = email("mail", **message)
    nodes: dict[str, AnyNode] = {"mail": mail}
    if hours:
        span = Duration(amount=hours, unit="hour")
        nodes["wait"] = DelayNode(id="wait", next="mail", span=span, zone="profile", at=None, weekdays=())
    return FlowGraph(
        entry=MetricEntry(metric="cart", where=All(of=())),
        filter=All(of=()),
        reentry=reentry or Reentry(mode="always"),
        first="wait" if hours else "mail",
        nodes=nodes,
    )


def begins(graph: FlowGraph, age: timedelta, options: Options | None = None, earlier: tuple[Run, ...] = ()) -> bool:
    event = Event(id="1", metric="cart", time=NOW - age)
    setting = Setting(zone="UTC", options=options or Options())
    ann = Profile(id="ann", events=(event,))
    found, checks = enters(graph, "Flow", ann, event, earlier, now=NOW, setting=setting)
    assert found == all(check.passed for check in checks)
    return found


@pytest.mark.parametrize(
    ("graph", "age", "expected"),
    [
        (flow(), 4 * HOUR - timedelta(minutes=1), True),
        (flow(), 4 * HOUR, True),
        (flow(), 4 * HOUR + timedelta(seconds=1), False),
        (flow(1), 5 * HOUR, False),
        (flow(6), 5 * HOUR, True),
        (flow(transactional=True), 6 * DAY, True),
        (flow(1, transactional=True), 6 * DAY, True),
        (flow(transactional=True), 8 * DAY, False),
    ],
)
def test_t10_how_late_an_event_may_be(graph: FlowGraph, age: timedelta, expected: bool) -> None:
    assert begins(graph, age) is expected


def test_the_spans_are_options() -> None:
    six_hours = Options(late_event_span=6 * HOUR, late_transactional_span=DAY)
    assert begins(flow(), 5 * HOUR, six_hours)
    assert not begins(flow(transactional=True), 2 * DAY, six_hours)


@pytest.mark.parametrize(
    ("reentry", "days_ago", "expected"),
    [
        (Reentry(mode="never"), 400, False),
        (Reentry(mode="always"), 0, True),
        (Reentry(mode="after", span=Duration(amount=7, unit="day")), 6, False),
        (Reentry(mode="after", span=Duration(amount=7, unit="day")), 8, True),
    ],
)
def test_t08_coming_back_counts_from_the_last_entry(reentry: Reentry, days_ago: int, expected: bool) -> None:
    """Whether or not that run still goes on."""
    going_on = Run(id="r", flow="f", person="ann", started=NOW - days_ago * DAY, node="mail", due=NOW + DAY)
    assert begins(flow(reentry=reentry), timedelta(), earlier=(going_on,)) is expected
