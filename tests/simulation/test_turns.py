"""When time alone may move somebody: the daily pass, and the edges of windows."""

from datetime import UTC, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.conditions import holds
from mktctl.engine.flows.setting import Options, Setting
from mktctl.model.profile import Event
from mktctl.simulation.turns import next_pass, next_turn
from mktctl.simulation.world import World
from tests.kinds.written import condition
from tests.simulation.played import ANNA, START, at, lines, live

LAPSED = "{all: [{metric: placed_order}, {metric: placed_order, count: 0, within: 2 days}]}"


@pytest.mark.parametrize(
    ("daily", "now", "expected"),
    [
        ("00:00", "2026-11-24T09:00+00:00", "2026-11-25T00:00+00:00"),
        ("10:00", "2026-11-24T09:00+00:00", "2026-11-24T10:00+00:00"),
        ("09:00", "2026-11-24T09:00+00:00", "2026-11-25T09:00+00:00"),
        ("06:00", "2026-11-24T23:00-08:00", "2026-11-26T06:00+00:00"),
    ],
)
def test_the_next_daily_pass_is_behind_now(daily: str, now: str, expected: str) -> None:
    assert next_pass(time.fromisoformat(daily), datetime.fromisoformat(now)) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(("daily", "when"), [(time(0), "2 days, 15:00:00"), (time(10), "2 days, 1:00:00")])
def test_the_hour_of_the_daily_pass_is_an_option(daily: time, when: str) -> None:
    """An order at the very start: a moment after two days there is none in the window any more."""
    bought = msgspec.structs.replace(ANNA, events=(Event(id="1", metric="placed_order", time=START),))
    flow = live("lapsed", "trigger: {segment: vip}\n", "email: a")
    setting = Setting(zone="UTC", options=Options(daily_pass=daily))
    place = World((bought,), (flow,), segments={"vip": condition(LAPSED)[0]}, setting=setting, now=START)
    assert lines(place.play(at(days=5)))[0] == f"{when} anna enters"


@given(st.lists(st.integers(0, 96), max_size=4), st.integers(0, 48))
def test_between_two_turns_nothing_changes(hours: list[int], later: int) -> None:
    """Asked at each quarter of an hour up to the next turn, the answer stays."""
    asked = condition(LAPSED)[0]
    events = tuple(Event(id=str(ago), metric="placed_order", time=START - timedelta(hours=ago)) for ago in hours)
    person = msgspec.structs.replace(ANNA, events=events)
    now = (START + timedelta(hours=later)).astimezone(UTC)
    turn = next_turn(asked, person, now)
    assert turn > now
    quarters = (now + timedelta(minutes=15 * step) for step in range(1, 200))
    present = holds(asked, person, now=now)
    assert all(holds(asked, person, now=one) is present for one in quarters if one < turn)
