"""A flow with the account's own ids, ready to be sent."""

import copy
from typing import Any

from mktctl.app.execution import Execution
from mktctl.model.address import Address
from mktctl.planning.desired import inlined_segments
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.flows.statuses import drafted


def encoded_flow(address: Address, run: Execution) -> dict[str, Any]:
    """`{name, definition}`; templates are still addresses (`template/welcome-1`)."""
    flow = run.workspace.flows[address.ref]
    return encode_flow(flow, segments=inlined_segments(run.workspace), ids=run.ids, secrets=run.secrets)


def encoded_action(attributes: dict[str, Any], key: str) -> dict[str, Any]:
    """A copy of one action of `encoded_flow`, by its compiled key and with its wanted status."""
    found = next(action for action in attributes["definition"]["actions"] if action["temporary_id"] == key)
    return copy.deepcopy(found)


def upload_templates(attributes: dict[str, Any], run: Execution) -> dict[str, Any]:
    """The same, all drafts, with the ids of uploads in its messages for the platform to copy from."""
    attributes = copy.deepcopy(drafted(attributes))
    for action in attributes["definition"]["actions"]:
        message = action["data"].get("message") or {}
        name = str(message.get("template_id", ""))
        if name.startswith("template/"):
            message["template_id"] = run.uploads.id_of(name.removeprefix("template/"))
    return attributes
