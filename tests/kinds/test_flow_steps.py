"""The steps beside mails and waits, as written and as they come out."""

import pytest

from mktctl.model.condition import Consent, EventProperty, HasProperty, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import (
    Alert,
    AnyStep,
    Case,
    DateWait,
    Exit,
    Push,
    RawStep,
    Share,
    Sms,
    Split,
    StockWait,
    Switch,
    WhatsApp,
)
from mktctl.model.template import Sender, SmsTemplate
from tests.kinds.written import NEWS, PUSHED, TEXT, flow

SHOP = Sender(name="Shop", email="hello@shop.example")
DATE = 'trigger: {date: birthday, repeat: yearly, at: "09:00"}\nreentry: never\n'
LIST = "trigger: {list: newsletter}\n"


def first(step: str, *, head: str = LIST) -> AnyStep:
    return flow(f"steps:\n  - {step}\n  - email: d\n", head=head).steps[0]


def test_a_text_has_what_the_others_say_for_it() -> None:
    assert first("sms: text") == Sms(key="text", template="text", content=TEXT, name="Text", status="draft")


def test_a_text_says_things_itself() -> None:
    step = first(
        "{sms: text, name: One, smart_sending: false, quiet_hours: false, transactional: true, utm: false, note: why, "
        "only_if: {consent: sms}, id: mine}"
    )
    assert step == Sms(
        key="mine", note="why", template="text", content=TEXT, name="One", status="draft", smart_sending=False,
        quiet_hours=False, transactional=True, utm=False, only_if=Consent(channel="sms"),
    )  # fmt: skip


def test_a_push_and_a_whatsapp_message() -> None:
    head = f"{LIST}status: live\ndefaults: {{smart_sending: false, utm: false}}\n"
    assert first("push: pushed", head=head) == Push(
        key="pushed", template="pushed", content=PUSHED, name="Pushed", status="live", smart_sending=False
    )
    assert first("{whatsapp: news, transactional: true}", head=head) == WhatsApp(
        key="news", template="news", vendor_id=NEWS.vendor_id, name="News", status="live", smart_sending=False,
        transactional=True, utm=False,
    )  # fmt: skip


def test_a_template_with_mistakes_is_nobody_elses() -> None:
    step = first("sms: broken")
    assert isinstance(step, Sms)
    assert step.content == SmsTemplate(ref="broken", name="broken")


def test_an_alert() -> None:
    assert first("{alert: [bo@shop.example], subject: Look}") == Alert(
        key="alert-1@d", to=("bo@shop.example",), subject="Look", sender=SHOP, name="Look", status="draft"
    )
    head = f"{LIST}defaults: {{from: {{name: Flow, email: flow@shop.example}}}}\n"
    step = first("{alert: [bo@shop.example], subject: Look, template: a, name: Big, status: draft}", head=head)
    assert isinstance(step, Alert)
    assert (step.template, step.name, step.sender.name) == ("a", "Big", "Flow")


def test_a_switch() -> None:
    step = first(
        "switch: [{if: {event: $value, at_least: 100}, then: [{email: a}], name: Dear}, "
        "{if: {property: tier, is: gold}, then: [exit]}, {else: [{email: b}]}]",
        head="trigger: {metric: cart_abandoned}\nreentry: never\n",
    )
    assert isinstance(step, Switch)
    dear, gold = step.cases
    assert dear.name == "Dear"
    assert dear.condition == EventProperty(field="$value", type="number", test=Test(op="at_least", value=100))
    assert gold == Case(
        condition=HasProperty(name="tier", type="text", test=Test(op="is", value="gold")),
        steps=(Exit(key="exit-1@switch-1.2/end"),),
    )
    assert [one.key for one in step.otherwise] == ["b"]


def test_a_switch_without_an_else_lets_the_others_go_on() -> None:
    step = first("switch: [{if: {segment: vip}, then: [exit]}]")
    assert isinstance(step, Switch)
    assert step.otherwise == ()


def test_a_split() -> None:
    step = first("split: [{share: 33%, steps: [{email: a}], name: One}, {share: 33%, steps: [exit]}, "
                 "{share: 34%, steps: [exit]}]")  # fmt: skip
    assert isinstance(step, Split)
    assert [(one.percent, one.name) for one in step.shares] == [(33, "One"), (33, ""), (34, "")]
    assert step.shares[1] == Share(percent=33, steps=(Exit(key="exit-1@split-1.2/end"),))


def test_a_wait_for_stock() -> None:
    head = "trigger: {metric: subscribed_to_back_in_stock}\nreentry: always\n"
    assert first("{wait: back_in_stock, note: why}", head=head) == StockWait(key="wait-1@d", note="why")


def test_behind_a_raw_trigger_each_wait_is_the_authors_business() -> None:
    head = "trigger: {raw: {type: date}}\nreentry: never\n"
    assert isinstance(first("wait: back_in_stock", head=head), StockWait)
    assert isinstance(first("wait: {before_date: 0 days}", head=head), DateWait)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{before_date: 0 days}", DateWait(key="wait-1@d", before=Duration(amount=0, unit="day"))),
        (
            '{before_date: 2 months, at: "09:00", weekdays: [mon], timezone: account}',
            DateWait(
                key="wait-1@d", before=Duration(amount=2, unit="month"), at="09:00", weekdays=("mon",),
                zone="Europe/Paris",
            ),
        ),
    ],
)  # fmt: skip
def test_a_wait_for_a_date(written: str, meant: DateWait) -> None:
    assert first(f"wait: {written}", head=DATE) == meant


def test_an_action_in_the_platforms_own_words() -> None:
    step = first("raw: {type: send-webhook, data: {status: draft, message: {url: x}}}")
    json = {"type": "send-webhook", "data": {"status": "draft", "message": {"url": "x"}}}
    assert step == RawStep(key="raw-1@d", json=json)
