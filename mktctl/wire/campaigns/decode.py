"""A campaign as the platform tells it, in the form of `encode`."""

from collections.abc import Mapping
from typing import Any

import msgspec

from mktctl.wire.campaigns.ab_tests import decode_ab_test
from mktctl.wire.campaigns.encode import CampaignDocument
from mktctl.wire.campaigns.schedules import decode_schedule, decode_settings, read_instant
from mktctl.wire.campaigns.variations import decode_details
from mktctl.wire.errors import UnreadableError
from mktctl.wire.ids import Ids


class CampaignParts(msgspec.Struct, frozen=True, kw_only=True):
    """The attributes of the objects that make up a campaign, as they were read."""

    campaign: Mapping[str, Any]
    audiences: tuple[Mapping[str, Any], ...]
    messages: tuple[Mapping[str, Any], ...]
    variations: tuple[Mapping[str, Any], ...]
    """Of the message, in the platform's order."""
    variation_ids: tuple[str, ...] = ()
    """Beside `variations`; needed for tests of send times, whose times are kept by id."""


def decode_campaign(parts: CampaignParts, *, ids: Ids) -> CampaignDocument:
    """With addresses for known ids: what was encoded with `Symbolic()` and stored compares equal.

    Raises UnreadableError for a campaign of several audiences or messages, as the platform's canvas draws them.
    """
    audience, message = _one(parts.audiences, "audiences"), _one(parts.messages, "messages")
    own, settings = parts.campaign.get("definition") or {}, message.get("definition") or {}
    who = audience.get("definition") or {}
    options = settings.get("send_options") or {}
    variations = [one.get("definition") or {} for one in parts.variations]
    stored_settings = own.get("send_settings") or {}
    document: CampaignDocument = {
        "definition": _filled(name=own.get("name"), send_settings=decode_settings(stored_settings)),
        "audience": _filled(included=_groups(who.get("included"), ids), excluded=_groups(who.get("excluded"), ids)),
        "message": {
            "name": str(settings.get("name") or ""),
            "tracking_options": {"is_add_utm": bool((settings.get("tracking_options") or {}).get("is_add_utm"))},
            "send_options": {"throttling_type": throttling(options.get("throttling_type"))},
        },
        "variations": {str(one.get("name") or ""): decode_details(one.get("details") or {}, ids) for one in variations},
        "ab_test": decode_ab_test(settings.get("ab_test")) if len(variations) > 1 else {},
        "send_times": _send_times(options, parts) if len(variations) > 1 else {},
        "schedule": decode_schedule(options, stored_settings) if status_of(parts) != "draft" else {},
    }
    return {key: value for key, value in document.items() if value}


def status_of(parts: CampaignParts) -> str:
    """cancelled, draft, scheduled, sending or sent: that of the message. More than one of them: the furthest."""
    rank = ("cancelled", "draft", "scheduled", "sending", "sent")
    said = [str((one.get("definition") or {}).get("status") or "draft") for one in parts.messages] or ["draft"]
    return max(said, key=lambda one: rank.index(one) if one in rank else len(rank))


def throttling(stored: Any) -> str:
    """Written `FOR_CAMPAIGNS` at creation, read `throttle-for-campaigns`; nothing stored is no smart sending."""
    text = str(stored or "none").lower().replace("_", "-")
    return text if text == "none" or text.startswith("throttle-") else f"throttle-{text}"


def _one(objects: tuple[Mapping[str, Any], ...], what: str) -> Mapping[str, Any]:
    if len(objects) != 1:
        raise UnreadableError(what, f"{len(objects)} {what}; a campaign in git has one")
    return objects[0]


def _groups(stored: Any, ids: Ids) -> list[str]:
    return sorted(str(ids.address_of("segment", one) or ids.address_of("list", one) or one) for one in stored or ())


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _send_times(options: Mapping[str, Any], parts: CampaignParts) -> dict[str, str]:
    times = options.get("send_times") or {}
    names = {
        id_: str((one.get("definition") or {}).get("name") or "")
        for id_, one in zip(parts.variation_ids, parts.variations, strict=False)
    }
    return {names.get(id_, id_): read_instant(time).isoformat() for id_, time in times.items()}
