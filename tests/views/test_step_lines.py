"""What the steps of a new flow do, in a few words."""

from pathlib import Path

from mktctl.model.condition import All, Not
from mktctl.model.flow import Exit, ExitIf, If, ListUpdate, PropertyChange, UpdateProfile, Webhook
from mktctl.views.plan_text import plan_text
from tests.support.account import account
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
    assert [line.strip() for line in lines[start : start + 8]] == [
        "at once  a",
        "day 3    leave if placed_order since start",
        "day 3    b",
        "day 3    set tier: gold, unset points, add interests: shoes",
        "day 3    remove from newsletter",
        "day 3    webhook to shop.example",
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
