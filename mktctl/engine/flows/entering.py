"""Who enters a flow: the trigger, how late it came, earlier runs, and the flow's filter."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from mktctl.engine.conditions import holds
from mktctl.engine.flows.course import course_of
from mktctl.engine.flows.date_entry import date_checks
from mktctl.engine.flows.delays import due_after
from mktctl.engine.flows.effects import Check
from mktctl.engine.flows.price_drops import news_checks
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.viewing import zone_of
from mktctl.engine.run_view import RunView
from mktctl.engine.telling import told
from mktctl.model.flow_graph import (
    DateEntry,
    DelayNode,
    EmailNode,
    ExperimentNode,
    FlowGraph,
    ListEntry,
    MetricEntry,
    ProductEntry,
    SegmentEntry,
    TextNode,
    successors,
)
from mktctl.model.profile import Event, Profile


def enters(
    graph: FlowGraph,
    name: str,
    person: Profile,
    event: Event | None,
    earlier: tuple[Run, ...],
    *,
    now: datetime,
    setting: Setting,
    changed: bool = False,
) -> tuple[bool, tuple[Check, ...]]:
    """Whether a run begins at `now`, with what was asked, up to the first no.

    `event` is what may start it; None for lists and segments, where the caller saw the person join (E7, E8), and for
    dates, where the caller looks once a day, or because the person `changed` (T1). `person` holds the event already;
    `earlier` are their runs of this flow.
    """
    checks: list[Check] = []
    for check in _asked(graph, name, person, event, earlier, now, setting, changed):
        checks.append(check)
        if not check.passed:
            return False, tuple(checks)
    return True, tuple(checks)


def _asked(
    graph: FlowGraph,
    name: str,
    person: Profile,
    event: Event | None,
    earlier: tuple[Run, ...],
    now: datetime,
    setting: Setting,
    changed: bool,
) -> Iterator[Check]:
    """The checks in their order; each is asked only when those before have passed."""
    yield Check(question="something in the flow is live or manual", passed=graph.first in course_of(graph).acting)
    starts = tuple(run.started for run in earlier)
    view = RunView(started=now, event=event, earlier=starts, salt=name)
    if isinstance(graph.entry, DateEntry):
        yield from date_checks(graph, name, person, earlier, now=now, setting=setting, changed=changed)
    else:
        yield _triggers(graph.entry, person, event, view, now)
    if isinstance(graph.entry, ProductEntry) and event is not None:
        yield from news_checks(graph.entry, person, event, now)
    if event is not None:
        yield _is_in_time(graph, person, event, now, setting)
    yield _may_enter_again(graph, starts, now)
    yield Check(question=told(graph.filter), passed=holds(graph.filter, person, now=now, run=view))


def _triggers(
    entry: MetricEntry | ListEntry | SegmentEntry | ProductEntry,
    person: Profile,
    event: Event | None,
    view: RunView,
    now: datetime,
) -> Check:
    """E3: the event's own properties, at this moment only."""
    match entry:
        case MetricEntry(metric=metric, where=where):
            right = event is not None and metric is not None and event.metric == metric
            question = f"{metric} where {told(where)}" if where.of else f"{metric}"
            return Check(question=question, passed=right and holds(where, person, now=now, run=view))
        case ListEntry(list=ref):
            return Check(question=f"on list {ref}", passed=ref is not None and ref in person.lists)
        case SegmentEntry(segment=ref):
            return Check(question=f"moved into segment {ref}", passed=ref is not None)
        case ProductEntry(about=about, where=where):
            met = event is not None and holds(where, person, now=now, run=view)
            return Check(question=f"{about} where {told(where)}" if where.of else about, passed=met)


def _is_in_time(graph: FlowGraph, person: Profile, event: Event, now: datetime, setting: Setting) -> Check:
    """E10: no older than four hours or the first delay, a week where the first message is transactional."""
    first = graph.nodes.get(graph.first or "")
    allowed = setting.options.late_event_span
    if isinstance(first, DelayNode):
        allowed = max(allowed, due_after(first, now, person_zone=zone_of(person), setting=setting) - now)
    if _is_transactional(graph):
        allowed = max(allowed, setting.options.late_transactional_span)
    age = now - event.time
    return Check(question=f"recorded within {allowed} of the event", passed=age <= allowed, value=str(age))


def _is_transactional(graph: FlowGraph) -> bool:
    """The first message that any way leads to."""
    waiting, seen = [graph.first], set[str]()
    while waiting:
        id_ = waiting.pop(0)
        if id_ is None or id_ in seen:
            continue
        seen.add(id_)
        node = graph.nodes[id_]
        match node:
            case EmailNode(transactional=transactional) | TextNode(transactional=transactional):
                return transactional
            case ExperimentNode(main=main):
                return main.transactional
        waiting.extend(successors(node))
    return False


def _may_enter_again(graph: FlowGraph, starts: tuple[datetime, ...], now: datetime) -> Check:
    """E4: counted from the last entry, whether or not that run goes on (T08)."""
    last = max(starts, default=None)
    rule = graph.reentry
    match rule.mode:
        case "never":
            return Check(question="never entered before", passed=last is None, value=_text(last))
        case "after":
            assert rule.span is not None, "after a span"
            opens = None if last is None else last + timedelta(minutes=rule.span.total_minutes)
            passed = opens is None or opens <= now
            return Check(
                question=f"last entered {rule.span} ago or more", passed=passed, value=_text(last), turns_at=opens
            )
        case "always":
            return Check(question="may enter again and again", passed=True, value=_text(last))


def _text(instant: datetime | None) -> str:
    return "never" if instant is None else instant.isoformat()
