"""The actions of a flow: read, change, insert, remove one at a time."""

from typing import Any

from mktctl.klaviyo.bodies import body_of, pointer
from mktctl.klaviyo.listing import Listing, collect, resource_of
from mktctl.klaviyo.remote import Remote, Resource


def fetch_flow_actions(remote: Remote, flow_id: str) -> Listing:
    """All actions of one flow with their definitions, 50 a page."""
    return collect(remote, "get_actions_for_flow", path={"id": flow_id})


def fetch_flow_action(remote: Remote, id: str) -> Resource:
    """One action with its definition: read it afresh before changing it."""
    return resource_of(remote.call("get_flow_action", path={"id": id}), "get_flow_action")


def create_flow_action(remote: Remote, attributes: dict[str, Any], *, flow_id: str | None = None) -> Resource:
    """Insert one linear action. Exactly one placement: an `anchor-action` or a `links.next` within `attributes`, or
    `flow_id` for the first action of a flow that has none. Messages arrive as draft."""
    relationships = {"flow": pointer("flow", flow_id)} if flow_id is not None else None
    body = body_of("flow-action", attributes, relationships=relationships)
    return resource_of(remote.call("create_flow_action", body=body), "create_flow_action")


def update_flow_action(remote: Remote, id: str, definition: dict[str, Any]) -> Resource:
    """Replace the action's settings. `definition` is the whole of it, with its id, type, links and message id.

    A `template_id` of the library is copied into the flow; the answer may still show the old copy's id for a moment.
    """
    body = body_of("flow-action", {"definition": definition}, id=id)
    return resource_of(remote.call("update_flow_action", path={"id": id}, body=body), "update_flow_action")


def delete_flow_action(remote: Remote, id: str) -> None:
    """Remove one action. How a split's branches are joined again is not documented: read the flow afterwards."""
    remote.call("delete_flow_action", path={"id": id})
