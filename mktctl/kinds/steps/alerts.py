"""`alert: [addresses]`: a mail to colleagues."""

import re
from typing import Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.refs import template_ref
from mktctl.kinds.sender import EMAIL
from mktctl.kinds.spelling import shown
from mktctl.kinds.steps.setting import Setting, pinned_key, step_status
from mktctl.kinds.subjects import read_subject
from mktctl.model.flow import Alert, AnyStep

ALERT_KEYS: Final = frozenset({"alert", "subject", "template", "name", "status", "id", "note"})
_INSTEAD: Final = {
    "only_if": "Klaviyo's alerts have no filter of their own: put it into the then: of an  - if: …",
    "to": "alert: holds the addresses", "email": "A mail to the person is a step of its own:  - email: …",
    "emails": "alert: holds the addresses", "body": "Its text stands in a mail:  template: …", "from": "An alert comes "
    "from the flow's sender, else the brand's", "text": "Its text stands in a mail:  template: …",
    "message": "Its text stands in a mail:  template: …", "preview_text": "An alert has none",
}  # fmt: skip


def read_alert(fields: Fields, setting: Setting) -> AnyStep:
    """Addresses, a subject, and perhaps a mail of the project for the rest."""
    fields.only(ALERT_KEYS, instead=_INSTEAD, what="a step with alert:")
    names = setting.scope.names
    fields.require("subject", "What happened? Such as  subject: A very large order")
    subject = read_subject(fields, "subject")
    return Alert(
        key=pinned_key(fields),
        note=fields.text("note"),
        to=_addresses(fields),
        subject=subject,
        sender=setting.sender or names.project.brand.sender,
        name=fields.text("name", default=subject or "alert"),
        status=step_status(fields, setting),
        template=(template_ref(fields, "template", names, channel="email") or None) if "template" in fields else None,
    )


def _addresses(fields: Fields) -> tuple[str, ...]:
    value = fields.values["alert"]
    parts = [one for one in re.split(r"[\s,;]+", value) if one] if isinstance(value, str) else []
    if parts and all(EMAIL.fullmatch(one) for one in parts):
        fields.error("FLW024", "alert", "alert: is a list of addresses", f"Write  alert: [{', '.join(parts)}]")
        return ()
    if not isinstance(value, list) or not value:
        found = shown(value) if value else "nothing"
        hint = "Such as  alert: [anna@shop.example]"
        fields.error("FLW024", "alert", f"alert: holds the addresses of colleagues, not {found}", hint)
        return ()
    addresses = fields.texts("alert")
    for index, address in enumerate(addresses):
        if address and not EMAIL.fullmatch(address):
            fields.report.error("KEY010", (*fields.at("alert"), index), f"{shown(address)} is no e-mail address")
    return addresses
