"""Flows about a date (T1, T2, T56): looked at a day ahead, exact days, lost messages, moved dates."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from mktctl.engine.flows.advancing import advance, start
from mktctl.engine.flows.effects import Ended, Send
from mktctl.engine.flows.entering import enters
from mktctl.engine.flows.leaving import react
from mktctl.engine.flows.run import Run
from mktctl.model.duration import Duration
from mktctl.model.flow import DateTrigger, DateWait
from mktctl.model.flow_graph import FlowGraph
from mktctl.model.profile import Profile
from tests.engine.flows.acted import ANNA, DAY, HOUR, SETTING, email, flow_of, wait


def trigger(before: int = 0, repeat: str = "yearly", **more: Any) -> DateTrigger:
    return msgspec.structs.replace(
        DateTrigger(property="birthday", before=Duration(amount=before, unit="day"), repeat="yearly", at="09:00"),
        repeat=repeat,
        **more,
    )


def on_the_day(before: int = 0) -> DateWait:
    return DateWait(key="on-the-day", before=Duration(amount=before, unit="day"), at="09:00")


BIRTHDAY = flow_of(email("gift"), on_the_day(), email("wishes"), trigger=trigger(7))
SHORT = flow_of(email("wishes"), trigger=trigger())


def born(day: str | None, zone: str = "UTC") -> Profile:
    return msgspec.structs.replace(
        ANNA, fields={**ANNA.fields, "timezone": zone}, properties={} if day is None else {"birthday": day}
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# flow, birthday, zone, when it is looked at, because it changed, whether they enter
LOOKED: dict[str, tuple[FlowGraph, str | None, str, str, bool, bool]] = {
    "T1 a day ahead": (SHORT, "1990-03-03", "UTC", "2026-03-02 00:00", False, True),
    "T1 on the day it is too late": (SHORT, "1990-03-03", "UTC", "2026-03-03 00:00", False, False),
    "T1 two days ahead it is too early": (SHORT, "1990-03-03", "UTC", "2026-03-01 00:00", False, False),
    "T1 counted ahead from the first step": (BIRTHDAY, "1990-03-10", "UTC", "2026-03-02 00:00", False, True),
    "T1 not from the date": (BIRTHDAY, "1990-03-03", "UTC", "2026-03-02 00:00", False, False),
    "T1 even before the stored year": (SHORT, "2031-03-03", "UTC", "2026-03-02 00:00", False, True),
    "on the person's own calendar": (SHORT, "1990-03-03", "Asia/Tokyo", "2026-03-01 16:00", False, True),
    "which is a day on in Tokyo": (SHORT, "1990-03-03", "UTC", "2026-03-01 16:00", False, False),
    "a date that changed: today, before the hour": (SHORT, "1990-03-03", "UTC", "2026-03-03 08:00", True, True),
    "T2 a date that changed: behind the hour of all": (SHORT, "1990-03-03", "UTC", "2026-03-03 10:00", True, False),
    "T2 a date that changed: something is ahead": (BIRTHDAY, "1990-03-06", "UTC", "2026-03-03 10:00", True, True),
    "a date that changed: too early": (SHORT, "1990-03-09", "UTC", "2026-03-03 10:00", True, False),
    "no date": (SHORT, None, "UTC", "2026-03-02 00:00", False, False),
    "no date that is one": (SHORT, "soon", "UTC", "2026-03-02 00:00", False, False),
    "T56 29 February in another year": (SHORT, "2004-02-29", "UTC", "2027-02-27 00:00", False, True),
    "once, in its year": (
        flow_of(email("e"), trigger=trigger(repeat="never")), "2026-03-03", "UTC", "2026-03-02 00:00", False, True,
    ),
    "once, in no other": (
        flow_of(email("e"), trigger=trigger(repeat="never")), "2025-03-03", "UTC", "2026-03-02 00:00", False, False,
    ),
    "every month": (
        flow_of(email("e"), trigger=trigger(repeat="monthly")), "2025-01-31", "UTC", "2026-02-27 00:00", False, True,
    ),
    "every week": (
        flow_of(email("e"), trigger=trigger(repeat="weekly")), "2025-01-01", "UTC", "2026-03-03 00:00", False, True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOKED)
def test_who_enters(name: str) -> None:
    graph, day, zone, now, changed, expected = LOOKED[name]
    entered, checks = enters(graph, "X", born(day, zone), None, (), now=at(now), setting=SETTING, changed=changed)
    assert entered is expected
    assert [one.passed for one in checks] == [True] * (len(checks) - 1) + [expected]


def test_each_day_is_entered_once_unless_the_date_had_moved_away() -> None:
    now, anna = at("2026-03-02 00:00"), born("1990-03-03")
    first = start(SHORT, "X", anna, run_id="1", event=None, now=now, setting=SETTING)
    assert first.day == date(2026, 3, 3)

    def again(earlier: Run) -> bool:
        return enters(SHORT, "X", anna, None, (earlier,), now=now + HOUR, setting=SETTING)[0]

    assert not again(first)
    moved = msgspec.structs.replace(first, ended="date_changed", ended_at=now)
    assert again(moved)
    last_year = msgspec.structs.replace(first, day=date(2025, 3, 3), ended="finished", ended_at=now)
    assert again(last_year)


def sends(graph: FlowGraph, person: Profile, now: str) -> list[tuple[str, str]]:
    """Every message of a run that begins now."""
    run = start(graph, "X", person, run_id="1", event=None, now=at(now), setting=SETTING)
    told: list[tuple[str, str]] = []
    for _ in range(20):
        if run.due is None:
            break
        run, effects = advance(graph, "X", run, person, now=run.due, setting=SETTING)
        told += [(one.node, f"{one.at:%m-%d %H:%M}") for one in effects if isinstance(one, Send)]
    assert run.ended == "finished"
    return told


WEDDING = flow_of(email("ahead"), wait(2), email("later"), on_the_day(), email("day"), trigger=trigger(7))
SENT: dict[str, tuple[FlowGraph, str, str, list[tuple[str, str]]]] = {
    "T1 a week ahead and on the day": (
        BIRTHDAY, "1990-03-10", "2026-03-02 00:00", [("gift", "03-03 09:00"), ("wishes", "03-10 09:00")],
    ),
    "T2 behind the hour of the first message it is lost, later ones stay": (
        BIRTHDAY, "1990-03-10", "2026-03-03 10:00", [("wishes", "03-10 09:00")],
    ),
    "T2 a date added in the middle begins at the right point": (
        WEDDING, "1990-03-10", "2026-03-04 10:00", [("later", "03-05 09:00"), ("day", "03-10 09:00")],
    ),
    "a countdown that has passed loses what hangs on it": (
        flow_of(email("a"), on_the_day(9), email("b"), on_the_day(), email("c"), trigger=trigger(7)),
        "1990-03-10", "2026-03-02 00:00", [("a", "03-03 09:00"), ("c", "03-10 09:00")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_when(name: str) -> None:
    graph, day, now, expected = SENT[name]
    assert sends(graph, born(day), now) == expected


def moved(days: Sequence[str | None]) -> list[str]:
    """Why a run about the first birthday ends when the date becomes the others."""
    now = at("2026-05-01 00:00")
    graph = flow_of(email("a"), on_the_day(), email("b"), trigger=trigger(30))
    run: Run = start(graph, "X", born(days[0]), run_id="1", event=None, now=now, setting=SETTING)
    run, _ = advance(graph, "X", run, born(days[0]), now=now, setting=SETTING)
    told: list[str] = []
    for number, day in enumerate(days[1:]):
        run, effects = react(graph, "X", run, born(day), now=now + number * HOUR, setting=SETTING)
        told += [one.reason for one in effects if isinstance(one, Ended)]
    return told


def test_t2_t56_a_date_that_moves_away_ends_the_run() -> None:
    assert moved(["1990-06-01", "1990-06-01", "1990-06-02"]) == ["date_changed"]
    assert moved(["1990-06-01", None]) == ["date_changed"]
    assert moved(["1990-06-01", "1991-06-01"]) == [], "the year alone moves no birthday"
    assert moved(["1990-06-01", "1990-06-01T23:00:00"]) == [], "nor does the time"


def test_t2_the_date_is_asked_before_each_action() -> None:
    run = start(BIRTHDAY, "X", born("1990-03-10"), run_id="1", event=None, now=at("2026-03-02 00:00"), setting=SETTING)
    run, _ = advance(BIRTHDAY, "X", run, born("1990-03-10"), now=at("2026-03-02 00:00"), setting=SETTING)
    assert run.due == at("2026-03-03 09:00")
    run, effects = advance(BIRTHDAY, "X", run, born("1990-03-11"), now=run.due, setting=SETTING)
    assert run.ended == "date_changed"
    assert not [one for one in effects if isinstance(one, Send)]
    assert effects[-1].checks[0].value == "1990-03-11"


def test_the_account_s_zone_counts_where_nobody_knows_the_person_s() -> None:
    anna = msgspec.structs.replace(ANNA, properties={"birthday": "1990-03-10"})
    paris = msgspec.structs.replace(SETTING, zone="Europe/Paris")
    run = start(SHORT, "X", anna, run_id="1", event=None, now=at("2026-03-09 00:00"), setting=paris)
    run, _ = advance(SHORT, "X", run, anna, now=at("2026-03-09 00:00"), setting=paris)
    assert run.due == at("2026-03-10 08:00")
    assert run.due - run.started == DAY + timedelta(hours=8)


@pytest.mark.parametrize("zone", ["Atlantic/Azores", "Europe/Paris", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize("hour", [0, 1, 12, 23])
def test_a_year_of_daily_checks_takes_everybody_in_once(zone: str, hour: int) -> None:
    """Though clocks change: in the Azores at the hour of the check itself."""
    first = at("2026-01-01 00:00") + hour * HOUR
    for day in (date(2026, 1, 10) + number * DAY for number in range(0, 350, 1 if zone == "Atlantic/Azores" else 7)):
        anna = born(day.isoformat(), zone)
        runs: list[Run] = []
        near = (day - first.date()).days
        for now in (first + number * DAY for number in range(near - 4, near + 3)):
            if enters(SHORT, "X", anna, None, tuple(runs), now=now, setting=SETTING)[0]:
                runs.append(start(SHORT, "X", anna, run_id="1", event=None, now=now, setting=SETTING))
        assert [run.day for run in runs] == [day]
