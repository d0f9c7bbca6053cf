"""`email: template-ref`."""

from typing import Final

from mktctl.kinds.conditions.read import read_condition
from mktctl.kinds.fields import Fields
from mktctl.kinds.refs import template_ref
from mktctl.kinds.sender import read_sender
from mktctl.kinds.steps.setting import Setting, pinned_key, step_status
from mktctl.model.flow import AnyStep, Email

SUBJECT_CHARACTERS_MAX: Final = 250
EMAIL_KEYS: Final = frozenset(
    "email subject preview_text from name status only_if smart_sending transactional utm id note".split()
)
_LATER: Final = frozenset({"ab_test", "quiet_hours"})
_INSTEAD: Final = {
    "template": "email: names the template already", "skip_if": "Write  only_if: {not: …}", "if": "Write only_if:",
    "exit_when": "exit_when: is about the whole flow; to leave here write a step  - exit_if: …",
    "preview": "Write preview_text:", "delay": "Write a step of its own:  - wait: 2 days", "sender": "Write from:",
    "smart": "Write smart_sending:", "filter": "Write only_if:", "exit_if": "It is a step of its own:  - exit_if: …",
    "where": "People are asked under only_if:; where: is about an event's properties",
}  # fmt: skip


def read_email(fields: Fields, setting: Setting) -> AnyStep:
    """A mail, with everything that its flow, its template and the project say for it."""
    fields.only(EMAIL_KEYS, later=_LATER, instead=_INSTEAD, what="a step with email:")
    names = setting.scope.names
    ref = template_ref(fields, "email", names)
    template = names.templates.get(ref)
    own = read_sender(fields, "from")
    only_if = None
    if "only_if" in fields:
        only_if = read_condition(fields.values["only_if"], fields.at("only_if"), setting.scope)
    return Email(
        key=pinned_key(fields),
        note=fields.text("note"),
        template=ref,
        name=fields.text("name", default=template.name if template else ref),
        subject=_text(fields, "subject", template.subject if template else ""),
        preview_text=_text(fields, "preview_text", template.preview_text if template else ""),
        sender=own or (template.sender if template else None) or setting.sender or names.project.brand.sender,
        status=step_status(fields, setting),
        smart_sending=fields.flag("smart_sending", default=setting.smart_sending),
        transactional=fields.flag("transactional", default=False),
        utm=fields.flag("utm", default=setting.utm),
        only_if=only_if,
    )


def _text(fields: Fields, key: str, default: str) -> str:
    text = fields.text(key, default=default, longest=SUBJECT_CHARACTERS_MAX)
    if key in fields and ("[[" in text or "[%" in text):
        hint = "Write it into the template, which the build step goes through"
        fields.error(
            "FLW020", key, f"{key}: of a step is not built: [[ … ]] and [% … %] would be sent as they stand", hint
        )
    return text
