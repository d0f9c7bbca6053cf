"""A flow with the account's own ids, ready to be sent."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mktctl.app.execution import Execution, Secrets
from mktctl.model.address import Address
from mktctl.model.bindings import ActionBinding
from mktctl.model.duration import Duration
from mktctl.planning.action_parts import every_action, message_of, with_parts, with_status
from mktctl.planning.desired import inlined_segments, secret_headers
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.flows.messages import placeholder
from mktctl.wire.flows.statuses import drafted


def encoded_flow(address: Address, run: Execution) -> dict[str, Any]:
    """`{name, definition}`; templates are still addresses (`template/welcome-1`)."""
    return _encoded(address, run, run.secrets, known={})


def encoded_action(address: Address, key: str, run: Execution) -> dict[str, Any]:
    """One action of the flow by its compiled key, or a part of a test, with the status that this environment allows.

    Only its own secrets are asked for: another step's need not be at hand.
    """
    known = run.ledger.state.bindings[str(address)].actions
    whole = _encoded(address, run, placeholder, known)["definition"]["actions"]
    statuses = run.resources[address].statuses
    actions = (
        with_status(one, statuses[one["temporary_id"]]) if one["temporary_id"] in statuses else one for one in whole
    )
    action = next(action for action in every_action(actions) if action.get("temporary_id") == key)
    if secrets := secret_headers(action):
        action["data"]["message"]["headers"] |= {header: run.secrets(name) for header, name in secrets.items()}
    return action


def upload_templates(attributes: dict[str, Any], run: Execution) -> dict[str, Any]:
    """The same, all drafts, with the ids of uploads in its messages for the platform to copy from."""
    attributes = drafted(attributes)
    definition = attributes["definition"]
    actions = [with_parts(action, lambda one: _uploaded(one, run)) for action in definition["actions"]]
    return {**attributes, "definition": {**definition, "actions": actions}}


def _uploaded(action: dict[str, Any], run: Execution) -> dict[str, Any]:
    message = message_of(action)
    name = str(message.get("template_id", ""))
    if not name.startswith("template/"):
        return action
    message = {**message, "template_id": run.uploads.id_of(name.removeprefix("template/"))}
    return {**action, "data": {**action["data"], "message": message}}


def _encoded(address: Address, run: Execution, secrets: Secrets, known: Mapping[str, ActionBinding]) -> dict[str, Any]:
    """`known`: the flow's bindings, which keep the ends of its A/B tests (P33); a new flow has new ones."""

    def ends(key: str, span: Duration) -> str:
        before = known.get(key)
        if before is not None and before.ends is not None and before.after == str(span):
            return before.ends
        return (run.seen.account.now + timedelta(minutes=span.total_minutes)).isoformat(timespec="seconds")

    flow = run.workspace.flows[address.ref]
    return encode_flow(flow, segments=inlined_segments(run.workspace), ids=run.ids, secrets=secrets, ends=ends)
