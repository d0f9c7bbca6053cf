"""What an apply learns of a flow: which action is which, and whether the platform stored what was wanted."""

from collections.abc import Mapping
from typing import Any

import msgspec

from mktctl.app.execution import Execution, StoredOtherwise
from mktctl.app.refresh import seen_flow
from mktctl.klaviyo.remote import Resource
from mktctl.model.address import Address
from mktctl.model.bindings import ActionBinding, Binding
from mktctl.planning.ab_tests import end_of, remembered_end
from mktctl.planning.action_links import links_of
from mktctl.planning.action_parts import DECIDED, RUNNING, every_action, message_of, parts_of
from mktctl.planning.alignment import align
from mktctl.planning.bound import Bound
from mktctl.planning.desired import Desired, action_of, secret_digest, template_of
from mktctl.planning.fields import field_changes
from mktctl.planning.flow_changes import ids_of
from mktctl.planning.flow_pairs import framed, other_variations, pairs
from mktctl.planning.flow_reading import content_of, seen_digest, seen_reading, shown_fields, wanted_reading


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
        found |= _part_keys(by_key[key], by_id[str(id_)])
        here, there = links_of(by_key[key]), links_of(by_id[str(id_)])
        pending.extend((here[slot], there.get(slot)) for slot in here)
    return found


def _part_keys(wanted: Mapping[str, Any], created: Mapping[str, Any]) -> dict[str, str]:
    """The same for the messages of a test, by their order; what was sent as its end must be its end."""
    here, there = parts_of(wanted), parts_of(created)
    if [one["type"] for one in here] != [one["type"] for one in there] or end_of(wanted) != end_of(created):
        raise StoredOtherwise(f"the platform answered with another A/B test than was sent, at {wanted['temporary_id']}")
    return {one["temporary_id"]: str(made["id"]) for one, made in zip(here, there, strict=True)}


def described(
    address: Address, resource: Resource, keys: Mapping[str, str], run: Execution, *, applied: str
) -> Binding:
    """The flow's binding as it is by now: its actions, their own template copies, and what was seen.

    `keys` maps compiled keys to action ids; those that the flow does not have (any more) are left out.
    """
    desired = run.resources[address]
    before = run.ledger.state.bindings.get(str(address))
    same = before is not None and before.id == resource["id"]
    known = before.actions if before is not None and same else {}
    flow = seen_flow(resource)
    there = {str(action["id"]): action for action in every_action(flow.actions.values())}
    return Binding(
        id=flow.id,
        name=flow.name,
        applied=applied,
        seen=seen_digest(flow),
        updated=str(flow.attributes.get("updated") or ""),
        actions={
            key: _action(key, there[id_], known.get(key), desired, run) for key, id_ in keys.items() if id_ in there
        },
        tags=tuple(tag for tag in before.tags if tag in desired.tags) if before is not None and same else (),
        needs=ids_of(desired.needs, run.ids.id_of),
        replaced=_replaced(before, flow.id),
    )


def _action(
    key: str, action: Mapping[str, Any], known: ActionBinding | None, desired: Desired, run: Execution
) -> ActionBinding:
    message, wanted = message_of(action), action_of(desired, key) or action
    template_id, headers = message.get("template_id"), message.get("headers") or {}
    secrets = {name: secret_digest(headers[name]) for name in desired.secrets.get(key, {}) if name in headers}
    content, stored = None, None
    if template_id and known is not None and known.template_id == template_id:
        content, stored = known.content, known.stored
    elif template_id:
        ref, content = template_of(desired, key), content_of(desired, wanted)
        stored = None if ref is None else run.uploads.stored(ref)
    ends, after = remembered_end(wanted, action, known)
    return ActionBinding(
        id=str(action["id"]),
        message_id=message.get("id"),
        template_id=template_id,
        content=content,
        stored=stored,
        secrets=secrets,
        ends=ends,
        after=after,
    )


def _replaced(before: Binding | None, flow_id: str) -> tuple[str, ...]:
    if before is None:
        return ()
    return before.replaced if before.id == flow_id else (*before.replaced, before.id)


def check_stored(address: Address, resource: Resource, binding: Binding, run: Execution) -> None:
    """Compare the flow as read with the flow as wanted; raises `StoredOtherwise` that names the fields."""
    desired = run.resources[address]
    flow = seen_flow(resource)
    seen = msgspec.structs.replace(run.seen, definitions={flow.id: resource["attributes"].get("definition") or {}})
    live = _Live(seen, run)
    reading, wanted = seen_reading(flow, binding, live, desired), wanted_reading(desired, binding, live)
    fields = field_changes(framed(reading.frame, desired), wanted.frame)
    wrong = [f"{field.path}: {field.after!r} was sent, {field.before!r} is there" for field in fields]
    alignment = align(reading.actions, reading.entry, wanted.actions, wanted.entry)
    wrong += [*alignment.reasons, *other_variations(reading, wanted, alignment)]
    wrong += [f"step {one.key} is missing" for one in alignment.inserted]
    wrong += [f"step {key} is there and should not be" for key in alignment.removed]
    for pair in pairs(reading, wanted, alignment, desired):
        if pair.experiment not in (RUNNING, DECIDED):  # what waits for its end was not sent
            wrong += [
                f"{pair.key} {field.path}: {field.after!r} was sent, {field.before!r} is there"
                for field in shown_fields(field_changes(pair.before, pair.after))
            ]
    if wrong:
        raise StoredOtherwise(f"{address}: the platform stored something else: {'; '.join(wrong[:5])}")


class _Live(Bound):
    """Ids as the apply knows them by now, where the plan's reading is older."""

    def __init__(self, seen: Any, run: Execution) -> None:
        super().__init__(seen, run.ledger.state, {})
        self._run = run

    def address_of(self, kind: Any, id_: str) -> Address | None:
        return self._run.ids.address_of(kind, id_)
