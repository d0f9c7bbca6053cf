"""What an apply learns of a flow: which action is which, and whether the platform stored what was wanted."""

from collections.abc import Mapping
from typing import Any

import msgspec

from mktctl.app.execution import Execution, StoredOtherwise
from mktctl.app.refresh import seen_flow
from mktctl.klaviyo.remote import Resource
from mktctl.model.address import Address
from mktctl.model.bindings import ActionBinding, Binding
from mktctl.planning.alignment import align, links_of
from mktctl.planning.bound import Bound
from mktctl.planning.desired import Desired, secret_digest
from mktctl.planning.fields import field_changes
from mktctl.planning.flow_reading import seen_digest, seen_reading, wanted_reading


def action_keys(wanted: Mapping[str, Any], created: Mapping[str, Any]) -> dict[str, str]:
    """Wanted key to action id, by walking both definitions from their entries; raises `StoredOtherwise`.

    Nothing in the answer to a create names the temporary ids, but the tree has the same shape.
    """
    by_key = {action["temporary_id"]: action for action in wanted["actions"]}
    by_id = {str(action["id"]): action for action in created.get("actions") or []}
    found: dict[str, str] = {}
    pending = [(wanted.get("entry_action_id"), created.get("entry_action_id"))]
    while pending:
        key, id_ = pending.pop()
        if key is None and id_ is None:
            continue
        if key is None or id_ is None or str(id_) not in by_id or by_key[key]["type"] != by_id[str(id_)]["type"]:
            raise StoredOtherwise(f"the platform answered with other steps than were sent, at {key or id_}")
        found[key] = str(id_)
        here, there = links_of(by_key[key]), links_of(by_id[str(id_)])
        pending.extend((here[slot], there.get(slot)) for slot in here)
    return found


def record(address: Address, resource: Resource, keys: Mapping[str, str], run: Execution, *, applied: str) -> Binding:
    """Write the flow's binding: its actions, their own template copies, and what was seen."""
    desired = run.resources[address]
    before = run.ledger.state.bindings.get(str(address))
    flow = seen_flow(resource)
    contents = _contents(desired)
    actions = {}
    for key, id_ in keys.items():
        message = ((flow.actions[id_].get("data") or {}).get("message")) or {}
        known = before.actions.get(key) if before else None
        template_id = message.get("template_id")
        content = contents.get(key)
        if known is not None and known.template_id == template_id:
            content = known.content
        actions[key] = ActionBinding(
            id=id_,
            message_id=message.get("id"),
            template_id=template_id,
            content=content if template_id else None,
            secrets={name: secret_digest(message["headers"][name]) for name in desired.secrets.get(key, {})},
        )
    binding = Binding(
        id=flow.id,
        name=flow.name,
        applied=applied,
        seen=seen_digest(flow),
        updated=str(flow.attributes.get("updated") or ""),
        actions=actions,
        tags=before.tags if before else (),
    )
    run.ledger.bind(address, binding)
    return binding


def check_stored(address: Address, resource: Resource, binding: Binding, run: Execution) -> None:
    """Compare the flow as read with the flow as wanted; raises `StoredOtherwise` that names the fields."""
    desired = run.resources[address]
    flow = seen_flow(resource)
    seen = msgspec.structs.replace(run.seen, definitions={flow.id: resource["attributes"].get("definition") or {}})
    reading = seen_reading(flow, binding, _Live(seen, run), desired)
    wanted = wanted_reading(desired, binding)
    fields = field_changes(reading.frame, wanted.frame)
    wrong = [f"{field.path}: {field.after!r} was sent, {field.before!r} is there" for field in fields]
    alignment = align(reading.actions, reading.entry, wanted.actions, wanted.entry)
    wrong += [*alignment.reasons, *(f"step {one.key} is missing" for one in alignment.inserted)]
    wrong += [f"step {key} is there and should not be" for key in alignment.removed]
    for key, seen_key in alignment.matched.items():
        for field in field_changes(
            without_transactional(reading.actions[seen_key]), without_transactional(wanted.actions[key])
        ):
            if not field.path.startswith("links"):
                wrong.append(f"{key} {field.path}: {field.after!r} was sent, {field.before!r} is there")
    if wrong:
        raise StoredOtherwise(f"{address}: the platform stored something else: {'; '.join(wrong[:5])}")


def without_transactional(action: Mapping[str, Any]) -> dict[str, Any]:
    """An action's data, without the switch that the API always stores as off (P28)."""
    data = dict(action["data"])
    if isinstance(data.get("message"), dict):
        data["message"] = {key: value for key, value in data["message"].items() if key != "transactional"}
    return data


def _contents(desired: Desired) -> dict[str, str]:
    found = {}
    for action in desired.document["definition"]["actions"]:
        name = str((action["data"].get("message") or {}).get("template_id", ""))
        if name.startswith("template/"):
            found[action["temporary_id"]] = desired.contents[name.removeprefix("template/")]
    return found


class _Live(Bound):
    """Ids as the apply knows them by now, where the plan's reading is older."""

    def __init__(self, seen: Any, run: Execution) -> None:
        super().__init__(seen, run.ledger.state, {})
        self._run = run

    def address_of(self, kind: Any, id_: str) -> Address | None:
        return self._run.ids.address_of(kind, id_)
