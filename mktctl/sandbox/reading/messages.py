"""The six kinds of message that a flow sends, as nodes. `data` is the action's own, `next` its link."""

from typing import Any, Final

from mktctl.model import flow_graph as graph
from mktctl.sandbox.reading.groups import read_condition_groups
from mktctl.sandbox.reading.names import Names

_COMMON: Final = ("id", "name", "body", "smart_sending_enabled", "transactional", "additional_filters")


def read_email(action_id: str, following: str | None, data: dict[str, Any], names: Names) -> graph.AnyNode:
    """`send-email`; without a message it is a mail that nobody has set up yet."""
    message = data.get("message") or {}
    return graph.EmailNode(
        id=action_id,
        next=following,
        status=data.get("status", "draft"),
        message_id=message.get("id"),
        name=message.get("name") or "",
        subject=message.get("subject_line") or "",
        preview_text=message.get("preview_text") or "",
        from_email=message.get("from_email") or "",
        from_label=message.get("from_label") or "",
        reply_to=message.get("reply_to_email"),
        cc=message.get("cc_email"),
        bcc=message.get("bcc_email"),
        template=_template(message, names),
        smart_sending=message.get("smart_sending_enabled", True),
        transactional=message.get("transactional", False),
        utm=message.get("add_tracking_params", False),
        only_if=read_condition_groups(message.get("additional_filters"), "message", names),
    )


def read_sms(action_id: str, following: str | None, data: dict[str, Any], names: Names) -> graph.AnyNode:
    """`send-sms`."""
    return _text("sms", action_id, following, data, names)


def read_push(action_id: str, following: str | None, data: dict[str, Any], names: Names) -> graph.AnyNode:
    """`send-mobile-push`."""
    return _text("push", action_id, following, data, names)


def read_whatsapp(action_id: str, following: str | None, data: dict[str, Any], names: Names) -> graph.AnyNode:
    """`send-whatsapp`."""
    return _text("whatsapp", action_id, following, data, names)


def read_webhook(action_id: str, following: str | None, data: dict[str, Any], names: Names) -> graph.AnyNode:
    """`send-webhook`."""
    del names
    message = data["message"]
    return graph.WebhookNode(
        id=action_id,
        next=following,
        status=data.get("status", "draft"),
        message_id=message.get("id"),
        name=message.get("name") or "",
        url=message["url"] or "",
        headers=dict(message.get("headers") or {}),
        body=message.get("body") or "",
    )


def read_alert(action_id: str, following: str | None, data: dict[str, Any], names: Names) -> graph.AnyNode:
    """`send-internal-alert`."""
    message = data["message"]
    return graph.AlertNode(
        id=action_id,
        next=following,
        status=data.get("status", "draft"),
        message_id=message.get("id"),
        name=message.get("name") or "",
        subject=message["subject_line"] or "",
        from_email=message["from_email"] or "",
        from_label=message["from_label"] or "",
        to=tuple(message["to_emails"]),
        template=_template(message, names),
    )


def _text(channel: Any, action_id: str, following: str | None, data: dict[str, Any], names: Names) -> graph.TextNode:
    message = data.get("message") or {}
    return graph.TextNode(
        id=action_id,
        next=following,
        channel=channel,
        status=data.get("status", "draft"),
        message_id=message.get("id"),
        name=message.get("name") or "",
        body=message.get("body") or "",
        smart_sending=message.get("smart_sending_enabled", True),
        transactional=message.get("transactional", False),
        only_if=read_condition_groups(message.get("additional_filters"), "message", names),
        settings={key: value for key, value in message.items() if key not in _COMMON},
    )


def _template(message: dict[str, Any], names: Names) -> str | None:
    template_id = message.get("template_id")
    return None if template_id is None else names("template", template_id)
