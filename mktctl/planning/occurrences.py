"""A campaign that comes again, as one campaign for each date within its horizon (P40)."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from mktctl.model.ab_test import ABTest
from mktctl.model.campaign import Campaign, CampaignMessage, EmailMessage, SendAgain, SendAt, SmsMessage
from mktctl.model.recurrence import dates_between

DATED: Final = " · "
"""Between the campaign's name and the date of one of its issues."""


def occurrences(campaign: Campaign, now: datetime) -> tuple[Campaign, ...]:
    """Each with its date in the ref (`weekly-newsletter@2026-12-01`), in the name, and with its issue's message.

    `now` is aware and on the account's clock, which counts the dates: today, even if its hour is over, to
    `horizon_days` ahead. A campaign that is sent once gives itself.
    """
    send = campaign.send
    if not isinstance(send, SendAgain):
        return (campaign,)
    assert now.tzinfo is not None, "a moment without a zone is on nobody's clock"
    today = now.date()
    days = dates_between(send, today, today + timedelta(days=send.horizon_days))
    return tuple(_on(campaign, at, send.zone) for at in days)


def name_on(name: str, day: date) -> str:
    """What one date of the campaign is called on the platform."""
    return f"{name}{DATED}{day}"


def _on(campaign: Campaign, at: datetime, zone: str) -> Campaign:
    day = at.date()
    own = next((issue.message for issue in campaign.issues if issue.day == day), None)
    return msgspec.structs.replace(
        campaign,
        ref=f"{campaign.ref}@{day}",
        name=name_on(campaign.name, day),
        message=own or campaign.message,
        send=SendAt(at=at, zone=zone),
        ab_test=campaign.ab_test and _tested(campaign.ab_test, own),
        issues=(),
        moved_from=campaign.moved_from and f"{campaign.moved_from}@{day}",
    )


def _tested(test: ABTest, own: CampaignMessage | None) -> ABTest:
    """The test with what an issue has of its own in place of what the variants have from the campaign's message."""
    given: dict[str, Any] = {}
    if isinstance(own, EmailMessage):
        given = {"template": own.template, "subject": own.subject, "preview_text": own.preview_text}
    elif isinstance(own, SmsMessage):
        given = {"template": own.template, "content": own.content}
    varied = {"subject": {"subject"}, "content": {"template", "content"}, "send_time": set()}[test.vary]
    kept = {key: value for key, value in given.items() if key not in varied}
    variants = tuple(msgspec.structs.replace(one, **kept) for one in test.variants)
    return msgspec.structs.replace(test, variants=variants)
