"""FLOWTEST: one file of `tests/flows/`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.flow_tests.events import read_events
from mktctl.kinds.flow_tests.expectations import read_expectations
from mktctl.kinds.flow_tests.moments import Clock, read_dated
from mktctl.kinds.flow_tests.people import read_person, with_lists
from mktctl.kinds.flow_tests.steps import FlowNames, names_of
from mktctl.kinds.names import Names
from mktctl.kinds.report import Report, Source
from mktctl.kinds.spelling import did_you_mean, shown
from mktctl.model.flow import Flow
from mktctl.model.flow_test import Case, FlowTest, Happening, Interacted, Restocked
from mktctl.model.places import Problem

_KEYS: Final = frozenset({"flow", "start", "mode", "cases"})
_CASE_KEYS: Final = frozenset({"name", "person", "lists", "history", "events", "expect", "partial"})
_INSTEAD: Final = {"persona": "Write  person: ‹value›", "given": "Write  history:", "then": "Write  expect:"}
_LISTS_SINCE: Final = timedelta(days=365)
"""Before the start: when somebody joined the lists that `lists:` puts them on."""


def parse_flow_test(
    source: Source, names: Names, flows: Mapping[str, Flow | None]
) -> tuple[FlowTest | None, list[Problem]]:
    """The tests of one file; with an error among the problems, broken entries are left out.

    `flows` are all of the project by ref; one with mistakes is None, and what is expected of it is not questioned.
    """
    report = Report(source)
    fields = fields_of(report, source.data, (), "a test (flow, start, cases)")
    if fields is None:
        return None, report.problems
    fields.only(_KEYS, what="a file of tests")
    flow = _flow(fields, flows)
    zone = ZoneInfo(names.project.shop.timezone)
    start = None
    if fields.require("start", "When the clock of its cases starts, such as  start: 2026-11-24 10:00"):
        start = read_dated(report, fields.values["start"], fields.at("start"), zone)
    mode = fields.choice("mode", ("klaviyo", "exact"), default="klaviyo")
    if flow is None or start is None:
        return None, report.problems
    clock = Clock(start=start, zone=zone)
    cases = _cases(fields, clock, names, flow)
    made = FlowTest(flow=flow.ref, start=start, mode=mode, cases=cases)  # type: ignore[arg-type]  # one of the two
    return made, report.problems


def _flow(fields: Fields, flows: Mapping[str, Flow | None]) -> FlowNames | None:
    if not fields.require("flow", "The flow that is tested, such as  flow: welcome"):
        return None
    ref = fields.text("flow")
    if not ref:
        return None
    if ref not in flows:
        fields.error("REF001", "flow", f"no flow is called {shown(ref)}", did_you_mean(ref, flows))
        return None
    flow = flows[ref]
    return FlowNames(ref=ref) if flow is None else names_of(flow)


def _cases(fields: Fields, clock: Clock, names: Names, flow: FlowNames) -> tuple[Case, ...]:
    hint = "Write  cases:  with at least one entry of name, person, events, expect"
    if not fields.require("cases", hint):
        return ()
    made: list[Case] = []
    for index, item in enumerate(fields.items("cases", "a list of cases", fewest=1, hint=hint)):
        path = (*fields.at("cases"), index)
        one = fields_of(fields.report, item, path, "a case (name, person, events, expect)")
        case = None if one is None else _case(one, clock, names, flow)
        if case is None or one is None:
            continue
        if case.name in (earlier.name for earlier in made):
            one.error("TST004", "name", f"two cases are called {shown(case.name)}", "Give each a name of its own")
        made.append(case)
    return tuple(made)


def _case(fields: Fields, clock: Clock, names: Names, flow: FlowNames) -> Case | None:
    fields.only(_CASE_KEYS, instead=_INSTEAD, what="a case")
    fields.require("name", "What the case shows, such as  name: buys after a day")
    name = fields.text("name")
    person = read_person(fields, names)
    lists = _lists(fields, names)
    history = read_events(fields, "history", clock, names, flow)
    events = read_events(fields, "events", clock, names, flow)
    _in_time(fields, history, events, clock)
    if not fields.require("expect", "What must come of it; nothing at all is  expect: []"):
        return None
    expect = read_expectations(fields, clock, names, flow)
    if person is None:
        return None
    return Case(
        name=name,
        person=with_lists(person, lists, clock.start - _LISTS_SINCE) if lists else person,
        history=history,
        events=events,
        expect=expect,
        partial=fields.flag("partial", default=False),
        path=fields.path,
    )


def _lists(fields: Fields, names: Names) -> tuple[str, ...]:
    """`lists:`, of which the person is a member from before."""
    found = fields.texts("lists")
    known = names.project.lists
    for index, ref in enumerate(found):
        if ref and ref not in known and not names.partial:
            message = f"no list is called {shown(ref)}"
            fields.report.error("REF001", (*fields.at("lists"), index), message, did_you_mean(ref, known))
    return found


def _in_time(fields: Fields, history: tuple[Happening, ...], events: tuple[Happening, ...], clock: Clock) -> None:
    """History is behind the start, where nothing of it starts a run; events are not."""
    for one in history:
        if one.at > clock.start:
            message, hint = "this lies behind start:", "Move it to  events:,  or write  … ago"
            fields.report.error("TST004", (*one.path, "at"), message, hint)
        if isinstance(one, Interacted | Restocked):
            message, hint = "before start: the flow sent nothing", "Write the event, such as  metric: opened_email"
            fields.report.error("TST004", one.path, message, hint)
    for one in events:
        if one.at < clock.start:
            message, hint = "this lies before start:", "Move it to  history:,  where it starts nothing"
            fields.report.error("TST004", (*one.path, "at"), message, hint)
