"""What Klaviyo's pages would ask of a person, done in the sandbox: a flow that the API cannot make is drawn there.

On a real account a person does this in the browser; then `mktctl adopt` binds the flow, here as there.
"""

from pathlib import Path
from typing import Any

import msgspec

from mktctl.app.plan import account_and_state, undeclared
from mktctl.app.refresh import read_lists
from mktctl.diagnostics import GuardError, UsageError
from mktctl.klaviyo.remote import ReadOnlyKlaviyo, Remote
from mktctl.model.address import Address, Kind
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.action_parts import message_of, with_parts
from mktctl.planning.bound import Bound
from mktctl.planning.desired import desired_resources, inlined_segments
from mktctl.planning.flows_by_hand import only_by_hand
from mktctl.sandbox.drawing import draw_flow as draw
from mktctl.sandbox.opening import open_store
from mktctl.sandbox.options import Options
from mktctl.state.store import Store
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.flows.statuses import drafted


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """The flow that lies in the sandbox by now, and that nothing is bound to yet."""

    address: Address
    id: str
    name: str


class _BoundIds:
    """Ids of what is there. Implements `wire.ids.Ids`; templates stay addresses, since no mail is drawn."""

    def __init__(self, bound: Bound) -> None:
        self._bound = bound

    def id_of(self, address: Address) -> str:
        if address.kind != "template" and not self._bound.knows(address):
            raise GuardError(f"the sandbox has no {address} yet", hint="Run `mktctl apply` first: it makes the rest.")
        return self._bound.id_of(address)

    def address_of(self, kind: Kind, id: str) -> Address | None:
        return self._bound.address_of(kind, id)


def draw_flow(
    workspace: Workspace,
    environment: Environment,
    address: Address,
    *,
    remote: Remote,
    store: Store,
    database: Path,
    options: Options,
) -> Drawn:
    """Draw the flow as a draft, with its trigger, filter, re-entry and steps; its mails have no content yet.

    Raises `UsageError` for what no file declares or what apply makes by itself, `GuardError` when the flow is there or
    something that it names is not, and `SandboxError`.
    """
    everything = desired_resources(workspace, environment)
    if address not in everything:
        raise undeclared(address, workspace, everything)
    desired = everything[address]
    if address.kind != "flow" or not only_by_hand(desired):
        raise UsageError(f"{address} needs no hand: `mktctl apply` makes it")
    reader = ReadOnlyKlaviyo(remote)
    account, _, state = account_and_state(reader, environment, store)
    bound = Bound(read_lists(reader, account, templates=False), state, workspace.project.metrics)
    if any(one.name == desired.name for one in bound.seen.of_kind("flow")):
        raise GuardError(f'the sandbox has a flow "{desired.name}" already', hint=f"Bind it: mktctl adopt {address}")
    flow = workspace.flows[address.ref]
    sent = encode_flow(flow, segments=inlined_segments(workspace), ids=_BoundIds(bound))
    opened = open_store(database, options)
    try:
        id_ = draw(opened, options.switches, sent["name"], _without_mails(drafted(sent)["definition"]))
    finally:
        opened.close()
    return Drawn(address=address, id=id_, name=desired.name)


def _without_mails(definition: dict[str, Any]) -> dict[str, Any]:
    return {**definition, "actions": [with_parts(one, _without_mail) for one in definition["actions"]]}


def _without_mail(action: dict[str, Any]) -> dict[str, Any]:
    if "template_id" not in message_of(action):
        return action
    message = {**message_of(action), "template_id": None}
    return {**action, "data": {**action["data"], "message": message}}
