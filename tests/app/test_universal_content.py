"""Universal blocks on a fresh account: made before the mails that embed them, changed in place, mended after drift."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mktctl.app.adopt import adopt
from mktctl.klaviyo.flow_messages import fetch_message_template
from mktctl.klaviyo.templates import fetch_template
from mktctl.klaviyo.universal_content import fetch_universal_content, update_universal_content
from mktctl.model.address import Address
from mktctl.model.project import UniversalContent
from mktctl.model.workspace import Workspace
from mktctl.planning.changes import Change
from mktctl.planning.steps import Create, PatchAction, Update
from tests.support.account import SANDBOX, Account, account
from tests.support.fresh_account import state_of
from tests.support.workspaces import email, flow, project, template, workspace

HOURS = UniversalContent(ref="hours", name="Opening hours")
MARK = '<div data-klaviyo-region="true"><div data-klaviyo-universal-block="universal-content/hours">&nbsp;</div></div>'
EMBEDDING = f"<p>Hello {{% unsubscribe 'bye' %}}</p>{MARK}"


def files(html: str = "<p>Open</p>", mail: str = EMBEDDING, *, library: bool = True) -> Workspace:
    blocks = project(universal_content={"hours": HOURS})
    kept = [template("kept", mail, library=True)] if library else []
    resources = [*kept, template("hello", mail), flow(email("hello"))]
    return workspace(*resources, project=blocks, universal_blocks={"hours": html})


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as found:
        yield found


def changed(one: Account, wanted: Workspace) -> dict[str, Change]:
    return {str(change.address): change for change in one.plan(wanted).plan.changes if change.verdict != "none"}


def copy_of_mail(one: Account) -> dict[str, str]:
    binding = state_of(one).bindings["flow/welcome"].actions["hello"]
    assert binding.message_id is not None
    attributes: dict[str, str] = fetch_message_template(one.remote, binding.message_id)["attributes"]
    return attributes


def delete_block(one: Account, id_: str) -> None:
    one.remote.call("delete_universal_content", path={"id": id_})


def test_mails_embed_the_block_by_its_id(one: Account) -> None:
    one.settle(files())
    bindings = state_of(one).bindings
    mark = f'data-klaviyo-universal-block="{bindings["universal-content/hours"].id}"'
    kept = fetch_template(one.remote, bindings["template/kept"].id)["attributes"]
    for stored in (kept, copy_of_mail(one)):
        assert (stored["editor_type"], stored["html"].count(mark)) == ("USER_DRAGGABLE", 1)
    assert one.plan(files()).plan.is_empty
    assert one.plan(files(), full=True).plan.is_empty


def test_a_changed_block_is_one_request_and_touches_no_mail(one: Account) -> None:
    one.settle(files())
    wanted = files("<p>Shut&nbsp;today</p>")
    assert [type(step) for step in one.plan(wanted).plan.steps] == [Update]
    one.settle(wanted)
    assert one.plan(wanted).plan.is_empty


def test_a_block_that_somebody_edited_is_written_again(one: Account) -> None:
    one.settle(files())
    id_ = state_of(one).bindings["universal-content/hours"].id
    definition = fetch_universal_content(one.remote).resources[0]["attributes"]["definition"]
    edited = {**definition, "data": {**definition["data"], "content": "<p>Edited</p>"}}
    update_universal_content(one.remote, id_, {"definition": edited})
    change = changed(one, files())["universal-content/hours"]
    assert (change.verdict, change.outside) == ("update", True)
    one.settle(files())
    found = fetch_universal_content(one.remote).resources[0]["attributes"]["definition"]
    assert found["data"]["content"] == "<p>Open</p>"


def test_a_block_that_was_deleted_is_made_again_and_its_mails_are_sent_again(one: Account) -> None:
    one.settle(files())
    delete_block(one, state_of(one).bindings["universal-content/hours"].id)
    steps = one.plan(files()).plan.steps
    assert [type(step) for step in steps if not type(step).__name__.startswith("Settle")] == [
        Create,
        Update,
        PatchAction,
    ]
    one.settle(files())
    mark = f'data-klaviyo-universal-block="{state_of(one).bindings["universal-content/hours"].id}"'
    assert mark in copy_of_mail(one)["html"]
    assert one.plan(files()).plan.is_empty


def test_a_library_template_of_another_kind_blocks(one: Account) -> None:
    one.settle(files(mail="<p>Hello {% unsubscribe %}</p>"))
    blockers = one.plan(files()).plan.blockers
    assert [problem.code for problem in blockers] == ["PLN031"]


def test_a_mail_of_a_flow_may_begin_to_embed(one: Account) -> None:
    one.settle(files(mail="<p>Hello {% unsubscribe %}</p>", library=False))
    one.settle(files(library=False))
    assert copy_of_mail(one)["editor_type"] == "USER_DRAGGABLE"
    assert one.plan(files(library=False)).plan.is_empty


def test_a_target_brings_the_blocks_that_it_needs(one: Account) -> None:
    wanted = files()
    planned = one.plan(wanted, targets=[Address(kind="flow", ref="welcome")])
    assert {str(address) for address in planned.resources} == {"flow/welcome", "universal-content/hours"}
    assert one.apply(wanted, planned).exit_code == 0


def test_a_block_of_that_name_is_taken_over_only_when_told(one: Account) -> None:
    data = {"content": "<p>x</p>", "display_options": {}}
    attributes = {"name": "Opening hours", "definition": {"content_type": "block", "type": "html", "data": data}}
    one.remote.call(
        "create_universal_content", body={"data": {"type": "template-universal-content", "attributes": attributes}}
    )
    assert [problem.code for problem in one.plan(files()).plan.blockers] == ["PLN003"]
    hours = Address(kind="universal-content", ref="hours")
    adopted = adopt(files(), SANDBOX, hours, remote=one.remote, store=one.store)
    assert adopted.name == "Opening hours"
    one.settle(files())
    assert one.plan(files()).plan.is_empty


def test_a_block_that_no_file_asks_for_is_named(one: Account) -> None:
    one.settle(files())
    change = changed(one, workspace(template("hello"), flow(email("hello"))))["universal-content/hours"]
    assert change.verdict == "orphan"
