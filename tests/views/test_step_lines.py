"""What the steps of a new flow do, in a few words."""

from pathlib import Path

from mktctl.model.ab_test import Winner
from mktctl.model.condition import All, Not
from mktctl.model.flow import (
    AnyStep,
    Case,
    Exit,
    ExitIf,
    If,
    ListUpdate,
    PropertyChange,
    Share,
    Split,
    StockWait,
    Switch,
    UpdateProfile,
    Webhook,
)
from mktctl.planning.changes import FieldChange, StepChange
from mktctl.views.plan_text import plan_text
from mktctl.views.step_lines import doing, once_for_all_ways, step_name
from tests.support.account import account
from tests.support.messages import alert, push, sms, subjects, whatsapp
from tests.support.workspaces import BOUGHT, GOLD, email, flow, segment, template, wait, workspace

CHANGES = (
    PropertyChange(op="set", property="tier", type="text", value="gold"),
    PropertyChange(op="unset", property="points", type="number"),
    PropertyChange(op="add", property="interests", type="list", value="shoes"),
)
STEPS = (
    email("a"),
    wait(3, "b"),
    ExitIf(key="exit-1", condition=BOUGHT),
    email("b"),
    UpdateProfile(key="update-1", changes=CHANGES, status="live"),
    ListUpdate(key="leave-1", list="newsletter", add=False, status="live"),
    Webhook(key="hook-1", url="https://shop.example/hooks/gold", name="gold", status="live"),
    If(key="if-1", condition=GOLD, then=(email("c"),), otherwise=(email("d"), Exit(key="exit-2"))),
)


def test_a_new_flow_tells_what_each_step_does(tmp_path: Path) -> None:
    templates = [template(ref) for ref in "abcd"]
    with account(tmp_path) as one:
        plan = one.plan(workspace(segment(), *templates, flow(*STEPS, exit_when=None))).plan
    lines = plan_text(plan, width=100, colour=False).split("\n")
    start = lines.index("     at once  a")
    assert [line.strip() for line in lines[start : start + 9]] == [
        "at once  a",
        "day 3    leave if placed_order since start",
        "day 3    b",
        "day 3    set tier: gold, unset points, add interests: shoes",
        "day 3    remove from newsletter",
        "day 3    webhook to shop.example",
        "day 3    if tier = gold; else",
        "day 3    c",
        "day 3    d",
    ]


def test_who_stays_is_told_where_the_condition_says_who_stays(tmp_path: Path) -> None:
    stays = ExitIf(key="exit-1", condition=Not(of=All(of=(BOUGHT,))))
    with account(tmp_path) as one:
        plan = one.plan(
            workspace(template("a"), template("b"), flow(email("a"), stays, email("b"), exit_when=None))
        ).plan
    page = plan_text(plan, width=100, colour=False)
    assert "leave unless placed_order since start" in page or "leave if no placed_order since start" in page


def lines_of(tmp_path: Path, *steps: AnyStep) -> list[str]:
    """What the plan of a new flow says of its steps."""
    files = workspace(segment(), *(template(ref) for ref in "abc"), flow(*steps, exit_when=None))
    with account(tmp_path) as one:
        (change,) = [change for change in one.plan(files).plan.changes if change.address.kind == "flow"]
    return [f"{step.when}: {words}" for step in change.steps if (words := doing(step))]


THIRDS = Split(
    key="split-1",
    shares=tuple(Share(percent=percent, steps=(email(ref),)) for percent, ref in ((34, "a"), (33, "b"), (33, "c"))),
)
SWITCH = Switch(
    key="switch-1",
    cases=(
        Case(condition=GOLD, steps=(email("a"),), name="our best"),
        Case(condition=BOUGHT, steps=(sms("s"),)),
    ),
    otherwise=(push("p"),),
)


def test_a_draw_tells_its_real_shares_once(tmp_path: Path) -> None:
    assert lines_of(tmp_path, THIRDS) == [
        "at once: by chance: 34 % / 33 % / 33 %", "at once: a", "at once: b", "at once: c",
    ]  # fmt: skip


def test_a_switch_tells_its_ways(tmp_path: Path) -> None:
    assert lines_of(tmp_path, SWITCH, wait(1, "x"), whatsapp("x")) == [
        "at once: switch: our best if tier = gold; if placed_order since start; else",
        "at once: a",
        "day 1: whatsapp x",
        "at once: sms s",
        "day 1: whatsapp x",
        "at once: push p",
        "day 1: whatsapp x",
    ]


def test_an_alert_tells_whom(tmp_path: Path) -> None:
    assert lines_of(tmp_path, alert("x")) == ["at once: alert to care@mientior.example: Look here"]


def test_a_test_tells_its_versions_and_how_it_ends(tmp_path: Path) -> None:
    by_hand, until_certain = subjects("One", "Two", winner=None), subjects("One", "Two", winner=Winner(certain=True))
    assert lines_of(
        tmp_path, email("a", ab_test=subjects("One", "Two")), email("b", ab_test=by_hand),
        email("c", ab_test=until_certain),
    ) == [
        "at once: a, A/B test 50 % v1, 50 % v2; winner by clicks after 14 days or when certain",
        "at once: b, A/B test 50 % v1, 50 % v2; nobody picks a winner",
        "at once: c, A/B test 50 % v1, 50 % v2; winner by clicks when certain",
    ]  # fmt: skip


def test_behind_a_wait_for_stock_the_line_says_so(tmp_path: Path) -> None:
    assert lines_of(tmp_path, StockWait(key="wait-1@a"), email("a")) == ["once back in stock: a"]


def test_a_message_tells_who_alone_gets_it(tmp_path: Path) -> None:
    with account(tmp_path) as one:
        plan = one.plan(workspace(template("a"), flow(email("a", only_if=GOLD), exit_when=None))).plan
    assert "at once  a, only if tier = gold" in plan_text(plan, width=100, colour=False)


def test_copies_behind_a_branch_are_told_once() -> None:
    field = FieldChange(path="message.subject_line", before="A", after="B")
    same = [
        StepChange(key=key, verdict="update", type="send-email", fields=(field,))
        for key in ("wish", "if-1@x.then+wish")
    ]
    other = StepChange(key="switch-1.2/wish", verdict="update", type="send-email", fields=(field,))
    assert [(step_name(step), ways) for step, ways in once_for_all_ways([*same, other])] == [
        ("wish", 2),
        ("switch-1.2/wish", 1),
    ]


def test_a_page_that_is_too_narrow_has_the_remark_below_the_name(tmp_path: Path) -> None:
    with account(tmp_path) as one:
        plan = one.plan(workspace(template("a"), flow(email("a"), exit_when=None))).plan
    assert "Registered  (by one backfilled event" in plan_text(plan, width=100, colour=False)
    assert "Registered\n     by one backfilled event" in plan_text(plan, width=60, colour=False)
