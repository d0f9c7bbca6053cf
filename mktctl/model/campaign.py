"""Campaigns: one message, to whom, and when. One that comes again stands for a campaign on each of its dates (P40)."""

from datetime import date, datetime
from typing import Literal

from mktctl.model.ab_test import ABTest
from mktctl.model.address import Address
from mktctl.model.condition import Node
from mktctl.model.resource import Resource
from mktctl.model.template import PushTemplate, Sender, SmsTemplate


class EmailMessage(Node, frozen=True, kw_only=True):
    """A mail, resolved: the campaign's own subject, preview and sender, else the template's, else the brand's."""

    template: str
    subject: str
    preview_text: str
    sender: Sender


class SmsMessage(Node, frozen=True, kw_only=True):
    """A text message; `content` is the built template."""

    template: str
    content: SmsTemplate


class PushMessage(Node, frozen=True, kw_only=True):
    """A push message."""

    template: str
    content: PushTemplate


CampaignMessage = EmailMessage | SmsMessage | PushMessage


class Audience(Node, frozen=True, kw_only=True):
    """Lists and segments; who is in an excluded one gets nothing (P1 of semantics.md: at most 15 are included)."""

    include: tuple[Address, ...]
    exclude: tuple[Address, ...] = ()


class Spread(Node, frozen=True, kw_only=True):
    """`spread: 20% per hour`: the audience in parts (`throttled`)."""

    percent: int
    unit: Literal["hour", "minute"]


class SendAt(Node, frozen=True, kw_only=True):
    """At a time of day of `zone`: an IANA name, or "recipient" for each person's own; `at` is without a zone.

    `if_past`: what becomes of people in whose zone it is past already, of "recipient" only.
    """

    at: datetime
    zone: str
    if_past: Literal["next_day", "now"] = "next_day"
    spread: Spread | None = None


class SendSmart(Node, frozen=True, kw_only=True):
    """`smart: DATE`: on that day of `zone`, the account's, when the platform thinks that each person reads."""

    day: date
    zone: str = "UTC"


class SendAgain(Node, frozen=True, kw_only=True):
    """`every:` or `cron:`. `cron` is five fields on the clock of the account, `at` included; dates count there.

    One campaign for each date from now to `horizon_days` ahead, less `excluded`, within `first` and `last`.
    """

    cron: str
    zone: str
    first: date | None = None
    last: date | None = None
    excluded: tuple[date, ...] = ()
    horizon_days: int = 28


Send = SendAt | SendSmart | SendAgain


class Issue(Node, frozen=True, kw_only=True):
    """`issues: {DATE: …}`: what one date of a campaign that comes again has of its own, resolved."""

    day: date
    message: CampaignMessage


class Campaign(Resource, frozen=True, kw_only=True):
    """`campaigns/<ref>.yaml`. `scheduled` sends it at its time; a draft waits for `mktctl send` (P37, P38)."""

    message: CampaignMessage
    audience: Audience
    send: Send
    status: Literal["draft", "scheduled"] = "draft"
    smart_sending: bool = True
    utm: bool = True
    ab_test: ABTest | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def channel(self) -> Literal["email", "sms", "push"]:
        """Of its message."""
        match self.message:
            case EmailMessage():
                return "email"
            case SmsMessage():
                return "sms"
            case PushMessage():
                return "push"
