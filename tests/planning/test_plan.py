"""The whole plan (`mktctl/planning/plan.py`, `unfinished.py`, `by_hand.py`)."""

from typing import Any

import msgspec
import pytest

from mktctl.model.bindings import Binding, Intent, State
from mktctl.model.condition import All
from mktctl.model.flow import SegmentTrigger
from mktctl.model.workspace import Workspace
from mktctl.planning.desired import desired_resources
from mktctl.planning.plan import flows_to_read, segments_to_count
from mktctl.planning.steps import RemoveUpload, RetireFlow
from tests.support.account import SANDBOX
from tests.support.settled_account import ACCOUNT, Settled, lists_only, settled
from tests.support.workspaces import GOLD, email, flow, segment, template, wait, workspace


def programme(**of_flow: Any) -> Workspace:
    return workspace(segment(), template("a"), template("b"), flow(email("a"), wait(1, "b"), email("b"), **of_flow))


def with_state(one: Settled, **changes: Any) -> Settled:
    return msgspec.structs.replace(one, state=msgspec.structs.replace(one.state, **changes))


def intent(name: str) -> Intent:
    return Intent(kind="flow", name=name, started=ACCOUNT.now)


def test_a_plan_of_what_is_there_is_empty_and_costs_nothing() -> None:
    plan = settled(programme()).plan(programme())

    assert plan.is_empty
    assert (plan.calls, plan.seconds, plan.warnings, plan.by_hand, plan.blockers) == ((), 0.0, (), (), ())
    assert {change.verdict for change in plan.changes} == {"none"}


def test_making_a_plan_is_a_function() -> None:
    one, files = settled(programme()), programme(status="draft")

    assert one.plan(files) == one.plan(files)


def test_steps_stand_in_the_order_in_which_kinds_name_each_other() -> None:
    empty = Settled(seen=msgspec.structs.replace(settled(workspace()).seen, objects=()), state=State(account="A1"))
    files = workspace(segment(All(of=(GOLD,))), template("lib", library=True), flow(email("lib")))

    kinds = [step.address.kind for step in empty.plan(files).steps]

    assert list(dict.fromkeys(kinds)) == ["metric", "list", "segment", "template", "flow"]


def test_what_no_file_asks_for_any_more_is_named_and_left_alone() -> None:
    plan = settled(programme()).plan(workspace(template("a")))

    orphans = [str(change.address) for change in plan.changes if change.verdict == "orphan"]
    assert orphans == ["flow/welcome", "segment/vip"]
    assert plan.is_empty


def test_what_moved_is_no_orphan() -> None:
    files = programme()
    moved = flow(email("a"), wait(1, "b"), email("b"), ref="hello", moved_from="welcome")

    plan = settled(files).plan(workspace(segment(), template("a"), template("b"), moved))

    assert not [change for change in plan.changes if change.verdict == "orphan"]
    assert [type(step).__name__ for step in plan.steps] == ["Move"]


def test_an_orphan_that_is_gone_is_not_named() -> None:
    one = settled(programme()).without("flow/welcome").without("segment/vip")

    assert not [change for change in one.plan(workspace()).changes if change.verdict == "orphan"]


def test_only_a_flow_that_moved_is_read() -> None:
    files = programme()
    one = lists_only(settled(files))

    def read(wanted: Workspace, there: Settled, *, everything: bool = False) -> tuple[str, ...]:
        return flows_to_read(desired_resources(wanted, SANDBOX), there.bound(wanted), everything=everything)

    assert read(files, one) == ()
    assert read(files, one, everything=True) == ("flow:welcome",)
    assert read(programme(status="draft"), one) == ("flow:welcome",)
    assert read(files, one.with_action("100", message={"subject_line": "By hand"})) == ("flow:welcome",)
    assert read(files, one.without("flow/welcome")) == ()
    assert read(files, with_state(one, intents={"flow/welcome": intent("Welcome")})) == ("flow:welcome",)


def test_people_are_counted_only_where_a_segment_starts_a_flow_that_moved() -> None:
    starts = programme(trigger=SegmentTrigger(segment="vip"))
    one = settled(starts)

    def counted(wanted: Workspace, there: Settled) -> tuple[str, ...]:
        return segments_to_count(desired_resources(wanted, SANDBOX), there.bound(wanted))

    assert counted(starts, one) == ()
    assert counted(programme(trigger=SegmentTrigger(segment="vip"), status="manual"), one) == ("segment:vip",)
    assert counted(programme(status="manual"), settled(programme())) == ()
    assert counted(starts, settled(programme()).without("segment/vip")) == ()


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "the 0 people"), (1, "the 1 person"), (7, "the 7 people"), (None, "whoever is in it when it is made")],
)
def test_present_members_are_told(count: int | None, words: str) -> None:
    starts = programme(trigger=SegmentTrigger(segment="vip"))
    one = settled(programme())
    members = {} if count is None else {"segment:vip": count}
    one = msgspec.structs.replace(one, seen=msgspec.structs.replace(one.seen, members=members))

    assert any(words in line for line in one.plan(starts).warnings)


def test_a_day_that_ends_first_is_told() -> None:
    one = settled(programme()).without("segment/vip")
    today = {ACCOUNT.now.date().isoformat(): {"create_segment": 100}}

    assert "create_segment: 1 wanted, 0 of 100 left today" in with_state(one, spent=today).plan(programme()).warnings[0]
    yesterday = {"2026-11-01": {"create_segment": 100}}
    assert with_state(one, spent=yesterday).plan(programme()).warnings == ()


# What a run that was cut off left


def test_a_replaced_flow_that_is_still_on_is_stopped_first() -> None:
    files = programme()
    one = with_state(settled(files), intents={"retire/OLD": intent("flow/welcome")})

    plan = one.plan(files)

    assert plan.steps == (RetireFlow(address=plan.steps[0].address, id="OLD"),)
    assert str(plan.steps[0].address) == "flow/welcome"
    assert any("the old flow OLD becomes a draft" in line for line in plan.warnings)


def test_a_flow_that_is_still_ours_is_not_stopped() -> None:
    files = programme()
    one = with_state(settled(files), intents={"retire/flow:welcome": intent("flow/welcome")})

    assert one.plan(files).is_empty


def test_an_upload_that_was_left_is_taken_out() -> None:
    files = programme()
    one = with_state(settled(files), intents={"upload/a": intent("mktctl upload: a")})

    plan = one.plan(files)

    assert plan.steps == (RemoveUpload(address=plan.steps[0].address),)
    assert [str(change.address) for change in plan.changes if change.verdict == "bind"] == ["template/a"]


def test_what_is_unfinished_comes_before_what_is_new() -> None:
    one = with_state(settled(programme()), intents={"retire/OLD": intent("flow/welcome")})

    plan = one.plan(programme(status="manual"))

    assert [type(step).__name__ for step in plan.steps] == ["RetireFlow", "SetFlowStatus", "SettleFlow"]


# What only hands can do


def test_the_mark_of_a_message_is_asked_for_until_it_is_there() -> None:
    files = workspace(template("a"), flow(email("a", transactional=True)))
    one = settled(files)

    assert "mark the message a" in one.plan(files).by_hand[0]
    assert one.with_action("100", message={"transactional": True}).plan(files).by_hand == ()


def test_a_replaced_flow_has_lost_its_marks() -> None:
    files = workspace(segment(), template("a"), flow(email("a", transactional=True)))
    marked = settled(files).with_action("100", message={"transactional": True})
    other = workspace(
        segment(), template("a"), flow(email("a", transactional=True), trigger=SegmentTrigger(segment="vip"))
    )

    assert "mark the message a" in marked.plan(other).by_hand[0]


def test_a_flow_of_another_account_is_nobodys() -> None:
    """A state without bindings knows nothing, and takes nothing over."""
    one = msgspec.structs.replace(settled(programme()), state=State(account="A1"))

    codes = [problem.code for problem in one.plan(programme()).blockers]

    assert codes == ["PLN003", "PLN003"]
    assert Binding(id="1", name="x").needs == {}
