"""Steps on single actions of a flow: patch, insert, remove."""

import contextlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.app.execution import Execution, StoredOtherwise
from mktctl.app.flow_definitions import encoded_action
from mktctl.app.flow_refusals import explained
from mktctl.klaviyo.errors import NotFound
from mktctl.klaviyo.flow_actions import (
    create_flow_action,
    delete_flow_action,
    fetch_flow_action,
    update_flow_action,
)
from mktctl.klaviyo.remote import Resource
from mktctl.model.address import Address
from mktctl.model.bindings import ActionBinding
from mktctl.planning.ab_tests import with_settings
from mktctl.planning.action_links import MULTI_BRANCH, branch_slot, branches_of, is_branch, links_of
from mktctl.planning.action_parts import AB_TEST, message_of, with_status
from mktctl.planning.desired import action_of
from mktctl.planning.documents import pruned
from mktctl.planning.flow_reading import content_of
from mktctl.planning.steps import InsertAction, NameActions, PatchAction, RemoveAction

CLONE_READS_MAX: Final = 10
CLONE_WAIT_SECONDS: Final = 0.5


def name_actions(step: NameActions, run: Execution) -> None:
    """Steps that changed their key keep their action; an action that was not ours (`#<id>`) becomes so."""
    binding = run.ledger.state.bindings[str(step.address)]
    old = {key: action for key, action in binding.actions.items() if key not in step.names.values()}
    new = {
        key: binding.actions.get(before) or ActionBinding(id=before.removeprefix("#"))
        for key, before in step.names.items()
    }
    run.ledger.bind(step.address, msgspec.structs.replace(binding, actions={**old, **new}))


def patch_action(step: PatchAction, run: Execution) -> None:
    """Read the action afresh, send its whole definition, and read back the id of its new template copy.

    Nulls that the read returned are not sent again, and id, type, links and message id stay (`klaviyo-api.md` 0).
    """
    known = run.ledger.touch(step.address).actions[step.key]
    current = fetch_flow_action(run.remote, known.id)["attributes"]["definition"]
    wanted = encoded_action(step.address, step.key, run)
    if wanted["type"] == AB_TEST:
        update_flow_action(run.remote, known.id, with_settings(current, wanted))
        return
    before, content = message_of(current), content_of(run.resources[step.address], wanted)
    uploaded = run.uploads.id_of(step.content) if step.content else _named_by_id(wanted, known, content)
    update_flow_action(run.remote, known.id, _rewritten(known.id, current, wanted, uploaded))
    bound = msgspec.structs.replace(known, message_id=before.get("id"), template_id=before.get("template_id"))
    if uploaded:
        bound = msgspec.structs.replace(
            bound,
            template_id=_new_clone(known.id, {before.get("template_id"), uploaded}, run),
            content=content,
            stored=run.uploads.stored(step.content) if step.content else None,
        )
    _rebind(step.address, {step.key: bound}, run)


def _named_by_id(wanted: Mapping[str, Any], known: ActionBinding, content: str | None) -> str | None:
    """The library template that a step in the platform's own words names, where its copy is of another."""
    template = str(message_of(wanted).get("template_id") or "")
    return template if template and not template.startswith("template/") and known.content != content else None


def _rewritten(id_: str, current: Mapping[str, Any], wanted: Mapping[str, Any], uploaded: str | None) -> dict[str, Any]:
    """The wanted definition on the action that is there: its own ids, wiring and copy of a template."""
    data = dict(wanted.get("data") or {})
    before = message_of(current)
    if isinstance(data.get("message"), dict):
        message = {**data["message"], "id": before.get("id")}
        if "template_id" in message:
            message["template_id"] = uploaded or before.get("template_id")
        if before.get("transactional"):  # set by hand, and never fought over (P28)
            message["transactional"] = True
        data["message"] = message
    if wanted["type"] == MULTI_BRANCH:
        there = branches_of(current)
        data["branches"] = [
            {**branch, "branch_id": one["branch_id"], "links": one.get("links") or {}}
            for branch, one in zip(data["branches"], there, strict=True)
        ]
    sent = {"id": id_, "type": wanted["type"], "data": pruned(data)}
    if wanted["type"] != MULTI_BRANCH:
        sent["links"] = links_of(current)  # both sides of a split, though nothing stands behind one
    return sent


def insert_action(step: InsertAction, run: Execution) -> None:
    """Insert before the next action, or after the last one; a message arrives as draft and is raised afterwards."""
    definition = encoded_action(step.address, step.place.key, run)
    message = message_of(definition)
    if message and step.template:
        message["template_id"] = run.uploads.id_of(step.template)
    binding = run.ledger.touch(step.address)
    before = None if step.place.before is None else _id_of(step.place.before, binding.actions)
    sent: dict[str, Any] = {"temporary_id": step.place.key, "type": definition["type"]}
    if data := pruned(definition.get("data") or {}):
        sent["data"] = data
    if definition["type"] == MULTI_BRANCH:
        data["branches"] = [
            {**branch, "links": {"next": before if branch_slot(index) == step.place.way else None}}
            for index, branch in enumerate(data["branches"])
        ]
    attributes: dict[str, Any] = {"definition": sent, "allow_live_action": True}
    flow_id: str | None = None
    if before is not None:
        if definition["type"] != MULTI_BRANCH:
            sent["links"] = {"next": before}
    elif step.place.anchor is not None:
        attributes["anchor-action"] = {"data": _anchor(step, run, _id_of(step.place.anchor, binding.actions))}
    else:
        flow_id = binding.id
    with explained({"actions": [sent]}):
        resource = create_flow_action(run.remote, attributes, flow_id=flow_id)
    _rebind(step.address, {step.place.key: _bound(step, resource, run)}, run)
    _raise_status(step, resource, run)


def remove_action(step: RemoveAction, run: Execution) -> None:
    """Take one action out; the platform joins its neighbours. One that is gone was taken out before."""
    binding = run.ledger.touch(step.address)
    with contextlib.suppress(NotFound):
        delete_flow_action(run.remote, _id_of(step.key, binding.actions))
    _rebind(step.address, {step.key: None}, run)  # parts of a test are forgotten when the flow is read back


def _anchor(step: InsertAction, run: Execution, anchor_id: str) -> dict[str, Any]:
    """The action whose open end the new one is put to: its id and type, and the one link."""
    assert step.place.anchor is not None
    type_ = encoded_action(step.address, step.place.anchor, run)["type"]
    definition: dict[str, Any] = {"id": anchor_id, "type": type_}
    if is_branch(step.place.slot):
        there = branches_of(fetch_flow_action(run.remote, anchor_id)["attributes"]["definition"])
        one = next(branch for index, branch in enumerate(there) if branch_slot(index) == step.place.slot)
        definition["data"] = {"branches": [{"branch_id": one["branch_id"], "links": {"next": step.place.key}}]}
    else:
        definition["links"] = {step.place.slot: step.place.key}
    return {"type": "flow-action", "id": anchor_id, "attributes": {"definition": definition}}


def _id_of(key: str, actions: dict[str, ActionBinding]) -> str:
    return actions[key].id if key in actions else key.removeprefix("#")


def _new_clone(action_id: str, old: set[str | None], run: Execution) -> str:
    """The template id that is neither the old copy nor the upload: the answer to the patch may still show the old."""
    for _ in range(CLONE_READS_MAX):
        template_id = message_of(fetch_flow_action(run.remote, action_id)["attributes"]["definition"]).get(
            "template_id"
        )
        if template_id is not None and template_id not in old:
            return str(template_id)
        run.stopwatch.sleep(CLONE_WAIT_SECONDS)
    raise StoredOtherwise(f"action {action_id} still shows its old mail after the change was accepted")


def _bound(step: InsertAction, resource: Resource, run: Execution) -> ActionBinding:
    message = message_of(resource["attributes"]["definition"])
    return ActionBinding(
        id=resource["id"],
        message_id=message.get("id"),
        template_id=message.get("template_id"),
        content=content_of(run.resources[step.address], action_of(run.resources[step.address], step.place.key) or {}),
        stored=run.uploads.stored(step.template) if step.template else None,
    )


def _raise_status(step: InsertAction, resource: Resource, run: Execution) -> None:
    wanted = run.resources[step.address].statuses.get(step.place.key)
    definition = pruned(resource["attributes"]["definition"])
    if wanted is not None and definition["data"].get("status") != wanted:
        update_flow_action(run.remote, resource["id"], with_status(definition, wanted))


def _rebind(address: Address, edits: dict[str, ActionBinding | None], run: Execution) -> None:
    binding = run.ledger.state.bindings[str(address)]
    actions = {**binding.actions, **{key: action for key, action in edits.items() if action is not None}}
    for key, action in edits.items():
        if action is None:
            actions.pop(key, None)
    run.ledger.bind(address, msgspec.structs.replace(binding, actions=actions, seen=""))
