"""`issues: {DATE: {email? subject? preview_text?}}`: what one date of a campaign that comes again has of its own."""

from typing import Final

import msgspec

from mktctl.kinds.campaigns.messages import CHANNELS, MessageChannel, message_of
from mktctl.kinds.campaigns.moments import read_day
from mktctl.kinds.campaigns.recurrences import near_dates
from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.names import Names
from mktctl.kinds.spelling import shown
from mktctl.kinds.subjects import read_subject
from mktctl.model.ab_test import ABTest
from mktctl.model.campaign import CampaignMessage, EmailMessage, Issue, PushMessage, Send, SendAgain, SmsMessage
from mktctl.model.places import KEY
from mktctl.model.recurrence import falls_on

ISSUES_MAX: Final = 1_000
"""Dates of one campaign with something of their own; a horizon has at most 366."""
_TEXTS: Final = ("subject", "preview_text")
_INSTEAD: Final = {
    "template": "Write email:", "preview": "Write preview_text:", "at": "Every date has the time of send:",
    "audience": "Every date goes to the same people; for others make a campaign of its own",
    "from": "Every date comes from the same sender", "skip": "Write  except: […]  under send:",
    "send": "Every date has the time of send:",
}  # fmt: skip


def read_issues(
    fields: Fields, message: CampaignMessage, send: Send | None, test: ABTest | None, names: Names
) -> tuple[Issue, ...]:
    """In the order of the file, resolved over the campaign's own message."""
    expected = "what single dates have of their own, such as {2026-12-22: {subject: Last post}}"
    hint = "Each date stands in front of what it has, without a dash:  2026-12-22: {subject: …}"
    below = fields.below("issues", expected, hint=hint)
    if below is None:
        return ()
    if send is not None and not isinstance(send, SendAgain):
        hint = 'Take issues: out; or write  send: {every: tuesday, at: "09:00"}'
        text = "issues: are dates of what comes again, and this is sent once"
        fields.report.error("CMP015", (*fields.at("issues"), KEY), text, hint)
        return ()
    if len(below.values) > ISSUES_MAX:
        text = f"issues: has {len(below.values):,} dates; {ISSUES_MAX:,} are the most"
        fields.report.error("CMP015", (*fields.at("issues"), KEY), text, "Take out those that are past")
        return ()
    found = [_issue(below, key, message, send, test, names) for key in below.values]
    return tuple(one for one in found if one is not None)


def _issue(
    below: Fields, key: str, message: CampaignMessage, send: SendAgain | None, test: ABTest | None, names: Names
) -> Issue | None:
    day = read_day(below.report, key, (*below.at(key), KEY))
    channel = channel_of(message)
    if isinstance(value := below.values[key], str):
        subject = channel == "email" and value not in names.templates
        hint = f"Write  {key}: {{{'subject' if subject else channel}: {value}}}"
        below.error("KEY003", key, f"{key}: has keys of its own, such as {channel}:; this is {shown(value)}", hint)
        return None
    expected = f"what {key} has of its own, such as {{{'subject' if channel == 'email' else channel}: …}}"
    one = fields_of(below.report, below.values[key], below.at(key), expected)
    if one is None:
        return None
    known = {channel, *(_TEXTS if channel == "email" else ())}
    other: dict[str, str] = dict.fromkeys(CHANNELS, f"The campaign is {channel}:, and so is each date of it")
    one.only(known, instead={**_INSTEAD, **other}, what="an issue")
    if not one.values:
        below.report.error("CMP015", below.at(key), f"{key} has nothing of its own", "Write subject: or take it out")
        return None
    if day is None or send is None:
        return None
    if not falls_on(send, day):
        text = f"nothing is sent on {day} ({day:%A})"
        hint = "It is under  except:" if day in send.excluded else near_dates(send, day)
        below.report.error("CMP014", (*below.at(key), KEY), text, hint)
        return None
    if test is not None and (tested := _tested_key(one, channel, test)):
        text = f"{tested}: of {day} would be sent to nobody: the test's variants have their own"
        one.report.error("CMP017", (*one.at(tested), KEY), text, "Make a campaign of its own for that date")
        return None
    return Issue(day=day, message=_over(one, channel, message, names))


def channel_of(message: CampaignMessage) -> MessageChannel:
    """Of a message, as the files call it."""
    match message:
        case SmsMessage():
            return "sms"
        case PushMessage():
            return "push"
    return "email"


def _tested_key(one: Fields, channel: MessageChannel, test: ABTest) -> str:
    """The word of an issue that its campaign's test varies; empty when there is none."""
    varied = {"subject": "subject", "content": channel}.get(test.vary, "")
    return varied if varied in one else ""


def _over(one: Fields, channel: MessageChannel, message: CampaignMessage, names: Names) -> CampaignMessage:
    """The issue's words over the campaign's; a template of its own brings its own subject and preview along."""
    if channel in one:
        made = message_of(one, channel, names)
        if isinstance(made, EmailMessage) and isinstance(message, EmailMessage):
            return msgspec.structs.replace(made, sender=message.sender)
        return made
    if not isinstance(message, EmailMessage):
        return message
    return msgspec.structs.replace(
        message,
        subject=read_subject(one, "subject", default=message.subject),
        preview_text=read_subject(one, "preview_text", default=message.preview_text),
    )
