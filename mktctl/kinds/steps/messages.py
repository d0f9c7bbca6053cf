"""`sms:`, `push:` and `whatsapp:`, each with a template of its channel."""

from typing import Final

from mktctl.kinds.ab_tests import TriedMessage, read_ab_test
from mktctl.kinds.fields import Fields
from mktctl.kinds.refs import template_ref
from mktctl.kinds.steps.mails import INSTEAD
from mktctl.kinds.steps.setting import Setting, pinned_key, read_only_if, step_status
from mktctl.model.flow import AnyStep, Push, Sms, WhatsApp
from mktctl.model.template import PushTemplate, SmsTemplate, WhatsAppTemplate

_EVERY: Final = frozenset({"name", "status", "only_if", "smart_sending", "id", "note"})
SMS_STEP_KEYS: Final = _EVERY | {"sms", "quiet_hours", "transactional", "utm", "ab_test"}
PUSH_STEP_KEYS: Final = _EVERY | {"push"}
WHATSAPP_STEP_KEYS: Final = _EVERY | {"whatsapp", "transactional", "utm"}
_IN_THE_TEMPLATE: Final = "It stands in the template"
_OF_TEMPLATES: Final = ("body", "text", "title", "image", "open", "buttons", "badge", "shorten_links", "opt_out")
_OF_MAILS: Final = dict.fromkeys(("subject", "preview_text", "from"), "Only mails have it")
_NO_TEST: Final = "Only mails and text messages can be tested; for two ways write a step  - split: …"
_NO_QUIET_HOURS: Final = "Quiet hours are for text messages only"
_INSTEAD: Final = {**INSTEAD, **_OF_MAILS, **dict.fromkeys(_OF_TEMPLATES, _IN_THE_TEMPLATE)}
_INSTEAD_OF_OTHERS: Final = {**_INSTEAD, "ab_test": _NO_TEST, "quiet_hours": _NO_QUIET_HOURS}
_INSTEAD_OF_PUSH: Final = {
    **_INSTEAD_OF_OTHERS, "utm": "A push message has no tracking parameters: write them into its links",
    "transactional": "Klaviyo has no transactional push messages",
}  # fmt: skip


def read_sms(fields: Fields, setting: Setting) -> AnyStep:
    """A text message; nobody gets it at night unless `quiet_hours: false` says so (M4)."""
    fields.only(SMS_STEP_KEYS, instead=_INSTEAD, what="a step with sms:")
    names = setting.scope.names
    ref = template_ref(fields, "sms", names, channel="sms")
    template = names.template(ref, SmsTemplate)
    message = TriedMessage(channel="sms", template=ref, content=template)
    return Sms(
        key=pinned_key(fields),
        note=fields.text("note"),
        template=ref,
        content=template or SmsTemplate(ref=ref, name=ref),
        name=fields.text("name", default=template.name if template else ref),
        status=step_status(fields, setting),
        smart_sending=fields.flag("smart_sending", default=setting.smart_sending),
        quiet_hours=fields.flag("quiet_hours", default=setting.quiet_hours),
        transactional=fields.flag("transactional", default=False),
        utm=fields.flag("utm", default=setting.utm),
        only_if=read_only_if(fields, setting),
        ab_test=read_ab_test(fields, "ab_test", message, names, place="flow"),
    )


def read_push(fields: Fields, setting: Setting) -> AnyStep:
    """A push message."""
    fields.only(PUSH_STEP_KEYS, instead=_INSTEAD_OF_PUSH, what="a step with push:")
    names = setting.scope.names
    ref = template_ref(fields, "push", names, channel="push")
    template = names.template(ref, PushTemplate)
    return Push(
        key=pinned_key(fields),
        note=fields.text("note"),
        template=ref,
        content=template or PushTemplate(ref=ref, name=ref, body=""),
        name=fields.text("name", default=template.name if template else ref),
        status=step_status(fields, setting),
        smart_sending=fields.flag("smart_sending", default=setting.smart_sending),
        only_if=read_only_if(fields, setting),
    )


def read_whatsapp(fields: Fields, setting: Setting) -> AnyStep:
    """A WhatsApp message, whose text Meta has approved and keeps."""
    fields.only(WHATSAPP_STEP_KEYS, instead=_INSTEAD_OF_OTHERS, what="a step with whatsapp:")
    names = setting.scope.names
    ref = template_ref(fields, "whatsapp", names, channel="whatsapp")
    template = names.template(ref, WhatsAppTemplate)
    return WhatsApp(
        key=pinned_key(fields),
        note=fields.text("note"),
        template=ref,
        vendor_id=template.vendor_id if template else "",
        name=fields.text("name", default=template.name if template else ref),
        status=step_status(fields, setting),
        smart_sending=fields.flag("smart_sending", default=setting.smart_sending),
        transactional=fields.flag("transactional", default=False),
        utm=fields.flag("utm", default=setting.utm),
        only_if=read_only_if(fields, setting),
    )
