"""Generated flows: any nesting of branches and exits, every kind of step, keys as the language makes them."""

from datetime import date
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from mktctl.model.condition import (
    AfterDate,
    All,
    AnyOf,
    Condition,
    Engaged,
    EventProperty,
    Ever,
    HasEvents,
    HasProperty,
    InList,
    InTheLast,
    Not,
    NotInFlow,
    Sample,
    SinceStart,
    Test,
)
from mktctl.model.duration import Duration
from mktctl.model.flow import (
    AnyStep,
    Email,
    Exit,
    ExitIf,
    Flow,
    If,
    ListTrigger,
    ListUpdate,
    MetricTrigger,
    PropertyChange,
    Reentry,
    SecretHeader,
    SegmentTrigger,
    UpdateProfile,
    Wait,
    Webhook,
)
from mktctl.model.template import Sender
from mktctl.wire.flows.check import check_flow
from tests.support import wire_strategies as some

_STATUSES: Final = st.sampled_from(("draft", "manual", "live"))
_SENDERS: Final = st.builds(
    Sender,
    name=st.sampled_from(("Shop", "Anna at the shop")),
    email=st.just("shop@example.com"),
    reply_to=st.sampled_from((None, "help@example.com")),
)
_WEEK: Final = Duration(amount=7, unit="day")
_MOST_MENDINGS: Final = 40
_person: Final[tuple[Condition, ...]] = (
    HasProperty(name="tier", type="text", test=Test(op="is", value="a")),
    HasProperty(name="tags", type="list", test=Test(op="contains_any", value=("a", "b"))),
    HasProperty(name="points", type="number", test=Test(op="between", value=(1, 2))),
    InList(list="news"),
    HasEvents(metric="viewed", test=Test(op="is", value=0), window=SinceStart()),
    Engaged(channel="email", window=InTheLast(span=_WEEK)),
    Sample(percent=50),
)
_event: Final[tuple[Condition, ...]] = (
    EventProperty(field="$value", type="number", test=Test(op="between", value=(1, 2))),
    EventProperty(field="L", type="list", test=Test(op="contains", value="a")),
)


def _joined(leaves: tuple[Condition, ...]) -> st.SearchStrategy[Condition]:
    """One, two joined, or the opposite; what conditions can be is for the laws of conditions."""
    one = st.sampled_from(leaves)
    pair = st.tuples(one, one)
    return st.one_of(one, st.builds(All, of=pair), st.builds(AnyOf, of=pair), st.builds(Not, of=one))


about_people = _joined(_person)
emails = st.builds(
    Email,
    key=st.just(""),
    template=st.sampled_from(("hello", "reminder", "last")),
    name=st.sampled_from(("Hello", "Reminder")),
    subject=st.sampled_from(("Hello", "{{ person.first_name }}, hello")),
    preview_text=st.sampled_from(("", "More inside")),
    sender=_SENDERS,
    status=_STATUSES,
    smart_sending=st.booleans(),
    transactional=st.booleans(),
    utm=st.booleans(),
    only_if=st.one_of(st.none(), st.none(), about_people),
)
_plain_waits = st.builds(
    Wait,
    key=st.just(""),
    span=st.one_of(
        st.builds(Duration, amount=st.integers(1, 60), unit=st.sampled_from(("minute", "hour", "day", "week"))),
        st.builds(Duration, amount=st.integers(1, 5), unit=st.just("hour"), minutes=st.integers(1, 59)),
    ),
)
_waits_from_start = st.builds(
    Wait,
    key=st.just(""),
    span=st.builds(Duration, amount=st.integers(1, 90), unit=st.sampled_from(("hour", "day"))),
    from_start=st.just(True),
)
_calendar_waits = st.builds(
    Wait,
    key=st.just(""),
    span=st.builds(Duration, amount=st.integers(0, 3), unit=st.sampled_from(("day", "week"))),
    at=st.sampled_from(("09:00", "18:30")),
    weekdays=st.sampled_from(((), ("mon",), ("sat", "sun"))),
    zone=st.sampled_from(("recipient", "Europe/Paris")),
    from_start=st.sampled_from((False, False, True)),
)
waits = st.one_of(_plain_waits, _plain_waits, _waits_from_start, _calendar_waits)
webhooks = st.builds(
    Webhook,
    key=st.just(""),
    url=st.just("https://shop.example/hook"),
    name=st.just("Hook"),
    status=_STATUSES,
    headers=st.sampled_from(((), (("X", "y"),), (("Authorization", SecretHeader(secret="TOKEN")),))),
    body=st.sampled_from(("", "{}")),
)
_changes = st.sampled_from(
    (
        PropertyChange(op="set", property="lifecycle", type="text", value="sunset"),
        PropertyChange(op="set", property="it's", type="number", value=2.5),
        PropertyChange(op="set", property="member", type="boolean", value=True),
        PropertyChange(op="set", property="since", type="date", value="today"),
        PropertyChange(op="add", property="tags", type="list", value="a"),
        PropertyChange(op="remove", property="tags", type="list", value="b"),
        PropertyChange(op="unset", property="nickname", type="text"),
    )
)
updates = st.builds(
    UpdateProfile, key=st.just(""), changes=st.lists(_changes, min_size=1, max_size=3).map(tuple), status=_STATUSES
)
list_updates = st.builds(
    ListUpdate, key=st.just(""), list=st.sampled_from(some.LISTS), add=st.booleans(), status=_STATUSES
)
_exits = st.builds(Exit, key=st.just(""))
_lines = st.one_of(emails, emails, waits, waits, webhooks, updates, list_updates)


def _branched(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    listed = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.builds(
        If,
        key=st.just(""),
        condition=split_conditions,
        then=listed,
        otherwise=st.one_of(st.just(()), listed),
    )


split_conditions = st.one_of(about_people, _joined(_event), _joined((*_person, *_event)))
_stops = st.builds(ExitIf, key=st.just(""), condition=split_conditions)
_steps = st.recursive(
    st.one_of(_lines, _lines, _lines, _stops, _exits), lambda inner: st.one_of(inner, _branched(inner)), max_leaves=6
)
metric_triggers = st.builds(
    MetricTrigger,
    metric=st.just("placed_order"),
    where=st.lists(st.lists(some.event_tests, min_size=1, max_size=2).map(tuple), max_size=3).map(tuple),
)
triggers = st.one_of(
    metric_triggers,
    metric_triggers,
    st.builds(ListTrigger, list=st.just("news")),
    st.builds(SegmentTrigger, segment=st.just("first")),
)
_spans = st.builds(Duration, amount=st.integers(1, 30), unit=st.sampled_from(("hour", "day", "week")))
reentries = st.one_of(
    st.builds(Reentry, mode=st.sampled_from(("never", "always"))),
    st.builds(Reentry, mode=st.just("after"), span=_spans),
)
_once: Final = st.builds(
    HasEvents,
    metric=st.sampled_from(some.METRICS),
    test=st.builds(Test, op=st.sampled_from(("at_least", "more_than")), value=st.integers(0, 3)),
    window=st.sampled_from((Ever(), SinceStart(), AfterDate(day=date(2026, 11, 1)))),
)
_sticky = st.one_of(_once, st.builds(AnyOf, of=st.tuples(_once, _once)), st.builds(All, of=st.tuples(_once, _once)))


def keyed(steps: tuple[AnyStep, ...], prefix: str = "s") -> tuple[AnyStep, ...]:
    """The steps with a key each, unique in the flow."""
    named: list[AnyStep] = []
    for index, step in enumerate(steps):
        key = f"{prefix}-{index}"
        if isinstance(step, If):
            then, otherwise = keyed(step.then, f"{key}-t"), keyed(step.otherwise, f"{key}-e")
            named.append(msgspec.structs.replace(step, key=key, then=then, otherwise=otherwise))
        else:
            named.append(msgspec.structs.replace(step, key=key))
    return tuple(named)


steps_of_any_kind = st.lists(_steps, min_size=1, max_size=6).map(lambda steps: keyed(tuple(steps)))
"""Steps as people may write them, sensible or not."""


def mended(flow: Flow) -> Flow:
    """Without the parts that the check refuses: nearly every drawn flow becomes one that can be sent."""
    for _ in range(_MOST_MENDINGS):
        errors = [one for one in check_flow(flow, segments={}) if one.severity == "error"]
        if not errors:
            return flow
        match errors[0].path:
            case ("steps", *path):
                flow = msgspec.structs.replace(flow, steps=_without(flow.steps, path) if path else flow.steps[:2])
            case ("trigger", *_):
                flow = msgspec.structs.replace(flow, trigger=msgspec.structs.replace(flow.trigger, where=()))
            case _:
                flow = msgspec.structs.replace(flow, only_if=None, exit_when=None)
    return msgspec.structs.replace(flow, steps=flow.steps[:0])


def _without(steps: tuple[AnyStep, ...], path: list[str | int]) -> tuple[AnyStep, ...]:
    """The steps without the one at the path, which may lead into branches."""
    match path:
        case [int(index), "then", *deeper] if deeper:
            step = steps[index]
            assert isinstance(step, If)
            step = msgspec.structs.replace(step, then=_without(step.then, deeper))
        case [int(index), "else", *deeper] if deeper:
            step = steps[index]
            assert isinstance(step, If)
            step = msgspec.structs.replace(step, otherwise=_without(step.otherwise, deeper))
        case [int(index), *_]:
            return steps[:index] + steps[index + 1 :]
        case _:
            raise AssertionError(f"no step at {path}")
    return (*steps[:index], step, *steps[index + 1 :])


flows = st.builds(
    Flow,
    ref=st.just("x"),
    name=st.just("X"),
    trigger=triggers,
    reentry=reentries,
    steps=steps_of_any_kind,
    only_if=st.one_of(st.none(), about_people, st.just(NotInFlow(window=InTheLast(span=_WEEK)))),
    exit_when=st.one_of(st.none(), _sticky),
).map(mended)
"""Flows that pass `check_flow`."""
