"""Generated workspaces: every kind, step, trigger and status of the language, and versions of one workspace.

Refs come from small pools, so that two versions of one workspace share some. What the platform cannot express is not
drawn: the checks of `wire` decide.
"""

import functools
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from hypothesis import strategies as st

from mktctl.diagnostics import Place, Severity
from mktctl.kinds.report import Report
from mktctl.kinds.steps.keys import with_keys
from mktctl.model import condition as c
from mktctl.model.address import Address
from mktctl.model.duration import Duration
from mktctl.model.flow import (
    AnyStep,
    DateTrigger,
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
    Status,
    StockWait,
    Trigger,
    UpdateProfile,
    Wait,
    Webhook,
)
from mktctl.model.places import Path
from mktctl.model.project import Brand, EventField, Metric, Project, SandboxSettings, Shop
from mktctl.model.segment import ContactList, Segment
from mktctl.model.template import EmailTemplate, Sender
from mktctl.model.workspace import Workspace
from mktctl.wire.flows.check import check_flow
from mktctl.wire.flows.tree import action_count
from mktctl.wire.segments import check_segment
from tests.support.generated_branches import split_of, switch_of, with_ways
from tests.support.generated_campaigns import edited_campaigns, some_campaigns
from tests.support.generated_messages import tested, texts

SECRETS = {"SHOP_TOKEN": "t0p-s3cr3t", "OTHER_TOKEN": "mientior"}
LISTS = ("newsletter", "waitlist", "testers")
METRICS = ("registered", "placed_order", "cart_abandoned")
TEMPLATES = tuple(f"mail-{letter}" for letter in "abcdefgh")
ACTIONS_MAX = 30
_RANK: dict[Status, int] = {"draft": 0, "manual": 1, "live": 2}
_STATUSES: tuple[Status, ...] = ("draft", "manual", "live")
_SENDER = Sender(name="Mientior", email="hello@mientior.example")
_WORDS = st.sampled_from(
    ("A gift", "Still there?", "10 % off & more", "«Merci»", "{{ person.first_name|default:'you' }}")
)
_TAGS = st.lists(st.sampled_from(("git", "retention", "vip")), unique=True, max_size=2).map(tuple)


@functools.cache
def spans(*units: str) -> st.SearchStrategy[Duration]:
    """Whole spans in one of the units."""
    return st.builds(Duration, amount=st.integers(1, 20), unit=st.sampled_from(units))


# Conditions

_TEXT_TESTS = st.one_of(
    st.builds(c.Test, op=st.sampled_from(("is", "is_not")), value=st.sampled_from(("gold", "silver"))),
    st.just(c.Test(op="in", value=("gold", "silver"))),
    st.builds(c.Test, op=st.sampled_from(("contains", "starts_with")), value=st.just("go")),
    st.builds(c.Test, op=st.just("exists"), value=st.booleans()),
)
_NUMBER_TESTS = st.builds(
    c.Test, op=st.sampled_from(("is", "at_least", "less_than", "more_than", "at_most")), value=st.integers(0, 90)
)
_PEOPLE = st.one_of(
    st.builds(c.HasProperty, name=st.just("tier"), type=st.just("text"), test=_TEXT_TESTS),
    st.builds(c.HasProperty, name=st.just("orders"), type=st.just("number"), test=_NUMBER_TESTS),
    st.just(c.HasProperty(name="vip", type="boolean", test=c.Test(op="is", value=True))),
    st.builds(
        c.HasProperty,
        name=st.just("birthday"),
        type=st.just("date"),
        test=st.builds(
            c.DateTest,
            when=st.one_of(
                st.builds(c.InTheLast, span=spans("day", "week")),
                st.builds(c.BeforeDate, day=st.just(date(2026, 5, 1))),
            ),
        ),
    ),
    st.just(c.HasProperty(name="city", type="text", builtin=True, test=c.Test(op="is", value="Paris"))),
    st.builds(c.InList, list=st.sampled_from(LISTS), member=st.booleans()),
    st.just(c.Consent(channel="email")),
    st.builds(c.Not, of=st.builds(c.HasProperty, name=st.just("tier"), type=st.just("text"), test=_TEXT_TESTS)),
)
_WHERE = st.sampled_from(
    (
        (),
        (c.EventTest(field="$value", type="number", test=c.Test(op="at_least", value=20)),),
        (
            c.EventTest(field="$value", type="number", test=c.Test(op="more_than", value=5)),
            c.EventTest(field="Kind", type="text", test=c.Test(op="is", value="shoes")),
        ),
    )
)


@functools.cache
def _events(windows: st.SearchStrategy[c.Window]) -> st.SearchStrategy[c.Condition]:
    counts = st.builds(c.Test, op=st.sampled_from(("at_least", "less_than", "is")), value=st.integers(1, 4))
    return st.builds(c.HasEvents, metric=st.sampled_from(METRICS), test=counts, window=windows, where=_WHERE)


_WINDOWS = st.one_of(st.just(c.Ever()), st.builds(c.InTheLast, span=spans("day", "week")))
_RUN_WINDOWS = st.one_of(_WINDOWS, st.just(c.SinceStart()))
_EVENT = st.builds(
    c.EventProperty, field=st.just("$value"), type=st.just("number"), test=_NUMBER_TESTS, metric=st.none()
)


def joined(leaves: st.SearchStrategy[c.Condition]) -> st.SearchStrategy[c.Condition]:
    """A leaf, all of some, or any of some."""
    several = st.lists(leaves, min_size=2, max_size=3).map(tuple)
    return st.one_of(leaves, st.builds(c.All, of=several), st.builds(c.AnyOf, of=several))


@functools.cache
def about_people(segments: tuple[str, ...]) -> st.SearchStrategy[c.Condition]:
    """What a flow may ask about a person; segments are inlined."""
    inlined = [st.sampled_from([c.InSegment(segment=ref) for ref in segments])] if segments else []
    return joined(st.one_of(_PEOPLE, _events(_RUN_WINDOWS), *inlined))


_GONE_FOR_GOOD = st.builds(
    c.HasEvents,
    metric=st.sampled_from(METRICS),
    test=st.builds(c.Test, op=st.just("at_least"), value=st.integers(1, 3)),
    window=st.sampled_from((c.SinceStart(), c.Ever())),
)


# Steps; their keys are given at the end, as the reader of files does


@functools.cache
def _status(most: Status) -> st.SearchStrategy[Status]:
    return st.one_of(st.just(most), st.sampled_from([one for one in _STATUSES if _RANK[one] <= _RANK[most]]))


@st.composite
def waits(draw: st.DrawFn) -> Wait:
    """Every form of a wait; those that count from the start are long enough."""
    form = draw(st.sampled_from(("short", "minutes", "days", "calendar", "from_start")))
    if form == "short":
        return Wait(key="", span=draw(spans("minute", "hour")))
    if form == "minutes":
        return Wait(key="", span=Duration(amount=draw(st.integers(1, 5)), unit="hour", minutes=30))
    if form == "from_start":
        return Wait(key="", span=Duration(amount=draw(st.integers(400, 500)), unit="day"), from_start=True)
    if form == "days":
        return Wait(key="", span=draw(spans("day", "week")))
    return Wait(
        key="",
        span=draw(spans("day")),
        at=draw(st.sampled_from((None, "09:00", "18:30"))),
        weekdays=draw(st.sampled_from(((), ("mon", "fri")))),
        zone=draw(st.sampled_from(("recipient", "Europe/Paris"))),
    )


@functools.cache
def emails(most: Status, segments: tuple[str, ...]) -> st.SearchStrategy[Email]:
    return st.builds(
        Email,
        key=st.just(""),
        template=st.sampled_from(TEMPLATES),
        name=_WORDS,
        subject=_WORDS,
        preview_text=st.sampled_from(("", "Look inside")),
        sender=st.sampled_from((_SENDER, Sender(name="Ana", email="ana@mientior.example", reply_to="a@b.example"))),
        status=_status(most),
        smart_sending=st.booleans(),
        transactional=st.booleans(),
        utm=st.booleans(),
        only_if=st.one_of(st.none(), about_people(segments)),
    )


@functools.cache
def _webhooks(most: Status) -> st.SearchStrategy[Webhook]:
    values = st.one_of(
        st.builds(SecretHeader, secret=st.sampled_from(sorted(SECRETS))), st.sampled_from(("mientior", "json"))
    )
    headers = st.dictionaries(st.sampled_from(("Authorization", "X-Shop")), values).map(lambda one: tuple(one.items()))
    return st.builds(
        Webhook,
        key=st.just(""),
        url=st.sampled_from(("https://mientior.example/a", "https://mientior.example/b")),
        name=_WORDS,
        status=_status(most),
        headers=headers,
        body=st.sampled_from(("", '{"id": 1}')),
    )


_CHANGES = st.sampled_from(
    (
        PropertyChange(op="set", property="tier", type="text", value="gold"),
        PropertyChange(op="set", property="orders", type="number", value=3),
        PropertyChange(op="set", property="vip", type="boolean", value=True),
        PropertyChange(op="set", property="birthday", type="date", value="today"),
        PropertyChange(op="unset", property="tier", type="text"),
        PropertyChange(op="add", property="labels", type="list", value="warm"),
        PropertyChange(op="remove", property="labels", type="list", value="cold"),
    )
)


@functools.cache
def doing(most: Status, segments: tuple[str, ...]) -> st.SearchStrategy[AnyStep]:
    """A step that does something, mails most of all."""
    mail = emails(most, segments)
    filters = st.one_of(st.none(), about_people(segments))
    changes = st.lists(_CHANGES, min_size=1, max_size=2, unique_by=lambda one: one.property).map(tuple)
    return st.one_of(
        mail,
        mail,
        tested(mail),
        texts(_status(most), filters),
        _webhooks(most),
        st.builds(UpdateProfile, key=st.just(""), changes=changes, status=_status(most)),
        st.builds(ListUpdate, key=st.just(""), list=st.sampled_from(LISTS), add=st.booleans(), status=_status(most)),
    )


@st.composite
def paths(
    draw: st.DrawFn, most: Status, segments: tuple[str, ...], asks: st.SearchStrategy[c.Condition], depth: int
) -> tuple[AnyStep, ...]:
    """A list of steps; each wait has something behind it, and nothing stands behind an exit."""
    steps: list[AnyStep] = []
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            steps.append(draw(waits()))
        branch = draw(st.sampled_from(("if", "if", "switch", "split"))) if depth else "do"
        kind = draw(st.sampled_from(("do", "do", "do", "exit_if", "stock", branch)))
        if kind == "exit_if":
            steps.append(ExitIf(key="", condition=draw(asks)))
        if kind == "stock":
            steps.append(StockWait(key=""))
        if kind in ("switch", "split"):
            ways = [draw(paths(most, segments, asks, depth - 1)) for _ in range(draw(st.integers(2, 3)))]
            steps.append(
                switch_of(ways, draw(st.lists(asks, min_size=2, max_size=2))) if kind == "switch" else split_of(ways)
            )
            continue
        if kind != "if":
            steps.append(draw(doing(most, segments)))
            continue
        then = draw(paths(most, segments, asks, depth - 1))
        otherwise = draw(st.one_of(st.just(()), paths(most, segments, asks, depth - 1)))
        if draw(st.integers(0, 3)) == 0:
            then = (*then, Exit(key=""))
        steps.append(If(key="", condition=draw(asks), then=then, otherwise=otherwise))
    return tuple(steps)


def keyed(steps: Sequence[AnyStep]) -> tuple[AnyStep, ...]:
    """The steps with the keys that a file's would have."""
    report = Report(_NoFile())
    found = with_keys([_without_key(step) for step in steps], report)
    assert not report.problems
    return found


class _NoFile:
    """Steps that were never written down."""

    data: object = None

    def spelling(self, path: Path) -> str:
        raise AssertionError(f"nothing is written at {path}")

    cut_off = spelling

    def after(self, path: Path) -> Place:
        raise AssertionError(f"nothing is written at {path}")


def _without_key(step: AnyStep) -> AnyStep:
    return msgspec.structs.replace(with_ways(step, lambda steps: tuple(map(_without_key, steps))), key="")


# Resources


@functools.cache
def _triggers(segments: tuple[str, ...]) -> st.SearchStrategy[Trigger]:
    where = _WHERE.map(lambda tests: (tests,) if tests else ())
    choices: list[st.SearchStrategy[Any]] = [
        st.builds(MetricTrigger, metric=st.sampled_from(METRICS), where=where),
        st.builds(ListTrigger, list=st.sampled_from(LISTS)),
        st.builds(
            DateTrigger, property=st.just("birthday"), before=spans("day", "week"),
            repeat=st.sampled_from(("yearly", "never")), at=st.sampled_from(("09:00", "18:30")),
        ),
    ]  # fmt: skip
    if segments:
        choices.append(st.builds(SegmentTrigger, segment=st.sampled_from(list(segments))))
    return st.one_of(*choices)


@st.composite
def flows(draw: st.DrawFn, ref: str, segments: tuple[str, ...], inlined: dict[str, c.Condition]) -> Flow:
    """One flow that passes the checks."""
    most = draw(st.sampled_from(_STATUSES[::-1]))
    trigger = draw(_triggers(segments))
    people = about_people(segments)
    entering = ("never",) if not isinstance(trigger, MetricTrigger) else ("never", "always", "after")
    mode = draw(st.sampled_from(entering))
    flow = Flow(
        ref=ref,
        name=f"The flow {ref}",
        trigger=trigger,
        reentry=Reentry(mode=mode, span=draw(spans("day", "hour")) if mode == "after" else None),
        steps=keyed(draw(paths(most, segments, _asked_in(trigger, segments), 2))),
        status=most,
        only_if=draw(st.one_of(st.none(), people)),
        exit_when=draw(st.one_of(st.none(), _GONE_FOR_GOOD)),
        tags=draw(_TAGS),
    )
    if action_count(flow.steps) > ACTIONS_MAX or is_refused(flow, inlined):
        return msgspec.structs.replace(flow, steps=keyed((draw(emails(most, ())),)), only_if=None)
    return flow


def is_refused(flow: Flow, inlined: dict[str, c.Condition]) -> bool:
    """Whether `validate` would not let the flow pass."""
    return any(problem.severity is Severity.ERROR for problem in check_flow(flow, segments=inlined))


@st.composite
def workspaces(draw: st.DrawFn, *, flows_max: int = 2) -> Workspace:
    """Lists, metrics, up to two segments, all templates and up to `flows_max` flows."""
    segments = {}
    for ref in draw(st.sampled_from(((), ("vip",), ("vip", "lapsed")))):
        who = draw(joined(st.one_of(_PEOPLE, _events(_WINDOWS))))
        starred, active = draw(st.booleans()), draw(st.integers(0, 4)) > 0
        one = Segment(ref=ref, name=f"Segment {ref}", who=who, starred=starred, active=active, tags=draw(_TAGS))
        if not any(problem.severity is Severity.ERROR for problem in check_segment(one, segments={})):
            segments[ref] = one
    inlined = {ref: one.who for ref, one in segments.items() if one.who is not None}
    opt_in = draw(st.sampled_from(("double", "single")))
    bodies = draw(st.integers(0, 3))
    sent = draw(some_campaigns(_groups(tuple(segments)), TEMPLATES))
    return Workspace(
        project=project(opt_in, draw(_TAGS)),
        segments=segments,
        templates={ref: _template(ref, (index + bodies) % 4) for index, ref in enumerate(TEMPLATES)},
        flows={
            ref: draw(flows(ref, tuple(segments), inlined))
            for ref in [f"flow-{number}" for number in range(draw(st.integers(1, flows_max)))]
        },
        campaigns=sent,
    )


def _groups(segments: tuple[str, ...]) -> tuple[Address, ...]:
    """Whom a campaign can reach."""
    lists = tuple(Address(kind="list", ref=ref) for ref in LISTS)
    return (*lists, *(Address(kind="segment", ref=ref) for ref in segments))


def project(opt_in: Any = "double", tags: tuple[str, ...] = ()) -> Project:
    """The small shared things."""
    fields = {
        "$value": EventField(name="$value", type="number"),
        "Kind": EventField(name="Kind", type="text"),
    }
    names = {"newsletter": "Newsletter", "waitlist": "Waitlist", "testers": "Testers"}
    return Project(
        brand=Brand(name="Mientior", sender=_SENDER),
        shop=Shop(timezone="Europe/Paris"),
        sandbox=SandboxSettings(start=datetime(2026, 11, 2, 8, tzinfo=UTC)),
        metrics={ref: Metric(ref=ref, name=ref.replace("_", " ").title(), fields=fields) for ref in METRICS},
        lists={ref: ContactList(ref=ref, name=name, opt_in=opt_in, tags=tags) for ref, name in names.items()},
    )


def _template(ref: str, body: int) -> EmailTemplate:
    """Two of the templates are kept in the library."""
    html = f"<style>/* {body} */ p {{}}</style><p>{ref}&nbsp;{body} {{% unsubscribe 'bye' %}}</p>"
    text = "Bye" if body % 2 else None
    return EmailTemplate(ref=ref, name=f"Mail {ref}", subject=ref, html=html, text=text, library=ref in TEMPLATES[:2])


# Versions


@st.composite
def edits(draw: st.DrawFn, before: Workspace) -> Workspace:
    """The same workspace after a day's work: lines of steps come, go and change; shapes and starts stay."""
    inlined = {ref: one.who for ref, one in before.segments.items() if one.who is not None}
    changed = {}
    for ref, flow in before.flows.items():
        segments = tuple(before.segments)
        asks = _asked_in(flow.trigger, segments)
        steps = keyed(draw(_edited(flow.steps, flow.status, segments, asks)))
        after = msgspec.structs.replace(flow, steps=steps or (Exit(key="exit"),), tags=draw(_TAGS))
        changed[ref] = flow if is_refused(after, inlined) else after
    sent = draw(edited_campaigns(before.campaigns, _groups(tuple(before.segments)), TEMPLATES))
    return msgspec.structs.replace(before, flows=changed, campaigns=sent)


@st.composite
def _edited(
    draw: st.DrawFn,
    steps: Sequence[AnyStep],
    most: Status,
    segments: tuple[str, ...],
    asks: st.SearchStrategy[c.Condition],
) -> tuple[AnyStep, ...]:
    found: list[AnyStep] = []
    for step in steps:
        if draw(st.integers(0, 3)) == 0:
            found.append(draw(doing(most, segments)))
        step = with_ways(step, lambda side: draw(_edited(side, most, segments, asks)))
        if isinstance(step, If | ExitIf):
            asked = draw(st.one_of(st.just(step.condition), asks))
            found.append(msgspec.structs.replace(step, condition=asked))
        elif isinstance(step, Email) and draw(st.booleans()):
            found.append(msgspec.structs.replace(step, subject=draw(_WORDS), status=draw(_status(most))))
        elif isinstance(step, Wait) and draw(st.booleans()):
            found.append(draw(waits()))
        elif isinstance(step, Exit) or draw(st.integers(0, 3)):
            found.append(step)
    return tuple(found)


@functools.cache
def _asked_in(trigger: Trigger, segments: tuple[str, ...]) -> st.SearchStrategy[c.Condition]:
    """What a branch may ask: of the person, of the event that started the flow, of both."""
    people = about_people(segments)
    if not isinstance(trigger, MetricTrigger):
        return people
    return st.one_of(people, people, _EVENT, st.tuples(people, _EVENT).map(lambda two: c.All(of=two)))


def with_subject(files: Workspace, ref: str, key: str, subject: str) -> Workspace:
    """The same workspace with another subject of one step."""

    def edited(step: AnyStep) -> AnyStep:
        step = with_ways(step, lambda steps: tuple(map(edited, steps)))
        return msgspec.structs.replace(step, subject=subject) if step.key == key else step  # type: ignore[call-arg]

    flow = files.flows[ref]
    changed = msgspec.structs.replace(flow, steps=tuple(map(edited, flow.steps)))
    return msgspec.structs.replace(files, flows={**files.flows, ref: changed})


def renamed_flow(files: Workspace, ref: str, to: str) -> Workspace:
    """The same workspace with a flow's file renamed, and saying so."""
    flow = msgspec.structs.replace(files.flows[ref], ref=to, moved_from=ref)
    others = {name: one for name, one in files.flows.items() if name != ref}
    return msgspec.structs.replace(files, flows={**others, to: flow})
