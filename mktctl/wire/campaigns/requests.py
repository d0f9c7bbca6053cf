"""The bodies that are sent, cut out of a campaign's document: `attributes` each, without ids and relationships.

In order: create_campaign · update_campaign_message with what a creation drops · schedule_campaign.
"""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.wire.campaigns.ab_tests import AB_TEST_KEYS
from mktctl.wire.campaigns.encode import CampaignDocument
from mktctl.wire.campaigns.schedules import SETTINGS

AUDIENCE_NAME: Final = "Main"
_TEMPORARY_ID: Final = "audience-1"


def create_attributes(document: CampaignDocument) -> dict[str, Any]:
    """Of create_campaign: the whole draft but `ab_test` and times of a test, which it would drop in silence (P32)."""
    message = document["message"]
    throttled = message["send_options"]["throttling_type"].removeprefix("throttle-")
    return {
        "definition": {**document["definition"], "builder": "wizard"},
        "audiences": [{"temporary_id": _TEMPORARY_ID, "name": AUDIENCE_NAME, **_both(document["audience"])}],
        "messages": [
            {
                "audience_temporary_id": _TEMPORARY_ID,
                "name": message["name"],
                "is_add_utm": message["tracking_options"]["is_add_utm"],
                "throttling_type": throttled.upper().replace("-", "_"),
                "variations": [variation_attributes(document, name) for name in document["variations"]],
            }
        ],
    }


def experiment_attributes(document: CampaignDocument, *, variation_ids: Mapping[str, str]) -> dict[str, Any] | None:
    """Of update_campaign_message, right after the creation; None where nothing is left to say.

    `variation_ids` are by name. Read it back before scheduling.
    """
    definition: dict[str, Any] = {}
    if "ab_test" in document:
        definition["ab_test"] = dict(document["ab_test"])
    if times := document.get("send_times"):
        by_id = {variation_ids[name]: time for name, time in times.items()}
        definition["send_options"] = {"send_strategy": "ab_send_time_test", "send_times": by_id}
    return {"definition": definition} if definition else None


def campaign_attributes(document: CampaignDocument) -> dict[str, Any]:
    """Of update_campaign. What a schedule has no more of is null: another one may have stood there."""
    settings = {**dict.fromkeys(SETTINGS), **document["definition"]["send_settings"]}
    return {"definition": {**document["definition"], "send_settings": settings}}


def audience_attributes(document: CampaignDocument) -> dict[str, Any]:
    """Of update_campaign_audience."""
    return {"definition": {"name": AUDIENCE_NAME, **_both(document["audience"])}}


def message_attributes(document: CampaignDocument, *, variation_ids: Mapping[str, str]) -> dict[str, Any]:
    """Of update_campaign_message: everything that a message says itself. What a test has no more of is null."""
    definition = {key: value if key == "name" else dict(value) for key, value in document["message"].items()}
    added = (experiment_attributes(document, variation_ids=variation_ids) or {"definition": {}})["definition"]
    options = {**definition["send_options"], **added.pop("send_options", {})}
    if "ab_test" in added:
        added["ab_test"] = {**dict.fromkeys(AB_TEST_KEYS), **added["ab_test"]}
    return {"definition": {**definition, "send_options": options, **added}}


def variation_attributes(document: CampaignDocument, name: str) -> dict[str, Any]:
    """Of create_campaign_variation and update_campaign_variation; and inline in a creation."""
    return {"definition": {"name": name, "details": dict(document["variations"][name])}}


def schedule_attributes(document: CampaignDocument, *, message_id: str) -> dict[str, Any]:
    """Of schedule_campaign."""
    return {"message_schedules": [{"message_id": message_id, **document["schedule"]}]}


def _both(audience: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """An update must say that nobody is excluded any more."""
    return {"included": list(audience.get("included", ())), "excluded": list(audience.get("excluded", ()))}
