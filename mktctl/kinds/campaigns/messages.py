"""`email|sms|push: template-ref`, of a campaign or of one of its issues, with what it has of its own."""

from typing import Final, Literal

from mktctl.kinds.fields import Fields
from mktctl.kinds.names import Names
from mktctl.kinds.refs import template_ref
from mktctl.kinds.sender import read_sender
from mktctl.kinds.spelling import listed
from mktctl.kinds.subjects import read_subject
from mktctl.model.campaign import CampaignMessage, EmailMessage, PushMessage, SmsMessage
from mktctl.model.places import KEY
from mktctl.model.template import EmailTemplate, PushTemplate, SmsTemplate

MessageChannel = Literal["email", "sms", "push"]
CHANNELS: Final[tuple[MessageChannel, ...]] = ("email", "sms", "push")
MAIL_KEYS: Final = ("subject", "preview_text", "from")


def read_message(fields: Fields, names: Names) -> CampaignMessage | None:
    """Exactly one of the three, resolved; None when there is none, or several."""
    chosen = [channel for channel in CHANNELS if channel in fields]
    if len(chosen) != 1:
        _refuse(fields, chosen)
        return None
    if chosen[0] != "email":
        refuse_mail_keys(fields, chosen[0])
    return message_of(fields, chosen[0], names)


def refuse_mail_keys(fields: Fields, channel: MessageChannel) -> None:
    """Subject, preview and sender beside a message that has none."""
    for key in MAIL_KEYS:
        if key in fields:
            message = f"{key}: is for mails; this is {'a text message' if channel == 'sms' else 'a push message'}"
            hint = "The title stands in the template" if (key, channel) == ("subject", "push") else f"Take {key}: out"
            fields.report.error("CMP016", (*fields.at(key), KEY), message, hint)


def message_of(fields: Fields, channel: MessageChannel, names: Names) -> CampaignMessage:
    """The message of that channel; with an error it has stand-ins."""
    ref = template_ref(fields, channel, names, channel=channel)
    if channel == "sms":
        return SmsMessage(template=ref, content=names.template(ref, SmsTemplate) or SmsTemplate(ref=ref, name=ref))
    if channel == "push":
        found = names.template(ref, PushTemplate)
        return PushMessage(template=ref, content=found or PushTemplate(ref=ref, name=ref, body=""))
    template = names.template(ref, EmailTemplate)
    return EmailMessage(
        template=ref,
        subject=read_subject(fields, "subject", default=template.subject if template else ""),
        preview_text=read_subject(fields, "preview_text", default=template.preview_text if template else ""),
        sender=read_sender(fields, "from") or (template.sender if template else None) or names.project.brand.sender,
    )


def _refuse(fields: Fields, chosen: list[MessageChannel]) -> None:
    if chosen:
        message = f"a campaign is one message; here are {listed(chosen)}"
        hint = f"Make a file of its own for {chosen[1]}:"
        fields.report.error("CMP001", (*fields.at(chosen[1]), KEY), message, hint)
    elif not fields.values.keys() & {"template", "channel", "type", "message", "mail", "content", "whatsapp", "steps"}:
        hint = "Name a template:  email: black-friday,  sms: flash-sale  or  push: app-launch"
        fields.report.error("CMP001", (*fields.path, KEY), "what is sent?", hint)
