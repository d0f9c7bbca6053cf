"""Who a date flow takes in, and for which day: looked at once a day, one day ahead, and when the date changes (T1)."""

from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from mktctl.engine.flows.catching_up import due_behind, place_at
from mktctl.engine.flows.effects import Check
from mktctl.engine.flows.occurrences import date_of, next_day
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.viewing import zone_of
from mktctl.engine.flows.zones import zone_for
from mktctl.model.flow_graph import DateEntry, FlowGraph, TargetDateNode
from mktctl.model.profile import Profile

_DAY: Final = timedelta(days=1)
_LOOK_BACK: Final = timedelta(days=400)
"""Longer than a year: the last day of any flow that comes again lies in it."""
_MOST_DAYS: Final = 1_000
"""Days of a flow that comes weekly, from the look back to a date that its trigger is months ahead of."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A day that the flow is about, and when its first step is due."""

    day: date
    due: datetime


def target_of(graph: FlowGraph, person: Profile, *, now: datetime, setting: Setting) -> Target | None:
    """The last day whose first step is due tomorrow at the latest, on the clock of its zone; None without one."""
    first = graph.nodes.get(graph.first or "")
    if not isinstance(graph.entry, DateEntry) or not isinstance(first, TargetDateNode):
        return None
    stored = date_of(graph.entry, person)
    if stored is None:
        return None
    zone = zone_for(first.zone, zone_of(person), setting)
    tomorrow = now.astimezone(zone).date() + _DAY
    found: Target | None = None
    day = next_day(graph.entry, stored, tomorrow - _LOOK_BACK)
    for _ in range(_MOST_DAYS):
        if day is None:
            break
        due = due_behind(first, graph, person, day, since=now, setting=setting)
        if due.astimezone(zone).date() > tomorrow:
            break
        found = Target(day=day, due=due)
        day = next_day(graph.entry, stored, day + _DAY)
    return found


def date_checks(
    graph: FlowGraph,
    name: str,
    person: Profile,
    earlier: tuple[Run, ...],
    *,
    now: datetime,
    setting: Setting,
    changed: bool,
) -> tuple[Check, ...]:
    """In the daily check the first step is due tomorrow; when the date `changed`, anything of it is still ahead (T2).

    Once for each day that the flow is about, unless that run ended because the date had moved away from it.
    """
    assert isinstance(graph.entry, DateEntry), "a flow of another kind"
    stored = date_of(graph.entry, person)
    is_date = Check(question=f"{graph.entry.property} is a date", passed=stored is not None, value=str(stored or ""))
    if stored is None:
        return (is_date,)
    target = target_of(graph, person, now=now, setting=setting)
    is_time = _is_ahead if changed else _is_tomorrow
    question = "something of it is ahead" if changed else "its first step is due tomorrow"
    passed = target is not None and is_time(graph, name, person, target, now, setting)
    again = target is not None and any(run.day == target.day and run.ended != "date_changed" for run in earlier)
    about = "" if target is None else str(target.day)
    return (
        is_date,
        Check(question=question, passed=passed, value="" if target is None else target.due.isoformat()),
        Check(question="not entered for this day before", passed=not again, value=about),
    )


def _is_tomorrow(graph: FlowGraph, name: str, person: Profile, target: Target, now: datetime, setting: Setting) -> bool:
    """A clock that is put forward at the hour of the check leaves out a day, which is looked at with the next."""
    first = graph.nodes[graph.first or ""]
    assert isinstance(first, TargetDateNode), f"{name} begins with its date"
    zone = zone_for(first.zone, zone_of(person), setting)
    seen_before = (now - _DAY).astimezone(zone).date() + _DAY
    return seen_before < target.due.astimezone(zone).date() <= now.astimezone(zone).date() + _DAY


def _is_ahead(graph: FlowGraph, name: str, person: Profile, target: Target, now: datetime, setting: Setting) -> bool:
    """Messages of moments that have passed are lost, what comes later stays (T2)."""
    run = Run(id="", flow=name, person=person.id, started=now, day=target.day)
    since = min(now, target.due) - _DAY
    place = place_at(graph, name, run, person, first=graph.first, since=since, now=now, setting=setting)
    return place is not None
