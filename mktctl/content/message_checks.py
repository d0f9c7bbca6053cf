"""What a built SMS or push message lacks, or has too much of."""

import re
from collections.abc import Iterator
from typing import Final

from mktctl.content.message_texts import message_texts
from mktctl.content.mistakes import nearest
from mktctl.content.sms_length import OPT_OUT_CHARACTERS, coupons_sent, length_of
from mktctl.content.tags import live_tags, name_of
from mktctl.content.vocabulary import ANCHOR_TAGS, UNSUBSCRIBE_TAGS
from mktctl.diagnostics import Severity
from mktctl.model.places import Path, Problem
from mktctl.model.project import Project
from mktctl.model.template import MessageTemplate, PushTemplate, SmsTemplate

MESSAGES_MAX: Final = 4
"""Text messages for one SMS, above which the note becomes a warning."""
TITLE_CHARACTERS: Final = 65
BODY_CHARACTERS: Final = 240
"""What a locked phone shows of a push message; the rest is cut."""
_ADDRESS: Final = re.compile(
    r"(?!(?:javascript|vbscript|data|file|blob|about):)[a-z][a-z0-9+.-]*:(?://)?[^\s/:]\S*", re.IGNORECASE
)
_WEB: Final = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_SECURE: Final = re.compile(r"https://[^\s/]\S*", re.IGNORECASE)
_STOP: Final = re.compile(r"\bSTOP\b|\bunsubscribe\b|\bopt[ -]?out\b", re.IGNORECASE)
_TYPED: Final = {
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "–": "-",
    "—": "-",
    "…": "...",
    "\N{NO-BREAK SPACE}": " ",
}
"""Letters that word processors write, and what a phone's own alphabet has."""


def message_problems(template: MessageTemplate, project: Project) -> Iterator[Problem]:
    """Everything that shows in the message alone."""
    texts = message_texts(template)
    match template:
        case SmsTemplate():
            yield from _sms(template, project)
        case PushTemplate():
            yield from _push(template, project)
    for path, text in texts.items():
        if path[-1] in ("image", "ios", "android", "web"):
            yield from _address(path, text)
        for tag in live_tags(text):
            if name_of(tag) in UNSUBSCRIBE_TAGS or name_of(tag) in ANCHOR_TAGS:
                hint = "opt_out: true  writes the way to unsubscribe" if isinstance(template, SmsTemplate) else ""
                message = f"{tag.source} writes a link of mails, and this is none"
                yield Problem(code="TPL153", message=message, path=path, hint=hint)


def has_way_out(template: SmsTemplate) -> bool:
    """Whether people can read how to unsubscribe: by the platform's words, or by the message's own."""
    return template.opt_out or _STOP.search(template.body) is not None


def _sms(template: SmsTemplate, project: Project) -> Iterator[Problem]:
    path: Path = ("body",)
    if coupons_sent(template.body) > 1:
        hint = "Send the second one in a message of its own"
        yield Problem(code="TPL152", message="an SMS takes one coupon; this has several", path=path, hint=hint)
    yield from _brand(template, project.brand.name)
    around = f"{project.brand.name}: " if template.prefix else ""
    length = length_of(
        template.body, around=around, extra=OPT_OUT_CHARACTERS if template.opt_out else 0,
        shortened=template.shorten_links,
    )  # fmt: skip
    if length.messages == 1:
        return
    with_what = [f'"{around.strip()}" in front'] * template.prefix + ["the way out behind it"] * template.opt_out
    with_them = f", with {' and '.join(with_what)}," if with_what else ""
    about = "" if length.exact and not template.opt_out else "about "
    message = f"this SMS{with_them} is {about}{length.characters} characters: {length.messages} text messages each time"
    hint = "One text message holds 160 characters"
    if length.foreign:
        hint = f"One holds 160 characters, but only 70 with {_named(length.foreign)}"
    severity = Severity.WARNING if length.messages > MESSAGES_MAX else Severity.NOTE
    yield Problem(code="TPL151", message=message, path=path, hint=hint, severity=severity)


def _named(foreign: str) -> str:
    """The letters that make a message wide, the replaceable ones with what to write instead."""
    typed = [one for one in foreign if one in _TYPED]
    if typed:
        return ", ".join(f"{one if one.isprintable() else 'a no-break space'} (write {_TYPED[one]})" for one in typed)
    return " ".join(foreign[:5]) + (" …" if len(foreign) > 5 else "")


def _brand(template: SmsTemplate, brand: str) -> Iterator[Problem]:
    """Each message says who sends it, once."""
    if not brand:
        return
    if template.prefix and template.body.lower().startswith(f"{brand.lower()}:"):
        hint = "Leave it out of the text, or write  prefix: false"
        message = f'Klaviyo puts "{brand}:" in front, so the name stands there twice'
        yield Problem(code="TPL154", message=message, path=("body",), hint=hint, severity=Severity.WARNING)
    elif not template.prefix and brand.lower() not in template.body.lower():
        hint = f"Leave prefix: out, or name {brand} in the text"
        message = "the message does not say who sends it"
        yield Problem(code="TPL154", message=message, path=("prefix",), hint=hint, severity=Severity.WARNING)


def _push(template: PushTemplate, project: Project) -> Iterator[Problem]:
    for path, text, most in (("title",), template.title, TITLE_CHARACTERS), (("body",), template.body, BODY_CHARACTERS):
        length = length_of(text, shortened=False)
        if length.characters > most:
            about = "" if length.exact else "about "
            message = f"{path[0]}: is {about}{length.characters} characters; phones cut it after some {most}"
            yield Problem(code="TPL155", message=message, path=path, severity=Severity.WARNING)
    name = template.badge.property if template.badge is not None else None
    if name is None:
        return
    declared = project.properties.get(name)
    if declared is None:
        hint = nearest(name, project.properties) or f"Declare it in mktctl.yaml, under properties:  {name}: number"
        yield Problem(code="TPL157", message=f"{name} is not declared", path=("badge", "property"), hint=hint)
    elif declared.type != "number":
        message = f"a badge shows a number, and {name} is declared as {declared.type}"
        yield Problem(code="TPL157", message=message, path=("badge", "property"))


def _address(path: Path, text: str) -> Iterator[Problem]:
    """An address that is written out is one; one that begins with a tag is not known."""
    if text.lstrip().startswith(("{{", "{%")):
        return
    match path[-1]:
        case "image":
            right, what, hint = _SECURE, "no address of an image", "Such as  https://shop.example/bag.png"
        case "web":
            right, what, hint = _WEB, "no web address", "Such as  https://shop.example/sale"
        case _:
            right, what, hint = _ADDRESS, "no address in an app", "Such as  shop://sale"
    if right.fullmatch(text) is None and "{{" not in text:
        if path[-1] == "image" and text.lower().startswith("http:"):
            what, hint = "not secure: phones load images over https only", f"Write  https{text[4:]}"
        yield Problem(code="TPL156", message=f"{text[:80]} is {what}", path=path, hint=hint)
