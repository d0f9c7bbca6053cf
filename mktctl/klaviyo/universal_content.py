"""Universal content: blocks that templates embed. Attributes: `name`, `definition` (replaced as a whole)."""

from typing import Any

from mktctl.klaviyo.bodies import body_of
from mktctl.klaviyo.listing import Listing, collect, resource_of
from mktctl.klaviyo.remote import Remote, Resource

_KIND = "template-universal-content"


def fetch_universal_content(remote: Remote) -> Listing:
    """All blocks of the account with their definitions, 100 a page."""
    return collect(remote, "get_all_universal_content")


def create_universal_content(remote: Remote, attributes: dict[str, Any]) -> Resource:
    """A new block; names are not unique."""
    answer = remote.call("create_universal_content", body=body_of(_KIND, attributes))
    return resource_of(answer, "create_universal_content")


def update_universal_content(remote: Remote, id: str, attributes: dict[str, Any]) -> Resource:
    """Change what is given; every template that embeds the block shows it from then on."""
    body = body_of(_KIND, attributes, id=id)
    return resource_of(remote.call("update_universal_content", path={"id": id}, body=body), "update_universal_content")
