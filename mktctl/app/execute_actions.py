"""Steps on single actions of a flow: patch, insert, remove."""

from typing import Any, Final

import msgspec

from mktctl.app.execution import Execution, StoredOtherwise
from mktctl.app.flow_definitions import encoded_action, encoded_flow
from mktctl.klaviyo.flow_actions import (
    create_flow_action,
    delete_flow_action,
    fetch_flow_action,
    update_flow_action,
)
from mktctl.klaviyo.remote import Resource
from mktctl.model.address import Address
from mktctl.model.bindings import ActionBinding
from mktctl.planning.documents import pruned
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
    binding = run.ledger.state.bindings[str(step.address)]
    known = binding.actions[step.key]
    current = pruned(fetch_flow_action(run.remote, known.id)["attributes"]["definition"])
    definition = encoded_action(encoded_flow(step.address, run), step.key)
    data: dict[str, Any] = definition["data"]
    message = data.get("message")
    before = (current.get("data") or {}).get("message") or {}
    if message is not None:
        message["id"] = before.get("id")
        if "template_id" in message:
            message["template_id"] = run.uploads.id_of(step.content) if step.content else before.get("template_id")
    sent = {"id": known.id, "type": definition["type"], "links": current.get("links") or {}, "data": pruned(data)}
    update_flow_action(run.remote, known.id, sent)
    template_id = before.get("template_id")
    if step.content:
        template_id = _new_clone(known.id, {template_id, message["template_id"] if message else None}, run)
    content = run.resources[step.address].contents[step.content] if step.content else known.content
    bound = ActionBinding(id=known.id, message_id=before.get("id"), template_id=template_id, content=content)
    _rebind(step.address, {step.key: bound}, run)


def insert_action(step: InsertAction, run: Execution) -> None:
    """Insert before the next action, or after the last one; a message arrives as draft and is raised afterwards."""
    definition = encoded_action(encoded_flow(step.address, run), step.place.key)
    message = definition["data"].get("message")
    if message is not None and step.template:
        message["template_id"] = run.uploads.id_of(step.template)
    actions = run.ledger.state.bindings[str(step.address)].actions
    sent: dict[str, Any] = {
        "temporary_id": step.place.key,
        "type": definition["type"],
        "data": pruned(definition["data"]),
    }
    attributes: dict[str, Any] = {"definition": sent, "allow_live_action": True}
    flow_id: str | None = None
    if step.place.before is not None:
        sent["links"] = {"next": _id_of(step.place.before, actions)}
    elif step.place.anchor is not None:
        links = {step.place.slot: step.place.key}
        anchor = {"type": "flow-action", "id": actions[step.place.anchor].id}
        attributes["anchor-action"] = {"data": {**anchor, "attributes": {"definition": {"links": links}}}}
        attributes["anchor-action"]["data"]["attributes"]["definition"] |= _identity(actions[step.place.anchor].id, run)
    else:
        flow_id = run.ledger.state.bindings[str(step.address)].id
    resource = create_flow_action(run.remote, attributes, flow_id=flow_id)
    _rebind(step.address, {step.place.key: _bound(step, resource, run)}, run)
    _raise_status(step, resource, run)


def remove_action(step: RemoveAction, run: Execution) -> None:
    """Take one action out; the platform joins its neighbours."""
    actions = run.ledger.state.bindings[str(step.address)].actions
    delete_flow_action(run.remote, _id_of(step.key, actions))
    _rebind(step.address, {step.key: None}, run)


def _identity(action_id: str, run: Execution) -> dict[str, Any]:
    """What an anchor must say of itself: its id and type."""
    definition = fetch_flow_action(run.remote, action_id)["attributes"]["definition"]
    return {"id": action_id, "type": definition["type"]}


def _id_of(key: str, actions: dict[str, ActionBinding]) -> str:
    return actions[key].id if key in actions else key.removeprefix("#")


def _new_clone(action_id: str, old: set[str | None], run: Execution) -> str:
    """The template id that is neither the old copy nor the upload: the answer to the patch may still show the old."""
    for _ in range(CLONE_READS_MAX):
        definition = fetch_flow_action(run.remote, action_id)["attributes"]["definition"]
        template_id = ((definition.get("data") or {}).get("message") or {}).get("template_id")
        if template_id is not None and template_id not in old:
            return str(template_id)
        run.stopwatch.sleep(CLONE_WAIT_SECONDS)
    raise StoredOtherwise(f"action {action_id} still shows its old mail after the change was accepted")


def _bound(step: InsertAction, resource: Resource, run: Execution) -> ActionBinding:
    message = (resource["attributes"]["definition"].get("data") or {}).get("message") or {}
    content = run.resources[step.address].contents[step.template] if step.template else None
    return ActionBinding(
        id=resource["id"], message_id=message.get("id"), template_id=message.get("template_id"), content=content
    )


def _raise_status(step: InsertAction, resource: Resource, run: Execution) -> None:
    wanted = run.resources[step.address].statuses.get(step.place.key)
    definition = pruned(fetch_flow_action(run.remote, resource["id"])["attributes"]["definition"])
    if wanted is not None and definition["data"].get("status") != wanted:
        update_flow_action(run.remote, resource["id"], {**definition, "data": {**definition["data"], "status": wanted}})


def _rebind(address: Address, edits: dict[str, ActionBinding | None], run: Execution) -> None:
    binding = run.ledger.state.bindings[str(address)]
    actions = {**binding.actions, **{key: action for key, action in edits.items() if action is not None}}
    for key, action in edits.items():
        if action is None:
            actions.pop(key, None)
    run.ledger.bind(address, msgspec.structs.replace(binding, actions=actions, seen=""))
