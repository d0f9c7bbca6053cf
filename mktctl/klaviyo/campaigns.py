"""Campaigns in the shape of revision 2026-10-15: a definition, audiences, messages with variations.

Each part has an id and operations of its own; only what creates a campaign takes all of them together.
"""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.klaviyo.bodies import body_of
from mktctl.klaviyo.listing import Listing, collect, related_ids, resource_of
from mktctl.klaviyo.remote import Query, Remote, Resource

_PARTS: Final[Query] = {"include": ("campaign-audiences", "campaign-messages", "tags")}


def fetch_campaigns(remote: Remote) -> Listing:
    """All campaigns, 100 a page, with tags, audiences and messages: `listing.related(campaign, "campaign-messages")`.

    A message says its status and its send options; what is missing is its variations, which only
    `campaign_messages.fetch_message` reads.
    """
    return collect(remote, "get_campaigns", query=_PARTS)


def fetch_campaign(remote: Remote, id: str) -> Listing:
    """One campaign with tags, audiences and messages, as a list of one; raises `NotFound`."""
    answer = remote.call("get_campaign", path={"id": id}, query=_PARTS)
    resource = resource_of(answer, "get_campaign")
    included = (answer.document or {}).get("included") or ()
    return Listing(resources=(resource,), included={(row["type"], row["id"]): row for row in included})


def part_ids(resource: Resource, relationship: str) -> tuple[str, ...]:
    """Ids of the audiences or messages that a campaign points to."""
    return tuple(id for _, id in related_ids(resource, relationship))


def create_campaign(remote: Remote, attributes: Mapping[str, Any]) -> Resource:
    """A new draft with its audiences, messages and variations. Templates named in variations are copied.

    An A/B test in the message is dropped without a word (P32): it is a second request.
    """
    return resource_of(remote.call("create_campaign", body=body_of("campaign", attributes)), "create_campaign")


def update_campaign(remote: Remote, id: str, definition: Mapping[str, Any]) -> Resource:
    """Change its name or its settings of sending; audiences and messages are changed by themselves."""
    body = body_of("campaign", {"definition": dict(definition)}, id=id)
    return resource_of(remote.call("update_campaign", path={"id": id}, body=body), "update_campaign")


def delete_campaign(remote: Remote, id: str) -> None:
    """Its messages go with it."""
    remote.call("delete_campaign", path={"id": id})
