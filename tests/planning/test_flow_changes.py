"""What becomes of a flow (`mktctl/planning/flow_changes.py`), against an account that an apply has left."""

from typing import Any

import msgspec
import pytest

from mktctl.model.condition import Not
from mktctl.model.duration import Duration
from mktctl.model.flow import ExitIf, If, ListTrigger, MetricTrigger, Reentry, SegmentTrigger
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.changes import Change, Plan
from mktctl.planning.desired import desired_resources
from mktctl.planning.flow_changes import must_be_read
from mktctl.planning.steps import AnyPlanStep, InsertAction, PatchAction, SetFlowStatus
from tests.support.account import SANDBOX
from tests.support.settled_account import Settled, lists_only, settled
from tests.support.workspaces import BOUGHT, GOLD, email, flow, joins, segment, template, wait, workspace


def programme(*steps: Any, **of_flow: Any) -> Workspace:
    default = (
        email("a"),
        wait(2, "b"),
        email("b"),
        If(key="if-1", condition=GOLD, then=(email("c"),), otherwise=(email("d"),)),
    )
    mails = (template(ref) for ref in "abcdefgh")
    return workspace(segment(), *mails, flow(*(steps or default), **of_flow))


def changed(files: Workspace, one: Settled | None = None) -> tuple[Change, tuple[AnyPlanStep, ...], Plan]:
    plan = (one or settled(programme())).plan(files)
    change = next(change for change in plan.changes if change.address.kind == "flow")
    return change, tuple(step for step in plan.steps if step.address.kind == "flow"), plan


def kinds(steps: tuple[AnyPlanStep, ...]) -> list[str]:
    return [type(step).__name__ for step in steps]


def test_what_is_as_wanted_is_left_alone() -> None:
    for one in (settled(programme()), lists_only(settled(programme()))):
        change, steps, _ = changed(programme(), one)
        assert (change.verdict, steps) == ("none", ())


@pytest.mark.parametrize(
    ("of_flow", "reason"),
    [
        ({"trigger": MetricTrigger(metric="placed_order")}, "the trigger changes"),
        ({"trigger": ListTrigger(list="newsletter")}, "the trigger changes"),
        ({"trigger": SegmentTrigger(segment="vip")}, "the trigger changes"),
        ({"only_if": GOLD}, "the flow filter changes"),
        ({"exit_when": None}, "the flow filter changes"),
        ({"reentry": Reentry(mode="always")}, "re-entry changes"),
        ({"reentry": Reentry(mode="after", span=Duration(amount=3, unit="day"))}, "re-entry changes"),
    ],
)
def test_how_a_flow_starts_can_only_be_had_by_a_new_one(of_flow: dict[str, Any], reason: str) -> None:
    change, steps, _ = changed(programme(**of_flow))

    assert (change.verdict, change.reasons, change.outside) == ("replace", (reason,), False)
    assert kinds(steps) == ["CreateFlow", "RetireFlow", "SetFlowStatus", "SettleFlow"]


def test_the_old_flow_stops_before_the_new_one_starts_and_a_draft_never_starts() -> None:
    _, steps, _ = changed(programme(status="draft", trigger=ListTrigger(list="newsletter")))

    assert kinds(steps) == ["CreateFlow", "RetireFlow", "SettleFlow"]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((email("b"), wait(2, "b"), email("a")), "another order"),
        ((email("a"), wait(2, "b"), email("b")), "if-1 goes away"),
        (
            (
                email("a"), wait(2, "b"), email("b"),
                If(key="if-1", condition=GOLD, then=(email("c"),), otherwise=(email("d"),)),
                ExitIf(key="x", condition=BOUGHT), email("e"),
            ),
            "is new",
        ),
        (
            (
                email("a"), wait(2, "b"), email("b"),
                If(key="if-1", condition=GOLD, then=(email("d"),), otherwise=(email("c"),)),
            ),
            "another order",
        ),
    ],
)  # fmt: skip
def test_the_shape_of_branches_can_only_be_had_by_a_new_flow(steps: tuple[Any, ...], words: str) -> None:
    change, _, _ = changed(programme(*steps))

    assert change.verdict == "replace"
    assert any(words in reason for reason in change.reasons), change.reasons


@pytest.mark.parametrize(
    ("of_step", "path"),
    [
        ({"subject": "Another"}, "message.subject_line"),
        ({"preview_text": "Another"}, "message.preview_text"),
        ({"name": "Another"}, "message.name"),
        ({"smart_sending": False}, "message.smart_sending_enabled"),
        ({"utm": False}, "message.add_tracking_params"),
        ({"only_if": GOLD}, "message.additional_filters"),
        ({"status": "draft"}, "status"),
        ({"status": "manual"}, "status"),
    ],
)
def test_a_setting_is_one_patched_action(of_step: dict[str, Any], path: str) -> None:
    default = programme().flows["welcome"].steps

    change, steps, _ = changed(programme(email("a", **of_step), *default[1:]))

    assert kinds(steps) == ["PatchAction", "SettleFlow"]
    assert [(step.key, [field.path for field in step.fields]) for step in change.steps] == [("a", [path])]
    assert [step.content for step in steps if isinstance(step, PatchAction)] == [None]


def test_transactional_alone_changes_nothing() -> None:
    default = programme().flows["welcome"].steps

    change, steps, plan = changed(programme(email("a", transactional=True), *default[1:]))

    assert (change.verdict, kinds(steps)) == ("bind", ["SettleFlow"])
    assert len(plan.by_hand) == 1


def test_another_condition_of_a_split_is_one_patched_action() -> None:
    default = programme().flows["welcome"].steps
    asks = If(key="if-1", condition=Not(of=GOLD), then=(email("c"),), otherwise=(email("d"),))

    change, steps, _ = changed(programme(*default[:3], asks))

    assert kinds(steps) == ["PatchAction", "SettleFlow"]
    assert [(step.key, step.type) for step in change.steps] == [("if-1", "conditional-split")]


def test_another_mail_body_is_copied_anew() -> None:
    files = programme()
    new = msgspec.structs.replace(files, templates={**files.templates, "a": template("a", "<p>New</p>")})

    _, steps, plan = changed(new)

    assert [step.content for step in steps if isinstance(step, PatchAction)] == ["a"]
    assert {call.operation for call in plan.calls} >= {"create_template", "delete_template"}


def test_another_template_in_a_step_keeps_its_action() -> None:
    default = programme().flows["welcome"].steps

    change, steps, _ = changed(programme(email("e"), *default[1:]))

    assert kinds(steps) == ["NameActions", "PatchAction", "SettleFlow"]
    assert [step.verdict for step in change.steps] == ["update"]


def test_what_stands_in_a_line_comes_and_goes_in_place() -> None:
    default = programme().flows["welcome"].steps

    change, steps, _ = changed(programme(email("a"), joins(), email("b"), default[3]))

    assert kinds(steps) == ["InsertAction", "RemoveAction", "SettleFlow"]
    assert [(step.key, step.verdict) for step in change.steps] == [("add-newsletter", "insert"), ("wait-1@b", "remove")]
    (insert,) = (step for step in steps if isinstance(step, InsertAction))
    assert (insert.place.before, insert.template) == ("wait-1@b", None)


# Status


def test_a_flow_goes_live_behind_everything_else() -> None:
    default = programme().flows["welcome"].steps
    one = settled(programme(status="draft"))

    change, steps, _ = changed(programme(email("a", subject="New"), *default[1:]), one)

    assert kinds(steps) == ["PatchAction", "SetFlowStatus", "SettleFlow"]
    assert [(field.path, field.before, field.after) for field in change.fields] == [("status", "draft", "live")]
    assert [field.path for step in change.steps for field in step.fields] == ["message.subject_line"]


def test_a_flow_stops_before_anything_else() -> None:
    default = programme().flows["welcome"].steps

    _, steps, _ = changed(programme(email("a", subject="New"), *default[1:], status="draft"))

    assert kinds(steps) == ["SetFlowStatus", "PatchAction", "SettleFlow"]


def test_the_flows_status_sets_that_of_its_steps() -> None:
    default = programme().flows["welcome"].steps
    one = settled(programme(status="draft"))

    _, steps, _ = changed(programme(email("a", status="draft"), *default[1:]), one)

    assert kinds(steps) == ["SetFlowStatus", "SettleFlow"]
    assert [step.lower for step in steps if isinstance(step, SetFlowStatus)] == [{"a": "draft"}]


def test_an_environment_that_lets_less_out_lowers_what_is_there() -> None:
    files = programme()
    plan = settled(files).plan(files, Environment(name="sandbox", status_at_most="manual"))

    assert [step.status for step in plan.steps if isinstance(step, SetFlowStatus)] == ["manual"]


# Tags


def test_only_tags_of_ours_are_taken_away() -> None:
    one = settled(programme(tags=("git", "old")))
    foreign = one.with_object(msgspec.structs.replace(one.flow(), tags=("git", "old", "theirs")))

    _, steps, _ = changed(programme(tags=("git", "new")), foreign)

    assert [(step.tag, step.verb) for step in steps if type(step).__name__ == "Tag"] == [  # type: ignore[union-attr]
        ("new", "add"), ("old", "remove"),
    ]  # fmt: skip


def test_a_tag_that_somebody_took_off_is_put_on_again() -> None:
    one = settled(programme(tags=("git",)))

    change, steps, _ = changed(programme(tags=("git",)), one.with_object(msgspec.structs.replace(one.flow(), tags=())))

    assert (change.verdict, kinds(steps)) == ("update", ["Tag", "SettleFlow"])


# Who changed it


def test_an_edit_on_the_platform_is_told_from_one_in_git() -> None:
    default = programme().flows["welcome"].steps
    one = settled(programme())
    edited = one.with_action("100", message={"subject_line": "By hand"})
    in_git = programme(email("a", subject="In git"), *default[1:])

    assert changed(programme(), edited)[0].outside is True
    assert changed(in_git, one)[0].outside is False
    assert changed(in_git, edited)[0].outside is True


def test_what_an_apply_under_way_left_is_nobody_elses() -> None:
    one = settled(programme()).with_action("100", message={"subject_line": "Half way"})
    binding = msgspec.structs.replace(one.state.bindings["flow/welcome"], seen="")
    bindings = {**one.state.bindings, "flow/welcome": binding}
    cut_off = msgspec.structs.replace(one, state=msgspec.structs.replace(one.state, bindings=bindings))

    change, steps, _ = changed(programme(), cut_off)

    assert (change.verdict, change.outside) == ("update", False)
    assert kinds(steps) == ["PatchAction", "SettleFlow"]


def test_a_name_that_differs_is_told_and_is_no_change() -> None:
    one = settled(programme())

    change, steps, _ = changed(programme(), one.with_object(msgspec.structs.replace(one.flow(), name="By hand")))

    assert (change.verdict, steps) == ("none", ())
    assert 'called "By hand" on the platform' in change.notes[0]


def test_another_name_in_git_is_told_and_noted() -> None:
    change, steps, _ = changed(programme(name="Hello"))

    assert (change.verdict, kinds(steps)) == ("bind", ["SettleFlow"])
    assert 'called "Welcome" on the platform' in change.notes[0]


def test_an_object_that_was_made_again_moves_the_flow() -> None:
    files = programme(email("a"), joins())
    one = settled(files).without("list/newsletter")
    (welcome,) = (each for each in desired_resources(files, SANDBOX).values() if each.address.kind == "flow")
    assert must_be_read(welcome, lists_only(settled(files)).bound(files)) is None
    assert must_be_read(welcome, lists_only(one).bound(files)) == "flow:welcome"

    change, steps, _ = changed(files, one)

    assert (change.verdict, kinds(steps)) == ("update", ["PatchAction", "SettleFlow"])
