"""What somebody changes in Klaviyo's own pages: the plan shows it, apply undoes it; what only hands can do is told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.klaviyo.flow_actions import fetch_flow_action
from mktctl.klaviyo.flow_messages import fetch_message_template
from mktctl.klaviyo.flows import delete_flow, fetch_flow
from mktctl.klaviyo.lists import create_list, delete_list
from mktctl.klaviyo.segments import delete_segment, update_segment
from mktctl.klaviyo.templates import delete_template, fetch_template
from mktctl.model.bindings import ActionBinding, Binding
from mktctl.model.condition import AnyOf, InList
from mktctl.model.flow import If, ListTrigger
from mktctl.model.workspace import Workspace
from mktctl.planning.changes import Change, Plan
from mktctl.planning.steps import PatchAction, SetFlowStatus
from tests.support.account import Account, account
from tests.support.workspaces import GOLD, email, flow, joins, segment, template, wait, workspace


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as opened:
        yield opened


def programme(**of_hello: Any) -> Workspace:
    """A segment, a library template, a flow of two mails and a step that names a list."""
    return workspace(
        segment(),
        template("lib", library=True),
        template("hello"),
        template("later"),
        flow(email("hello", **of_hello), wait(2, "later"), email("later"), joins()),
    )


def bound(one: Account, address: str = "flow/welcome") -> Binding:
    state = one.store.load()[1]
    assert state is not None
    return state.bindings[address]


def action(one: Account, key: str) -> ActionBinding:
    return bound(one).actions[key]


def change_of(plan: Plan, address: str = "flow/welcome") -> Change:
    return next(change for change in plan.changes if str(change.address) == address)


def undone(one: Account, files: Workspace, *, full: bool = False) -> Plan:
    """The plan that shows the edit, carried out; behind it nothing is left to do."""
    planned = one.plan(files, full=full)
    assert one.plan(files, full=full).plan == planned.plan
    result = one.apply(files, planned)
    assert result.exit_code == 0, result.failures
    assert one.plan(files, full=True).plan.is_empty
    return planned.plan


def edit_action(one: Account, key: str, data: dict[str, Any]) -> None:
    one.ui("PATCH", f"flow-actions/{action(one, key).id}", {"definition": {"data": data}})


def data_of(one: Account, key: str) -> dict[str, Any]:
    data: dict[str, Any] = fetch_flow_action(one.remote, action(one, key).id)["attributes"]["definition"]["data"]
    return data


def test_a_subject(one: Account) -> None:
    one.settle(programme())
    edit_action(one, "hello", {"message": {"subject_line": "By hand"}})

    plan = undone(one, programme())

    change = change_of(plan)
    assert (change.verdict, change.outside) == ("update", True)
    assert [(field.path, field.before, field.after) for step in change.steps for field in step.fields] == [
        ("message.subject_line", "By hand", "Subject of hello")
    ]
    assert any("was changed on the platform since the last apply" in line for line in plan.warnings)
    assert data_of(one, "hello")["message"]["subject_line"] == "Subject of hello"


def test_a_wait(one: Account) -> None:
    one.settle(programme())
    edit_action(one, "wait-1@later", {"value": 9})

    change = change_of(undone(one, programme()))

    assert change.outside
    assert [(field.path, field.before, field.after) for step in change.steps for field in step.fields] == [
        ("wait", "9 days", "2 days")
    ]


def test_an_edit_beside_one_in_git(one: Account) -> None:
    one.settle(programme())
    edit_action(one, "wait-1@later", {"value": 9})

    change = change_of(undone(one, programme(subject="New in git")))

    assert change.outside
    assert {step.key for step in change.steps} == {"hello", "wait-1@later"}


def test_an_edit_that_was_taken_back_is_none(one: Account) -> None:
    one.settle(programme())
    edit_action(one, "hello", {"message": {"subject_line": "By hand"}})
    edit_action(one, "hello", {"message": {"subject_line": "Subject of hello"}})

    assert one.plan(programme()).plan.is_empty


def test_a_status_of_one_message(one: Account) -> None:
    one.settle(programme())
    edit_action(one, "later", {"status": "draft"})

    change = change_of(undone(one, programme()))

    assert change.outside
    assert [(step.key, step.fields[0].path) for step in change.steps] == [("later", "status")]
    assert data_of(one, "later")["status"] == "live"


def test_the_status_of_the_flow(one: Account) -> None:
    one.settle(programme())
    one.remote.call(
        "update_flow",
        path={"id": bound(one).id},
        body={"data": {"type": "flow", "id": bound(one).id, "attributes": {"status": "manual"}}},
    )

    plan = undone(one, programme())

    assert change_of(plan).outside
    assert not [step for step in plan.steps if isinstance(step, PatchAction)], "the flow's status sets every step's"
    assert [step.status for step in plan.steps if isinstance(step, SetFlowStatus)] == ["live"]
    assert fetch_flow(one.remote, bound(one).id)["attributes"]["status"] == "live"


def test_a_mail_body_shows_in_a_full_reading(one: Account) -> None:
    one.settle(programme())
    mail = action(one, "hello")
    one.ui("PATCH", f"templates/{mail.template_id}", {"html": "<p>By hand</p>"})

    assert one.plan(programme()).plan.is_empty, "the list pages cannot show it"
    plan = undone(one, programme(), full=True)

    change = change_of(plan)
    assert (change.verdict, change.outside) == ("update", True)
    assert [(step.key, [field.path for field in step.fields]) for step in change.steps] == [
        ("hello", ["message.template_id"])
    ]
    assert action(one, "hello").id == mail.id
    assert "Hello" in fetch_message_template(one.remote, str(mail.message_id))["attributes"]["html"]


def test_a_trigger_shows_in_a_full_reading(one: Account) -> None:
    one.settle(programme())
    old = bound(one).id
    orders = bound_metric(one, "Placed Order")
    one.ui("PATCH", f"flows/{old}", {"trigger": {"type": "metric", "id": orders}})

    assert one.plan(programme()).plan.is_empty, "another metric cannot be seen in the list pages"
    plan = undone(one, programme(), full=True)

    change = change_of(plan)
    assert (change.verdict, change.outside, change.reasons) == ("replace", True, ("the trigger changes",))
    assert fetch_flow(one.remote, old)["attributes"]["status"] == "draft"
    assert bound(one).replaced == (old,)


def test_another_kind_of_trigger_shows_at_once(one: Account) -> None:
    one.settle(programme())
    newsletter = bound(one, "list/newsletter").id
    one.ui("PATCH", f"flows/{bound(one).id}", {"trigger": {"type": "list", "id": newsletter}})

    assert change_of(undone(one, programme())).reasons == ("the trigger changes",)


def test_a_filter_shows_in_a_full_reading(one: Account) -> None:
    one.settle(programme())
    one.ui("PATCH", f"flows/{bound(one).id}", {"profile_filter": None})

    assert change_of(undone(one, programme(), full=True)).reasons == ("the flow filter changes",)


def bound_metric(one: Account, name: str) -> str:
    rows = one.remote.call("get_metrics").document["data"]  # type: ignore[index]
    return next(str(row["id"]) for row in rows if row["attributes"]["name"] == name)


def test_a_name_is_only_reported(one: Account) -> None:
    one.settle(programme())
    one.ui("PATCH", f"flows/{bound(one).id}", {"name": "Called by hand"})
    one.ui("PATCH", f"segments/{bound(one, 'segment/vip').id}", {"name": "Also by hand"})
    one.ui("PATCH", f"lists/{bound(one, 'list/newsletter').id}", {"name": "Subscribers"})

    plan = one.plan(programme()).plan

    assert plan.is_empty
    for address, name in (
        ("flow/welcome", "Called by hand"),
        ("segment/vip", "Also by hand"),
        ("list/newsletter", "Subscribers"),
    ):
        change = change_of(plan, address)
        assert change.verdict == "none"
        assert any(f'called "{name}" on the platform' in note for note in change.notes), change.notes


def test_a_segments_conditions(one: Account) -> None:
    one.settle(programme())
    id_ = bound(one, "segment/vip").id
    other = {"type": "profile-property", "property": "properties['tier']", "filter": None}
    other["filter"] = {"type": "string", "operator": "equals", "value": "silver"}  # type: ignore[assignment]
    update_segment(one.remote, id_, {"definition": {"condition_groups": [{"conditions": [other]}]}})

    change = change_of(undone(one, programme()), "segment/vip")

    assert (change.verdict, change.outside) == ("update", True)
    assert [field.path for field in change.fields] == ["definition"]


def test_a_segment_that_was_switched_off(one: Account) -> None:
    one.settle(programme())
    one.ui("PATCH", f"segments/{bound(one, 'segment/vip').id}", {"is_active": False})

    change = change_of(undone(one, programme()), "segment/vip")

    assert change.outside
    assert [(field.path, field.before, field.after) for field in change.fields] == [("is_active", False, True)]


def test_a_library_template(one: Account) -> None:
    one.settle(programme())
    id_ = bound(one, "template/lib").id
    one.ui("POST", "clock", {"advance_seconds": 60})
    one.ui("PATCH", f"templates/{id_}", {"html": "<p>By hand</p>"})

    change = change_of(undone(one, programme()), "template/lib")

    assert (change.verdict, change.outside) == ("update", True)
    assert "Hello" in fetch_template(one.remote, id_)["attributes"]["html"]


def test_a_library_template_whose_stamp_stood_still_shows_in_a_full_reading(one: Account) -> None:
    one.settle(programme())
    one.ui("PATCH", f"templates/{bound(one, 'template/lib').id}", {"html": "<p>By hand</p>"})

    assert change_of(undone(one, programme(), full=True), "template/lib").outside


def test_a_list_that_was_deleted_is_made_again_and_put_where_it_belongs(one: Account) -> None:
    files = programme()
    one.settle(files)
    flow_id, old = bound(one).id, bound(one, "list/newsletter").id
    delete_list(one.remote, old)

    plan = undone(one, files)

    assert change_of(plan, "list/newsletter").notes == ("deleted on the platform since the last apply",)
    new = bound(one, "list/newsletter").id
    assert bound(one).id == flow_id
    assert data_of(one, "add-newsletter")["list_id"] == new != old


def test_a_list_that_starts_a_flow_was_deleted(one: Account) -> None:
    files = workspace(template("hello"), flow(email("hello"), trigger=ListTrigger(list="newsletter")))
    one.settle(files)
    old = bound(one).id
    delete_list(one.remote, bound(one, "list/newsletter").id)

    assert change_of(undone(one, files)).verdict == "replace"
    (trigger,) = fetch_flow(one.remote, bound(one).id)["attributes"]["definition"]["triggers"]
    assert trigger["id"] == bound(one, "list/newsletter").id
    assert fetch_flow(one.remote, old)["attributes"]["status"] == "draft"


def test_a_list_made_again_by_hand_is_taken_and_put_where_it_belongs(one: Account) -> None:
    files = programme()
    one.settle(files)
    delete_list(one.remote, bound(one, "list/newsletter").id)
    new = create_list(one.remote, {"name": "Newsletter", "opt_in_process": "double_opt_in"})["id"]

    undone(one, files)

    assert bound(one, "list/newsletter").id == new
    assert data_of(one, "add-newsletter")["list_id"] == new


def test_a_list_in_a_segment_and_in_a_split_was_deleted(one: Account) -> None:
    on_list = AnyOf(of=(InList(list="newsletter"), GOLD))
    asks = If(key="if-1", condition=on_list, then=(email("hello"),), otherwise=())
    files = workspace(segment(on_list), template("hello"), flow(asks))
    one.settle(files)
    delete_list(one.remote, bound(one, "list/newsletter").id)

    plan = undone(one, files)

    assert change_of(plan).verdict == "update"
    assert change_of(plan, "segment/vip").verdict == "update"


@pytest.mark.parametrize("address", ["segment/vip", "template/lib", "flow/welcome"])
def test_what_was_deleted_is_made_again(one: Account, address: str) -> None:
    files = programme()
    one.settle(files)
    old = bound(one, address).id
    {"segment": delete_segment, "template": delete_template, "flow": delete_flow}[address.split("/")[0]](
        one.remote, old
    )

    change = change_of(undone(one, files), address)

    assert (change.verdict, change.notes) == ("create", ("deleted on the platform since the last apply",))
    assert bound(one, address).id != old


def test_a_flow_that_was_replaced_and_then_deleted_is_made_again(one: Account) -> None:
    """The draft that it had followed has its name, and is ours."""
    one.settle(programme())
    changed = workspace(
        segment(), template("hello"), flow(email("hello"), trigger=ListTrigger(list="newsletter"), only_if=None)
    )
    one.settle(changed)
    delete_flow(one.remote, bound(one).id)

    assert change_of(undone(one, changed)).verdict == "create"


def test_a_step_that_was_taken_out(one: Account) -> None:
    one.settle(programme())
    one.remote.call("delete_flow_action", path={"id": action(one, "later").id})

    change = change_of(undone(one, programme()))

    assert change.outside
    assert [(step.key, step.verdict) for step in change.steps] == [("later", "insert")]


def test_a_step_of_no_file_is_taken_out(one: Account) -> None:
    one.settle(programme())
    ids = {key: one_action.id for key, one_action in bound(one).actions.items()}
    definition = {
        "temporary_id": "new",
        "type": "time-delay",
        "data": {"unit": "hours", "value": 4},
        "links": {"next": ids["hello"]},
    }
    body = {"data": {"type": "flow-action", "attributes": {"definition": definition, "allow_live_action": True}}}
    one.remote.call("create_flow_action", body=body)

    change = change_of(undone(one, programme()))

    assert [(step.verdict, step.type) for step in change.steps] == [("remove", "time-delay")]
    assert {key: one_action.id for key, one_action in bound(one).actions.items()} == ids


# What the API cannot set


def test_a_transactional_message_is_marked_by_hand_once(one: Account) -> None:
    files = programme(transactional=True)
    assert one.plan(files).plan.by_hand == (
        "flow/welcome: mark the message hello as transactional in Klaviyo; its API stores that as off",
    )
    one.settle(files)
    assert one.plan(files).plan.by_hand != ()
    one.ui("PATCH", f"flow-messages/{action(one, 'hello').message_id}", {"transactional": True})

    plan = one.plan(files, full=True).plan

    assert plan.is_empty
    assert plan.by_hand == ()


def test_a_change_leaves_the_mark_and_asks_to_look_at_it(one: Account) -> None:
    one.settle(programme(transactional=True))
    one.ui("PATCH", f"flow-messages/{action(one, 'hello').message_id}", {"transactional": True})
    changed = programme(transactional=True, subject="Another")

    planned = one.plan(changed)
    assert one.apply(changed, planned).exit_code == 0

    assert len(planned.plan.by_hand) == 1
    assert "still marked as transactional" in planned.plan.by_hand[0]
    assert data_of(one, "hello")["message"]["transactional"] is True
    after = one.plan(changed).plan
    assert (after.steps, after.by_hand) == ((), ())


def test_a_mark_that_a_change_took_away_is_asked_for_again(one: Account) -> None:
    one.settle(programme(transactional=True))
    message = action(one, "hello").message_id
    one.ui("PATCH", f"flow-messages/{message}", {"transactional": True})
    one.ui("PATCH", f"flow-messages/{message}", {"transactional": False})

    plan = one.plan(programme(transactional=True)).plan

    assert plan.is_empty
    assert "mark the message hello" in plan.by_hand[0]


def test_a_mark_of_no_file_is_told_and_never_fought(one: Account) -> None:
    one.settle(programme())
    one.ui("PATCH", f"flow-messages/{action(one, 'hello').message_id}", {"transactional": True})
    assert "marked as transactional in Klaviyo and not in the files" in one.plan(programme()).plan.by_hand[0]
    assert one.plan(programme()).plan.is_empty

    one.settle(programme(subject="Another"))

    assert data_of(one, "hello")["message"]["transactional"] is True


def test_a_flow_in_the_archive_is_told(one: Account) -> None:
    one.settle(programme())
    one.ui("PATCH", f"flows/{bound(one).id}", {"archived": True})

    plan = one.plan(programme()).plan

    assert plan.is_empty
    assert plan.by_hand == ("flow/welcome: take the flow out of the archive in Klaviyo; archived it starts for nobody",)
