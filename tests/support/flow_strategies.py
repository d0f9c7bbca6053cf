"""Generated flows: any nesting of branches and exits, every kind of step, keys as the language makes them."""

from datetime import date
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from mktctl.model.ab_test import ABTest, Variant, Winner
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
    Alert,
    AnyStep,
    Case,
    DateTrigger,
    DateWait,
    Email,
    Exit,
    ExitIf,
    Flow,
    If,
    ListTrigger,
    ListUpdate,
    LowInventoryTrigger,
    MetricTrigger,
    PriceDropTrigger,
    PropertyChange,
    Push,
    RawStep,
    Reentry,
    SecretHeader,
    SegmentTrigger,
    Share,
    Sms,
    Split,
    StockWait,
    Switch,
    UpdateProfile,
    Wait,
    Webhook,
    WhatsApp,
)
from mktctl.model.steps import branches, with_branches
from mktctl.model.template import PushBadge, PushButton, PushLinks, PushTemplate, Sender, SmsTemplate
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
_FORTNIGHT: Final = Duration(amount=14, unit="day")
_winners = st.sampled_from((None, Winner(certain=True), Winner(after=_FORTNIGHT), Winner(certain=True, after=_WEEK)))
_metrics = st.sampled_from(("clicks", "opens", "orders"))


def _mail_variant(name: str, subject: str, template: str = "hello") -> Variant:
    return Variant(name=name, template=template, subject=subject, preview_text="More inside")


_mail_tests = st.builds(
    ABTest,
    vary=st.just("subject"),
    variants=st.just((_mail_variant("plain", "Ten percent"), _mail_variant("warm", "Come back"))),
    shares=st.sampled_from(((50, 50), (90, 10))),
    metric=_metrics,
    winner=_winners,
) | st.builds(
    ABTest,
    vary=st.just("content"),
    variants=st.just(
        tuple(_mail_variant(ref, "Hello", template=ref) for ref in ("hello", "reminder", "last"))
    ),
    shares=st.just((34, 33, 33)),
    metric=_metrics,
    winner=_winners,
)  # fmt: skip
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
    ab_test=st.one_of(st.none(), st.none(), st.none(), _mail_tests),
)
_TEXTS: Final = tuple(
    SmsTemplate(
        ref=ref, name=ref.title(), body=f"{ref}: {{{{ person.first_name|default:'you' }}}}", image=image,
        shorten_links=not image, contact_card=bool(image), prefix=not image, opt_out=bool(image),
    )
    for ref, image in (("short", None), ("shorter", "https://shop.example/drop.png"))
)  # fmt: skip
_PUSHES: Final = (
    PushTemplate(ref="plain", name="Plain", body="It is back"),
    PushTemplate(
        ref="rich", name="Rich", title="Back", body="It is back", image="https://shop.example/drop.png",
        open=PushLinks(ios="shop://drop", android="shop://drop", web="https://shop.example/drop"),
        buttons=(
            PushButton(label="Buy", open=PushLinks(web="https://shop.example/drop")),
            PushButton(label="Later", open="dismiss"), PushButton(label="Look", open="app"),
        ),
        badge=PushBadge(increment=True), sound=True, data={"drop": "1"},
    ),
    PushTemplate(ref="counted", name="Counted", body="3 new", open=PushLinks(web="https://shop.example"),
                 badge=PushBadge(count=3)),
    PushTemplate(ref="owed", name="Owed", body="Points", badge=PushBadge(property="points")),
)  # fmt: skip
_text_tests = st.builds(
    ABTest,
    vary=st.just("content"),
    variants=st.just(tuple(Variant(name=one.ref, template=one.ref, content=one) for one in _TEXTS)),
    shares=st.sampled_from(((50, 50), (20, 80))),
    metric=st.sampled_from(("clicks", "orders")),
    winner=_winners,
)
_filters = st.one_of(st.none(), st.none(), about_people)
texts = st.one_of(
    *(
        st.builds(
            Sms,
            key=st.just(""),
            template=st.just(one.ref),
            content=st.just(one),
            name=st.just(one.name),
            status=_STATUSES,
            smart_sending=st.booleans(),
            quiet_hours=st.booleans(),
            transactional=st.booleans(),
            utm=st.booleans(),
            only_if=_filters,
            ab_test=st.one_of(st.none(), st.none(), _text_tests) if one is _TEXTS[0] else st.none(),
        )
        for one in _TEXTS
    )
)
pushes = st.one_of(
    *(
        st.builds(
            Push,
            key=st.just(""),
            template=st.just(one.ref),
            content=st.just(one),
            name=st.just(one.name),
            status=_STATUSES,
            smart_sending=st.booleans(),
            only_if=_filters,
        )
        for one in _PUSHES
    )
)
whatsapps = st.builds(
    WhatsApp,
    key=st.just(""),
    template=st.just("order-news"),
    vendor_id=st.just("order_news_1"),
    name=st.just("Order news"),
    status=_STATUSES,
    smart_sending=st.booleans(),
    transactional=st.booleans(),
    utm=st.booleans(),
    only_if=_filters,
)
alerts = st.builds(
    Alert,
    key=st.just(""),
    to=st.sampled_from((("anna@shop.example",), ("anna@shop.example", "bo@shop.example"))),
    subject=st.just("A large order"),
    sender=_SENDERS,
    name=st.just("A large order"),
    status=_STATUSES,
    template=st.sampled_from((None, "hello")),
)
raw_steps = st.builds(RawStep, key=st.just(""), json=st.just({"type": "code", "data": {"language": "python"}}))
_stock_waits = st.builds(StockWait, key=st.just(""))
_date_waits = st.builds(
    DateWait,
    key=st.just(""),
    before=st.builds(Duration, amount=st.integers(0, 3), unit=st.sampled_from(("day", "week", "month"))),
    at=st.sampled_from((None, "09:00")),
    weekdays=st.sampled_from(((), ("mon", "fri"))),
    zone=st.sampled_from(("recipient", "Europe/Paris")),
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
special_waits = st.one_of(_stock_waits, _date_waits)
"""Each is for flows of one kind of trigger."""
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
_lines = st.one_of(
    emails, emails, waits, waits, webhooks, updates, list_updates, texts, pushes, whatsapps, alerts, raw_steps,
    special_waits,
)  # fmt: skip
_SHARES: Final = ((50.0, 50.0), (90.0, 10.0), (33.0, 33.0, 34.0), (25.0, 25.0, 25.0, 25.0))


def _branched(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    listed = st.lists(inner, min_size=1, max_size=3).map(tuple)
    perhaps = st.one_of(st.just(()), listed)
    names = st.sampled_from(("", "The best"))
    case = st.builds(Case, condition=split_conditions, steps=listed, name=names)
    ifs = st.builds(If, key=st.just(""), condition=split_conditions, then=listed, otherwise=perhaps)
    switches = st.builds(
        Switch, key=st.just(""), cases=st.lists(case, min_size=1, max_size=3).map(tuple), otherwise=perhaps
    )
    splits = st.sampled_from(_SHARES).flatmap(
        lambda shares: st.builds(
            Split,
            key=st.just(""),
            shares=st.tuples(*(st.builds(Share, percent=st.just(one), steps=listed, name=names) for one in shares)),
        )
    )
    return st.one_of(ifs, ifs, switches, splits)


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
date_triggers = st.builds(
    DateTrigger,
    property=st.just("birthday"),
    before=st.builds(Duration, amount=st.integers(0, 3), unit=st.sampled_from(("day", "week", "month"))),
    repeat=st.sampled_from(("yearly", "monthly", "weekly", "never")),
    at=st.sampled_from(("09:00", "18:30")),
    weekdays=st.sampled_from(((), ("mon", "fri"))),
    zone=st.sampled_from(("recipient", "Europe/Paris")),
)
_wheres = st.lists(st.lists(some.event_tests, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple)
price_drop_triggers = st.builds(
    PriceDropTrigger,
    amount=st.sampled_from((5.0, 10.0, 12.5)),
    unit=st.sampled_from(("percent", "usd")),
    audience=st.sampled_from((("viewed", "started_checkout"), ("viewed",))),
    within_days=st.sampled_from((7, 30)),
    where=_wheres,
)
low_inventory_triggers = st.builds(
    LowInventoryTrigger,
    at_most=st.sampled_from((1, 10)),
    level=st.sampled_from(("variant", "product")),
    audience=st.sampled_from((("viewed", "started_checkout", "added_to_cart"), ("added_to_cart",))),
    within_days=st.sampled_from((7, 30)),
    where=_wheres,
)
triggers = st.one_of(
    metric_triggers,
    metric_triggers,
    st.builds(ListTrigger, list=st.just("news")),
    st.builds(SegmentTrigger, segment=st.just("first")),
    st.builds(MetricTrigger, metric=st.just("subscribed_to_back_in_stock")),
    date_triggers,
    price_drop_triggers,
    low_inventory_triggers,
)
"""Without `RawTrigger`, which nothing reads back."""
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
        ways = [keyed(way.steps, f"{key}-{way.word}") for way in branches(step)]
        named.append(msgspec.structs.replace(with_branches(step, ways), key=key))
    return tuple(named)


def suited(flow: Flow) -> Flow:
    """Without the waits that need another trigger; a way that had nothing else ends."""
    date, stock = isinstance(flow.trigger, DateTrigger), flow.trigger == _STOCK_TRIGGER

    def kept(steps: tuple[AnyStep, ...]) -> tuple[AnyStep, ...]:
        stay = (one for one in steps if (date or type(one) is not DateWait) and (stock or type(one) is not StockWait))
        return tuple(
            with_branches(one, [kept(way.steps) or (way.steps and (Exit(key=""),)) for way in branches(one)])
            for one in stay
        )

    return msgspec.structs.replace(flow, steps=keyed(kept(flow.steps)))


_STOCK_TRIGGER: Final = MetricTrigger(metric="subscribed_to_back_in_stock")
steps_of_any_kind = st.lists(_steps, min_size=1, max_size=6).map(lambda steps: keyed(tuple(steps)))
"""Steps as people may write them, sensible or not."""


def mended(flow: Flow) -> Flow:
    """Without the parts that the check refuses: nearly every drawn flow becomes one that can be sent."""
    flow = suited(flow)
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
    index = path[0]
    assert isinstance(index, int), f"no step at {path}"
    ways = branches(steps[index])
    for way in ways:
        deeper = path[1 + len(way.path) :]
        if tuple(path[1 : 1 + len(way.path)]) == way.path and deeper:
            left = [_without(one.steps, deeper) if one is way else one.steps for one in ways]
            return (*steps[:index], with_branches(steps[index], left), *steps[index + 1 :])
    return steps[:index] + steps[index + 1 :]


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
