"""What holds a message back, all of it, in the order of F6; and what does not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mktctl.engine.flows.effects import Send, Skip
from mktctl.engine.flows.gates import gate, gate_action
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Options, Setting
from mktctl.engine.flows.smart_sending import attempt
from mktctl.model.condition import All, AnyOf, HasEvents, HasProperty, InTheLast, Not, SinceStart, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import PropertyChange, Reentry
from mktctl.model.flow_graph import (
    EmailNode,
    Entry,
    ExperimentNode,
    FlowGraph,
    ListEntry,
    MetricEntry,
    SegmentEntry,
    TextNode,
    UpdateProfileNode,
)
from mktctl.model.profile import ConsentRecord, Event, Profile, Sent
from tests.support.node_messages import email, push, sms, whatsapp

NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UTC_ACCOUNT = Setting(zone="UTC")
EXPLAINED = Setting(zone="UTC", explain=True)
BY_EVENT = MetricEntry(metric="cart", where=All(of=()))
NOT_VIP = AnyOf(of=(Not(of=HasProperty(name="tag", type="text", test=Test(op="is", value="vip"))),))
NO_ORDER_IN_A_WEEK = AnyOf(
    of=(
        HasEvents(
            metric="placed_order",
            test=Test(op="is", value=0),
            window=InTheLast(span=Duration(amount=7, unit="day")),
        ),
    )
)
YES = ConsentRecord(status="subscribed")
NO = ConsentRecord(status="unsubscribed", date=NOW - DAY)
FIELDS = {"email": "ann@example.com", "phone_number": "+12125550123"}


def ann(**other: Any) -> Profile:
    return Profile(**{"id": "ann", "fields": FIELDS, **other})


def asked(
    message: EmailNode | TextNode,
    person: Profile | None = None,
    *,
    filter: tuple[Any, ...] = (),
    entry: Entry = BY_EVENT,
    now: datetime = NOW,
    setting: Setting = UTC_ACCOUNT,
    **other: Any,
) -> Send | Skip:
    graph = FlowGraph(
        entry=entry,
        filter=All(of=filter),
        reentry=Reentry(mode="always"),
        first=message.id,
        nodes={message.id: message},
    )
    run = Run(id="r", flow="f", person="ann", started=NOW - DAY, node=message.id, due=now)
    return gate(
        message, message, graph=graph, name="Flow", run=run, person=person or ann(), now=now, setting=setting, **other
    )


def reasons(message: EmailNode | TextNode, person: Profile | None = None, **other: Any) -> tuple[str, ...]:
    found = asked(message, person, **other)
    return found.reasons if isinstance(found, Skip) else ()


def test_a_message_that_nothing_holds_back_is_sent_with_all_that_was_asked() -> None:
    found = asked(email())
    assert isinstance(found, Send)
    assert (found.channel, found.message, found.variant, found.review) == ("email", "mail", "", False)
    assert [check.passed for check in found.checks] == [True] * len(found.checks)
    assert len(found.checks) == 5


def test_all_reasons_are_told_in_their_order_and_the_first_counts() -> None:
    person = ann(
        fields={},
        properties={"tag": "vip"},
        consents={"email": NO},
        suppressions={"bounced": None},
        sent=(Sent(channel="email", time=NOW - HOUR),),
    )
    found = reasons(
        email(status="draft", only_if=All(of=(NOT_VIP,))), person, filter=(NOT_VIP,), entry=ListEntry(list="news")
    )
    assert found == (
        "draft", "not_in_list", "flow_filter", "only_if", "unsubscribed", "suppressed", "missing_address",
        "smart_sending",
    )  # fmt: skip


CONSENTS = [
    (email(), ann(), ()),
    (email(), ann(consents={"email": YES}), ()),
    (email(), ann(consents={"email": NO}), ("unsubscribed",)),
    (email(), ann(suppressions={"manual": NOW}), ("suppressed",)),
    (email(), ann(consents={"email": YES}, suppressions={"bounced": NOW}), ("suppressed",)),
    (email(), ann(fields={}), ("missing_address",)),
    (email(transactional=True), ann(consents={"email": NO}), ()),
    (email(transactional=True), ann(suppressions={"manual": NOW}), ()),
    (email(transactional=True), ann(suppressions={"bounced": NOW}), ("suppressed",)),
    (email(transactional=True), ann(suppressions={"invalid": NOW, "manual": NOW}), ("suppressed",)),
    (
        email(transactional=True),
        ann(consents={"email": ConsentRecord(status="unsubscribed", method="spam_complaint")}),
        ("unsubscribed",),
    ),
    (email(transactional=True), ann(fields={"email": ""}), ("missing_address",)),
    (sms(), ann(), ("no_consent",)),
    (sms(), ann(consents={"sms": YES}), ()),
    (sms(), ann(consents={"email": YES}), ("no_consent",)),
    (sms(), ann(consents={"sms": ConsentRecord(status="never_subscribed")}), ("no_consent",)),
    (sms(), ann(consents={"sms": NO}), ("unsubscribed",)),
    (sms(), ann(consents={"sms": YES}, suppressions={"bounced": NOW}), ()),
    (sms(), ann(consents={"sms": YES}, fields={"email": "ann@example.com"}), ("missing_address",)),
    (sms(transactional=True), ann(), ("no_consent",)),
    (sms(transactional=True), ann(consents={"sms": NO}), ("unsubscribed",)),
    (push(), ann(consents={"push": YES}), ()),
    (push(), ann(), ("no_consent", "missing_address")),
    (whatsapp(), ann(consents={"sms": YES}), ("no_consent",)),
    (whatsapp(), ann(consents={"whatsapp": YES}), ()),
]


@pytest.mark.parametrize(("message", "person", "expected"), CONSENTS)
def test_who_may_get_what(message: EmailNode | TextNode, person: Profile, expected: tuple[str, ...]) -> None:
    assert reasons(message, person) == expected


def test_transactional_texts_without_consent_are_an_option() -> None:
    free = Setting(zone="UTC", options=Options(transactional_texts="without_opt_out"))
    assert reasons(sms(transactional=True), ann(), setting=free) == ()
    assert reasons(sms(transactional=True), ann(consents={"sms": NO}), setting=free) == ("unsubscribed",)
    assert reasons(sms(), ann(), setting=free) == ("no_consent",)


def test_t24_a_skip_is_no_exit() -> None:
    """A vip on day 1, none any more on day 3: the third mail alone goes out."""
    tags = ["vip", "vip", None]
    found = [
        reasons(email(), ann(properties={"tag": tag}), filter=(NOT_VIP,), now=NOW + day * DAY)
        for day, tag in enumerate(tags)
    ]
    assert found == [("flow_filter",), ("flow_filter",), ()]


def test_each_part_of_a_filter_is_told_with_when_it_turns() -> None:
    order = Event(id="1", metric="placed_order", time=NOW - 3 * DAY)
    bought = ann(events=(order,), properties={"tag": "new"})
    found = asked(email(), bought, filter=(NOT_VIP, NO_ORDER_IN_A_WEEK), setting=EXPLAINED)
    assert isinstance(found, Skip)
    passed, failed = (check for check in found.checks if "tag" in check.question or "placed_order" in check.question)
    assert (passed.passed, passed.value, passed.turns_at) == (True, "new", None)
    assert (failed.passed, failed.value) == (False, f"1, last {order.time.isoformat()}")
    assert failed.turns_at == order.time + 7 * DAY + timedelta(microseconds=1)
    assert reasons(email(), ann(events=(order,)), filter=(NO_ORDER_IN_A_WEEK,), now=failed.turns_at) == ()


def test_a_reason_is_told_once_though_two_parts_fail() -> None:
    found = asked(email(), filter=(AnyOf(of=()), AnyOf(of=())))
    assert isinstance(found, Skip)
    assert found.reasons == ("flow_filter",)
    assert [check.passed for check in found.checks].count(False) == 2


def test_what_no_clock_turns_has_no_instant() -> None:
    since = AnyOf(of=(HasEvents(metric="order", test=Test(op="is", value=0), window=SinceStart()),))
    order = Event(id="1", metric="order", time=NOW - HOUR)
    found = asked(email(), ann(events=(order,)), filter=(since,), setting=EXPLAINED)
    assert isinstance(found, Skip)
    assert [check.turns_at for check in found.checks if not check.passed] == [None]


@pytest.mark.parametrize("status", ["draft", "disabled"])
def test_a_draft_is_passed(status: str) -> None:
    assert reasons(email(status=status)) == ("draft",)


def test_a_manual_message_goes_to_review_and_is_asked_again_on_the_click() -> None:
    first = asked(email(status="manual"))
    assert isinstance(first, Send)
    assert first.review
    clicked = asked(email(status="manual"), reviewed=True)
    assert isinstance(clicked, Send)
    assert not clicked.review
    assert reasons(email(status="manual"), ann(consents={"email": NO}), reviewed=True) == ("unsubscribed",)


def test_e9_who_left_the_list_or_segment_is_skipped() -> None:
    news, lapsed = ListEntry(list="news"), SegmentEntry(segment="lapsed")
    assert reasons(email(), ann(lists={"news": None}), entry=news) == ()
    assert reasons(email(), ann(), entry=news) == ("not_in_list",)
    assert reasons(email(), ann(), entry=news, lists={"news"}) == ()
    assert reasons(email(), ann(lists={"lapsed": None}), entry=lapsed, lists=()) == ("not_in_list",)
    assert reasons(email(), ann(), entry=lapsed, lists={"lapsed"}) == ()
    assert reasons(email(), ann(), entry=ListEntry(list=None)) == ()


def test_t35_who_unsubscribes_during_a_delay() -> None:
    """The mail is skipped, what is no message is done, a transactional mail goes out."""
    person = ann(consents={"email": NO})
    change = PropertyChange(op="set", property="seen", type="boolean", value=True)
    update = UpdateProfileNode(id="u", next=None, status="live", changes=(change,))
    assert reasons(email(), person) == ("unsubscribed",)
    assert acted(update, person) == ()
    assert reasons(email(transactional=True), person) == ()


def test_other_actions_are_held_back_by_status_and_filter() -> None:
    vip = ann(properties={"tag": "vip"})
    live = UpdateProfileNode(id="u", next=None, status="live", changes=())
    draft = UpdateProfileNode(id="u", next=None, status="draft", changes=())
    assert acted(live, vip, filter=(NOT_VIP,)) == ("flow_filter",)
    assert acted(draft, vip, filter=(NOT_VIP,)) == ("draft", "flow_filter")
    news = ListEntry(list="news")
    assert acted(live, vip, entry=news) == ()
    strict = Setting(zone="UTC", options=Options(left_list="every_action"))
    assert acted(live, vip, entry=news, setting=strict) == ("not_in_list",)


def acted(
    node: UpdateProfileNode,
    person: Profile,
    *,
    filter: tuple[Any, ...] = (),
    entry: Entry = BY_EVENT,
    setting: Setting = UTC_ACCOUNT,
) -> tuple[str, ...]:
    graph = FlowGraph(
        entry=entry, filter=All(of=filter), reentry=Reentry(mode="always"), first=node.id, nodes={node.id: node}
    )
    run = Run(id="r", flow="f", person="ann", started=NOW - DAY)
    return gate_action(node, graph=graph, name="Flow", run=run, person=person, now=NOW, setting=setting)[0]


def test_t59_a_version_is_named_by_its_own_ids_and_not_by_its_place() -> None:
    """A message in front of it changes nothing: nothing is kept by position."""
    tested = email("b", name="B")
    step = ExperimentNode(
        id="test", next=None, status="live", experiment_status="live", main=email("a"), variations=(tested,),
        shares={}, winner_metric=None, settings={},
    )  # fmt: skip
    for nodes, first in (({"test": step}, "test"), ({"new": email("new", next="test"), "test": step}, "new")):
        graph = FlowGraph(
            entry=BY_EVENT, filter=All(of=()), reentry=Reentry(mode="always"), first=first, nodes=dict(nodes)
        )
        run = Run(id="r", flow="f", person="ann", started=NOW - DAY, node="test", due=NOW)
        found = gate(step, tested, graph=graph, name="F", run=run, person=ann(), now=NOW, setting=UTC_ACCOUNT)
        assert isinstance(found, Send)
        assert (found.node, found.message, found.variant) == ("test", "b", "B")


FIVE_DAYS, ONE_HOUR = Setting(zone="UTC", email_window=5 * DAY), Setting(zone="UTC", email_window=HOUR)


def played(messages: list[tuple[EmailNode | TextNode, datetime, Setting]]) -> list[bool]:
    """What goes out of a series, each attempt remembered as it was made."""
    person, out = ann(consents={"sms": YES, "push": YES}), []
    for message, at, setting in messages:
        found = asked(message, person, now=at, setting=setting)
        out.append(isinstance(found, Send))
        if isinstance(found, Send):
            person = ann(consents=person.consents, sent=(*person.sent, attempt(found.channel, at, setting)))
    return out


def test_t41_the_window_is_fixed_when_something_is_sent() -> None:
    """Five days, then an hour: e2 falls into the old window; e3 without smart sending goes out and starts a new one."""
    first, second = (email("e1"), NOW, FIVE_DAYS), (email("e2"), NOW + DAY, ONE_HOUR)
    third = (email("e3", smart_sending=False), NOW + 2 * DAY, ONE_HOUR)
    fourth = (email("e4"), NOW + 3 * DAY, ONE_HOUR)
    assert played([first, second, third, fourth]) == [True, False, True, True]
    assert played([first, second, fourth]) == [True, False, False]


@pytest.mark.parametrize(
    ("message", "window"),
    [(email(), 16 * HOUR), (sms(), 24 * HOUR), (push(), 24 * HOUR), (email(transactional=True), None)],
)
def test_m1_each_channel_has_its_window(message: EmailNode | TextNode, window: timedelta | None) -> None:
    edge = (window or HOUR) - timedelta(seconds=1)
    both = played([(message, NOW, UTC_ACCOUNT), (message, NOW + edge, UTC_ACCOUNT)])
    assert both == [True, window is None]
    if window is not None:
        assert played([(message, NOW, UTC_ACCOUNT), (message, NOW + window, UTC_ACCOUNT)]) == [True, True]


def test_channels_do_not_wait_for_each_other() -> None:
    assert played([(email(), NOW, UTC_ACCOUNT), (sms(), NOW, UTC_ACCOUNT), (push(), NOW, UTC_ACCOUNT)]) == [True] * 3


def test_transactional_mail_may_be_made_to_wait() -> None:
    waiting = Setting(zone="UTC", options=Options(transactional_smart_sending=True))
    mail = email(transactional=True)
    assert played([(mail, NOW, waiting), (mail, NOW + HOUR, waiting)]) == [True, False]


def test_t42_a_bounce_starts_the_window_and_a_skip_does_not() -> None:
    bounced = ann(sent=(attempt("email", NOW, UTC_ACCOUNT),))
    assert reasons(email("e2"), bounced, now=NOW + HOUR) == ("smart_sending",)
    skipped = played(
        [(email("e1", only_if=All(of=(AnyOf(of=()),))), NOW, UTC_ACCOUNT), (email("e2"), NOW + HOUR, UTC_ACCOUNT)]
    )
    assert skipped == [False, True]


def test_t43_of_two_at_one_instant_the_first_goes_out() -> None:
    assert played([(email("a"), NOW, UTC_ACCOUNT), (email("b"), NOW, UTC_ACCOUNT)]) == [True, False]
    found = asked(email("b"), ann(sent=(attempt("email", NOW, UTC_ACCOUNT),)))
    assert isinstance(found, Skip)
    assert found.checks[-1].turns_at == NOW + 16 * HOUR


def test_an_attempt_whose_window_nobody_noted_has_the_present_one() -> None:
    noted = ann(sent=(Sent(channel="email", time=NOW),))
    assert reasons(email(), noted, now=NOW + 15 * HOUR) == ("smart_sending",)
    assert reasons(email(), noted, now=NOW + 16 * HOUR) == ()
    assert reasons(email(), ann(sent=(Sent(channel="email", time=NOW + HOUR),))) == ()
