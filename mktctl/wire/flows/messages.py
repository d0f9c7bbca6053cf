"""Mails and webhooks: `data` of send-email and send-webhook (klaviyo-api.md section 2, the table of actions)."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from mktctl.model.flow import Email, SecretHeader, Webhook
from mktctl.model.template import Sender
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows.message_parts import decode_filter, encode_filter, refuse_others
from mktctl.wire.flows.statuses import status_in
from mktctl.wire.ids import Ids, id_of, ref_of

Secrets = Callable[[str], str]
"""Name of a secret to its value; only the applier has one."""

_EMAIL_KEYS: Final = frozenset(
    {"from_email", "from_label", "reply_to_email", "subject_line", "preview_text", "template_id", "name", "id"}
    | {"smart_sending_enabled", "transactional", "add_tracking_params", "additional_filters"}
)
_WEBHOOK_KEYS: Final = frozenset({"url", "headers", "body", "name", "id"})
_PLACEHOLDER: Final = re.compile(r"\{secret:(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}")


def placeholder(name: str) -> str:
    """Stands for a secret's value wherever a document may be seen: plan, state, log (P55)."""
    return f"{{secret:{name}}}"


def encode_email(step: Email, only_if: Groups, ids: Ids) -> dict[str, Any]:
    """`only_if` is the message's own filter, without groups when it has none; cc and bcc are null, never empty."""
    message = {
        "from_email": step.sender.email,
        "from_label": step.sender.name,
        "reply_to_email": step.sender.reply_to,
        "cc_email": None,
        "bcc_email": None,
        "subject_line": step.subject,
        "preview_text": step.preview_text,
        "template_id": id_of(ids, "template", step.template),
        "smart_sending_enabled": step.smart_sending,
        "transactional": step.transactional,
        "add_tracking_params": step.utm,
        "additional_filters": encode_filter(only_if, ids),
        "name": step.name,
    }
    return {"message": message, "status": step.status}


def decode_email(key: str, data: Mapping[str, Any], ids: Ids, where: str) -> Email:
    """A mail; cc, bcc and tracking parameters of its own have no words in the model."""
    message = data.get("message") or {}
    refuse_others(message, _EMAIL_KEYS, f"{where}.message")
    if message.get("template_id") is None:
        raise UnreadableError(f"{where}.message", "a mail without a template")
    return Email(
        key=key,
        template=ref_of(ids, "template", str(message["template_id"])),
        name=message.get("name") or "",
        subject=message.get("subject_line") or "",
        preview_text=message.get("preview_text") or "",
        sender=Sender(
            name=message.get("from_label") or "",
            email=message.get("from_email") or "",
            reply_to=message.get("reply_to_email"),
        ),
        status=status_in(data, where),
        smart_sending=message.get("smart_sending_enabled") is not False,
        transactional=bool(message.get("transactional")),
        utm=bool(message.get("add_tracking_params")),
        only_if=decode_filter(message, ids),
    )


def encode_webhook(step: Webhook, secrets: Secrets) -> dict[str, Any]:
    """`secrets` gives what stands in a header for a secret's name."""
    headers = {
        name: secrets(value.secret) if isinstance(value, SecretHeader) else value for name, value in step.headers
    }
    message = {"url": step.url, "headers": headers, "body": step.body, "name": step.name}
    return {"message": message, "status": step.status}


def decode_webhook(key: str, data: Mapping[str, Any], where: str) -> Webhook:
    """A webhook; a header that holds a placeholder is a secret again."""
    message = data.get("message") or {}
    refuse_others(message, _WEBHOOK_KEYS, f"{where}.message")
    headers = tuple((str(name), _header(str(value))) for name, value in (message.get("headers") or {}).items())
    return Webhook(
        key=key,
        url=message.get("url") or "",
        name=message.get("name") or "",
        body=message.get("body") or "",
        headers=headers,
        status=status_in(data, where),
    )


def _header(value: str) -> str | SecretHeader:
    found = _PLACEHOLDER.fullmatch(value)
    return value if found is None else SecretHeader(secret=found["name"])
