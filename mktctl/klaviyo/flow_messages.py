"""The messages of a flow's actions: read only on this platform, changed through their action."""

from mktctl.klaviyo.listing import Listing, collect, resource_of
from mktctl.klaviyo.remote import Remote, Resource


def fetch_flow_message(remote: Remote, id: str) -> Resource:
    """One message: `channel`, `definition`, `created`, `updated`."""
    return resource_of(remote.call("get_flow_message", path={"id": id}), "get_flow_message")


def fetch_action_messages(remote: Remote, action_id: str) -> Listing:
    """The messages of one action: one, or several in an A/B test."""
    return collect(remote, "get_flow_action_messages", path={"id": action_id})


def fetch_message_template(remote: Remote, id: str) -> Resource:
    """The flow's own copy of the template, with its HTML: what contacts really get."""
    operation = "get_template_for_flow_message"
    return resource_of(remote.call(operation, path={"id": id}), operation)
