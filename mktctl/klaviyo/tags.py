"""Tags, and which flows carry them."""

from mktctl.klaviyo.bodies import body_of, pointers
from mktctl.klaviyo.listing import Listing, collect, resource_of
from mktctl.klaviyo.remote import Remote, Resource


def fetch_tags(remote: Remote) -> Listing:
    """All tags of the account, 50 a page."""
    return collect(remote, "get_tags")


def fetch_flow_tags(remote: Remote, flow_id: str) -> Listing:
    """The tags of one flow."""
    return collect(remote, "get_tags_for_flow", path={"id": flow_id})


def create_tag(remote: Remote, name: str) -> Resource:
    """A tag in the default group. At most 500 per account."""
    return resource_of(remote.call("create_tag", body=body_of("tag", {"name": name})), "create_tag")


def tag_flow(remote: Remote, tag_id: str, flow_id: str) -> None:
    """Put the tag on the flow. At most 100 tags per object."""
    remote.call("tag_flows", path={"id": tag_id}, body=pointers("flow", [flow_id]))


def untag_flow(remote: Remote, tag_id: str, flow_id: str) -> None:
    """Take the tag off the flow; the tag stays."""
    remote.call("remove_tag_from_flows", path={"id": tag_id}, body=pointers("flow", [flow_id]))
