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
    read = _READERS[_channel(fields)]
    return read(fields, ref), report.problems


def _channel(fields: Fields) -> str:
    """The channel that is written, else the one that its keys are about."""
    written = fields.values.get("channel")
    if isinstance(written, str) and written in _READERS:
        return written
    guess = next((channel for key, channel in _TELLING_KEYS if key in fields), "")
    if not guess:
        guess = "sms" if "body" in fields and not fields.values.keys() & {"subject", "base", "sections"} else "email"
    if fields.require("channel", f"Write  channel: {guess}"):
        fields.choice("channel", tuple(_READERS), default=guess, instead=_CHANNEL_WORDS)
        return _CHANNEL_WORDS.get(str(written).lower(), guess)
    return guess
