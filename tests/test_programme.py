"""The reference programme: what the requirements ask of each flow, segment and campaign, read from its files."""

from collections.abc import Iterator

import msgspec
import pytest

from mktctl.model.address import Address
from mktctl.model.campaign import SendAgain, SendAt, SendSmart
from mktctl.model.condition import Consent, Engaged, HasEvents, HasProperty
from mktctl.model.flow import Email, ExitIf, MetricTrigger, SegmentTrigger
from mktctl.model.project import Environment
from mktctl.model.steps import all_steps
from mktctl.planning.day_marks import day_marks
from mktctl.planning.desired import desired_resources
from tests.support.programme import workspace

WORKSPACE = workspace()


def marks(flow: str) -> dict[str, str]:
    """When each step comes, as it is sent: step key to `at once`, `day 2` …"""
    wanted = desired_resources(WORKSPACE, Environment(name="sandbox"))
    return day_marks(wanted[Address(kind="flow", ref=flow)].document["definition"])


def parts(value: object) -> Iterator[object]:
    """A condition and everything inside it."""
    yield value
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from parts(getattr(value, field))
    elif isinstance(value, tuple):
        for one in value:
            yield from parts(one)


@pytest.mark.parametrize(
    ("flow", "trigger", "mails"),
    [
        (
            "welcome",
            MetricTrigger(metric="registered"),
            {"welcome-1": "at once", "welcome-2-recommendations": "day 2", "welcome-3-first-purchase": "day 5"},
        ),
        (
            "cart-recovery",
            MetricTrigger(metric="cart_abandoned"),
            {"cart-reminder": "at once", "cart-10-percent": "day 1", "cart-15-percent": "day 2"},
        ),
        (
            "post-purchase",
            MetricTrigger(metric="placed_order"),
            {
                "order-confirmation": "at once", "shipping-update": "day 3", "review-request": "day 7",
                "replenishment": "day 30",
            },
        ),
        (
            "win-back",
            SegmentTrigger(segment="lapsed-customers"),
            {"winback-miss-you": "at once", "winback-20-percent": "day 7", "winback-25-percent": "day 14"},
        ),
    ],
)  # fmt: skip
def test_each_mail_comes_when_the_requirement_says(flow: str, trigger: object, mails: dict[str, str]) -> None:
    """Requirements 6 to 9."""
    assert WORKSPACE.flows[flow].trigger == trigger
    found = marks(flow)
    assert {mail: found[mail] for mail in mails} == mails


@pytest.mark.parametrize("flow", ["welcome", "cart-recovery", "win-back"])
def test_a_purchase_ends_the_flow(flow: str) -> None:
    """Requirements 6.5, 7.5 and 9.5."""
    assert {one.metric for one in parts(WORKSPACE.flows[flow].exit_when) if isinstance(one, HasEvents)} == {
        "placed_order"
    }


def test_who_reads_leaves_the_win_back_and_neither_robots_nor_prefetch_count() -> None:
    """Requirements 9.3 and 9.4: `engaged` is the form that leaves both out (P21)."""
    exits = [step for step in all_steps(WORKSPACE.flows["win-back"].steps) if isinstance(step, ExitIf)]
    assert [type(step.condition) for step in exits] == [Engaged, Engaged]


def test_back_in_stock_waits_for_the_product_and_leaves_when_it_was_bought() -> None:
    """Requirements 19.2, 19.3 and 19.5."""
    flow = WORKSPACE.flows["back-in-stock"]
    assert flow.trigger == MetricTrigger(metric="subscribed_to_back_in_stock")
    assert [type(step).__name__ for step in flow.steps] == ["StockWait", "Email", "Push"]
    assert {one.metric for one in parts(flow.exit_when) if isinstance(one, HasEvents)} == {"waitlist_left"}


def test_segments_ask_about_everything_that_a_store_knows() -> None:
    """Requirements 3.1, 3.2 and 18.3: at least twelve, over every kind of question."""
    asked = [one for segment in WORKSPACE.segments.values() for one in parts(segment.who)]
    where = {test.field for one in asked if isinstance(one, HasEvents) for test in one.where}
    assert len(WORKSPACE.segments) >= 12
    assert {type(one) for one in asked} >= {HasProperty, HasEvents, Engaged, Consent}
    assert where >= {"Categories", "ProductName", "$value"}
    assert any(isinstance(one, HasEvents) and one.measure == "sum" for one in asked)


def test_every_text_message_asks_for_consent_or_is_sent_to_who_gave_it() -> None:
    """Requirement 10.1."""
    sends = [one for one in WORKSPACE.campaigns.values() if one.channel == "sms"]
    assert sends
    for one in sends:
        for address in one.audience.include:
            assert Consent(channel="sms") in set(parts(WORKSPACE.segments[address.ref].who))


def test_every_text_message_tells_how_to_opt_out_and_pushes_have_pictures_and_buttons() -> None:
    """Requirements 10.2 and 11.2."""
    for template in WORKSPACE.messages.values():
        if template.channel == "sms":
            assert template.opt_out
        elif template.channel == "push":
            assert template.image
            assert template.buttons
            assert template.open != "home"


def test_campaigns_of_every_form_are_there() -> None:
    """Requirements 4.3, 4.4 and 14.2: a fixed time with a test, cron in recipients' zones, SMS, push, smart time."""
    campaigns = WORKSPACE.campaigns.values()
    assert {one.channel for one in campaigns} == {"email", "sms", "push"}
    assert {type(one.send) for one in campaigns} == {SendAt, SendAgain, SendSmart}
    tests = [one.ab_test for one in campaigns if one.ab_test is not None]
    assert [one.sample for one in tests] == [20]
    assert [one.send.zone for one in campaigns if isinstance(one.send, SendAgain)] == ["recipient"]
    assert len(WORKSPACE.campaigns) == 5
    assert len(WORKSPACE.templates) + len(WORKSPACE.messages) >= 18


def test_a_flow_tests_its_subject() -> None:
    """Requirement 14.1."""
    tested = [step for flow in WORKSPACE.flows.values() for step in all_steps(flow.steps) if _is_tested(step)]
    assert len(tested) == 1


def _is_tested(step: object) -> bool:
    return isinstance(step, Email) and step.ab_test is not None
