"""`campaigns/<ref>.yaml`."""

from typing import Final, Literal

from mktctl.kinds.ab_tests import TriedMessage, read_ab_test
from mktctl.kinds.campaigns.audiences import read_audience
from mktctl.kinds.campaigns.issues import read_issues
from mktctl.kinds.campaigns.messages import CHANNELS, read_message
from mktctl.kinds.campaigns.sends import read_send
from mktctl.kinds.fields import VALUE, Fields, fields_of
from mktctl.kinds.header import COMMON_KEYS, read_header
from mktctl.kinds.names import Names
from mktctl.kinds.report import Report, Source
from mktctl.kinds.sender import SENDER_WORDS
from mktctl.kinds.spelling import shown
from mktctl.model.campaign import Campaign, CampaignMessage, EmailMessage, SmsMessage
from mktctl.model.places import Problem

CAMPAIGN_KEYS: Final = COMMON_KEYS | {
    "status", *CHANNELS, "subject", "preview_text", "from", "smart_sending", "utm", "audience", "send", "ab_test",
    "issues",
}  # fmt: skip
_INSTEAD: Final = {
    "template": "Write  email: …  (or sms:, push:) with the name of the template",
    "channel": "Write  email: …,  sms: …  or  push: …  with the name of the template",
    "type": "Write  email: …,  sms: …  or  push: …  with the name of the template",
    "message": "Write  email: …,  sms: …  or  push: …  with the name of the template",
    "mail": "Write email:", "content": "Write  email: …  with the name of the template",
    "whatsapp": "Klaviyo's campaigns are made here for email, sms and push; WhatsApp messages go into a flow",
    "preview": "Write preview_text:", "preheader": "Write preview_text:", "sender": "Write from:",
    "to": "Write  audience: {include: [list/newsletter]}", "audiences": "Write audience:",
    "recipients": "Write  audience: {include: [list/newsletter]}",
    "list": "Write  audience: {include: [list/newsletter]}", "segment": "Write  audience: {include: [segment/vip]}",
    "lists": "Write  audience: {include: [list/newsletter]}", "segments": "Write  audience: {include: [segment/vip]}",
    "include": "It stands inside:  audience: {include: […]}", "exclude": "It stands inside:  audience: {exclude: […]}",
    "who": "Put the conditions into segments/, and write  audience: {include: [segment/…]}",
    "schedule": "Write  send: {at: 2026-11-27 09:00}", "send_at": f"Write  send: {{at: {VALUE}}}",
    "date": f"Write  send: {{at: {VALUE}}}", **SENDER_WORDS, "subject_line": "Write subject:",
    "at": "It stands inside:  send: {at: 2026-11-27 09:00}",
    "every": 'It stands inside:  send: {every: tuesday, at: "09:00"}',
    "cron": 'It stands inside:  send: {cron: "0 9 * * TUE"}', "timezone": "It stands inside send:",
    "spread": "It stands inside send:", "smart": "It stands inside:  send: {smart: 2026-11-27}",
    "test": "Write ab_test:", "variants": "They stand inside:  ab_test: {vary: subject, variants: {…}}",
    "sample": "It stands inside:  ab_test: {sample: 20%, …}",
    "trigger": "A campaign is sent at a time:  send: {at: 2026-11-27 09:00};  what an event starts is a flow",
    "steps": "A campaign is one message; a series of them is a flow, in flows/",
}  # fmt: skip
_BECOMES: Final = frozenset({"sending", "sent", "cancelled", "queued", "complete"})
_SCHEDULED: Final = frozenset({"live", "active", "on", "ready", "true", "published", "schedule", "enabled"})


def parse_campaign(source: Source, ref: str, names: Names) -> tuple[Campaign | None, list[Problem]]:
    """The campaign, everything resolved; None without a message, an audience or a time that can be read."""
    report = Report(source)
    fields = fields_of(report, source.data, (), "a campaign (name, email, audience, send)")
    if fields is None:
        return None, report.problems
    fields.only(CAMPAIGN_KEYS, instead=_INSTEAD, what="a campaign")
    header = read_header(fields)
    status = _status(fields, ref)
    message = read_message(fields, names)
    audience = read_audience(fields, names)
    send = read_send(fields, ref, names.project.shop.timezone)
    test = read_ab_test(fields, "ab_test", _tested(message), names, place="campaign") if message else None
    issues = read_issues(fields, message, send, test, names) if message else ()
    defaults = names.project.defaults
    smart_sending = fields.flag("smart_sending", default=defaults.smart_sending)
    utm = fields.flag("utm", default=defaults.utm)
    if message is None or audience is None or send is None:
        return None, report.problems
    made = Campaign(
        ref=ref, **header, message=message, audience=audience, send=send, status=status, smart_sending=smart_sending,
        utm=utm, ab_test=test, issues=issues,
    )  # fmt: skip
    return made, report.problems


def _status(fields: Fields, ref: str) -> Literal["draft", "scheduled"]:
    """draft unless written otherwise: merging a file must not send (P37)."""
    value = fields.values.get("status", "draft")
    if value == "draft" or value == "scheduled":
        return "scheduled" if value == "scheduled" else "draft"
    word = str(value).lower()
    if word in _BECOMES:
        message = f"a campaign is not written to be {word}: Klaviyo says so when it is"
        hint = "Write  status: scheduled;  to stop one that is scheduled, do it on Klaviyo"
    elif word in ("now", "send", "immediate", "immediately"):
        message, hint = "sending now is an act, not a state", f"Leave status: out, and run  mktctl send campaign/{ref}"
    else:
        message = f"status: is draft or scheduled, not {shown(value)}"
        hint = "Write  status: scheduled" if word in _SCHEDULED else "Write  status: draft  (what it is when left out)"
    fields.error("CMP007", "status", message, hint)
    return "draft"


def _tested(message: CampaignMessage) -> TriedMessage:
    if isinstance(message, EmailMessage):
        return TriedMessage(
            channel="email",
            template=message.template,
            subject=message.subject,
            preview_text=message.preview_text,
        )
    if isinstance(message, SmsMessage):
        return TriedMessage(channel="sms", template=message.template, content=message.content)
    return TriedMessage(channel="push", template=message.template)
