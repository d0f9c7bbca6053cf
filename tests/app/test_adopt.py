"""`mktctl adopt` (`mktctl/app/adopt.py`): one resource bound to what is there, nothing written but the state."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.app.adopt import Adopted, CannotAdopt, adopt
from mktctl.app.plan import WrongAccount
from mktctl.diagnostics import UsageError
from mktctl.klaviyo.segments import create_segment
from mktctl.model.address import Address
from mktctl.model.bindings import State
from mktctl.model.flow import If
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.steps import PatchAction
from mktctl.views.adopt_text import adopt_json, adopt_text
from tests.support.account import SANDBOX, Account, account
from tests.support.account_picture import picture
from tests.support.messages import push, sms, subjects
from tests.support.workspaces import GOLD, email, flow, segment, template, wait, workspace

FLOW = Address(kind="flow", ref="welcome")
SEGMENT = Address(kind="segment", ref="vip")


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as opened:
        yield opened


def files(**of_flow: Any) -> Workspace:
    steps = (
        email("a", ab_test=subjects("One", "Two")),
        wait(2, "s"),
        sms("s"),
        If(key="if-1", condition=GOLD, then=(email("b"),), otherwise=(push("p"),)),
    )
    lib = template("lib", library=True)
    return workspace(segment(), lib, template("a"), template("b"), flow(*steps, **of_flow))


def taken(one: Account, wanted: Workspace, address: Address, id_: str | None = None) -> Adopted:
    return adopt(wanted, SANDBOX, address, remote=one.remote, store=one.store, id_=id_)


def state_of(one: Account) -> State:
    state = one.store.load()[1]
    assert state is not None
    return state


def lose_state(one: Account) -> State:
    generation, state = one.store.load()
    assert state is not None
    one.store.swap(generation, State(account=state.account))
    return state


def writes(one: Account) -> int:
    return sum(count for name, count in one.remote.sent().items() if not name.startswith("get_"))


def test_a_lost_state_is_made_again_ref_by_ref(one: Account) -> None:
    wanted = files()
    one.settle(wanted)
    held, before = picture(one.remote, state_of(one)), lose_state(one)
    assert {problem.code for problem in one.plan(wanted).plan.blockers} == {"PLN003"}

    sent = writes(one)
    for text in ("list/newsletter", "segment/vip", "template/lib", "flow/welcome"):
        kind, _, ref = text.partition("/")
        adopted = taken(one, wanted, Address(kind=kind, ref=ref))  # type: ignore[arg-type]
        assert adopted.id == before.bindings[text].id
    assert writes(one) == sent, "the platform was touched"

    bound = state_of(one).bindings["flow/welcome"].actions
    assert {key: action.id for key, action in bound.items()} == {
        key: action.id for key, action in before.bindings["flow/welcome"].actions.items()
    }
    plan = one.plan(wanted).plan
    assert plan.blockers == ()
    patches = {step.key for step in plan.steps if isinstance(step, PatchAction)}
    assert patches == {"a.main", "a:v1", "a:v2", "b"}, "mails alone: what they hold is known to nobody"
    one.settle(wanted)
    assert one.plan(wanted, full=True).plan.is_empty
    assert picture(one.remote, state_of(one)) == held
    assert state_of(one).bindings["flow/welcome"].actions["a"].ends is not None


def test_what_differs_is_planned_as_for_any_flow(one: Account) -> None:
    one.settle(workspace(segment(), template("a"), flow(email("a", subject="By hand"), sms("other", "Old words"))))
    lose_state(one)
    wanted = workspace(segment(), template("a"), flow(email("a"), wait(1, "s"), sms("s", "New words")))

    adopted = taken(one, wanted, FLOW)

    assert (adopted.matched, adopted.steps, adopted.status) == (2, 3, "live")
    taken(one, wanted, SEGMENT)
    one.settle(wanted)
    assert one.plan(wanted, full=True).plan.is_empty


def test_a_flow_of_another_name_is_named_by_its_id(one: Account) -> None:
    one.settle(files(name="Old name"))
    id_ = lose_state(one).bindings["flow/welcome"].id

    with pytest.raises(CannotAdopt, match='no flow named "Welcome"'):
        taken(one, files(), FLOW)
    assert taken(one, files(), FLOW, id_).id == id_
    notes = [note for change in one.plan(files()).plan.changes for note in change.notes]
    assert any("Old name" in note for note in notes)


def test_of_several_of_one_name_it_asks_which(one: Account) -> None:
    wanted = workspace(segment())
    one.settle(wanted)
    definition = one.remote.call("get_segments").document["data"][0]["attributes"]["definition"]  # type: ignore[index]
    other = create_segment(one.remote, {"name": "VIP", "definition": definition})
    lose_state(one)

    with pytest.raises(CannotAdopt) as caught:
        taken(one, wanted, SEGMENT)

    assert "2 segments" in str(caught.value)
    assert "--id" in caught.value.hint
    assert f"{other['id']}  made 2026-11-02" in caught.value.hint
    assert taken(one, wanted, SEGMENT, other["id"]).id == other["id"]


def test_what_is_bound_is_not_bound_again(one: Account) -> None:
    one.settle(files())

    with pytest.raises(UsageError, match="bound already"):
        taken(one, files(), FLOW)
    other = Address(kind="flow", ref="copy")
    with_copy = workspace(segment(), template("a"), flow(email("a"), ref="copy", name="Copy"))
    with pytest.raises(CannotAdopt, match="bound already, to flow/welcome"):
        taken(one, with_copy, other, state_of(one).bindings["flow/welcome"].id)


@pytest.mark.parametrize("text", ["flow/welcom", "metric/registered", "template/a"])
def test_what_no_file_makes_an_object_of_cannot_be_bound(text: str, one: Account) -> None:
    kind, _, ref = text.partition("/")
    with pytest.raises(UsageError):
        taken(one, files(), Address(kind=kind, ref=ref))  # type: ignore[arg-type]
    assert one.store.load()[1] is None


def test_an_unknown_id_is_said(one: Account) -> None:
    with pytest.raises(CannotAdopt, match="no flow NOBODY"):
        taken(one, files(), FLOW, "NOBODY")


def test_another_account_is_refused(one: Account) -> None:
    elsewhere = Environment(name="production", account="OTHER1")
    with pytest.raises(WrongAccount):
        adopt(files(), elsewhere, FLOW, remote=one.remote, store=one.store)


def test_it_is_told_for_people_and_machines() -> None:
    adopted = Adopted(
        address=FLOW, id="AbC123", name="Wel\x1bcome", status="live", created="2026-11-02T08:00:00+00:00",
        matched=2, steps=3,
    )  # fmt: skip

    page = adopt_text(adopted, width=100, colour=False)
    assert "flow/welcome is AbC123" in page
    assert "2 of 3 steps are there already" in page
    assert "\x1b" not in page
    document = msgspec.json.decode(adopt_json(adopted))
    assert (document["format_version"], document["address"], document["matched"]) == (1, "flow/welcome", 2)
