"""Lists. Attributes: `name`, `opt_in_process` (`double_opt_in` or `single_opt_in`)."""

from typing import Any

from mktctl.klaviyo.bodies import body_of
from mktctl.klaviyo.listing import Listing, collect, named, resource_of
from mktctl.klaviyo.remote import Remote, Resource


def fetch_lists(remote: Remote) -> Listing:
    """All lists of the account, 10 a page."""
    return collect(remote, "get_lists")


def fetch_list(remote: Remote, id: str) -> Resource:
    """One list; raises `NotFound`."""
    return resource_of(remote.call("get_list", path={"id": id}), "get_list")


def fetch_list_count(remote: Remote, id: str) -> int | None:
    """How many people are in the list; None when the platform does not say."""
    query = {"additional-fields[list]": ("profile_count",)}
    one = resource_of(remote.call("get_list", path={"id": id}, query=query), "get_list")
    count = one.get("attributes", {}).get("profile_count")
    return None if count is None else int(count)


def find_lists(remote: Remote, name: str) -> tuple[Resource, ...]:
    """The lists of exactly that name; names are not unique."""
    return named(remote, "get_lists", name)


def create_list(remote: Remote, attributes: dict[str, Any]) -> Resource:
    """A new, empty list. 150 a day."""
    return resource_of(remote.call("create_list", body=body_of("list", attributes)), "create_list")


def update_list(remote: Remote, id: str, attributes: dict[str, Any]) -> Resource:
    """Change the attributes that are given, leave the others."""
    body = body_of("list", attributes, id=id)
    return resource_of(remote.call("update_list", path={"id": id}, body=body), "update_list")


def delete_list(remote: Remote, id: str) -> None:
    """Flows that start from it keep their definition and start nobody any more."""
    remote.call("delete_list", path={"id": id})
