"""A flow with the account's own ids, ready to be sent."""

import copy
from typing import Any

from mktctl.app.execution import Execution, Secrets
from mktctl.model.address import Address
from mktctl.planning.desired import inlined_segments, secret_headers
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.flows.messages import placeholder
from mktctl.wire.flows.statuses import drafted


def encoded_flow(address: Address, run: Execution) -> dict[str, Any]:
    """`{name, definition}`; templates are still addresses (`template/welcome-1`)."""
    return _encoded(address, run, run.secrets)


def encoded_action(address: Address, key: str, run: Execution) -> dict[str, Any]:
    """One action of the flow by its compiled key, with the status that this environment allows.

    Only its own secrets are asked for: another step's need not be at hand.
    """
    actions = _encoded(address, run, placeholder)["definition"]["actions"]
    action: dict[str, Any] = next(action for action in actions if action["temporary_id"] == key)
    if secrets := secret_headers(action):
        action["data"]["message"]["headers"] |= {header: run.secrets(name) for header, name in secrets.items()}
    if key in run.resources[address].statuses:
        action["data"]["status"] = run.resources[address].statuses[key]
    return action


def upload_templates(attributes: dict[str, Any], run: Execution) -> dict[str, Any]:
    """The same, all drafts, with the ids of uploads in its messages for the platform to copy from."""
    attributes = copy.deepcopy(drafted(attributes))
    for action in attributes["definition"]["actions"]:
        message = action["data"].get("message") or {}
        name = str(message.get("template_id", ""))
        if name.startswith("template/"):
            message["template_id"] = run.uploads.id_of(name.removeprefix("template/"))
    return attributes


def _encoded(address: Address, run: Execution, secrets: Secrets) -> dict[str, Any]:
    flow = run.workspace.flows[address.ref]
    return encode_flow(flow, segments=inlined_segments(run.workspace), ids=run.ids, secrets=secrets)
