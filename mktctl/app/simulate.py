"""`mktctl simulate`: one flow, one persona, and what comes of it, offline and in virtual time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from mktctl.app.flow_testing import as_if_live, step_names
from mktctl.app.seeds import seed_event
from mktctl.app.simulate_given import moment, named_metric
from mktctl.diagnostics import UsageError
from mktctl.engine.conditions import holds
from mktctl.engine.errors import UndecidableError
from mktctl.engine.flows.compile import graph_of
from mktctl.engine.flows.occurrences import date_of
from mktctl.engine.flows.setting import Options, Setting
from mktctl.kinds.flow_tests.people import profile_of
from mktctl.kinds.spelling import did_you_mean
from mktctl.model.condition import All, Channel, Condition, HasProperty, Test
from mktctl.model.flow import Flow
from mktctl.model.flow_graph import (
    BranchesNode,
    DateEntry,
    FlowGraph,
    ListEntry,
    MetricEntry,
    ProductEntry,
    SegmentEntry,
)
from mktctl.model.flow_test import ConsentSaid, Happening, ListMoved, ProductMoved, PropertiesSet, Restocked, Tracked
from mktctl.model.profile import ConsentStatus, Profile
from mktctl.model.workspace import Workspace
from mktctl.simulation.arrivals import after
from mktctl.simulation.timeline import Entered, Lived, Story
from mktctl.simulation.world import LiveFlow, World
from mktctl.wire.conditions.names import property_name

RESTOCK: Final = "restock"
"""Beside metrics, an event of `--event`: what the person waits for is there again."""
_LOOKED_ON: Final = timedelta(days=2)
"""Behind the last event: what follows from it by a daily pass is seen."""
_DAY: Final = timedelta(days=1)
_DAYS_AHEAD: Final = 366 + 31
"""A date of the persona comes round within a year, and its messages may begin before it."""
_PLAYED_MOST: Final = timedelta(days=3 * 366)
"""Behind the start: runs that still wait then are left waiting."""
_STEPS_MAX: Final = 100_000
_MEMBER: Final = "taken to be a member"
"""The property that stands for the move into a segment; nobody else's, as a declared name has no spaces."""
_NOT_OURS: Final = "what starts this flow is Klaviyo's own and cannot be simulated"
_PRODUCT_NEWS: Final = {
    "price-drop": "the price of a product falls",
    "low-inventory": "a product is almost sold out",
}
_CONSENTS: Final[dict[str, tuple[Channel, ConsentStatus]]] = {
    "subscribed_to_email_marketing": ("email", "subscribed"),
    "unsubscribed_from_email_marketing": ("email", "unsubscribed"),
    "subscribed_to_sms_marketing": ("sms", "subscribed"),
    "unsubscribed_from_sms_marketing": ("sms", "unsubscribed"),
}
"""Events that say what somebody agreed to: without the consent they would tell half of it."""


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """What the persona did, or what was done to them, in words; `starts`: the flow's trigger."""

    at: datetime
    what: str
    starts: bool = False


class Simulated(msgspec.Struct, frozen=True, kw_only=True):
    """One flow played for one persona. `told` is in order; `zone` the account's.

    `names` maps steps to what they are called: a message's template, another step's key. `ways` maps a step and an
    id of its branches to the branch's name. `taken` are sentences about what was assumed. `waits` tells whether the
    run still goes on where the story ends.
    """

    flow: str
    persona: str
    zone: str
    start: datetime
    told: tuple[Happened | Lived, ...]
    names: dict[str, str]
    ways: dict[tuple[str, str], str] = {}
    taken: tuple[str, ...] = ()
    waits: bool = False


class _Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """How the persona comes to the flow's trigger; `happening` is None where the calendar alone starts it."""

    person: Profile
    happening: Happening | None
    what: str = ""
    segments: Mapping[str, Condition] = {}
    taken: tuple[str, ...] = ()


def simulate(
    workspace: Workspace,
    ref: str,
    persona: str,
    *,
    start: datetime,
    events: Sequence[str] = (),
    mode: str = "klaviyo",
    why: bool = False,
) -> Simulated:
    """Plays flow `ref` as if it were live. `events` are `NAME@WHEN`, such as `Placed Order@3d`.

    `mode` is `klaviyo` or `exact`; with `why` the checks say what was found and when the answer turns. Raises
    UsageError for what the project does not have, cannot be read as a moment, or only Klaviyo can decide.
    """
    flow = _flow(workspace, ref)
    person = _person(workspace, persona)
    zone = workspace.project.shop.timezone
    happenings = [_happening(workspace, text, start) for text in events]
    segments = {name: one.who for name, one in workspace.segments.items() if one.who is not None}
    for number, one in enumerate(sorted((one for one, _ in happenings if one.at < start), key=lambda one: one.at)):
        person, _ = after(person, one, f"history-{number}")
    try:
        graph = as_if_live(graph_of(flow, segments=segments), flow)
        begun = _beginning(workspace, graph, person, segments, start)
        setting = Setting(zone=zone, explain=why, options=Options(mode="exact" if mode == "exact" else "klaviyo"))
        live = LiveFlow(name=flow.ref, graph=graph, templates=dict(step_names(flow)))
        world = World([begun.person], [live], segments=begun.segments, setting=setting, now=start)
        coming = [one for one, _ in happenings if one.at >= start]
        for happening in (begun.happening, *coming):
            if happening is not None:
                world.happens(person.id, happening)
        story = _played(world, start, max((one.at for one in coming), default=start), begun.happening is None)
    except UndecidableError as problem:
        raise UsageError(f"flow/{ref} cannot be simulated: {problem}", hint="Only Klaviyo can decide that.") from None
    first = [] if begun.happening is None else [Happened(at=start, what=begun.what, starts=True)]
    told = _in_order([*first, *(Happened(at=one.at, what=what) for one, what in happenings)], story)
    waits = any(not run.is_over for run in world.runs.values())
    return Simulated(
        flow=flow.ref, persona=persona, zone=zone, start=start, told=told, names=dict(step_names(flow)),
        ways=dict(_ways(graph)), taken=begun.taken, waits=waits,
    )  # fmt: skip


def start_of(text: str, zone: str) -> datetime:
    """`2026-11-24 10:00` on the account's clock, as an instant in UTC. Raises UsageError."""
    return moment(text, zone=ZoneInfo(zone), start=None, option="--start")


def _flow(workspace: Workspace, ref: str) -> Flow:
    if ref not in workspace.flows:
        raise UsageError(f"there is no flow/{ref}", hint=did_you_mean(ref, workspace.flows))
    return workspace.flows[ref]


def _person(workspace: Workspace, persona: str) -> Profile:
    known = workspace.project.personas
    if persona not in known:
        hint = did_you_mean(persona, known) or "Declare one in mktctl.yaml, under personas:"
        message = f"no persona is called {persona!r}" if persona else "for whom? --persona names nobody"
        raise UsageError(message, hint=hint)
    return profile_of(persona, known[persona])


def _happening(workspace: Workspace, text: str, start: datetime) -> tuple[Happening, str]:
    """One `NAME@WHEN` and its words."""
    name, at_sign, when = text.rpartition("@")
    if not at_sign or not name.strip():
        raise UsageError(f"--event {text!r} does not say what and when", hint='Write it like  "Placed Order@3d"')
    zone = ZoneInfo(workspace.project.shop.timezone)
    at = moment(when, zone=zone, start=start, option=f"--event {text!r}")
    if name.strip().casefold() == RESTOCK:
        if at < start:
            raise UsageError(f"--event {text!r}: nothing is waited for yet", hint=f"Write it like  {RESTOCK}@9d")
        return Restocked(at=at), "the product is there again"
    metric = named_metric(name.strip(), workspace.project.metrics, (RESTOCK,))
    if metric.ref in _CONSENTS:
        channel, status = _CONSENTS[metric.ref]
        return ConsentSaid(at=at, channel=channel, status=status), metric.name
    return Tracked(at=at, metric=metric.ref, properties=_properties(workspace, metric.ref, at)), metric.name


def _properties(workspace: Workspace, ref: str, at: datetime) -> dict[str, Any]:
    """Those of the metric's seed, else a sample of each declared one."""
    metric = workspace.project.metrics.get(ref)
    return {} if metric is None else dict(seed_event(metric, at)["properties"])


def _beginning(
    workspace: Workspace, graph: FlowGraph, person: Profile, segments: Mapping[str, Condition], start: datetime
) -> _Beginning:
    match graph.entry:
        case MetricEntry(metric=metric) if metric is not None:
            known = workspace.project.metrics.get(metric)
            happening: Happening = Tracked(at=start, metric=metric, properties=_properties(workspace, metric, start))
            if metric in _CONSENTS:
                channel, status = _CONSENTS[metric]
                happening = ConsentSaid(at=start, channel=channel, status=status)
            what = metric if known is None else known.name
            return _Beginning(person=person, happening=happening, what=what, segments=segments)
        case ListEntry(list=ref) if ref is not None:
            joins = ListMoved(at=start, list=ref, joins=True)
            return _Beginning(person=person, happening=joins, what=f"joins the list {ref}", segments=segments)
        case SegmentEntry(segment=ref) if ref is not None:
            return _into_segment(ref, person, segments, start)
        case DateEntry():
            return _with_date(graph.entry, person, segments, start)
        case ProductEntry(about=about):
            moved = ProductMoved(at=start, about=about, properties={"ProductID": "sample"})
            return _Beginning(person=person, happening=moved, what=_PRODUCT_NEWS[about], segments=segments)
        case _:
            raise UsageError(_NOT_OURS)


def _into_segment(ref: str, person: Profile, segments: Mapping[str, Condition], start: datetime) -> _Beginning:
    """They move in at the start. Who would be in it by then leaves it as anybody would; others are taken as staying."""
    moves = PropertiesSet(at=start, properties={_MEMBER: True})
    flag = HasProperty(name=_MEMBER, type="boolean", test=Test(op="is", value=True))
    what = f"moves into the segment {ref}"
    own = segments.get(ref)
    if own is not None and holds(own, person, now=start, segments=segments):
        inside = All(of=(own, flag))
        return _Beginning(person=person, happening=moves, what=what, segments={**segments, ref: inside})
    taken = f"nothing known of {person.id} puts them in the segment {ref}; taken as a member all the time"
    return _Beginning(
        person=person, happening=moves, what=what, segments={**segments, ref: flag}, taken=(taken,)
    )  # fmt: skip


def _with_date(entry: DateEntry, person: Profile, segments: Mapping[str, Condition], start: datetime) -> _Beginning:
    """The calendar starts it. A persona without the date gets one that the first message is two days ahead of."""
    if date_of(entry, person) is not None:
        return _Beginning(person=person, happening=None, segments=segments)
    named = None if entry.property is None else property_name(entry.property)
    if named is None:
        raise UsageError(_NOT_OURS)
    name, builtin = named
    day = (start + timedelta(minutes=entry.before.total_minutes) + _LOOKED_ON).date().isoformat()
    if builtin:
        dated = msgspec.structs.replace(person, fields={**person.fields, name: day})
    else:
        dated = msgspec.structs.replace(person, properties={**person.properties, name: day})
    return _Beginning(
        person=dated, happening=None, segments=segments, taken=(f"{person.id} has no {name}; taken: {day}",)
    )


def _played(world: World, start: datetime, last: datetime, by_calendar: bool) -> Story:
    """Until all that happens is past, a date has come round, and every run is over or waits for no clock."""
    story = world.play(last + _LOOKED_ON)
    for day in range(_DAYS_AHEAD if by_calendar else 0):
        if any(isinstance(one.what, Entered) for one in story.lived):
            break
        story = world.play(max(world.now, start + day * _DAY))
    for _ in range(_STEPS_MAX):
        due = world.next_due
        if due is None or due > start + _PLAYED_MOST:
            return story
        story = world.play(due)
    raise AssertionError("a run that never ends")


def _in_order(happened: Sequence[Happened], story: Story) -> tuple[Happened | Lived, ...]:
    """At one instant first what happens, then what comes of it."""
    told: list[Happened | Lived] = [*happened, *story.lived]
    return tuple(sorted(told, key=lambda one: (one.at, isinstance(one, Lived))))


def _ways(graph: FlowGraph) -> Iterator[tuple[tuple[str, str], str]]:
    for node in graph.nodes.values():
        if isinstance(node, BranchesNode):
            for one in node.branches:
                yield (node.id, one.id), one.name
