"""A template of channel whatsapp, as written: the name of a message that lives with Meta."""

from typing import Final

from mktctl.kinds.fields import VALUE, Fields
from mktctl.kinds.header import COMMON_KEYS, read_header
from mktctl.model.template import WhatsAppTemplate

WHATSAPP_KEYS: Final = COMMON_KEYS | {"channel", "vendor_id"}
_AT_META: Final = "Its text is the message that Meta approved: name that with vendor_id:"
_INSTEAD: Final = {
    "type": f"Write  channel: {VALUE}",
    **dict.fromkeys(("body", "text", "message", "title", "subject", "source", "image", "buttons", "base"), _AT_META),
    **dict.fromkeys(("template", "template_id", "id", "vendor"), "Write vendor_id:"),
}


def read_whatsapp_template(fields: Fields, ref: str) -> WhatsAppTemplate:
    """The template; with an error in the report it is incomplete."""
    fields.only(WHATSAPP_KEYS, instead=_INSTEAD, what="a WhatsApp template")
    fields.require("vendor_id", "The message that Meta approved, such as  vendor_id: order_shipped_1")
    return WhatsAppTemplate(ref=ref, **read_header(fields, name=ref), vendor_id=fields.text("vendor_id"))
