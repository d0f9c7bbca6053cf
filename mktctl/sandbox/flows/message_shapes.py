"""The shape of each kind of message: its keys, what may be null, the server's defaults (klaviyo-api.md section 2)."""

from typing import Final

from mktctl.sandbox.flows.filters import groups
from mktctl.sandbox.flows.parts import COUNT, Mode, defaulted, id_of
from mktctl.sandbox.jsonapi.shapes import (
    Either,
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
"""Subject and preview text."""

_FLAG: Final = Flag()
_NAME: Final = nullable(Text())
_ADDRESS: Final = nullable(Text(min_length=1))
_TEMPLATE: Final = nullable(Reference(kinds=("template",)))
_IMAGE: Final = nullable(Reference(kinds=("image",)))
_TRACKING: Final = {
    "add_tracking_params": defaulted(_FLAG, value=False),
    "custom_tracking_params": nullable(
        Items(of=Record(name="UtmParam", fields={"param": required(Text()), "value": required(Text())}))
    ),
}
_BADGES: Final = Variants(
    name="FlowPushNotification",
    key="badge_config",
    cases={
        "increment_one": Record(name="Increment", fields={"badge_config": required(Text())}),
        "set_count": Record(name="StaticCount", fields={"badge_config": required(Text()), "value": required(Text())}),
        "set_property": Record(
            name="Property", fields={"badge_config": required(Text()), "set_from_property": required(Text())}
        ),
    },
)
_BUTTON: Final = Record(
    name="PushActionButton",
    fields={
        "label": required(Text(min_length=1)),
        "action_type": required(Text(choices=("deep_link", "dismiss", "open_app", "open_url"))),
        "position": nullable(COUNT),
        "url": nullable(Text()),
        "icon": nullable(Text()),
        "custom_action_id": nullable(Text()),
    },
)


def email(mode: Mode) -> Record:
    """`send-email`'s message. There is no `body`: content comes from a template (section 0)."""
    return Record(
        name="FlowEmail",
        fields={
            "from_email": _ADDRESS,
            "from_label": nullable(Text()),
            "reply_to_email": _ADDRESS,
            "cc_email": _ADDRESS,
            "bcc_email": _ADDRESS,
            "subject_line": nullable(Text(max_length=MAX_LINE_LENGTH)),
            "preview_text": nullable(Text(max_length=MAX_LINE_LENGTH)),
            "template_id": _TEMPLATE,
            "smart_sending_enabled": defaulted(_FLAG, value=True),
            "transactional": defaulted(_FLAG, value=False),
            **_TRACKING,
            "additional_filters": nullable(groups("message")),
            "name": _NAME,
            "id": id_of(mode),
        },
    )


def sms(mode: Mode) -> Record:
    """`send-sms`'s message."""
    return Record(
        name="FlowSms",
        fields={
            "body": required(Text()),
            "image_id": _IMAGE,
            "dynamic_image": nullable(Text()),
            "message_hierarchy": nullable(
                Items(of=Either(shapes=(FreeObject(), Text()), expected="an RCS or SMS item"))
            ),
            "shorten_links": defaulted(_FLAG, value=True),
            "include_contact_card": defaulted(_FLAG, value=False),
            "add_org_prefix": defaulted(_FLAG, value=True),
            "add_info_link": defaulted(_FLAG, value=True),
            "add_opt_out_language": defaulted(_FLAG, value=False),
            "smart_sending_enabled": defaulted(_FLAG, value=True),
            "sms_quiet_hours_enabled": defaulted(_FLAG, value=True),
            "transactional": defaulted(_FLAG, value=False),
            **_TRACKING,
            "template_id": _TEMPLATE,
            "additional_filters": nullable(groups("message")),
            "name": _NAME,
            "id": id_of(mode),
        },
    )


def push(mode: Mode) -> Record:
    """`send-mobile-push`'s message."""
    return Record(
        name="FlowPushNotification",
        fields={
            "title": nullable(Text()),
            "body": required(Text()),
            "sound": defaulted(_FLAG, value=False),
            "badge": defaulted(_FLAG, value=False),
            "badge_options": Field(_BADGES),
            "image_id": _IMAGE,
            "dynamic_image": nullable(Text()),
            "video_asset_id": nullable(Text()),
            "on_open": defaulted(Text(choices=("home", "link", "open_url")), "home"),
            "ios_link": nullable(Text()),
            "android_link": nullable(Text()),
            "web_url": nullable(Text()),
            "push_type": nullable(Text(choices=("silent", "standard"))),
            "kv_pairs": nullable(FreeObject()),
            "conversion_metric_id": nullable(Reference(kinds=("metric",))),
            "smart_sending_enabled": defaulted(_FLAG, value=True),
            "additional_filters": nullable(groups("message")),
            "action_buttons": nullable(Items(of=_BUTTON)),
            "name": _NAME,
            "id": id_of(mode),
        },
    )


def whatsapp(mode: Mode) -> Record:
    """`send-whatsapp`'s message."""
    return Record(
        name="FlowWhatsApp",
        fields={
            "vendor_id": nullable(Text()),
            "smart_sending_enabled": defaulted(_FLAG, value=True),
            "transactional": defaulted(_FLAG, value=False),
            "add_tracking_params": defaulted(_FLAG, value=False),
            "additional_filters": nullable(groups("message")),
            "name": _NAME,
            "id": id_of(mode),
        },
    )


def webhook(mode: Mode) -> Record:
    """`send-webhook`'s message."""
    return Record(
        name="FlowWebhook",
        fields={
            "url": Field(Text(min_length=1), required=True, nullable=True),
            "headers": nullable(FreeObject(values=Text())),
            "body": nullable(Text()),
            "name": _NAME,
            "id": id_of(mode),
        },
    )


def alert(mode: Mode) -> Record:
    """`send-internal-alert`'s message."""
    return Record(
        name="FlowInternalAlert",
        fields={
            "from_email": Field(Text(min_length=1), required=True, nullable=True),
            "from_label": Field(Text(), required=True, nullable=True),
            "to_emails": required(Items(of=Text(min_length=1))),
            "subject_line": Field(Text(max_length=MAX_LINE_LENGTH), required=True, nullable=True),
            "template_id": _TEMPLATE,
            "name": _NAME,
            "id": id_of(mode),
        },
    )
