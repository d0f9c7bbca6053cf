"""Every form of trigger and step, applied over a real socket: nothing is left to do, and an edit reaches its action."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.klaviyo.flow_actions import fetch_flow_action
from mktctl.klaviyo.templates import create_template
from mktctl.model.condition import All, Consent, EventProperty, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import (
    Case,
    DateTrigger,
    DateWait,
    Flow,
    If,
    LowInventoryTrigger,
    PriceDropTrigger,
    RawStep,
    RawTrigger,
    Share,
    Split,
    StockWait,
    Switch,
)
from mktctl.model.project import DeclaredProperty
from mktctl.model.template import PushButton, PushLinks
from mktctl.model.workspace import Workspace
from mktctl.planning.changes import Plan
from mktctl.planning.steps import PatchAction
from mktctl.views.plan_text import plan_text
from tests.support.account import Account, account
from tests.support.messages import alert, contents, push, sms, subjects, whatsapp
from tests.support.workspaces import BOUGHT, GOLD, email, flow, project, segment, template, wait, workspace

BIRTHDAY = DateTrigger(property="birthday", before=Duration(amount=7, unit="day"), repeat="yearly", at="09:00")
WORTH = EventProperty(field="$value", type="number", test=Test(op="at_least", value=100), metric=None)
THIRDS = Split(
    key="split-1",
    shares=(
        Share(percent=33.4, steps=(email("a"),)),
        Share(percent=33.3, steps=(email("b"),)),
        Share(percent=33.3, steps=(sms("s"),)),
    ),
)
SWITCH = Switch(
    key="switch-1",
    cases=(
        Case(condition=GOLD, steps=(email("a"),), name="gold"),
        Case(condition=Consent(channel="sms"), steps=(sms("s"),)),
    ),
    otherwise=(email("b"),),
)
HOOK = {"type": "send-webhook", "data": {"message": {"url": "https://shop.example/hook"}}}
FORMS: dict[str, Flow] = {
    "sms": flow(sms("s"), wait(1, "t"), sms("t", transactional=True, only_if=GOLD)),
    "push": flow(push("p"), wait(1, "q"), push("q", title="", buttons=(), open="home", sound=True, data={"k": "v"})),
    "whatsapp": flow(whatsapp("w", smart_sending=False)),
    "alert": flow(alert("x"), email("a"), alert("y", template="b")),
    "switch": flow(email("c"), SWITCH, wait(2, "d"), email("d")),
    "switch about the event": flow(
        If(key="if-1", condition=All(of=(WORTH, GOLD)), then=(email("a"),), otherwise=(email("b"),)), email("c")
    ),
    "split": flow(THIRDS, wait(1, "c"), email("c")),
    "stock": flow(StockWait(key="wait-1@a"), email("a")),
    "date": flow(
        email("a"), DateWait(key="wait-1@b", before=Duration(amount=0, unit="day"), at="09:00"), email("b"),
        trigger=BIRTHDAY,
    ),
    "price drop": flow(
        email("a"), trigger=PriceDropTrigger(amount=10, unit="percent", audience=("viewed", "started_checkout"))
    ),
    "low inventory": flow(
        sms("s"), trigger=LowInventoryTrigger(at_most=5, level="variant", audience=("added_to_cart",), within_days=7)
    ),
    "raw": flow(RawStep(key="raw-1", json=HOOK), email("a")),
    "test of subjects": flow(email("a", ab_test=subjects("One", "Two", "Three")), wait(1, "b"), email("b")),
    "test of mails": flow(email("a", ab_test=contents("a", "b"))),
    "test in a draft": flow(email("a", ab_test=subjects("One", "Two"), status="draft"), email("b")),
}  # fmt: skip


def files(one: Flow) -> Workspace:
    birthday = DeclaredProperty(name="birthday", type="date")
    mails = (template(ref) for ref in "abcd")
    return workspace(segment(), *mails, one, project=project(properties={"birthday": birthday}))


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("form", FORMS)
def test_a_second_plan_says_no_changes(form: str, one: Account) -> None:
    wanted = files(FORMS[form])
    one.settle(wanted)

    for full in (False, True):
        plan = one.plan(wanted, full=full).plan
        assert plan.is_empty, [change for change in plan.changes if change.verdict != "none"]
        assert plan.left_out == ()


@pytest.mark.parametrize("form", FORMS)
def test_a_flow_of_each_form_is_shown_before_it_is_made(form: str, one: Account) -> None:
    page = plan_text(one.plan(files(FORMS[form])).plan, width=110, colour=False)

    assert "+ flow/welcome" in page
    assert "{'" not in page, "a document shows through"
    assert "None" not in page


def patched(plan: Plan) -> dict[str, list[str]]:
    """The keys of the actions that are sent again, and what changes of each."""
    (change,) = [change for change in plan.changes if change.verdict != "none"]
    fields = {step.key: [field.path for field in step.fields] for step in change.steps}
    assert [step.key for step in plan.steps if isinstance(step, PatchAction)] == list(fields)
    return fields


def with_step(steps: tuple[Any, ...], index: int, **settings: Any) -> tuple[Any, ...]:
    return (*steps[:index], msgspec.structs.replace(steps[index], **settings), *steps[index + 1 :])


def cased(condition: Any = GOLD, name: str = "gold") -> tuple[Any, ...]:
    cases = (msgspec.structs.replace(SWITCH.cases[0], condition=condition, name=name), *SWITCH.cases[1:])
    return with_step(FORMS["switch"].steps, 1, cases=cases)


EDITS: dict[str, tuple[str, tuple[Any, ...], dict[str, list[str]]]] = {
    "one word of a text": (
        "sms", (sms("s", "Your cart has waited"), *FORMS["sms"].steps[1:]), {"s": ["message.body"]},
    ),
    "quiet hours": (
        "sms", with_step(FORMS["sms"].steps, 0, quiet_hours=False), {"s": ["message.sms_quiet_hours_enabled"]},
    ),
    "a button": (
        "push",
        (push("p", buttons=(PushButton(label="See", open=PushLinks(web="https://mientior.example/x")),)),
         *FORMS["push"].steps[1:]),
        {"p": ["message.action_buttons"]},
    ),
    "another approved message": ("whatsapp", (whatsapp("w", smart_sending=False, vendor_id="v2"),), {
        "w": ["message.vendor_id"]
    }),
    "another colleague": (
        "alert", with_step(FORMS["alert"].steps, 0, to=("boss@mientior.example",)), {"x": ["message.to_emails"]},
    ),
    "the condition of a way": ("switch", cased(condition=BOUGHT), {"switch-1": ["branches"]}),
    "the name of a way": ("switch", cased(name="our best"), {"switch-1": ["branches"]}),
    "when a date is waited for": (
        "date",
        with_step(FORMS["date"].steps, 1, before=Duration(amount=2, unit="day")),
        {"wait-1@b": ["wait"]},
    ),
    "the platform's own words": (
        "raw",
        (RawStep(key="raw-1", json={**HOOK, "data": {"message": {"url": "https://shop.example/other"}}}), email("a")),
        {"raw-1": ["message.url"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_changes_exactly_its_action(edit: str, one: Account) -> None:
    form, steps, expected = EDITS[edit]
    before = FORMS[form]
    one.settle(files(before))
    after = files(msgspec.structs.replace(before, steps=steps))

    planned = one.plan(after)

    assert patched(planned.plan) == expected
    assert one.apply(after, planned).exit_code == 0
    assert one.plan(after, full=True).plan.is_empty


def test_another_share_changes_the_draws(one: Account) -> None:
    one.settle(files(FORMS["split"]))
    shares = tuple(
        msgspec.structs.replace(share, percent=percent)
        for share, percent in zip(THIRDS.shares, (50, 25, 25), strict=True)
    )
    after = files(flow(msgspec.structs.replace(THIRDS, shares=shares), wait(1, "c"), email("c")))

    assert patched(one.plan(after).plan) == {"split-1": ["profile_filter"]}
    one.settle(after)
    assert one.plan(after).plan.is_empty


def test_what_a_raw_step_leaves_open_is_left_to_the_platform(one: Account) -> None:
    wanted = files(FORMS["raw"])
    one.settle(wanted)
    state = one.store.load()[1]
    assert state is not None
    id_ = state.bindings["flow/welcome"].actions["raw-1"].id
    one.ui("PATCH", f"flow-actions/{id_}", {"definition": {"data": {"message": {"name": "By hand"}}}})

    assert {change.verdict for change in one.plan(wanted).plan.changes} == {"none", "bind"}
    one.settle(wanted)
    definition = fetch_flow_action(one.remote, id_)["attributes"]["definition"]
    assert definition["data"]["message"]["name"] == "By hand"


def test_a_raw_mail_is_a_copy_of_the_template_that_it_names(one: Account) -> None:
    ids = [create_template(one.remote, {"name": name, "editor_type": "CODE", "html": name})["id"] for name in "xy"]

    def raw(template_id: str) -> RawStep:
        return RawStep(key="raw-1", json={"type": "send-email", "data": {"message": {"template_id": template_id}}})

    first, second = files(flow(email("a"))), files(flow(email("a"), raw(ids[0])))
    one.settle(first)
    one.settle(second)
    assert one.plan(second, full=True).plan.is_empty

    other = files(flow(email("a"), raw(ids[1])))
    assert patched(one.plan(other).plan) == {"raw-1": ["message.template_id"]}
    one.settle(other)
    assert one.plan(other, full=True).plan.is_empty


def test_a_raw_trigger_that_names_an_id_is_no_difference(one: Account) -> None:
    one.settle(files(flow(email("a"))))
    state = one.store.load()[1]
    assert state is not None
    list_id = state.bindings["list/newsletter"].id
    wanted = files(flow(email("a"), trigger=RawTrigger(json={"type": "list", "id": list_id}), ref="raw", name="Raw"))

    one.settle(wanted)

    assert one.plan(wanted, full=True).plan.is_empty


def test_another_number_of_ways_is_a_replacement(one: Account) -> None:
    one.settle(files(FORMS["switch"]))
    fewer = msgspec.structs.replace(SWITCH, cases=SWITCH.cases[:1])

    plan = one.plan(files(flow(email("c"), fewer, wait(2, "d"), email("d")))).plan

    (change,) = [change for change in plan.changes if change.verdict == "replace"]
    assert change.reasons == ("switch switch-1 has 2 ways and had 3",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((email("c"), wait(2, "d"), email("d")), (email("c"), SWITCH, wait(2, "d"), email("d"))),
        ((email("c"),), (email("c"), SWITCH)),
        ((email("c"), email("d")), (SWITCH, email("c"), email("d"))),
        ((email("c"),), (email("c"), FORMS["switch about the event"].steps[0])),
    ],
    ids=["between", "behind", "in front", "about event and person"],
)
def test_a_switch_is_inserted_into_a_flow_that_runs(before: Any, after: Any, one: Account) -> None:
    one.settle(files(flow(*before)))
    state = one.store.load()[1]
    assert state is not None
    kept = {action.id for action in state.bindings["flow/welcome"].actions.values()}
    wanted = files(flow(*after))

    planned = one.plan(wanted)
    (change,) = [change for change in planned.plan.changes if change.verdict != "none"]
    assert (change.verdict, change.reasons) == ("update", ())
    assert any("leaves the flow there" in line for line in planned.plan.warnings)
    assert one.apply(wanted, planned).exit_code == 0

    assert one.plan(wanted, full=True).plan.is_empty
    state = one.store.load()[1]
    assert state is not None
    assert kept <= {action.id for action in state.bindings["flow/welcome"].actions.values()}
