"""Laws of plan and apply, over generated workspaces and the real sandbox."""

import sqlite3
import tempfile
from collections import Counter
from pathlib import Path

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from mktctl.model.flow import Email
from mktctl.model.operations import operations
from mktctl.model.project import Environment
from mktctl.model.steps import all_steps
from mktctl.model.workspace import Workspace
from mktctl.planning.desired import desired_resources
from mktctl.planning.steps import PatchAction, SettleFlow
from tests.support.account import SANDBOX, Account
from tests.support.account_picture import Picture, picture
from tests.support.campaign_picture import campaign_picture
from tests.support.fresh_account import fresh, law, state_of
from tests.support.generated import edits, renamed_flow, with_subject, workspaces
from tests.support.memory_store import MemoryStore


def pictured(one: Account, files: Workspace) -> Picture:
    """What the account holds of these files' flows, and everything else but metrics: those never go away again."""
    found = picture(one.remote, state_of(one))
    names = {flow.name for flow in files.flows.values()}
    wanted = tuple(one.name for one in files.campaigns.values())
    campaigns = [row for row in campaign_picture(one.remote) if str(row["name"]).startswith(wanted)]
    flows = [flow for flow in found["flows"] if flow[0] in names]
    return {**found, "flows": flows, "metrics": None, "campaigns": campaigns}


def writes_since(sent: Counter[str], one: Account) -> dict[str, int]:
    """Requests that could write, by operation, beyond those that had been sent."""
    since = Counter(one.remote.sent()) - sent
    return {name: count for name, count in since.items() if operations()[name].method != "GET"}


def assert_settled(one: Account, files: Workspace) -> None:
    """Nothing to do, nothing left to be done, and a full reading says the same."""
    plan = one.plan(files).plan
    assert (plan.steps, plan.blockers) == ((), ())
    assert {change.verdict for change in plan.changes} <= {"none", "orphan"}
    assert state_of(one).intents == {}
    assert one.plan(files, full=True).plan.steps == ()


@given(workspaces())
@law
def test_what_was_applied_needs_no_change(files: Workspace) -> None:
    with fresh() as one:
        one.settle(files)
        assert_settled(one, files)


@given(workspaces(), st.data())
@law
def test_an_edited_workspace_ends_as_one_that_was_always_so(before: Workspace, data: st.DataObject) -> None:
    after = data.draw(edits(before))
    with fresh() as edited, fresh() as new:
        edited.settle(before)
        edited.settle(after)
        new.settle(after)
        assert_settled(edited, after)
        assert pictured(edited, after) == pictured(new, after)


@given(workspaces(), workspaces())
@law
def test_any_version_can_follow_any_other(before: Workspace, after: Workspace) -> None:
    with fresh() as changed, fresh() as new:
        changed.settle(before)
        changed.settle(after)
        new.settle(after)
        assert_settled(changed, after)
        assert pictured(changed, after)["flows"] == pictured(new, after)["flows"]


@given(workspaces(), st.data())
@law
def test_a_plan_says_what_apply_sends(before: Workspace, data: st.DataObject) -> None:
    with fresh() as one:
        for files in (before, data.draw(edits(before))):
            planned = one.plan(files)
            sent = Counter(one.remote.sent())
            assert one.apply(files, planned).exit_code == 0
            assert {call.operation: call.count for call in planned.plan.calls} == Counter(one.remote.sent()) - sent


@given(workspaces(), st.data())
@law
def test_planning_writes_nothing(before: Workspace, data: st.DataObject) -> None:
    after = data.draw(edits(before))
    with tempfile.TemporaryDirectory() as name:
        folder, store = Path(name), MemoryStore()
        with fresh(folder, store=store) as one:
            one.settle(before)
        held, remembered = dump(folder), store.load()
        with fresh(folder, "pk_sandbox_read", store) as reader:
            reader.plan(after)
            reader.plan(after, full=True)
            assert {operations()[name].method for name in reader.remote.sent()} == {"GET"}
        assert dump(folder) == held
        assert store.load() == remembered


def dump(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "sandbox.sqlite3") as connection:
        lines = list(connection.iterdump())
    connection.close()
    return lines


@given(workspaces(flows_max=1), st.data())
@law
def test_one_word_of_a_subject_changes_the_actions_of_its_step(files: Workspace, data: st.DataObject) -> None:
    (flow,) = files.flows.values()
    mails = [step for step in all_steps(flow.steps) if isinstance(step, Email) and step.ab_test is None]
    assume(mails)
    step = data.draw(st.sampled_from(mails))
    with fresh() as one:
        one.settle(files)
        changed = with_subject(files, flow.ref, step.key, "Another word")
        planned = one.plan(changed)

        wanted = next(one for one in desired_resources(changed, SANDBOX).values() if one.address.kind == "flow")
        keys = [action["temporary_id"] for action in wanted.document["definition"]["actions"]]
        compiled = {key for key in keys if key.rpartition("+")[2] == step.key}
        assert compiled
        patches = [one for one in planned.plan.steps if isinstance(one, PatchAction)]
        assert {one.key for one in patches} == compiled
        assert [one for one in planned.plan.steps if not isinstance(one, PatchAction | SettleFlow)] == []
        assert {field.path for change in planned.plan.changes for one in change.steps for field in one.fields} == {
            "message.subject_line"
        }
        sent = Counter(one.remote.sent())
        assert one.apply(changed, planned).exit_code == 0
        writes = {
            name: n for name, n in (Counter(one.remote.sent()) - sent).items() if operations()[name].method != "GET"
        }
        assert writes == {"update_flow_action": len(compiled)}
        assert_settled(one, changed)


@given(workspaces(flows_max=1))
@law
def test_a_renamed_file_keeps_its_objects(files: Workspace) -> None:
    with fresh() as one:
        one.settle(files)
        ids = {text: binding.id for text, binding in state_of(one).bindings.items()}
        before = pictured(one, files)
        moved = renamed_flow(files, "flow-0", "flow-new")
        sent = Counter(one.remote.sent())
        one.settle(moved)

        assert writes_since(sent, one) == {}
        after = {text: binding.id for text, binding in state_of(one).bindings.items()}
        assert after.pop("flow/flow-new") == ids.pop("flow/flow-0")
        assert after == ids
        assert pictured(one, moved) == before
        assert_settled(one, moved)


@given(workspaces(), st.sampled_from(("draft", "manual")), st.data())
@law
def test_an_environment_caps_every_status(before: Workspace, most: str, data: st.DataObject) -> None:
    environment = msgspec.convert({"name": "sandbox", "status_at_most": most, "seed_metrics": True}, Environment)
    with fresh() as one:
        for files in (before, data.draw(edits(before))):
            planned = one.plan(files, environment=environment)
            assert one.apply(files, planned).exit_code == 0
            assert statuses(pictured(one, files)["flows"]) <= {"draft", most}
            assert one.plan(files, environment=environment).plan.is_empty


def statuses(value: object) -> set[str]:
    """Every status anywhere in a picture."""
    if isinstance(value, dict):
        found = {str(item) for key, item in value.items() if key == "status"}
        return found.union(*(statuses(item) for item in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(statuses(item) for item in value))
    return set()
