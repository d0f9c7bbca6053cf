"""Delays: the table of clock changes, the scenarios T12 to T22 of waiting, and what the options turn."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktctl.engine.flows.delays import day_before
from mktctl.engine.flows.setting import Options, Setting
from mktctl.engine.flows.zones import instant_at, zone_for
from mktctl.model.duration import Duration
from tests.support.waits import NEW_YORK, due

LINES = (Path(__file__).parent / "clock_changes.txt").read_text(encoding="utf-8").splitlines()[1:]
LOS_ANGELES = "America/Los_Angeles"


@pytest.mark.parametrize("line", LINES)
def test_each_wait_across_each_clock_change(line: str) -> None:
    zone, entered, wait, expected = line.split(" | ")
    assert due(wait, entered, zone) == datetime.fromisoformat(expected)


def test_the_table_has_six_zones_two_changes_and_all_forms() -> None:
    rows = [line.split(" | ") for line in LINES]
    assert len({zone for zone, *_ in rows}) == 6
    assert len(rows) == len({tuple(row[:3]) for row in rows}) == 6 * 2 * 15


@pytest.mark.parametrize(
    ("zone", "entered", "wait", "expected"),
    [
        pytest.param(
            "Asia/Tokyo", "2023-12-20 08:00", "0 days until 05:00 on thu", "2023-12-21 05:00+09:00",
            id="T12-the-weekday-is-the-local-one",
        ),
        pytest.param(
            "Asia/Tokyo", "2023-12-20 08:00", "1 day until 05:00 on thu", "2023-12-21 05:00+09:00",
            id="T12-a-day-on",
        ),
        pytest.param(
            LOS_ANGELES, "2024-03-09 17:00", "0 days until 16:00", "2024-03-10 16:00-07:00",
            id="T13-the-offset-is-that-of-the-day",
        ),
        pytest.param(LOS_ANGELES, "2024-03-09 10:00", "1 day", "2024-03-10 11:00-07:00", id="T14-24-hours"),
        pytest.param(
            LOS_ANGELES, "2024-03-09 10:00", "1 day until 10:00", "2024-03-10 10:00-07:00", id="T14-a-calendar-day"
        ),
        pytest.param(LOS_ANGELES, "2024-03-09 12:00", "1 day until 02:30", "2024-03-10 03:00-07:00", id="T15-gap"),
        pytest.param(
            LOS_ANGELES, "2024-11-02 12:00", "1 day until 01:30", "2024-11-03 01:30-07:00", id="T15-the-first-of-two"
        ),
        pytest.param(
            "Europe/Paris", "2026-10-24 20:00", "1 day until 07:30", "2026-10-25 07:30+01:00",
            id="T17-once-at-the-new-clock",
        ),
        pytest.param(
            "Europe/Paris", "2026-10-25 08:00", "0 days until 07:30", "2026-10-26 07:30+01:00",
            id="T17-not-again-on-the-same-day",
        ),
        pytest.param("America/New_York", "2026-05-05 15:20", "0 days until 15:00", "2026-05-06 15:00-04:00", id="T21"),
        pytest.param(
            "America/New_York", "2026-05-05 15:00", "0 days until 15:00", "2026-05-05 15:00-04:00",
            id="T21-on-the-dot-is-not-passed",
        ),
        pytest.param(
            "Europe/Paris", "2026-12-01 10:00", "0 days before 2026-12-24 until 09:00", "2026-12-24 09:00+01:00",
            id="T22-countdown",
        ),
        pytest.param(
            "Europe/Paris", "2026-12-01 10:00", "target 2026-12-24 until 09:00", "2026-12-24 09:00+01:00",
            id="T22-target-date",
        ),
        pytest.param("UTC", "2026-05-05 10:00", "2 days on mon wed fri", "2026-05-08 10:00+00:00", id="D5"),
        pytest.param("UTC", "2026-05-05 14:00", "1 day until 15:00", "2026-05-06 15:00+00:00", id="D3-before"),
        pytest.param("UTC", "2026-05-05 16:00", "1 day until 15:00", "2026-05-06 15:00+00:00", id="D3-behind"),
        pytest.param("UTC", "2026-05-06 16:00", "0 days until 15:00 on wed", "2026-05-13 15:00+00:00", id="D8-a-week"),
        pytest.param(
            "Pacific/Apia", "2011-12-29 10:00", "1 day until 09:00", "2011-12-31 00:00+14:00", id="a-day-left-out"
        ),
    ],
)  # fmt: skip
def test_scenario(zone: str, entered: str, wait: str, expected: str) -> None:
    assert due(wait, entered, zone) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("unknown", [None, "", "Mars/Phobos", "../../etc/passwd", "America"])
def test_t18_an_unknown_zone_is_the_accounts(unknown: str | None) -> None:
    amsterdam = Setting(zone="Europe/Amsterdam")
    found = due("0 days until 09:00", "2026-07-01 00:00+00:00", unknown, amsterdam)
    assert found == datetime(2026, 7, 1, 7, 0, tzinfo=UTC)


def test_t19_the_next_delay_uses_the_new_zone() -> None:
    first = due("1 day until 09:00", "2026-05-05 12:00", "America/New_York")
    second = due("1 day until 09:00", first.isoformat(), LOS_ANGELES)
    assert (first.hour, second - first) == (13, timedelta(hours=27))


@pytest.mark.parametrize(("zone", "hour"), [("UTC", 9), ("Asia/Kolkata", 3), ("profile", 16)])
def test_a_step_may_name_its_zone(zone: str, hour: int) -> None:
    assert due(f"1 day until 09:00 in {zone}", "2026-05-05 02:00+00:00", LOS_ANGELES).hour == hour


@pytest.mark.parametrize(
    ("option", "entered", "wait", "expected"),
    [
        (Options(skipped_time="shifted"), "2024-03-09 12:00", "1 day until 02:30", "2024-03-10 03:30-07:00"),
        (Options(repeated_time="second"), "2024-11-02 12:00", "1 day until 01:30", "2024-11-03 01:30-08:00"),
        (Options(passed_time="at_once"), "2026-05-05 15:20", "0 days until 15:00", "2026-05-05 15:20-07:00"),
        (Options(untimed_day="midnight"), "2026-05-05 10:00", "2 days on mon wed fri", "2026-05-08 00:00-07:00"),
        (Options(untimed_day="midnight"), "2026-05-05 10:00", "2 days on thu", "2026-05-07 10:00-07:00"),
        (Options(untimed_day="midnight"), "2026-05-05 10:00", "2 days before 2026-05-28", "2026-05-26 00:00-07:00"),
    ],
)
def test_what_the_options_turn(option: Options, entered: str, wait: str, expected: str) -> None:
    found = due(wait, entered, LOS_ANGELES, Setting(zone="UTC", options=option))
    assert found == datetime.fromisoformat(expected)


def test_a_target_date_is_ahead_of_the_date_and_may_have_passed() -> None:
    week = Duration(amount=1, unit="week")
    found = due("target 2026-05-20 until 09:00", "2026-05-14 10:00", "Europe/Paris", ahead=week)
    assert found == datetime.fromisoformat("2026-05-13 09:00+02:00")


def test_between_the_two_occurrences_the_time_has_passed() -> None:
    """06:15 UTC is the second 01:15 of that night in New York."""
    found = due("0 days until 01:30", "2026-11-01 06:15+00:00", "America/New_York")
    assert found == datetime.fromisoformat("2026-11-02 01:30-05:00")


def test_a_date_that_is_not_there_is_not_waited_for() -> None:
    assert due("2 days before until 09:00", "2026-05-14 10:00", "UTC") == datetime(2026, 5, 14, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-03-31", 1, "2026-02-28"), ("2028-03-31", 1, "2028-02-29"), ("2026-01-15", 13, "2024-12-15")],
)
def test_months_ahead_of_a_date(day: str, months: int, expected: str) -> None:
    found = day_before(date.fromisoformat(day), Duration(amount=months, unit="month"))
    assert found == date.fromisoformat(expected)


ZONES = st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "UTC"])
MOMENTS = st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2030-12-31"))


@given(MOMENTS, ZONES)
def test_an_instant_shows_its_time_or_is_the_first_behind_the_jump(local: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    instant = instant_at(local, zone, Options())
    shown = instant.astimezone(zone).replace(tzinfo=None, fold=0)
    assert shown == local or (
        shown > local and (instant - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None) < local
    )
    if shown == local:
        earlier = [instant - timedelta(minutes=step) for step in range(1, 121)]
        assert all(one.astimezone(zone).replace(tzinfo=None) != local for one in earlier)


@settings(max_examples=60, deadline=None)
@given(MOMENTS, ZONES, st.integers(0, 9), st.times(), st.sets(st.sampled_from(["mon", "wed", "sat"])))
def test_a_clock_that_steps_by_minutes_agrees(local: datetime, name: str, days: int, at: time, on: set[str]) -> None:
    zone, clock = ZoneInfo(name), at.replace(second=0, microsecond=0)
    moment = local.replace(tzinfo=zone, second=0, microsecond=0).astimezone(UTC)
    words = f"{days} days until {clock:%H:%M}" + (f" on {' '.join(sorted(on))}" if on else "")
    assert due(words, moment.isoformat(), name) == stepped(moment, zone, days, clock, on)


def stepped(moment: datetime, zone: ZoneInfo, days: int, clock: time, on: set[str]) -> datetime:
    """Day by day, the first minute at which the clock shows the time, or more; the first that is not over."""
    first = moment.astimezone(zone).date() + timedelta(days=days)
    for day in (first + timedelta(days=ahead) for ahead in range(9)):
        wanted = datetime.combine(day, clock)
        minutes = (wanted.replace(tzinfo=UTC) + timedelta(minutes=step) for step in range(-16 * 60, 16 * 60))
        shown = next(one for one in minutes if one.astimezone(zone).replace(tzinfo=None) >= wanted)
        if shown >= moment and (not on or f"{day:%a}".lower() in on):
            return shown
    raise AssertionError("no such day")


def test_the_zone_of_a_step_that_nobody_knows_is_the_accounts() -> None:
    assert zone_for("Nowhere/Land", "Europe/Paris", NEW_YORK) == ZoneInfo("America/New_York")
