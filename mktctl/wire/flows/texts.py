"""Text messages: `data` of send-sms and send-whatsapp (klaviyo-api.md section 2)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.flow import Sms, WhatsApp
from mktctl.model.template import SmsTemplate
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows.message_parts import decode_filter, encode_filter, is_on, refuse_others
from mktctl.wire.flows.statuses import status_in
from mktctl.wire.ids import Ids

_SMS_KEYS: Final = frozenset(
    {"body", "dynamic_image", "shorten_links", "include_contact_card", "add_org_prefix", "add_opt_out_language"}
    | {"smart_sending_enabled", "sms_quiet_hours_enabled", "transactional", "add_tracking_params"}
    | {"additional_filters", "name", "id"}
)
_SMS_DEFAULTS: Final = {"add_info_link": True}
"""Where the sender can be reached, as the law of some countries wants it."""
_WHATSAPP_KEYS: Final = frozenset(
    {"vendor_id", "smart_sending_enabled", "transactional", "add_tracking_params", "additional_filters", "name", "id"}
)


def encode_sms(step: Sms, only_if: Groups, ids: Ids) -> dict[str, Any]:
    """The text stands in the message: no template is copied, and an image is its address (`dynamic_image`)."""
    content = step.content
    message = {
        "body": content.body,
        "dynamic_image": content.image,
        "shorten_links": content.shorten_links,
        "include_contact_card": content.contact_card,
        "add_org_prefix": content.prefix,
        "add_opt_out_language": content.opt_out,
        **_SMS_DEFAULTS,
        "smart_sending_enabled": step.smart_sending,
        "sms_quiet_hours_enabled": step.quiet_hours,
        "transactional": step.transactional,
        "add_tracking_params": step.utm,
        "additional_filters": encode_filter(only_if, ids),
        "name": step.name,
    }
    return {"message": message, "status": step.status}


def decode_sms(key: str, data: Mapping[str, Any], ids: Ids, where: str) -> Sms:
    """A text message whose template has no ref: the platform does not know whence the text came."""
    message = data.get("message") or {}
    refuse_others(message, _SMS_KEYS, f"{where}.message", _SMS_DEFAULTS)
    content = SmsTemplate(
        ref="",
        name="",
        body=message.get("body") or "",
        image=message.get("dynamic_image"),
        shorten_links=is_on(message, "shorten_links", default=True),
        contact_card=is_on(message, "include_contact_card", default=False),
        prefix=is_on(message, "add_org_prefix", default=True),
        opt_out=is_on(message, "add_opt_out_language", default=False),
    )
    return Sms(
        key=key,
        template="",
        content=content,
        name=message.get("name") or "",
        status=status_in(data, where),
        smart_sending=is_on(message, "smart_sending_enabled", default=True),
        quiet_hours=is_on(message, "sms_quiet_hours_enabled", default=True),
        transactional=is_on(message, "transactional", default=False),
        utm=is_on(message, "add_tracking_params", default=False),
        only_if=decode_filter(message, ids),
    )


def encode_whatsapp(step: WhatsApp, only_if: Groups, ids: Ids) -> dict[str, Any]:
    """Only the name under which Meta has approved the text."""
    message = {
        "vendor_id": step.vendor_id,
        "smart_sending_enabled": step.smart_sending,
        "transactional": step.transactional,
        "add_tracking_params": step.utm,
        "additional_filters": encode_filter(only_if, ids),
        "name": step.name,
    }
    return {"message": message, "status": step.status}


def decode_whatsapp(key: str, data: Mapping[str, Any], ids: Ids, where: str) -> WhatsApp:
    """A WhatsApp message; its template has no ref."""
    message = data.get("message") or {}
    refuse_others(message, _WHATSAPP_KEYS, f"{where}.message")
    if not message.get("vendor_id"):
        raise UnreadableError(f"{where}.message", "a WhatsApp message without a template")
    return WhatsApp(
        key=key,
        template="",
        vendor_id=message["vendor_id"],
        name=message.get("name") or "",
        status=status_in(data, where),
        smart_sending=is_on(message, "smart_sending_enabled", default=True),
        transactional=is_on(message, "transactional", default=False),
        utm=is_on(message, "add_tracking_params", default=False),
        only_if=decode_filter(message, ids),
    )
