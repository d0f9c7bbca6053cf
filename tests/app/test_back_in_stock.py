"""A flow that the API cannot make (P27): left out with its way, drawn by hand, adopted, then as any other flow."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mktctl.app.adopt import adopt
from mktctl.app.sandbox_draw import Drawn, draw_flow
from mktctl.diagnostics import GuardError, UsageError
from mktctl.model.address import Address
from mktctl.model.flow import MetricTrigger, StockWait
from mktctl.model.project import Metric, Project
from mktctl.model.workspace import Workspace
from mktctl.planning.steps import PatchAction
from mktctl.sandbox.options import Options
from mktctl.views.plan_markdown import plan_markdown
from mktctl.views.plan_text import plan_text
from tests.support.account import SANDBOX, Account, account
from tests.support.messages import push
from tests.support.workspaces import email, flow, project, template, wait, workspace

FLOW = Address(kind="flow", ref="back-in-stock")


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as opened:
        yield opened


def files(subject: str = "It is back", *, others: bool = True) -> Workspace:
    base = project()
    stock = Metric(
        ref="subscribed_to_back_in_stock", name="Subscribed to Back in Stock", integration="Klaviyo", builtin=True
    )
    metrics = {**base.metrics, stock.ref: stock}
    back = flow(
        StockWait(key="wait-1@back"), email("back", subject=subject), wait(1, "p"), push("p"),
        ref="back-in-stock", name="Back in stock", trigger=MetricTrigger(metric=stock.ref),
    )  # fmt: skip
    rest = (flow(email("a")),) if others else ()
    return workspace(template("back"), template("a"), back, *rest, project=project_with(metrics))


def project_with(metrics: dict[str, Metric]) -> Project:
    return msgspec.structs.replace(project(), metrics=metrics)


def drawn(one: Account, tmp_path: Path, address: Address = FLOW) -> Drawn:
    return draw_flow(
        files(), SANDBOX, address, remote=one.remote, store=one.store,
        database=tmp_path / "sandbox.sqlite3", options=Options(limits="none"),
    )  # fmt: skip


def test_it_is_left_out_and_the_rest_goes_on(one: Account) -> None:
    planned = one.plan(files())

    (line,) = planned.plan.left_out
    assert line.startswith("flow/back-in-stock: make it once in Klaviyo")
    assert line.endswith("mktctl adopt flow/back-in-stock")
    assert not any(str(step.address) == "flow/back-in-stock" for step in planned.plan.steps)
    result = one.apply(files(), planned)
    assert (result.exit_code, result.failures) == (8, ())
    again = one.plan(files()).plan
    assert again.is_empty
    assert again.left_out == (line,)
    assert {change.verdict for change in again.changes} == {"none", "by_hand"}


def test_the_page_says_what_to_draw(one: Account) -> None:
    plan = one.plan(files()).plan

    page = plan_text(plan, width=120, colour=False)
    assert "· flow/back-in-stock" in page
    assert "starts with subscribed_to_back_in_stock" in page
    assert "once back in stock + 1 day  push p" in page
    assert "Left out: apply cannot do this" in page
    assert "1 thing is left out." in page
    assert "Left out" in plan_markdown(plan)


def test_drawn_and_adopted_it_is_changed_in_place(one: Account, tmp_path: Path) -> None:
    one.apply(files())
    made = drawn(one, tmp_path)
    assert "mktctl adopt flow/back-in-stock" in one.plan(files()).plan.left_out[0]
    assert one.plan(files()).plan.blockers == ()

    adopted = adopt(files(), SANDBOX, FLOW, remote=one.remote, store=one.store)
    assert (adopted.id, adopted.matched, adopted.steps) == (made.id, 4, 4)
    one.settle(files())
    plan = one.plan(files(), full=True).plan
    assert (plan.is_empty, plan.left_out) == (True, ())

    after = files("In your size")
    patches = [step.key for step in one.plan(after).plan.steps if isinstance(step, PatchAction)]
    assert patches == ["back"]
    one.settle(after)
    assert one.plan(after, full=True).plan.is_empty


def test_a_start_that_must_change_is_left_to_hands_as_well(one: Account, tmp_path: Path) -> None:
    one.apply(files())
    drawn(one, tmp_path)
    adopt(files(), SANDBOX, FLOW, remote=one.remote, store=one.store)
    one.settle(files())
    wanted = files()
    other = msgspec.structs.replace(wanted.flows["back-in-stock"], exit_when=None)

    plan = one.plan(msgspec.structs.replace(wanted, flows={**wanted.flows, "back-in-stock": other})).plan

    assert plan.is_empty
    assert "the flow filter changes" in plan.left_out[0]


def test_only_what_needs_hands_is_drawn_and_only_once(one: Account, tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="no metric/placed_order yet"):
        drawn(one, tmp_path)
    one.apply(files())
    with pytest.raises(UsageError, match="needs no hand"):
        drawn(one, tmp_path, Address(kind="flow", ref="welcome"))
    with pytest.raises(UsageError, match="no file declares"):
        drawn(one, tmp_path, Address(kind="flow", ref="nobody"))
    drawn(one, tmp_path)
    with pytest.raises(GuardError, match="already"):
        drawn(one, tmp_path)
