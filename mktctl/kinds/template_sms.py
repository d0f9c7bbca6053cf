"""A template of channel sms, as written."""

from typing import Final

from mktctl.kinds.fields import VALUE, Fields
from mktctl.kinds.header import COMMON_KEYS, read_header
from mktctl.kinds.spelling import shown
from mktctl.kinds.template_parts import check_inside, read_fallbacks
from mktctl.model.template import SmsTemplate

SMS_KEYS: Final = COMMON_KEYS | {
    "channel", "body", "source", "image", "shorten_links", "contact_card", "prefix", "opt_out", "fallbacks",
}  # fmt: skip
_INSTEAD: Final = {
    "type": f"Write  channel: {VALUE}",
    **dict.fromkeys(("text", "message", "content", "sms"), "Write body:"),
    **dict.fromkeys(("subject", "title", "preview_text"), "A text message has none: all it says stands under body:"),
    **dict.fromkeys(("media", "mms", "picture", "image_url", "media_url"), "Write image:"),
    **dict.fromkeys(("base", "sections", "html", "mjml"), "A text message has no layout: write body:"),
    **dict.fromkeys(("unsubscribe", "stop", "optout"), "Write opt_out:"),
    "from": "Klaviyo sends from the number of the account",
    "vcard": "Write contact_card:",
    "shorten": "Write shorten_links:",
    "library": "Klaviyo's library holds mails only",
    "quiet_hours": "It belongs to the step that sends:  - {sms: …, quiet_hours: false}",
}


def read_sms_template(fields: Fields, ref: str) -> SmsTemplate:
    """The template; with an error in the report it is incomplete."""
    fields.only(SMS_KEYS, instead=_INSTEAD, what="an SMS template")
    if "body" in fields and "source" in fields:
        fields.error("TPL002", "source", "body: and source: exclude each other", "Keep one of the two")
    elif "source" not in fields:
        fields.require("body", 'What the message says, such as  body: "10% off until Sunday"')
    source = fields.optional_text("source")
    if source:
        if not source.endswith(".txt"):
            fields.error("TPL003", "source", f"{shown(source)} is no .txt file", "Such as  sms/cart.txt")
        check_inside(fields, "source", source)
    return SmsTemplate(
        ref=ref,
        **read_header(fields, name=ref),
        body=fields.text("body"),
        source=source,
        image=fields.optional_text("image"),
        shorten_links=fields.flag("shorten_links", default=True),
        contact_card=fields.flag("contact_card", default=False),
        prefix=fields.flag("prefix", default=True),
        opt_out=fields.flag("opt_out", default=True),
        fallbacks=read_fallbacks(fields),
    )
