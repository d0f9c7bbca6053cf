"""When a condition's answer turns by time alone, and what it found."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.conditions import holds
from mktctl.engine.finding import found
from mktctl.engine.flows.turning import turns_at
from mktctl.engine.run_view import RunView
from mktctl.model.condition import (
    All,
    AnyOf,
    BestChannel,
    BetweenAgo,
    Condition,
    Consent,
    DateTest,
    Engaged,
    EventProperty,
    HasEvents,
    HasProperty,
    InList,
    InRegion,
    InTheLast,
    InTheNext,
    MoreThanAgo,
    Not,
    NotSent,
    Predicted,
    Sample,
    SinceStart,
    Suppressed,
    Test,
    Window,
)
from mktctl.model.duration import Duration
from mktctl.model.profile import Affinity, ConsentRecord, Event, Profile, Sent

NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)
HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
RUN = RunView(started=NOW - DAY, event=Event(id="0", metric="cart", time=NOW - DAY, properties={"colour": "red"}))
NONE = Test(op="is", value=0)


def days(amount: int) -> Duration:
    return Duration(amount=amount, unit="day")


def bought(window: Window, test: Test = NONE) -> HasEvents:
    return HasEvents(metric="order", test=test, window=window)


def order(ago: timedelta) -> Event:
    return Event(id=str(ago), metric="order", time=NOW - ago)


def person(*events: Event, **other: Any) -> Profile:
    return Profile(**{"id": "1", "events": events, **other})


@pytest.mark.parametrize(
    ("condition", "who", "turns"),
    [
        (bought(InTheLast(span=days(7))), person(order(3 * DAY)), NOW + 4 * DAY + TICK),
        (bought(InTheLast(span=days(7))), person(order(3 * DAY), order(1 * DAY)), NOW + 6 * DAY + TICK),
        (bought(MoreThanAgo(span=days(7))), person(order(3 * DAY)), NOW + 4 * DAY + TICK),
        (bought(BetweenAgo(older=days(7), nearer=days(5))), person(order(3 * DAY)), NOW + 2 * DAY + TICK),
        (bought(InTheLast(span=days(7)), Test(op="at_least", value=2)), person(order(DAY), order(2 * DAY)),
         NOW + 5 * DAY + TICK),
        (bought(SinceStart()), person(order(HOUR)), None),
        (bought(InTheLast(span=days(7))), person(), None),
        (Not(of=bought(InTheLast(span=days(1)))), person(order(HOUR)), NOW + 23 * HOUR + TICK),
        (NotSent(channel="email", window=InTheLast(span=days(2))),
         person(sent=(Sent(channel="email", time=NOW - DAY), Sent(channel="sms", time=NOW))), NOW + DAY + TICK),
        (Engaged(channel="sms", window=InTheLast(span=days(2))),
         person(Event(id="c", metric="clicked_sms", time=NOW - DAY)), NOW + DAY + TICK),
        (HasProperty(name="due", type="date", test=DateTest(when=InTheNext(span=days(2)))),
         person(properties={"due": "2026-05-10"}), datetime(2026, 5, 8, tzinfo=UTC)),
        (HasProperty(name="due", type="date", test=DateTest(when=InTheNext(span=days(2)))), person(), None),
        (InList(list="news", joined=InTheLast(span=days(2))), person(lists={"news": NOW - DAY}), NOW + DAY + TICK),
        (Consent(channel="email", since=InTheLast(span=days(2))),
         person(consents={"email": ConsentRecord(status="subscribed", date=NOW - DAY)}), NOW + DAY + TICK),
    ],
)  # fmt: skip
def test_when_it_turns(condition: Condition, who: Profile, turns: datetime | None) -> None:
    assert turns_at(condition, who, now=NOW, run=RUN) == turns


WINDOWS: Any = st.one_of(
    st.integers(1, 9).map(lambda n: InTheLast(span=days(n))),
    st.integers(1, 9).map(lambda n: MoreThanAgo(span=days(n))),
    st.integers(1, 5).map(lambda n: BetweenAgo(older=days(n + 3), nearer=days(n))),
)
ORDERS = st.lists(st.integers(0, 20 * 24).map(lambda hours: order(hours * HOUR)), max_size=6)


@given(WINDOWS, WINDOWS, ORDERS, st.sampled_from(["is", "at_least", "at_most"]), st.integers(0, 3))
def test_an_hour_hand_finds_the_same(one: Window, other: Window, orders: list[Event], op: Any, value: int) -> None:
    """The answer is the same up to that instant, another one there."""
    condition = AnyOf(of=(bought(one, Test(op=op, value=value)), All(of=(Not(of=bought(other)),))))
    who = person(*orders)
    turns = turns_at(condition, who, now=NOW, run=RUN)
    present = holds(condition, who, now=NOW, run=RUN)
    hours = [NOW + step * HOUR for step in range(1, 24 * 31)]
    before = [one for one in hours if turns is None or one < turns]
    assert all(holds(condition, who, now=one, run=RUN) is present for one in before)
    assert turns is None or holds(condition, who, now=turns, run=RUN) is not present


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (bought(InTheLast(span=days(7))), "2, last 2026-05-05T11:00:00+00:00"),
        (bought(MoreThanAgo(span=days(7))), "0"),
        (
            HasEvents(metric="order", test=NONE, window=InTheLast(span=days(7)), measure="sum"),
            "2 of 30 in all, last 2026-05-05T11:00:00+00:00",
        ),
        (bought(SinceStart()), "1, last 2026-05-05T11:00:00+00:00"),
        (EventProperty(field="colour", type="text", test=Test(op="is", value="red")), "red"),
        (HasProperty(name="tier", type="text", test=Test(op="is", value="gold")), "silver"),
        (HasProperty(name="tear", type="text", test=Test(op="is", value="gold")), "not set"),
        (HasProperty(name="city", type="text", test=Test(op="is", value="Rome"), builtin=True), "Oslo"),
        (InList(list="news"), "joined 2026-05-05T12:00:00+00:00"),
        (InList(list="old"), "on it"),
        (InList(list="other"), "not on it"),
        (Consent(channel="sms"), "unsubscribed"),
        (Consent(channel="push"), "never_subscribed"),
        (Suppressed(), "manual"),
        (InRegion(region="eu"), "Norway"),
        (Predicted(dimension="clv", test=NONE), "12.5"),
        (BestChannel(channel="email", measure="rank", test=Test(op="is", value="high")), "high, priority 1"),
        (BestChannel(channel="sms", measure="rank", test=Test(op="is", value="high")), "not set"),
        (NotSent(channel="email", window=SinceStart()), "last sent 2026-05-05T12:00:00+00:00"),
        (NotSent(channel="sms", window=SinceStart()), "nothing sent"),
        (Sample(percent=50), ""),
        (All(of=(AnyOf(of=(InList(list="other"), Sample(percent=5))), Not(of=Suppressed()))), "not on it; manual"),
    ],
)
def test_what_was_found(condition: Condition, words: str) -> None:
    who = person(
        Event(id="1", metric="order", time=NOW - HOUR, value=29.5),
        Event(id="2", metric="order", time=NOW - 2 * DAY, value=0.5),
        fields={"city": "Oslo", "country": "Norway"},
        properties={"tier": "silver"},
        lists={"news": NOW, "old": None},
        consents={"sms": ConsentRecord(status="unsubscribed")},
        suppressions={"manual": None},
        predictions={"clv": 12.5},
        affinities={"email": Affinity(priority=1, rank="high")},
        sent=(Sent(channel="email", time=NOW),),
    )
    assert found(condition, who, now=NOW, run=RUN) == words
