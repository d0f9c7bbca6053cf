"""Mails to colleagues: `data` of send-internal-alert (klaviyo-api.md section 2; OpenAPI FlowInternalAlert)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.flow import Alert
from mktctl.model.template import Sender
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows.message_parts import refuse_others
from mktctl.wire.flows.statuses import status_in
from mktctl.wire.ids import Ids, id_of, ref_of

_KEYS: Final = frozenset({"from_email", "from_label", "to_emails", "subject_line", "template_id", "name", "id"})


def encode_alert(step: Alert, ids: Ids) -> dict[str, Any]:
    """There is no address to reply to: a sender's is not sent."""
    message = {
        "from_email": step.sender.email,
        "from_label": step.sender.name,
        "to_emails": list(step.to),
        "subject_line": step.subject,
        "template_id": None if step.template is None else id_of(ids, "template", step.template),
        "name": step.name,
    }
    return {"message": message, "status": step.status}


def decode_alert(key: str, data: Mapping[str, Any], ids: Ids, where: str) -> Alert:
    """An alert to somebody."""
    message = data.get("message") or {}
    refuse_others(message, _KEYS, f"{where}.message")
    if not message.get("to_emails"):
        raise UnreadableError(f"{where}.message", "an alert to nobody")
    template_id = message.get("template_id")
    return Alert(
        key=key,
        to=tuple(message["to_emails"]),
        subject=message.get("subject_line") or "",
        sender=Sender(name=message.get("from_label") or "", email=message.get("from_email") or ""),
        name=message.get("name") or "",
        status=status_in(data, where),
        template=None if template_id is None else ref_of(ids, "template", str(template_id)),
    )
