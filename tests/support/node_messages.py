"""Messages of a flow, live unless told otherwise; the condition of a message holds for everybody."""

from typing import Any, Literal

from mktctl.model.condition import All
from mktctl.model.flow_graph import EmailNode, TextNode


def email(id: str = "mail", **other: Any) -> EmailNode:
    """A mail with smart sending."""
    given: dict[str, Any] = {
        "next": None, "status": "live", "message_id": None, "name": id, "subject": "s", "preview_text": "",
        "from_email": "a@b.test", "from_label": "A", "reply_to": None, "cc": None, "bcc": None, "template": "t",
        "smart_sending": True, "transactional": False, "utm": True, "only_if": All(of=()),
    }  # fmt: skip
    return EmailNode(id=id, **{**given, **other})


def sms(id: str = "sms", **other: Any) -> TextNode:
    """A text message with smart sending and quiet hours."""
    return _text("sms", id, other)


def push(id: str = "push", **other: Any) -> TextNode:
    """A push message with smart sending."""
    return _text("push", id, other)


def whatsapp(id: str = "whatsapp", **other: Any) -> TextNode:
    """A WhatsApp message with smart sending."""
    return _text("whatsapp", id, other)


def _text(channel: Literal["sms", "push", "whatsapp"], id: str, other: dict[str, Any]) -> TextNode:
    given: dict[str, Any] = {
        "next": None, "status": "live", "message_id": None, "name": id, "body": "b", "smart_sending": True,
        "transactional": False, "only_if": All(of=()), "settings": {},
    }  # fmt: skip
    return TextNode(id=id, channel=channel, **{**given, **other})
