"""Bind a resource to an object of its name that is there already. Only the state is written, never the platform."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from mktctl.app.ledger import Ledger
from mktctl.app.plan import account_and_state, names_campaign, undeclared
from mktctl.app.refresh import read_lists, with_definitions
from mktctl.diagnostics import GuardError, UsageError
from mktctl.klaviyo.remote import ReadOnlyKlaviyo, Remote
from mktctl.model.address import Address
from mktctl.model.bindings import ActionBinding, Binding
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.action_parts import every_action, message_of
from mktctl.planning.alignment import align
from mktctl.planning.bound import Bound
from mktctl.planning.campaign_desired import desired_campaigns
from mktctl.planning.campaign_reading import status_seen
from mktctl.planning.desired import Desired, desired_resources
from mktctl.planning.flow_pairs import pairs
from mktctl.planning.flow_reading import seen_reading, wanted_reading
from mktctl.planning.seen import SeenObject
from mktctl.state.store import Store

ADOPTABLE: Final = ("list", "segment", "universal-content", "template", "flow", "campaign")
_LISTED_MAX: Final = 20


class CannotAdopt(GuardError):  # noqa: N818 - the name says what happened
    """There is not exactly one object to bind (exit 6): nothing was written."""


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """What was bound. `matched` of `steps` steps of a flow were found in it; both are 0 of anything else."""

    address: Address
    id: str
    name: str
    status: str = ""
    created: str = ""
    matched: int = 0
    steps: int = 0


def adopt(
    workspace: Workspace,
    environment: Environment,
    address: Address,
    *,
    remote: Remote,
    store: Store,
    id_: str | None = None,
) -> Adopted:
    """Bind `address` to the one object of its kind and name, or to the one of that id.

    Raises `UsageError` for what no file declares or is bound already, `CannotAdopt` when none or several have the name,
    `WrongAccount`, `KlaviyoError`, `StateMoved` and `StateError`.
    """
    everything: dict[Address, Desired] = {**desired_resources(workspace, environment)}
    if address.kind not in ADOPTABLE:
        kinds = ", ".join(ADOPTABLE)
        raise UsageError(f"a {address.kind} is never bound, it is found by its name", hint=f"Adopt one of: {kinds}.")
    if address not in everything and not names_campaign(address, workspace):
        raise undeclared(address, workspace, everything)
    reader = ReadOnlyKlaviyo(remote)
    account, generation, state = account_and_state(reader, environment, store)
    everything |= desired_campaigns(workspace, environment, now=account.now, zone=account.timezone)
    if address not in everything:
        raise undeclared(address, workspace, everything)
    kind = address.kind
    seen = read_lists(
        reader,
        account,
        templates=kind == "template",
        campaigns=kind == "campaign",
        blocks=kind == "universal-content",
    )
    bound = Bound(seen, state, workspace.project.metrics)
    desired = everything[address]
    if (there := bound.object_of(address)) is not None:
        raise UsageError(
            f'{address} is bound already, to {there.id} ("{there.name}")', hint="`mktctl plan` says what differs."
        )
    found = _the_one(desired, bound, id_)
    if found.kind == "flow":
        seen = with_definitions(reader, seen, [found.id])
        bound = Bound(seen, state, workspace.project.metrics)
    actions = _actions(desired, found, bound) if found.kind == "flow" else {}
    binding = Binding(id=found.id, name=found.name, actions=actions)
    Ledger(store, account.id, generation=generation).bind(address, binding)
    return Adopted(
        address=address,
        id=found.id,
        name=found.name,
        status=_status(found),
        created=_created(found),
        matched=len(actions),
        steps=len(_keys(desired)) if found.kind == "flow" else 0,
    )


def _the_one(desired: Desired, bound: Bound, id_: str | None) -> SeenObject:
    address, kind = desired.address, desired.address.kind
    candidates = bound.unbound(kind, desired.name)
    if id_ is not None:
        of_id = [one for one in bound.seen.of_kind(kind) if one.id == id_]
        if not of_id:
            raise CannotAdopt(f"the account has no {kind} {id_}", hint=_there(candidates))
        if (owner := bound.address_of(kind, id_)) is not None:
            raise CannotAdopt(f"the {kind} {id_} is bound already, to {owner}")
        return of_id[0]
    if not candidates:
        raise CannotAdopt(
            f'the account has no {kind} named "{desired.name}" that is free to be bound to {address}',
            hint="Names count to the letter. Make it in Klaviyo, or say which one it is: --id ID.",
        )
    if len(candidates) > 1:
        raise CannotAdopt(
            f'the account has {len(candidates)} {kind}s named "{desired.name}"',
            hint=f"Say which one: mktctl adopt {address} --id ID.\n{_there(candidates)}",
        )
    return candidates[0]


def _there(candidates: Iterable[SeenObject]) -> str:
    """The objects by id, status and age, one a line."""
    lines = []
    for one in list(candidates)[:_LISTED_MAX]:
        facts = [one.id, _status(one), f"made {_created(one) or '?'}"]
        lines.append("  ".join(fact for fact in facts if fact))
    return "\n".join(lines)


def _status(one: SeenObject) -> str:
    return status_seen(one) if one.kind == "campaign" else str(one.attributes.get("status") or "")


def _created(one: SeenObject) -> str:
    return str(one.attributes.get("created_at" if one.kind == "campaign" else "created") or "")


def _actions(desired: Desired, flow: SeenObject, bound: Bound) -> dict[str, ActionBinding]:
    """The flow's actions by the keys of the steps that they are, as far as both trees run alike."""
    fresh = Binding(id=flow.id, name=flow.name)
    wanted, seen = wanted_reading(desired, fresh, bound), seen_reading(flow, fresh, bound, desired)
    alignment = align(seen.actions, seen.entry, wanted.actions, wanted.entry)
    there = {str(action["id"]): action for action in every_action(flow.actions.values())}
    kept = ((pair.key, pair.seen_key.removeprefix("#")) for pair in pairs(seen, wanted, alignment, desired))
    return {key: _bound(there[id_]) for key, id_ in kept}


def _bound(action: dict[str, Any]) -> ActionBinding:
    """What its mail holds is not known: the next apply sends it again."""
    message = message_of(action)
    return ActionBinding(id=str(action["id"]), message_id=message.get("id"), template_id=message.get("template_id"))


def _keys(desired: Desired) -> list[str]:
    return [str(one["temporary_id"]) for one in every_action(desired.document["definition"]["actions"])]
