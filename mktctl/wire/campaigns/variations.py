"""What people get: the `details` of each variation, by channel (klaviyo-api.md 4.1)."""

from collections.abc import Mapping
from typing import Any, Final, assert_never

from mktctl.model.ab_test import Variant
from mktctl.model.campaign import Campaign, CampaignMessage, EmailMessage, PushMessage, SmsMessage
from mktctl.model.template import SmsTemplate
from mktctl.wire.campaigns.pushes import PUSH_DEFAULTS, encode_push
from mktctl.wire.ids import Ids, id_of

ONLY: Final = "Main"
"""The variation of a campaign without a test."""
_EMAIL_DEFAULTS: Final[Mapping[str, Any]] = dict.fromkeys(
    ("template_id", "from_label", "from_email", "reply_to_email", "cc_email", "bcc_email", "subject", "preview_text"),
    "",
)
_SMS_DEFAULTS: Final[Mapping[str, Any]] = {
    "body": "",
    "shorten_links": True,
    "include_contact_card": False,
    "add_org_prefix": True,
    "add_opt_out_language": False,
    "text_message_type": "SMS",
    "mms_dynamic_image_template": "",
}
DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "email": _EMAIL_DEFAULTS,
    "sms": _SMS_DEFAULTS,
    "push": PUSH_DEFAULTS,
}
"""The keys of each channel that the language has words for, or that matter to whoever gets the message."""


def encode_variations(campaign: Campaign, ids: Ids) -> dict[str, dict[str, Any]]:
    """Details by the names of the variants, the control first; one variation without a test."""
    if campaign.ab_test is None:
        return {ONLY: _pruned(_details(campaign.message, None, ids))}
    return {one.name: _pruned(_details(campaign.message, one, ids)) for one in campaign.ab_test.variants}


def decode_details(stored: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
    """As encoded, with the platform's defaults where nothing is stored; what has no meaning to people is left out."""
    channel = str(stored.get("channel") or "")
    details = {"channel": channel}
    for key, default in DEFAULTS.get(channel, {}).items():
        details[key] = stored[key] if stored.get(key) is not None else default
    if details.get("template_id"):
        address = ids.address_of("template", str(details["template_id"]))
        details["template_id"] = str(address) if address else str(details["template_id"])
    if channel == "push" and not details.get("badge"):
        details |= {"badge_config": "", "badge_value": ""}
    return _pruned(details)


def _details(message: CampaignMessage, variant: Variant | None, ids: Ids) -> dict[str, Any]:
    """The message with what the variant has of its own."""
    match message:
        case EmailMessage():
            template = variant.template if variant and variant.template else message.template
            return {
                "channel": "email",
                "template_id": id_of(ids, "template", template),
                "subject": variant.subject if variant and variant.subject else message.subject,
                "preview_text": variant.preview_text if variant and variant.preview_text else message.preview_text,
                "from_label": message.sender.name,
                "from_email": message.sender.email,
                "reply_to_email": message.sender.reply_to,
            }
        case SmsMessage():
            return _sms(variant.content if variant and variant.content else message.content)
        case PushMessage():
            return encode_push(message.content)
        case _:
            assert_never(message)


def _sms(content: SmsTemplate) -> dict[str, Any]:
    return {
        "channel": "sms",
        "body": content.body,
        "shorten_links": content.shorten_links,
        "include_contact_card": content.contact_card,
        "add_org_prefix": content.prefix,
        "add_opt_out_language": content.opt_out,
        "text_message_type": "MMS" if content.image else "SMS",
        "mms_dynamic_image_template": content.image,
    }


def _pruned(details: Mapping[str, Any]) -> dict[str, Any]:
    """Empty texts and lists are the same as none, also inside a push's buttons; false is not."""
    kept = {key: _without_nulls(value) for key, value in details.items()}
    return {key: value for key, value in kept.items() if value not in (None, "", [], {})}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    if isinstance(value, Mapping):
        return _pruned(value)
    return value
