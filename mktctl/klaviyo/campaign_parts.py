"""The parts of a campaign: its audience, its message, and the message's variations. They are changed while drafts."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.klaviyo.bodies import body_of, pointer
from mktctl.klaviyo.listing import Listing, resource_of
from mktctl.klaviyo.remote import Remote, Resource

_WITH_VARIATIONS: Final = {"include": ("campaign-variations",)}


def fetch_message(remote: Remote, id: str) -> Listing:
    """One message with its variations: `listing.related(message, "campaign-variations")`; raises `NotFound`."""
    answer = remote.call("get_campaign_message", path={"id": id}, query=_WITH_VARIATIONS)
    included = (answer.document or {}).get("included") or ()
    return Listing(
        resources=(resource_of(answer, "get_campaign_message"),),
        included={(row["type"], row["id"]): row for row in included},
    )


def fetch_campaign_template(remote: Remote, message_id: str) -> Resource:
    """The message's own copy of the template, with its HTML; that of the first variation where there are several."""
    operation = "get_template_for_campaign_message"
    return resource_of(remote.call(operation, path={"id": message_id}), operation)


def update_message(remote: Remote, id: str, definition: Mapping[str, Any]) -> Resource:
    """Change its name, its tracking, its smart sending, its A/B test."""
    body = body_of("campaign-message", {"definition": dict(definition)}, id=id)
    return resource_of(remote.call("update_campaign_message", path={"id": id}, body=body), "update_campaign_message")


def update_audience(remote: Remote, id: str, definition: Mapping[str, Any]) -> Resource:
    """Change who is included and excluded."""
    body = body_of("campaign-audience", {"definition": dict(definition)}, id=id)
    return resource_of(remote.call("update_campaign_audience", path={"id": id}, body=body), "update_campaign_audience")


def create_variation(remote: Remote, message_id: str, definition: Mapping[str, Any]) -> Resource:
    """One more variation of a message."""
    body = body_of(
        "campaign-variation",
        {"definition": dict(definition)},
        relationships={"campaign-message": pointer("campaign-message", message_id)},
    )
    return resource_of(remote.call("create_campaign_variation", body=body), "create_campaign_variation")


def update_variation(remote: Remote, id: str, definition: Mapping[str, Any]) -> Resource:
    """Change its name or its content."""
    body = body_of("campaign-variation", {"definition": dict(definition)}, id=id)
    operation = "update_campaign_variation"
    return resource_of(remote.call(operation, path={"id": id}, body=body), operation)


def delete_variation(remote: Remote, id: str) -> None:
    """One variation fewer."""
    remote.call("delete_campaign_variation", path={"id": id})


def assign_template(remote: Remote, message_id: str, template_id: str) -> Resource:
    """Copy a library template into the message, in place of the copy that it has."""
    data = {
        "type": "campaign-message",
        "id": message_id,
        "relationships": {"template": pointer("template", template_id)},
    }
    operation = "assign_template_to_campaign_message"
    return resource_of(remote.call(operation, body={"data": data}), operation)
