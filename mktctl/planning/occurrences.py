"""A campaign that comes again, as one campaign for each date within its horizon (P40)."""

from datetime import datetime, timedelta

import msgspec

from mktctl.model.campaign import Campaign, SendAgain, SendAt
from mktctl.model.recurrence import dates_between


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
    messages = {issue.day: issue.message for issue in campaign.issues}
    return tuple(
        msgspec.structs.replace(
            campaign,
            ref=f"{campaign.ref}@{at.date()}",
            name=f"{campaign.name} · {at.date()}",
            message=messages.get(at.date(), campaign.message),
            send=SendAt(at=at, zone=send.zone),
            issues=(),
            moved_from=campaign.moved_from and f"{campaign.moved_from}@{at.date()}",
        )
        for at in dates_between(send, today, today + timedelta(days=send.horizon_days))
    )
