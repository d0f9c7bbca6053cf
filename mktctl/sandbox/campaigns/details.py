"""What a variation says, by channel (klaviyo-api.md section 4.1; the SDK passes it through untyped)."""

from typing import Final

from mktctl.sandbox.flows.parts import WHOLE, defaulted, not_on_create
from mktctl.sandbox.jsonapi.shapes import (
    Anything,
    Field,
    Flag,
    FreeObject,
    Items,
    Record,
    Reference,
    Text,
    Variants,
    nullable,
    required,
)

MAX_LINE_LENGTH: Final = 250
"""Subject and preview text, as in flows."""

_TEXT: Final = defaulted(Text(), "")
_LINE: Final = defaulted(Text(max_length=MAX_LINE_LENGTH), "")
_FLAG: Final = nullable(Flag())
_TEMPLATE: Final = nullable(Reference(kinds=("template",)))
_BUTTON: Final = Record(
    name="PushActionButton",
    fields={
        "label": required(Text(min_length=1)),
        "action_type": required(Text(choices=("deep_link", "dismiss", "open_app", "open_url"))),
        "url": nullable(Text()),
        "icon": nullable(Text()),
        "custom_action_id": nullable(Text()),
    },
)


def _channel(name: str, fields: dict[str, Field]) -> Record:
    return Record(name=f"{name} details", fields={"channel": required(Text(choices=(name,))), **fields})


EMAIL: Final = _channel(
    "email",
    {
        "template_id": _TEMPLATE,
        "from_label": _TEXT,
        "from_email": _TEXT,
        "reply_to_email": _TEXT,
        "cc_email": _TEXT,
        "bcc_email": _TEXT,
        "subject": _LINE,
        "preview_text": _LINE,
    },
)
SMS: Final = _channel(
    "sms",
    {
        "template_id": _TEMPLATE,
        "cost": not_on_create(),
        "mms_static_image_asset_id": nullable(WHOLE),
        "shorten_links": _FLAG,
        "include_contact_card": _FLAG,
        "body": _TEXT,
        "add_org_prefix": _FLAG,
        "add_info_link": _FLAG,
        "add_opt_out_language": _FLAG,
        "mms_dynamic_image_template": nullable(Text()),
        "text_message_type": defaulted(Text(choices=("MMS", "RCS", "SMS")), "SMS"),
        "message_hierarchy": nullable(Anything()),
    },
)
PUSH: Final = _channel(
    "push",
    {
        "title": _TEXT,
        "body": _TEXT,
        "badge": defaulted(Flag(), value=False),
        "badge_config": defaulted(Text(choices=("increment-one", "set-count", "set-property")), "increment-one"),
        "badge_value": defaulted(Text(), "1"),
        "sound_file_name": _TEXT,
        "static_asset_id": nullable(WHOLE),
        "sound": defaulted(Flag(), value=False),
        "open_action": defaulted(WHOLE, 0),
        "dynamic_media_template": _TEXT,
        "kv_pairs": nullable(FreeObject()),
        "push_type": defaulted(Text(choices=("silent", "standard")), "standard"),
        "ios_deep_link": nullable(Text()),
        "android_deep_link": nullable(Text()),
        "web_url": nullable(Text()),
        "content_available": _FLAG,
        "mutable_content": _FLAG,
        "video_asset_id": nullable(Text()),
        "action_buttons": nullable(Items(of=_BUTTON)),
    },
)
WHATSAPP: Final = _channel("whatsapp", {"template_id": _TEMPLATE, "shorten_links": defaulted(Flag(), value=True)})
DETAILS: Final = Variants(
    name="details",
    key="channel",
    cases={"email": EMAIL, "sms": SMS, "push": PUSH, "whatsapp": WHATSAPP},
)
