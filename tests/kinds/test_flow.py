"""A flow as written, with everything that the project, the template and the flow say for its steps."""

import pytest

from mktctl.model.condition import EventProperty, EventTest, HasEvents, SinceStart, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import (
    AnyStep,
    Email,
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
)  # fmt: skip
from mktctl.model.template import Sender
from tests.kinds.written import SENDER, flow

SHOP = Sender(name="Shop", email="hello@shop.example")


def first(step: str, *, head: str = "trigger: {metric: cart_abandoned}\nreentry: never\n") -> AnyStep:
    return flow(f"steps:\n  - {step}\n  - email: d\n", head=head).steps[0]


def span(amount: int, unit: str, minutes: int = 0) -> Duration:
    return Duration(amount=amount, unit=unit, minutes=minutes)  # type: ignore[arg-type]


WAITS: dict[str, Wait] = {
    "2 days": Wait(key="wait-1@d", span=span(2, "day")),
    "24h": Wait(key="wait-1@d", span=span(24, "hour")),
    "90 minutes": Wait(key="wait-1@d", span=span(90, "minute")),
    "1 hour 30 minutes": Wait(key="wait-1@d", span=span(1, "hour", 30)),
    "1 week": Wait(key="wait-1@d", span=span(1, "week")),
    "{from_start: 5 days}": Wait(key="wait-1@d", span=span(5, "day"), from_start=True),
    '{for: 1 day, at: "09:00"}': Wait(key="wait-1@d", span=span(1, "day"), at="09:00"),
    "{for: 1 day, at: 12:30, weekdays: [sun, mon], timezone: account}": Wait(
        key="wait-1@d", span=span(1, "day"), at="12:30", weekdays=("sun", "mon"), zone="Europe/Paris"
    ),
    "{for: 1 day, weekdays: [sat], timezone: America/New_York}": Wait(
        key="wait-1@d", span=span(1, "day"), weekdays=("sat",), zone="America/New_York"
    ),
}


@pytest.mark.parametrize("written", WAITS)
def test_a_wait_in_each_form(written: str) -> None:
    assert first(f"wait: {written}") == WAITS[written]


def test_a_mail_has_what_the_others_say_for_it() -> None:
    assert first("email: a") == Email(
        key="a", template="a", name="A", subject="About a", preview_text="", sender=SHOP, status="draft"
    )


def test_a_mail_says_things_itself() -> None:
    step = first(
        "{email: a, subject: Hi, preview_text: There, name: One, from: {name: Bo, email: bo@shop.example}, "
        "smart_sending: false, utm: false, transactional: true, note: why, "
        "only_if: {metric: placed_order, since: start}}"
    )
    assert step == Email(
        key="a", note="why", template="a", name="One", subject="Hi", preview_text="There",
        sender=Sender(name="Bo", email="bo@shop.example"), status="draft", smart_sending=False, transactional=True,
        utm=False,
        only_if=HasEvents(metric="placed_order", test=Test(op="at_least", value=1), window=SinceStart()),
    )  # fmt: skip


def test_the_sender_is_the_steps_then_the_templates_then_the_flows_then_the_brands() -> None:
    head = "trigger: {list: newsletter}\ndefaults: {from: {name: Flow, email: flow@shop.example}}\n"
    own = first("{email: from-anna, from: {name: Bo, email: bo@shop.example}}", head=head)
    templates, flows, brands = first("email: from-anna", head=head), first("email: a", head=head), first("email: a")
    senders = [step.sender for step in (own, templates, flows, brands) if isinstance(step, Email)]
    assert senders == [
        Sender(name="Bo", email="bo@shop.example"), SENDER, Sender(name="Flow", email="flow@shop.example"), SHOP,
    ]  # fmt: skip


def test_a_flows_defaults_reach_its_mails_and_a_mail_overrules_them() -> None:
    made = flow(
        "defaults: {smart_sending: false, utm: false}\nsteps: [{email: a}, {email: b, smart_sending: true}]\n",
        head="trigger: {list: newsletter}\n",
    )
    assert [(step.smart_sending, step.utm) for step in made.steps if isinstance(step, Email)] == [
        (False, False), (True, False),
    ]  # fmt: skip


def test_a_step_takes_its_flows_status_or_is_held_back() -> None:
    made = flow("status: live\nsteps: [{email: a}, {email: b, status: manual}, {add_to_list: newsletter}]\n")
    assert [step.status for step in made.steps if isinstance(step, Email | ListUpdate)] == ["live", "manual", "live"]


def test_a_webhook() -> None:
    step = first("{webhook: https://a.example/x, headers: {A: b, C: {secret: TOKEN}}, body: {n: [1, é]}, name: Tell}")
    assert step == Webhook(
        key="webhook-1@d", url="https://a.example/x", name="Tell", status="draft",
        headers=(("A", "b"), ("C", SecretHeader(secret="TOKEN"))), body='{"n": [1, "é"]}',
    )  # fmt: skip
    named = first("{webhook: https://a.example/x, body: text}")
    assert isinstance(named, Webhook)
    assert (named.name, named.body) == ("a.example", "text")


def test_changes_of_a_profile() -> None:
    step = first(
        "update_profile: {set: {tier: gold, points: 3, birthday: today, properties.country: FR}, unset: [subscriber], "
        "add: {interests: shoes}, remove: {interests: 4}}"
    )
    assert isinstance(step, UpdateProfile)
    assert step.changes == (
        PropertyChange(op="set", property="tier", type="text", value="gold"),
        PropertyChange(op="set", property="points", type="number", value=3),
        PropertyChange(op="set", property="birthday", type="date", value="today"),
        PropertyChange(op="set", property="country", type="text", value="FR"),
        PropertyChange(op="unset", property="subscriber", type="boolean"),
        PropertyChange(op="add", property="interests", type="list", value="shoes"),
        PropertyChange(op="remove", property="interests", type="list", value=4),
    )


def test_a_date_is_set_as_iso_text() -> None:
    step = first("update_profile: {set: {birthday: 2026-11-27}}")
    assert isinstance(step, UpdateProfile)
    assert step.changes[0].value == "2026-11-27"


def test_triggers() -> None:
    value = EventTest(field="$value", type="number", test=Test(op="at_least", value=20))
    coupon = EventTest(field="Coupon", type="text", test=Test(op="is", value="X"))
    cases = {
        "{metric: cart_abandoned}": MetricTrigger(metric="cart_abandoned"),
        "{metric: cart_abandoned, where: {$value: {at_least: 20}, Coupon: X}}": MetricTrigger(
            metric="cart_abandoned", where=((value, coupon),)
        ),
        "{metric: cart_abandoned, where: {any: [{$value: {at_least: 20}}, {Coupon: X}]}}": MetricTrigger(
            metric="cart_abandoned", where=((value,), (coupon,))
        ),
        "{list: newsletter}": ListTrigger(list="newsletter"),
        "{segment: vip}": SegmentTrigger(segment="vip"),
    }
    for written, meant in cases.items():
        assert flow("steps: [{email: a}]\n", head=f"trigger: {written}\nreentry: always\n").trigger == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("reentry: never\n", Reentry(mode="never")),
        ("reentry: always\n", Reentry(mode="always")),
        ("reentry: after 7 days\n", Reentry(mode="after", span=Duration(amount=7, unit="day"))),
        ("reentry: after 12h\n", Reentry(mode="after", span=Duration(amount=12, unit="hour"))),
        ("", Reentry(mode="never")),
    ],
)
def test_reentry(written: str, meant: Reentry) -> None:
    assert flow("steps: [{email: a}]\n", head=f"trigger: {{list: newsletter}}\n{written}").reentry == meant


def test_exit_when_counts_from_the_start_unless_it_says_when() -> None:
    made = flow("exit_when: {metric: placed_order}\nsteps: [{email: a}]\n")
    assert made.exit_when == HasEvents(metric="placed_order", test=Test(op="at_least", value=1), window=SinceStart())


def test_a_branch_asks_about_the_event_that_started_the_flow() -> None:
    step = first("{if: {event: $value, at_least: 100}, then: [{email: a}]}")
    assert getattr(step, "condition", None) == EventProperty(
        field="$value", type="number", test=Test(op="at_least", value=100)
    )
