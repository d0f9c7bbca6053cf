"""Rules of the evaluator that no single case of the wire shows: runs, sums, samples, funnels, what cannot be known."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.conditions import holds
from mktctl.engine.errors import UndecidableError
from mktctl.engine.moments import instant_of
from mktctl.engine.regions import lies_in_region
from mktctl.engine.run_view import RunView
from mktctl.engine.sampling import falls_into
from mktctl.model.condition import (
    All,
    Anniversary,
    AnyOf,
    Condition,
    DateTest,
    Engaged,
    EventProperty,
    EventTest,
    Ever,
    Funnel,
    FunnelStep,
    HasCustomObject,
    HasEvents,
    HasProperty,
    InSegment,
    InTheLast,
    Not,
    NotInFlow,
    Raw,
    Sample,
    SinceStart,
    Test,
)
from mktctl.model.duration import Duration
from mktctl.model.profile import Event, Profile
from tests.support import wire_strategies as some
from tests.support.wire_cases import NOW, STARTED

ONCE = Test(op="at_least", value=1)
NOBODY = Profile(id="1")


def days(amount: int) -> Duration:
    return Duration(amount=amount, unit="day")


def order(id: str, ago: timedelta, value: float | None = None, **properties: Any) -> Event:
    return Event(id=id, metric="placed_order", time=NOW - ago, value=value, properties=properties)


def with_events(*events: Event) -> Profile:
    return Profile(id="1", events=events)


def met(condition: Condition, profile: Profile, run: RunView | None = None, now: datetime = NOW) -> bool:
    return holds(condition, profile, now=now, run=run)


def test_the_order_that_started_the_run_is_not_a_new_one() -> None:
    """P24, F2."""
    bought = HasEvents(metric="placed_order", test=ONCE, window=SinceStart())
    starter = order("o1", timedelta(days=2))
    run = RunView(started=starter.time, event=starter)
    again = order("o2", timedelta(days=2))
    assert not met(bought, with_events(starter), run)
    assert met(bought, with_events(starter, again), run)
    assert met(HasEvents(metric="placed_order", test=ONCE, window=Ever()), with_events(starter), run)


def test_an_order_leaves_the_window_to_the_second() -> None:
    """T33: ordered in the last 30 days, in exact mode."""
    lately = HasEvents(metric="placed_order", test=ONCE, window=InTheLast(span=days(30)))
    buyer = with_events(order("o", timedelta(0)))
    assert met(lately, buyer, now=NOW + timedelta(days=30))
    assert not met(lately, buyer, now=NOW + timedelta(days=30, seconds=1))


def test_country_unset_is_neither_a_value_nor_another() -> None:
    """T32, G1."""
    elsewhere = HasProperty(name="country", builtin=True, type="text", test=Test(op="is_not", value="US"))
    unset = HasProperty(name="country", builtin=True, type="text", test=Test(op="exists", value=False))
    assert not met(elsewhere, NOBODY)
    assert met(unset, NOBODY)
    assert met(Not(of=HasProperty(name="country", builtin=True, type="text", test=Test(op="is", value="US"))), NOBODY)


def test_sums_are_money() -> None:
    """0.1 + 0.2 is 0.3; `$value` may stand among the properties; an order without a value adds nothing."""
    exactly = HasEvents(metric="placed_order", measure="sum", test=Test(op="is", value=0.3), window=Ever())
    assert met(exactly, with_events(order("a", timedelta(1), 0.1), order("b", timedelta(2), 0.2)))
    assert met(exactly, with_events(order("a", timedelta(1), **{"$value": 0.3}), order("b", timedelta(2))))


def test_tomorrow_has_not_happened() -> None:
    """Events may carry a time up to a year ahead (E12)."""
    bought = HasEvents(metric="placed_order", test=ONCE, window=Ever())
    assert not met(bought, with_events(order("a", timedelta(days=-1))))


def test_every_test_of_an_event_must_hold_for_one_and_the_same() -> None:
    where = tuple(EventTest(field=field, type="text", test=Test(op="is", value="x")) for field in ("A", "B"))
    both = HasEvents(metric="placed_order", test=ONCE, window=Ever(), where=where)
    assert not met(both, with_events(order("a", timedelta(1), A="x"), order("b", timedelta(1), B="x")))
    assert met(both, with_events(order("a", timedelta(1), A="x", B="x")))


@pytest.mark.parametrize(
    ("metric", "properties", "engaged"),
    [
        ("opened_email", {"Apple Privacy Open": False}, True),
        ("opened_email", {"Apple Privacy Open": True}, False),
        ("opened_email", {}, False),
        ("clicked_email", {"Bot Click": False}, True),
        ("clicked_email", {"Bot Click": True}, False),
        ("received_email", {}, False),
    ],
)
def test_machines_do_not_engage(metric: str, properties: dict[str, Any], engaged: bool) -> None:
    """X5, P21."""
    event = Event(id="e", metric=metric, time=NOW, properties=properties)
    assert met(Engaged(channel="email", window=Ever()), with_events(event)) is engaged


VIEWED, BOUGHT, LEFT = (FunnelStep(metric=name, did=True) for name in ("viewed", "placed_order", "left"))


def funnel(*steps: FunnelStep, within: str | None = "1 day") -> Funnel:
    return Funnel(steps=steps, window=InTheLast(span=days(30)), complete_within=within)


def did(name: str, hours_ago: float) -> Event:
    return Event(id=f"{name}{hours_ago}", metric=name, time=NOW - timedelta(hours=hours_ago))


FUNNELS: dict[str, tuple[Funnel, tuple[Event, ...], bool]] = {
    "in order": (funnel(VIEWED, BOUGHT), (did("viewed", 5), did("placed_order", 4)), True),
    "the other way round": (funnel(VIEWED, BOUGHT), (did("viewed", 4), did("placed_order", 5)), False),
    "too late": (funnel(VIEWED, BOUGHT), (did("viewed", 50), did("placed_order", 4)), False),
    "without a limit": (funnel(VIEWED, BOUGHT, within=None), (did("viewed", 50), did("placed_order", 4)), True),
    "a second try": (funnel(VIEWED, BOUGHT), (did("viewed", 50), did("viewed", 5), did("placed_order", 4)), True),
    "began outside the window": (
        funnel(VIEWED, BOUGHT, within=None),
        (did("viewed", 999), did("placed_order", 4)),
        False,
    ),
    "did not": (funnel(VIEWED, FunnelStep(metric="left", did=False)), (did("viewed", 5),), True),
    "did": (funnel(VIEWED, FunnelStep(metric="left", did=False)), (did("viewed", 5), did("left", 4)), False),
    "did not in between": (
        funnel(VIEWED, FunnelStep(metric="left", did=False), BOUGHT),
        (did("viewed", 5), did("placed_order", 4), did("left", 3)),
        True,
    ),
    "did in between": (
        funnel(VIEWED, FunnelStep(metric="left", did=False), BOUGHT),
        (did("viewed", 5), did("left", 4.5), did("placed_order", 4)),
        False,
    ),
}


@pytest.mark.parametrize("name", FUNNELS)
def test_a_funnel(name: str) -> None:
    condition, events, expected = FUNNELS[name]
    assert met(condition, with_events(*events)) is expected


@pytest.mark.parametrize(
    ("birthday", "today", "expected"),
    [
        ("2000-02-29", date(2027, 2, 28), True),
        ("2000-02-29", date(2028, 2, 28), False),
        ("2000-02-29", date(2028, 2, 29), True),
        ("2027-03-01", date(2026, 3, 1), True),
    ],
)
def test_an_anniversary(birthday: str, today: date, expected: bool) -> None:
    """T56: 29 February is kept on the 28th; T1: a yearly date counts even before its own year."""
    condition = HasProperty(name="b", type="date", test=DateTest(when=Anniversary(span="today")))
    now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    assert met(condition, Profile(id="1", properties={"b": birthday}), now=now) is expected


@pytest.mark.parametrize("value", [None, 5, "soon", ["2026-01-01"]])
def test_what_is_no_date_lies_nowhere(value: Any) -> None:
    assert instant_of(value) is None
    condition = HasProperty(name="b", type="date", test=DateTest(when=InTheLast(span=days(30))))
    assert not met(condition, Profile(id="1", properties={"b": value}))


def test_dates_are_read_from_what_profiles_hold() -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert instant_of(date(2026, 5, 1)) == datetime(2026, 5, 1, tzinfo=UTC)
    assert instant_of("2026-05-01T14:00:00+02:00") == noon
    assert instant_of("2026-05-01T12:00:00") == noon
    assert instant_of(noon) == noon


@pytest.mark.parametrize("country", ["FR", "FRA", "France", "france", " fr "])
def test_a_country_has_several_names(country: str) -> None:
    assert lies_in_region(country, "eu")
    assert not lies_in_region(country, "us")


@pytest.mark.parametrize("country", ["GB", "United Kingdom", "CH", "", None])
def test_the_union_has_borders(country: str | None) -> None:
    assert not lies_in_region(country, "eu")


def test_a_sample_has_its_size() -> None:
    """10,000 keys: within four standard deviations of the share."""
    for percent in (1, 20, 50, 99):
        share = sum(falls_into(percent, f"person-{n}", "flow/welcome") for n in range(10_000))
        deviation = (10_000 * percent / 100 * (1 - percent / 100)) ** 0.5
        assert abs(share - 100 * percent) < 4 * deviation


def test_another_split_draws_another_sample() -> None:
    """People with the same luck everywhere would get every first variant."""
    one = [falls_into(50, f"p{n}", "one") for n in range(1_000)]
    other = [falls_into(50, f"p{n}", "other") for n in range(1_000)]
    assert 400 < sum(left == right for left, right in zip(one, other, strict=True)) < 600


@given(key=st.text(max_size=8), salt=st.text(max_size=8), percent=st.integers(1, 98))
def test_a_larger_sample_holds_the_smaller(key: str, salt: str, percent: int) -> None:
    assert not falls_into(percent, key, salt) or falls_into(percent + 1, key, salt)
    assert falls_into(percent, key, salt) == falls_into(percent, key, salt)


def test_a_sample_goes_by_the_run_and_the_person() -> None:
    people = [Profile(id=str(n)) for n in range(200)]
    drawn = [
        [met(Sample(percent=50), one, RunView(started=STARTED, salt=salt)) for one in people]
        for salt in ("a", "a", "b")
    ]
    assert drawn[0] == drawn[1] != drawn[2]


def test_not_in_this_flow_counts_earlier_runs() -> None:
    """E5."""
    recently = NotInFlow(window=InTheLast(span=days(7)))
    assert met(recently, NOBODY)
    assert met(recently, NOBODY, RunView(started=NOW))
    assert met(recently, NOBODY, RunView(started=NOW, earlier=(NOW - timedelta(days=8),)))
    assert not met(recently, NOBODY, RunView(started=NOW, earlier=(NOW - timedelta(days=6),)))


def test_an_event_of_another_metric_has_no_such_property() -> None:
    run = RunView(started=NOW, event=order("o", timedelta(0), Color="red"))
    is_red = Test(op="is", value="red")
    assert met(EventProperty(field="Color", type="text", test=is_red), NOBODY, run)
    assert met(EventProperty(field="Color", type="text", test=is_red, metric="placed_order"), NOBODY, run)
    assert not met(EventProperty(field="Color", type="text", test=is_red, metric="viewed"), NOBODY, run)
    assert not met(EventProperty(field="Color", type="text", test=is_red), NOBODY, RunView(started=NOW))


@pytest.mark.parametrize(
    "condition",
    [
        Raw(json={"type": "profile-mood"}),
        HasCustomObject(object_type_id="1", relationship_id="2", test=ONCE),
        InSegment(segment="elsewhere"),
        HasEvents(metric="m", test=ONCE, window=SinceStart()),
        Engaged(channel="email", window=SinceStart()),
        EventProperty(field="Color", type="text", test=Test(op="is", value="red")),
    ],
)
def test_what_cannot_be_known_is_said(condition: Condition) -> None:
    with pytest.raises(UndecidableError):
        met(condition, NOBODY)


def test_nothing_asked_and_nothing_possible() -> None:
    assert met(All(of=()), NOBODY)
    assert not met(AnyOf(of=()), NOBODY)


@given(condition=some.conditions(st.one_of(some.in_segments, some.in_splits)), profile=some.profiles)
def test_not_is_everybody_else(condition: Condition, profile: Profile) -> None:
    run = RunView(started=STARTED)
    assert met(Not(of=condition), profile, run) != met(condition, profile, run)


@given(condition=some.conditions(some.in_segments), profile=some.profiles)
def test_the_order_of_a_history_says_nothing(condition: Condition, profile: Profile) -> None:
    backwards = Profile(**{**{name: getattr(profile, name) for name in profile.__struct_fields__},
                           "events": profile.events[::-1]})  # fmt: skip
    assert met(condition, backwards) == met(condition, profile)
