"""The dates of a campaign that comes again: arithmetic on the account's calendar, without zones or a clock (P40)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from mktctl.model.campaign import SendAgain

DATES_MAX: Final = 1_000
"""Of one walk: more than a horizon of a year has days."""
_JUST_BEFORE: Final = timedelta(seconds=1)
"""A walk begins behind the moment that it is given."""


def dates_between(send: SendAgain, start: date, end: date) -> Iterator[datetime]:
    """Each date of the recurrence from `start` to `end`, both included, with its time of day; none twice.

    Dates outside `first` and `last`, and the excluded ones, are left out.
    """
    from croniter import CroniterBadDateError, croniter  # loads slowly, and few campaigns come again

    first = max(start, send.first or start)
    last = min(end, send.last or end)
    walk = croniter(send.cron, datetime.combine(first, datetime.min.time()) - _JUST_BEFORE)
    before: date | None = None
    for _ in range(DATES_MAX):
        try:
            at: datetime = walk.get_next(datetime)
        except CroniterBadDateError:  # 30 February
            return
        if at.date() > last:
            return
        if at.date() != before and at.date() not in send.excluded:
            yield at
        before = at.date()


def falls_on(send: SendAgain, day: date) -> bool:
    """Whether the campaign has an issue on that day."""
    return next(dates_between(send, day, day), None) is not None
