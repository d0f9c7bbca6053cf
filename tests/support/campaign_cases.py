"""Hand-written cases of campaigns; the checks tell what is wrong, as in `wire_cases`.

`stored` is a small account of its own: it keeps what was sent and answers it as the platform does, by the differences
that klaviyo-api.md 4.1 names. It shares nothing with the decoder.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec
import yaml

from mktctl.model.campaign import Campaign
from mktctl.wire.campaigns import requests
from mktctl.wire.campaigns.check import check_campaign
from mktctl.wire.campaigns.decode import CampaignParts, decode_campaign
from mktctl.wire.campaigns.encode import CampaignDocument, encode_campaign
from mktctl.wire.ids import Symbolic
from tests.support.wire_cases import CASES

FILLED: Final[Mapping[str, Any]] = {
    "ref": "x",
    "name": "X",
    "message": {
        "node": "EmailMessage",
        "template": "spring",
        "subject": "Hi",
        "preview_text": "",
        "sender": {"name": "Shop", "email": "shop@example.com"},
    },
    "audience": {"include": [{"kind": "list", "ref": "newsletter"}]},
    "send": {"node": "SendAt", "at": "2026-12-01T09:00:00", "zone": "Europe/Paris"},
}
_READ_THROTTLING: Final = {"FOR_CAMPAIGNS": "throttle-for-campaigns", "NONE": "none"}
_READ_STRATEGY: Final = {"smart_send_time": "send_time_optimization"}


class CampaignCase(msgspec.Struct, frozen=True, kw_only=True):
    """One campaign and what is sent for it, as far as the case is about it."""

    name: str
    source: str
    campaign: Campaign
    create: dict[str, Any] = {}
    test: dict[str, Any] | None = None
    schedule: dict[str, Any] = {}


def campaign_cases() -> Iterator[CampaignCase]:
    """All of campaigns.yaml."""
    for row in yaml.safe_load((CASES / "campaigns.yaml").read_text(encoding="utf-8")):
        given = _with_nodes({**FILLED, **row["campaign"]})
        yield CampaignCase(**{**row, "campaign": msgspec.convert(given, Campaign)})


def _with_nodes(campaign: dict[str, Any]) -> dict[str, Any]:
    audience = {"node": "Audience", "exclude": [], **campaign["audience"]}
    return {**campaign, "audience": audience}


def bodies(case: CampaignCase) -> dict[str, Any]:
    """Everything that is sent for the case: create, test (None without one), schedule."""
    document = encode_campaign(case.campaign, ids=Symbolic())
    return {
        "create": requests.create_attributes(document),
        "test": requests.experiment_attributes(document, variation_ids=ids_of(document)),
        "schedule": requests.schedule_attributes(document, message_id="01M")["message_schedules"][0],
    }


def ids_of(document: CampaignDocument) -> dict[str, str]:
    """Ids that a small account gives its variations."""
    return {name: f"id of {name}" for name in document["variations"]}


def wrong_encoding(case: CampaignCase) -> str | None:
    """What we send is not what the case says."""
    sent = bodies(case)
    for place, expected, found in (
        ("create", case.create, sent["create"]),
        ("test", None if case.test is None else {"definition": case.test}, sent["test"]),
        ("schedule", {**case.schedule, "message_id": "01M"} if case.schedule else None, sent["schedule"]),
    ):
        if place == "schedule" and expected is None:
            continue
        if not _holds(found, expected, exact=place != "create"):
            return f"{case.name}: {place} is {found}"
    return None


def _holds(found: Any, expected: Any, *, exact: bool) -> bool:
    """Whether what is sent is what is expected; of a creation a case may name some parts only."""
    if exact or not isinstance(expected, dict) or not isinstance(found, dict):
        if isinstance(expected, list) and isinstance(found, list) and not exact:
            return len(expected) == len(found) and all(
                _holds(one, other, exact=False) for one, other in zip(found, expected, strict=True)
            )
        return bool(found == expected)
    whole = "channel" in expected  # details stand whole in a case
    return (not whole or found.keys() == expected.keys()) and all(
        key in found and _holds(found[key], value, exact=key == "send_settings") for key, value in expected.items()
    )


def wrong_decoding(case: CampaignCase) -> str | None:
    """What is stored does not read back as the document that was sent."""
    document = encode_campaign(case.campaign, ids=Symbolic())
    read = decode_campaign(stored(bodies(case), scheduled=True), ids=Symbolic())
    if read != document:
        return f"{case.name}: reads back as {read}, sent was {document}"
    draft = decode_campaign(stored(bodies(case), scheduled=False), ids=Symbolic())
    expected = {key: value for key, value in document.items() if key != "schedule"}
    return None if draft == expected else f"{case.name}: the draft reads back as {draft}"


def complaints(case: CampaignCase) -> str | None:
    """A case that could not be sent."""
    found = check_campaign(case.campaign)
    return f"{case.name}: {found}" if found else None


def stored(sent: Mapping[str, Any], *, scheduled: bool) -> CampaignParts:
    """What an account answers that keeps what it was sent: klaviyo-api.md 4.1, "message definition (read/update)"."""
    create, (audience,), (message,) = sent["create"], sent["create"]["audiences"], sent["create"]["messages"]
    tested = (sent["test"] or {}).get("definition", {})
    schedule = sent["schedule"]
    options = {
        "throttling_type": _READ_THROTTLING[message["throttling_type"]],
        "is_ignoring_unsubscribes": False,
        "send_time": None,
        "send_strategy": None,
        **tested.get("send_options", {}),
    }
    if scheduled:
        throttled = schedule.get("throttled_options", {})
        time = schedule.get("send_time") or f"{schedule['send_date']}T00:00:00+00:00"
        options |= {
            "send_time": time.replace("+00:00", "Z"),
            "send_strategy": _READ_STRATEGY.get(schedule["strategy"], schedule["strategy"]),
            "recipient_percentage": throttled.get("throttling_percentage"),
            "throttle_unit": throttled.get("throttle_unit"),
        }
    definition = {
        "name": message["name"],
        "status": "scheduled" if scheduled else "draft",
        "tracking_options": {"is_add_utm": message["is_add_utm"], "is_tracking_clicks": True},
        "send_options": options,
        "ab_test": tested.get("ab_test"),
    }
    variations = message["variations"]
    return CampaignParts(
        campaign={"definition": {"archived": False, "color": None, **create["definition"]}, "created_at": "2026-11-01"},
        audiences=({"definition": {key: audience[key] for key in ("name", "included", "excluded")}},),
        messages=({"definition": definition},),
        variations=tuple({"definition": _filled(one["definition"])} for one in variations),
        variation_ids=tuple(f"id of {one['definition']['name']}" for one in variations),
    )


def _filled(variation: Mapping[str, Any]) -> dict[str, Any]:
    """With what the platform fills in by itself (beta.json: the defaults of the channels' details)."""
    defaults: dict[str, dict[str, Any]] = {
        "email": {"reply_to_email": "", "cc_email": "", "bcc_email": "", "preview_text": ""},
        "sms": {"template_id": None, "cost": None, "add_info_link": True, "message_hierarchy": None},
        "push": {
            "title": "", "badge": False, "badge_config": "increment-one", "badge_value": "1", "push_type": "standard",
            "sound_file_name": "", "static_asset_id": None, "dynamic_media_template": "", "kv_pairs": None,
            "ios_deep_link": None, "android_deep_link": None, "web_url": None, "action_buttons": None,
        },
    }  # fmt: skip
    details = variation["details"]
    return {**variation, "details": {**defaults[details["channel"]], **details}}


CAMPAIGN_CHECKS: Final[Mapping[str, Callable[[CampaignCase], str | None]]] = {
    "can be sent": complaints,
    "encoded": wrong_encoding,
    "decoded": wrong_decoding,
}
