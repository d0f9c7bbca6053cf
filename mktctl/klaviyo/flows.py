"""Flows. Only the status of an existing flow can be changed here; its actions are changed one by one."""

from typing import Any

from mktctl.klaviyo.bodies import body_of
from mktctl.klaviyo.listing import Listing, collect, named, resource_of
from mktctl.klaviyo.remote import Remote, Resource

_WITH_DEFINITION = {"additional-fields[flow]": ("definition",)}


def fetch_flows(remote: Remote) -> Listing:
    """All flows, 50 a page, with their actions and tags: `listing.related(flow, "flow-actions")`.

    An included action carries its whole definition and its own `updated`; what is missing is the flow's triggers,
    filters, re-entry and entry action, which only `fetch_flow` reads.
    """
    return collect(remote, "get_flows", query={"include": ("flow-actions", "tags")})


def fetch_flow(remote: Remote, id: str) -> Resource:
    """One flow with its whole definition."""
    return resource_of(remote.call("get_flow", path={"id": id}, query=_WITH_DEFINITION), "get_flow")


def find_flows(remote: Remote, name: str) -> tuple[Resource, ...]:
    """The flows of exactly that name, without definitions; names are not unique."""
    return named(remote, "get_flows", name)


def create_flow(remote: Remote, *, name: str, definition: dict[str, Any]) -> Resource:
    """A new draft, answered with the definition as stored: real action ids, the ids of the copied templates.

    100 a day. Actions keep the order they were sent in; nothing else ties a new id to its temporary one.
    """
    body = body_of("flow", {"name": name, "definition": definition})
    return resource_of(remote.call("create_flow", query=_WITH_DEFINITION, body=body), "create_flow")


def update_flow_status(remote: Remote, id: str, status: str) -> Resource:
    """Set the flow and every one of its actions to `draft`, `manual` or `live`."""
    body = body_of("flow", {"status": status}, id=id)
    return resource_of(remote.call("update_flow", path={"id": id}, body=body), "update_flow")


def delete_flow(remote: Remote, id: str) -> None:
    """Contacts inside get nothing more; statistics stay under the old id."""
    remote.call("delete_flow", path={"id": id})
