"""An account as an apply of a workspace leaves it, and the state that remembers it, without a platform."""

from typing import Any

import msgspec

from mktctl.model.address import Address, parse_address
from mktctl.model.bindings import ActionBinding, Binding, State
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.action_links import links_of
from mktctl.planning.action_parts import every_action, parts_of, with_parts
from mktctl.planning.bound import Bound
from mktctl.planning.changes import Plan
from mktctl.planning.desired import Desired, SecretOf, desired_resources, template_of
from mktctl.planning.flow_changes import ids_of
from mktctl.planning.flow_reading import seen_digest
from mktctl.planning.object_changes import content_digest
from mktctl.planning.plan import build_plan
from mktctl.planning.seen import Account, Seen, SeenObject
from tests.support.account import SANDBOX, START

ACCOUNT = Account(id="A1", name="Mientior", timezone="Europe/Paris", now=START)


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What is there, and what is remembered."""

    seen: Seen
    state: State

    def plan(self, files: Workspace, environment: Environment = SANDBOX, secret: SecretOf = lambda name: None) -> Plan:
        """A plan against it."""
        everything = desired_resources(files, environment, secret)
        return build_plan(files, environment, self.seen, self.state, everything=everything)

    def bound(self, files: Workspace) -> Bound:
        return Bound(self.seen, self.state, files.project.metrics)

    def flow(self) -> SeenObject:
        """The one flow."""
        (flow,) = self.seen.of_kind("flow")
        return flow

    def with_object(self, changed: SeenObject) -> "Settled":
        """Another version of an object, or one more."""
        others = tuple(one for one in self.seen.objects if (one.kind, one.id) != (changed.kind, changed.id))
        return msgspec.structs.replace(self, seen=msgspec.structs.replace(self.seen, objects=(*others, changed)))

    def without(self, address: str) -> "Settled":
        """That object was deleted on the platform."""
        kept = tuple(one for one in self.seen.objects if one.id != id_of(address))
        return msgspec.structs.replace(self, seen=msgspec.structs.replace(self.seen, objects=kept))

    def with_action(self, id_: str, **data: Any) -> "Settled":
        """Other settings of one action of the flow; those of its message under `message`."""
        flow = self.flow()
        action = flow.actions[id_]
        message = {**(action["data"].get("message") or {}), **data.pop("message", {})}
        merged = {**action["data"], **data, **({"message": message} if message else {})}
        actions = {**flow.actions, id_: {**action, "data": merged}}
        return self.with_object(msgspec.structs.replace(flow, actions=actions))


def id_of(address: Address | str) -> str:
    """The id that such an account gives: `list:newsletter`."""
    return str(address).replace("/", ":")


def settled(files: Workspace, environment: Environment = SANDBOX, secret: SecretOf = lambda name: None) -> Settled:
    """Everything in place, flows read in full."""
    objects = [
        SeenObject(kind="metric", id=f"metric:{ref}", name=metric.name, attributes={"integration": {"name": "API"}})
        for ref, metric in files.project.metrics.items()
    ]
    bindings, definitions = {}, {}
    for address, desired in desired_resources(files, environment, secret).items():
        if address.kind == "flow":
            seen, binding, definition = _flow(desired)
            definitions[seen.id] = definition
        else:
            seen, binding = _object(desired)
        objects.append(seen)
        bindings[str(address)] = binding
    return Settled(
        seen=Seen(account=ACCOUNT, objects=tuple(objects), definitions=definitions),
        state=State(account=ACCOUNT.id, bindings=bindings),
    )


def lists_only(one: Settled) -> Settled:
    """The same account through its list pages alone."""
    return msgspec.structs.replace(one, seen=msgspec.structs.replace(one.seen, definitions={}))


def _object(desired: Desired) -> tuple[SeenObject, Binding]:
    attributes = {**_with_ids(desired.document), "updated": "then"}
    seen = SeenObject(
        kind=desired.address.kind,
        id=id_of(desired.address),
        name=desired.name,
        attributes=attributes,
        tags=desired.tags,
    )
    return seen, Binding(
        id=seen.id,
        name=desired.name,
        applied=desired.digest,
        updated="then",
        seen=content_digest(attributes) if desired.address.kind == "template" else "",
        tags=desired.tags,
    )


def _flow(desired: Desired) -> tuple[SeenObject, Binding, dict[str, Any]]:
    definition = _with_ids(desired.document["definition"])
    ids = {action["temporary_id"]: f"10{number}" for number, action in enumerate(definition["actions"])}
    ids |= {
        part["temporary_id"]: f"{ids[action['temporary_id']]}{number}"
        for action in definition["actions"]
        for number, part in enumerate(parts_of(action))
    }
    actions = {ids[action["temporary_id"]]: _action(action, ids, desired) for action in definition["actions"]}
    every = {action["id"]: action for action in every_action(actions.values())}
    entry = definition.get("entry_action_id")
    definition = {**definition, "actions": list(actions.values()), "entry_action_id": entry and ids[entry]}
    seen = SeenObject(
        kind="flow",
        id=id_of(desired.address),
        name=desired.name,
        attributes={"status": desired.status, "trigger_type": "Metric", "archived": False},
        tags=desired.tags,
        actions=actions,
    )
    binding = Binding(
        id=seen.id,
        name=desired.name,
        applied=desired.digest,
        seen=seen_digest(seen),
        tags=desired.tags,
        actions={key: _bound(key, every[id_], desired) for key, id_ in ids.items()},
        needs=ids_of(desired.needs, id_of),
    )
    return seen, binding, definition


def _action(action: dict[str, Any], ids: dict[str, str], desired: Desired) -> dict[str, Any]:
    key = action["temporary_id"]
    action = with_parts(action, lambda one: one if one["temporary_id"] == key else _action(one, ids, desired))
    data = dict(action.get("data") or {})
    if shares := (data.get("current_experiment") or {}).get("allocations"):
        named = {ids[name]: share for name, share in shares.items()}
        data["current_experiment"] = {**data["current_experiment"], "allocations": named}
    if key in desired.statuses:
        data["status"] = desired.statuses[key]
    if "message" in data:
        data["message"] = {**data["message"], "id": f"message:{key}"}
        if "template_id" in data["message"]:
            data["message"] |= {"template_id": f"copy:{key}", "transactional": False}
    links = {slot: ids[to] if to else None for slot, to in links_of(action).items()}
    if "branches" in data:
        data["branches"] = [
            {**branch, "branch_id": f"branch:{number}", "links": {"next": links[f"branches.{number}"]}}
            for number, branch in enumerate(data["branches"])
        ]
        links = {}
    return {"id": ids[key], "type": action["type"], "links": links, "data": data}


def _bound(key: str, action: dict[str, Any], desired: Desired) -> ActionBinding:
    ref = template_of(desired, key)
    return ActionBinding(
        id=action["id"],
        message_id=f"message:{key}" if ref else None,
        template_id=f"copy:{key}" if ref else None,
        content=desired.contents[ref] if ref else None,
        stored=f"stored:{key}" if ref else None,
        secrets={header: digest or "" for header, digest in desired.secrets.get(key, {}).items()},
    )


def _with_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: item if key in ("name", "temporary_id") else _with_ids(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_ids(item) for item in value]
    if isinstance(value, str) and (address := parse_address(value)) is not None:
        return id_of(address)
    return value
