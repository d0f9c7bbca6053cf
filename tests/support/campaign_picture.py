"""What an account holds of campaigns, without its ids."""

from typing import Any

from mktctl.klaviyo.campaign_parts import fetch_campaign_template, fetch_message
from mktctl.klaviyo.campaigns import fetch_campaigns
from mktctl.klaviyo.listing import collect
from mktctl.klaviyo.remote import Remote

_SCHEDULE = ("send_time", "send_strategy", "recipient_percentage", "throttle_unit", "send_times")


def campaign_picture(remote: Remote) -> list[Any]:
    """Every campaign with its tags, its parts and its mails, sorted by name."""
    listing = fetch_campaigns(remote)
    groups = [*collect(remote, "get_lists").resources, *collect(remote, "get_segments").resources]
    names = {row["id"]: row["attributes"]["name"] for row in groups}
    found = []
    for row in listing.resources:
        (audience,) = listing.related(row, "campaign-audiences")
        (message,) = listing.related(row, "campaign-messages")
        who = audience["attributes"]["definition"]
        found.append(
            {
                **row["attributes"]["definition"],
                "tags": sorted(tag["attributes"]["name"] for tag in listing.related(row, "tags")),
                "included": sorted(names[id_] for id_ in who["included"]),
                "excluded": sorted(names[id_] for id_ in who["excluded"]),
                "message": _message(message["attributes"]["definition"]),
                "variations": _variations(remote, message["id"]),
            }
        )
    return sorted(map(_without_empty, found), key=lambda one: str(one["name"]))


def _without_empty(value: Any) -> Any:
    """An empty value says the same as none."""
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, "", {}, [])}
    return [_without_empty(one) for one in value] if isinstance(value, list | tuple) else value


def _message(definition: dict[str, Any]) -> dict[str, Any]:
    """Of a draft it means nothing when it was to be sent before it became one again."""
    if definition["status"] != "draft":
        return definition
    options = {key: value for key, value in definition["send_options"].items() if key not in _SCHEDULE}
    return {**definition, "send_options": options}


def _variations(remote: Remote, message_id: str) -> list[Any]:
    listing = fetch_message(remote, message_id)
    rows = [row["attributes"]["definition"] for row in listing.related(listing.resources[0], "campaign-variations")]
    mails = [row for row in rows if row["details"].get("template_id")]
    body = fetch_campaign_template(remote, message_id)["attributes"]["html"] if mails else None
    found = [(row["name"], {k: v for k, v in row["details"].items() if k != "template_id"}) for row in rows]
    return [*sorted(found, key=lambda one: one[0]), body]
