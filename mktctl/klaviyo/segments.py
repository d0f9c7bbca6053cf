"""Segments. Attributes: `name`, `definition` (replaced as a whole), `is_starred`, `is_active`.

Creating and updating are the scarcest operations there are: 1 a second, 15 a minute, 100 a day each.
"""

from typing import Any

from mktctl.klaviyo.bodies import body_of
from mktctl.klaviyo.listing import Listing, collect, named, resource_of
from mktctl.klaviyo.remote import Remote, Resource


def fetch_segments(remote: Remote) -> Listing:
    """All segments with their definitions, 10 a page."""
    return collect(remote, "get_segments")


def fetch_segment(remote: Remote, id: str) -> Resource:
    """One segment; `is_processing` says whether its members are still being counted."""
    return resource_of(remote.call("get_segment", path={"id": id}), "get_segment")


def fetch_member_count(remote: Remote, id: str) -> int | None:
    """How many people are in the segment; None when the platform does not say. 15 a minute."""
    query = {"additional-fields[segment]": ("profile_count",)}
    segment = resource_of(remote.call("get_segment", path={"id": id}, query=query), "get_segment")
    count = segment.get("attributes", {}).get("profile_count")
    return None if count is None else int(count)


def find_segments(remote: Remote, name: str) -> tuple[Resource, ...]:
    """The segments of exactly that name; names are not unique."""
    return named(remote, "get_segments", name)


def create_segment(remote: Remote, attributes: dict[str, Any]) -> Resource:
    """A new segment, processing at first. `Rejected` while five others are processing, or over 100 conditions."""
    return resource_of(remote.call("create_segment", body=body_of("segment", attributes)), "create_segment")


def update_segment(remote: Remote, id: str, attributes: dict[str, Any]) -> Resource:
    """Change what is given. `is_active: False` must come alone."""
    body = body_of("segment", attributes, id=id)
    return resource_of(remote.call("update_segment", path={"id": id}, body=body), "update_segment")


def delete_segment(remote: Remote, id: str) -> None:
    """Flows that start from it keep their definition and start nobody any more."""
    remote.call("delete_segment", path={"id": id})
