"""`email: template-ref`."""

from typing import Final

from mktctl.kinds.ab_tests import TriedMessage, read_ab_test
from mktctl.kinds.fields import Fields
from mktctl.kinds.names import Names
from mktctl.kinds.refs import template_ref
from mktctl.kinds.sender import SENDER_WORDS, read_sender
from mktctl.kinds.steps.setting import Setting, pinned_key, read_only_if, step_status
from mktctl.kinds.subjects import read_subject
from mktctl.model.ab_test import ABTest
from mktctl.model.flow import AnyStep, Email
from mktctl.model.template import EmailTemplate

EMAIL_KEYS: Final = frozenset(
    "email subject preview_text from name status only_if smart_sending transactional utm ab_test id note".split()
)
INSTEAD: Final = {
    "template": "The verb names the template already", "skip_if": "Write  only_if: {not: …}", "if": "Write only_if:",
    "exit_when": "exit_when: is about the whole flow; to leave here write a step  - exit_if: …",
    "preview": "Write preview_text:", "delay": "Write a step of its own:  - wait: 2 days", "sender": "Write from:",
    "smart": "Write smart_sending:", "filter": "Write only_if:", "exit_if": "It is a step of its own:  - exit_if: …",
    "where": "People are asked under only_if:; where: is about an event's properties", "test": "Write ab_test:",
    "variants": "They stand inside:  ab_test: {vary: subject, variants: {…}}",
    "vary": "It stands inside:  ab_test: {vary: subject, variants: {…}}",
    **dict.fromkeys(
        ("filters", "profile_filter", "profile_filters", "additional_filter", "additional_filters", "condition"),
        "Write only_if:",
    ),
    "preheader": "Write preview_text:", "subject_line": "Write subject:", **SENDER_WORDS,
}  # fmt: skip
_QUIET_HOURS: Final = {"quiet_hours": "Quiet hours are for text messages; a mail wakes nobody"}


def read_email(fields: Fields, setting: Setting) -> AnyStep:
    """A mail, with everything that its flow, its template and the project say for it."""
    fields.only(EMAIL_KEYS, instead={**INSTEAD, **_QUIET_HOURS}, what="a step with email:")
    names = setting.scope.names
    ref = template_ref(fields, "email", names, channel="email")
    template = names.template(ref, EmailTemplate)
    own = read_sender(fields, "from")
    subject = read_subject(fields, "subject", default=template.subject if template else "")
    preview_text = read_subject(fields, "preview_text", default=template.preview_text if template else "")
    return Email(
        key=pinned_key(fields),
        note=fields.text("note"),
        template=ref,
        name=fields.text("name", default=template.name if template else ref),
        subject=subject,
        preview_text=preview_text,
        sender=own or (template.sender if template else None) or setting.sender or names.project.brand.sender,
        status=step_status(fields, setting),
        smart_sending=fields.flag("smart_sending", default=setting.smart_sending),
        transactional=fields.flag("transactional", default=False),
        utm=fields.flag("utm", default=setting.utm),
        only_if=read_only_if(fields, setting),
        ab_test=_ab_test(fields, names, ref, subject, preview_text),
    )


def _ab_test(fields: Fields, names: Names, template: str, subject: str, preview_text: str) -> ABTest | None:
    if "ab_test" not in fields.values:
        return None
    message = TriedMessage(channel="email", template=template, subject=subject, preview_text=preview_text)
    return read_ab_test(fields, "ab_test", message, names, place="flow")
