"""Plan and apply against the sandbox, over a real socket (`mktctl/app/plan.py`, `apply.py`)."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mktctl.model.bindings import Binding
from mktctl.model.duration import Duration
from mktctl.model.flow import SecretHeader, SegmentTrigger, Wait, Webhook
from mktctl.model.workspace import Workspace
from mktctl.planning.steps import InsertAction, PatchAction, RemoveAction
from mktctl.views.plan_json import plan_json
from mktctl.views.plan_text import plan_text
from tests.support.account import Account, account
from tests.support.workspaces import email, flow, segment, template, wait, workspace


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as one:
        yield one


def welcome(*refs: str) -> Workspace:
    """A flow of these mails, two days apart."""
    steps = [email(refs[0])]
    for ref in refs[1:]:
        steps += [wait(2, ref), email(ref)]  # type: ignore[list-item]
    return workspace(segment(), *(template(ref) for ref in refs), flow(*steps))


def test_a_second_plan_says_no_changes(remote: Account) -> None:
    files = welcome("welcome-1", "welcome-2")

    first = remote.plan(files).plan
    remote.settle(files)
    second = remote.plan(files).plan

    verdicts = {str(change.address): change.verdict for change in first.changes}
    assert verdicts == dict.fromkeys(
        ("metric/placed_order", "metric/registered", "list/newsletter", "segment/vip", "flow/welcome"), "create"
    )
    assert second.is_empty, second.changes
    assert {change.verdict for change in second.changes} == {"none"}


def test_one_word_of_a_subject_changes_exactly_its_action(remote: Account) -> None:
    files = welcome("welcome-1", "welcome-2")
    remote.settle(files)

    changed = workspace(
        segment(),
        template("welcome-1"),
        template("welcome-2"),
        flow(email("welcome-1"), wait(2, "welcome-2"), email("welcome-2", subject="Another word")),
    )
    plan = remote.plan(changed).plan

    patches = [step for step in plan.steps if isinstance(step, PatchAction)]
    assert [step.key for step in patches] == ["welcome-2"]
    (change,) = [change for change in plan.changes if change.verdict != "none"]
    assert [field.path for step in change.steps for field in step.fields] == ["message.subject_line"]
    remote.settle(changed)
    assert remote.plan(changed).plan.is_empty


def test_a_new_mail_body_changes_the_copy_in_the_flow(remote: Account) -> None:
    remote.settle(welcome("welcome-1"))
    before = remote.store.load()[1]
    assert before is not None

    changed = workspace(segment(), template("welcome-1", "<p>New</p>"), flow(email("welcome-1")))
    remote.settle(changed)

    after = remote.store.load()[1]
    assert after is not None
    old, new = (state.bindings["flow/welcome"].actions["welcome-1"] for state in (before, after))
    assert old.id == new.id
    assert old.template_id != new.template_id
    assert remote.plan(changed).plan.is_empty
    library = remote.remote.call("get_templates").document
    assert library is not None
    assert library["data"] == []


def test_steps_come_and_go_in_place(remote: Account) -> None:
    remote.settle(welcome("a", "b"))
    ids = _action_ids(remote)

    longer = welcome("a", "b", "c")
    plan = remote.plan(longer).plan
    assert [type(step) for step in plan.steps if isinstance(step, InsertAction | RemoveAction)] == [InsertAction] * 2
    remote.settle(longer)
    assert remote.plan(longer).plan.is_empty
    assert {key: _action_ids(remote)[key] for key in ids} == ids

    between = welcome("a", "x", "b", "c")
    remote.settle(between)
    assert remote.plan(between).plan.is_empty
    assert _action_ids(remote)["a"] == ids["a"]
    assert _action_ids(remote)["b"] == ids["b"]

    remote.settle(welcome("a", "c"))
    assert remote.plan(welcome("a", "c")).plan.is_empty
    assert set(_action_ids(remote)) == {"a", "wait-1@c", "c"}


def test_another_template_in_a_step_keeps_its_action(remote: Account) -> None:
    remote.settle(welcome("a", "b"))
    before = _action_ids(remote)

    remote.settle(welcome("a", "z"))

    after = _action_ids(remote)
    assert after["z"] == before["b"]
    assert after["wait-1@z"] == before["wait-1@b"]
    assert remote.plan(welcome("a", "z")).plan.is_empty


def test_another_trigger_replaces_the_flow_and_stops_the_old_one_first(remote: Account) -> None:
    files = welcome("a")
    remote.settle(files)
    old = _binding(remote).id

    from mktctl.model.flow import ListTrigger

    changed = workspace(segment(), template("a"), flow(email("a"), trigger=ListTrigger(list="newsletter")))
    planned = remote.plan(changed)
    (change,) = [change for change in planned.plan.changes if change.verdict == "replace"]
    assert change.reasons == ("the trigger changes",)
    remote.settle(changed)

    statuses = {row["id"]: row["attributes"]["status"] for row in remote.remote.call("get_flows").document["data"]}  # type: ignore[index]
    assert statuses[old] == "draft"
    assert statuses[_binding(remote).id] == "live"
    assert remote.plan(changed).plan.is_empty


def test_a_step_may_stand_lower_than_its_flow(remote: Account) -> None:
    files = workspace(segment(), template("a"), template("b"), flow(email("a"), email("b", status="draft")))

    remote.settle(files)

    assert _statuses(remote) == {"a": "live", "b": "draft"}
    assert remote.plan(files).plan.is_empty
    raised = workspace(segment(), template("a"), template("b"), flow(email("a"), email("b")))
    remote.settle(raised)
    assert _statuses(remote) == {"a": "live", "b": "live"}
    assert remote.plan(raised).plan.is_empty


def test_a_wait_is_changed_in_place(remote: Account) -> None:
    remote.settle(welcome("a", "b"))
    slower = Wait(key="wait-1@b", span=Duration(amount=36, unit="hour"))
    files = workspace(segment(), template("a"), template("b"), flow(email("a"), slower, email("b")))

    plan = remote.plan(files).plan

    assert [step.key for step in plan.steps if isinstance(step, PatchAction)] == ["wait-1@b"]
    remote.settle(files)
    assert remote.plan(files).plan.is_empty


def test_planning_writes_nothing(remote: Account) -> None:
    files = welcome("a")
    remote.plan(files)

    assert remote.store.load() == (0, None)
    assert remote.remote.call("get_flows").document["data"] == []  # type: ignore[index]


def test_an_unbound_flow_of_the_same_name_is_never_taken_over(remote: Account) -> None:
    files = welcome("a")
    remote.settle(files)
    generation, state = remote.store.load()
    assert state is not None
    bindings = {key: one for key, one in state.bindings.items() if key != "flow/welcome"}
    remote.store.swap(generation, msgspec.structs.replace(state, bindings=bindings))

    plan = remote.plan(files).plan

    assert [problem.code for problem in plan.blockers] == ["PLN003"]


def _binding(remote: Account) -> Binding:
    state = remote.store.load()[1]
    assert state is not None
    return state.bindings["flow/welcome"]


def _action_ids(remote: Account) -> dict[str, str]:
    return {key: action.id for key, action in _binding(remote).actions.items()}


def _statuses(remote: Account) -> dict[str, str]:
    from mktctl.klaviyo.flow_actions import fetch_flow_action

    found = {}
    for key, id_ in _action_ids(remote).items():
        status = fetch_flow_action(remote.remote, id_)["attributes"]["definition"]["data"].get("status")
        if status is not None:
            found[key] = status
    return found


def test_a_secret_header_is_sent_and_shows_nowhere(remote: Account, tmp_path: Path) -> None:
    remote.secrets["SHOP_TOKEN"] = "s3cr3t-value"
    hook = Webhook(
        key="hook",
        url="https://mientior.example/hooks",
        name="hook",
        status="live",
        headers=(("Authorization", SecretHeader(secret="SHOP_TOKEN")), ("X-Shop", "mientior")),
    )
    files = workspace(segment(), template("a"), flow(email("a"), hook))
    remote.settle(files)

    again = remote.plan(files).plan
    remote.secrets["SHOP_TOKEN"] = "another-value"
    rotated = remote.plan(files)

    assert again.is_empty
    assert [step.key for step in rotated.plan.steps if isinstance(step, PatchAction)] == ["hook"]
    shown = plan_text(rotated.plan, width=200, colour=False) + plan_json(rotated.plan)
    assert "(secret)" in shown
    for value in ("s3cr3t-value", "another-value"):
        assert value not in shown
        assert value not in (tmp_path / "state.json").read_text()
    remote.settle(files)
    assert remote.plan(files).plan.is_empty
    remote.secrets.clear()
    assert remote.plan(files).plan.is_empty, "without the value at hand a secret counts as unchanged"


def test_a_segment_flow_names_who_will_not_enter(remote: Account) -> None:
    remote.settle(workspace(segment()))
    files = workspace(segment(), template("a"), flow(email("a"), trigger=SegmentTrigger(segment="vip")))

    plan = remote.plan(files).plan

    assert any("is started by segment/vip: whoever is in it" in line for line in plan.warnings), plan.warnings
    remote.settle(files)
    assert remote.plan(files).plan.is_empty


def test_a_plan_needs_no_more_than_a_reading_key(remote: Account, tmp_path: Path) -> None:
    files = welcome("a")
    remote.settle(files)
    with account(tmp_path, key="pk_sandbox_read") as reader:
        assert reader.plan(files).plan.is_empty
        changed = welcome("a", "b")
        planned = reader.plan(changed)
        result = reader.apply(changed, planned)

    assert not planned.plan.is_empty
    assert result.exit_code == 4
    assert "flows:write" in result.failures[0].message + result.failures[0].hint or "templates:write" in (
        result.failures[0].message + result.failures[0].hint
    )
