"""A template of channel email, as written."""

from typing import Final

from mktctl.kinds.fields import Fields, read_text
from mktctl.kinds.header import COMMON_KEYS, read_header
from mktctl.kinds.sender import SENDER_WORDS, read_sender
from mktctl.kinds.spelling import shown
from mktctl.kinds.template_parts import check_inside, read_fallbacks
from mktctl.model.places import KEY
from mktctl.model.template import SectionSource, TemplateSource

SUBJECT_CHARACTERS_MAX: Final = 250
TEMPLATE_KEYS: Final = COMMON_KEYS | {
    "channel", "subject", "preview_text", "source", "base", "sections", "text", "from", "fallbacks", "library",
}  # fmt: skip
LATER_KEYS: Final = frozenset({"market", "locales"})
_INSTEAD: Final = {
    "preview": "Write preview_text:",
    "preheader": "Write preview_text:",
    "sender": "Write from:",
    "html": "Put the HTML into a file below templates/ and write  source: mails/x.html",
    "mjml": "Put the MJML into a file below templates/ and write  source: mails/x.mjml",
    "body": "The parts of a mail stand under sections:, by the names of the layout's blocks",
    "content": "The parts of a mail stand under sections:, by the names of the layout's blocks",
    "layout": "Write base:",
    "extends": "Write base:",
    "template": "Write base:",
    "blocks": "Write sections:",
    "type": "Write channel:",
    "subject_line": "Write subject:",
    **SENDER_WORDS,
}


def read_email_template(fields: Fields, ref: str) -> TemplateSource:
    """The template; with an error in the report it is incomplete."""
    report = fields.report
    fields.only(TEMPLATE_KEYS, later=LATER_KEYS, instead=_INSTEAD, what="an email template")
    fields.require("subject", "What the inbox shows, such as  subject: \"Welcome, {{ first_name|default:'you' }}\"")
    whole, base = _layout_file(fields, "source"), _layout_file(fields, "base")
    hint = "base: layouts/base.mjml  with sections:, or  source:  for a whole file"
    if "source" in fields and "base" in fields:
        report.error("TPL002", ("source", KEY), "source: and base: exclude each other", hint)
    elif "source" not in fields:
        fields.require("base", hint, code="TPL002", message="there is no mail yet")
    if "source" in fields and "sections" in fields:
        report.error("TPL002", ("sections", KEY), "sections: fill a base:; a source: is the whole mail")
    return TemplateSource(
        ref=ref,
        **read_header(fields, name=ref),
        subject=fields.text("subject", longest=SUBJECT_CHARACTERS_MAX),
        preview_text=fields.text("preview_text", longest=SUBJECT_CHARACTERS_MAX),
        source=whole,
        base=base,
        sections=_sections(fields),
        text=fields.optional_text("text"),
        sender=read_sender(fields, "from"),
        fallbacks=read_fallbacks(fields),
        library=fields.flag("library", default=False),
    )


def _layout_file(fields: Fields, key: str) -> str | None:
    text = fields.optional_text(key)
    if not text:
        return text
    if not text.endswith((".mjml", ".html")):
        fields.error("TPL003", key, f"{shown(text)} is no .mjml or .html file", "Such as  layouts/base.mjml")
    check_inside(fields, key, text)
    return text


def _sections(fields: Fields) -> dict[str, SectionSource]:
    below = fields.below("sections", "the layout's blocks by name, such as  hero: |  and the text below it")
    found: dict[str, SectionSource] = {}
    for name, value in below.values.items() if below is not None else ():
        assert below is not None
        if not isinstance(value, dict):
            found[name] = SectionSource(text=read_text(fields.report, value, below.at(name), name))
            continue
        one = Fields(fields.report, value, below.at(name))
        one.only(frozenset({"file"}), what="a section")
        if one.require("file", "Such as  {file: partials/cart-items.mjml}"):
            path = one.text("file")
            check_inside(one, "file", path)
            found[name] = SectionSource(file=path)
    return found
