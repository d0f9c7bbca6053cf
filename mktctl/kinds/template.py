"""`templates/<ref>.yaml`, as written; the build step comes after. Each channel has a file of its own."""

from collections.abc import Callable, Mapping
from typing import Final

from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.report import Report, Source
from mktctl.kinds.template_email import read_email_template
from mktctl.kinds.template_push import read_push_template
from mktctl.kinds.template_sms import read_sms_template
from mktctl.kinds.template_whatsapp import read_whatsapp_template
from mktctl.model.places import Problem
from mktctl.model.template import WrittenTemplate

_READERS: Final[Mapping[str, Callable[[Fields, str], WrittenTemplate]]] = {
    "email": read_email_template,
    "sms": read_sms_template,
    "push": read_push_template,
    "whatsapp": read_whatsapp_template,
}
_CHANNEL_WORDS: Final = {
    **dict.fromkeys(("mail", "e-mail", "html", "mjml", "newsletter"), "email"),
    **dict.fromkeys(("text", "mms", "rcs", "phone"), "sms"),
    **dict.fromkeys(("mobile_push", "mobile-push", "push_notification", "notification", "app"), "push"),
    "wa": "whatsapp",
}
_TELLING_KEYS: Final = (("vendor_id", "whatsapp"), ("title", "push"), ("buttons", "push"), ("badge", "push"))


def parse_template(source: Source, ref: str) -> tuple[WrittenTemplate | None, list[Problem]]:
    """The template; with an error among the problems it is incomplete, or None."""
    report = Report(source)
    fields = fields_of(report, source.data, (), "a template (channel, and what it says)")
    if fields is None:
        return None, report.problems
    channel = _channel(fields)
    made = _READERS[channel](fields, ref)
    if fields.require("channel", f"Write  channel: {channel}"):
        fields.choice("channel", tuple(_READERS), default=channel, instead=_CHANNEL_WORDS)
    return made, report.problems


def _channel(fields: Fields) -> str:
    """The channel that is written or meant, else the one that its keys are about."""
    written = str(fields.values.get("channel", fields.values.get("type"))).lower()
    if meant := written if written in _READERS else _CHANNEL_WORDS.get(written, ""):
        return meant
    if guess := next((channel for key, channel in _TELLING_KEYS if key in fields), ""):
        return guess
    return "sms" if "body" in fields and not fields.values.keys() & {"type", "subject", "base", "sections"} else "email"
