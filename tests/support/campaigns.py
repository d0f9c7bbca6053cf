"""Campaigns built by hand, for tests of what comes behind the files."""

from datetime import date, datetime
from typing import Any

from mktctl.model.ab_test import ABTest, Variant, Winner
from mktctl.model.address import Address
from mktctl.model.campaign import (
    Audience,
    Campaign,
    EmailMessage,
    PushMessage,
    SendAgain,
    SendAt,
    SendSmart,
    SmsMessage,
    Spread,
)
from mktctl.model.duration import Duration
from mktctl.model.template import PushTemplate, SmsTemplate
from mktctl.model.workspace import Workspace
from tests.support.workspaces import SENDER, segment, template, workspace

NEWSLETTER = Address(kind="list", ref="newsletter")
VIP = Address(kind="segment", ref="vip")
FRIDAY = datetime.fromisoformat("2026-11-27T09:00")
AT = SendAt(at=FRIDAY, zone="Europe/Paris")
LOCAL = SendAt(at=FRIDAY, zone="recipient")
SPREAD = SendAt(at=FRIDAY, zone="Europe/Paris", spread=Spread(percent=20, unit="hour"))
SMART = SendSmart(day=date(2026, 11, 27))
WEEKLY = SendAgain(cron="0 9 * * TUE", zone="recipient")
"""Dates of the tests' accounts, which begin on Monday, 2 November 2026: 3, 10, 17, 24 November."""


def mail(ref: str = "sale", **settings: Any) -> EmailMessage:
    """A mail of that template."""
    given = {"subject": "Black Friday", "preview_text": "20 % off", "sender": SENDER}
    return EmailMessage(template=ref, **{**given, **settings})


def text_message(body: str = "Sale today") -> SmsMessage:
    """A text message."""
    return SmsMessage(template="flash", content=SmsTemplate(ref="flash", name="flash", body=body))


def push_message(title: str = "New") -> PushMessage:
    """A push."""
    content = PushTemplate(ref="launch", name="launch", title=title, body="Look inside", open="home")
    return PushMessage(template="launch", content=content)


def subjects(*words: str, sample: int | None = 20) -> ABTest:
    """A test of subjects; four hours on a sample unless it is an even split."""
    winner = Winner(after=Duration(amount=4, unit="hour")) if sample is not None else None
    variants = tuple(Variant(name=f"v{number}", subject=word) for number, word in enumerate(words))
    shares = tuple([100 // len(words)] * len(words))
    return ABTest(vary="subject", variants=variants, shares=shares, winner=winner, sample=sample)


def campaign(**settings: Any) -> Campaign:
    """`campaign/black-friday`, scheduled, to the newsletter without the segment."""
    given: dict[str, Any] = {
        "ref": "black-friday",
        "name": "Black Friday",
        "message": mail(),
        "audience": Audience(include=(NEWSLETTER,), exclude=(VIP,)),
        "send": AT,
        "status": "scheduled",
    }
    return Campaign(**{**given, **settings})


def with_campaigns(*campaigns: Campaign, **settings: Any) -> Workspace:
    """A list, a segment, two mails and these campaigns."""
    html = settings.pop("html", "<p>Sale {% unsubscribe 'bye' %}</p>")
    resources = (segment(), template("sale", html), template("other", "<p>Other {% unsubscribe 'x' %}</p>"))
    return workspace(*resources, campaigns={one.ref: one for one in campaigns}, **settings)
