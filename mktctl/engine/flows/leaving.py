"""Leaving a flow for good, whatever step is ahead: a filter that can never pass again (P8), a date that moved (T2)."""

from datetime import datetime

import msgspec

from mktctl.engine.conditions import holds
from mktctl.engine.flows.course import course_of
from mktctl.engine.flows.effects import AnyEffect, Check, Ended
from mktctl.engine.flows.occurrences import date_of, occurs_on
from mktctl.engine.flows.run import EndReason, Run
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.viewing import view
from mktctl.engine.telling import told
from mktctl.model.flow_graph import DateEntry, FlowGraph
from mktctl.model.profile import Event, Profile


def react(
    graph: FlowGraph,
    name: str,
    run: Run,
    person: Profile,
    *,
    now: datetime,
    setting: Setting,
    happened: Event | None = None,
) -> tuple[Run, tuple[AnyEffect, ...]]:
    """The run after something about the person changed, which `person` holds already; `happened` when it was an event.

    It ends at once when a part of the flow's filter failed that can never pass again (T26), or when the date moved
    that a date flow is about. Every other failure only skips (F1).
    """
    del setting
    if run.is_over or (happened is not None and happened.time > now):
        return run, ()
    reason, checks = left_because(graph, name, run, person, now=now)
    if reason is None:
        return run, ()
    effect = Ended(node=run.node or "", at=now, checks=checks, reason=reason)
    return ended(run, reason, now=now), (effect,)


def left_because(
    graph: FlowGraph, name: str, run: Run, person: Profile, *, now: datetime
) -> tuple[EndReason | None, tuple[Check, ...]]:
    """Why the person has left, with what was asked; None while they have not."""
    if isinstance(graph.entry, DateEntry) and run.day is not None:
        stored = date_of(graph.entry, person)
        if stored is None or not occurs_on(graph.entry, stored, run.day):
            check = Check(question=f"the date is still {run.day}", passed=False, value=str(stored or "not set"))
            return "date_changed", (check,)
    seen = view(run, name)
    for part in course_of(graph).lasting:
        if not holds(part, person, now=now, run=seen):
            return "exit_when", (Check(question=told(part), passed=False),)
    return None, ()


def restocked(run: Run, *, now: datetime) -> Run:
    """The run when the product that it waits for is there again: the step ahead is due (T4)."""
    assert run.awaited == "stock", f"run {run.id} waits for {run.awaited}"
    return msgspec.structs.replace(run, awaited="time", due=now)


def ended(run: Run, reason: EndReason, *, now: datetime) -> Run:
    """The run, over; `node` stays as the step that was ahead."""
    return msgspec.structs.replace(run, due=None, awaited="time", ended=reason, ended_at=now)
