"""Windows and dates: which spans Klaviyo takes (P17) and which windows stand where."""

from typing import Final

from mktctl.model.condition import (
    Anniversary,
    AnniversaryWithin,
    BetweenAgo,
    CalendarMonth,
    Ever,
    InTheLast,
    InTheNext,
    MoreThanAgo,
    SinceStart,
    When,
)
from mktctl.model.duration import Duration

DAYS_PER_MONTH: Final = 30
_TAKEN: Final = ("hour", "day", "week")


def span_refusal(span: Duration) -> str | None:
    """Why Klaviyo's windows do not take this span."""
    if span.unit == "month":
        return f"Klaviyo counts windows in hours, days and weeks. Write {span.amount * DAYS_PER_MONTH} days"
    if span.unit not in _TAKEN or span.minutes:
        return f"Klaviyo counts windows in whole hours, days and weeks; {span} is none"
    return None


def when_refusal(when: When) -> str | None:
    """Why this window cannot be sent at all."""
    match when:
        case InTheLast(span=span) | MoreThanAgo(span=span) | InTheNext(span=span) | AnniversaryWithin(span=span):
            return span_refusal(span)
        case BetweenAgo(older=older, nearer=nearer):
            if older.unit != nearer.unit:
                return f"both ends take one unit: {older} and {nearer} differ"
            if older.amount <= nearer.amount:
                return f"the older end comes first: {older} is not before {nearer}"
            return span_refusal(older) or span_refusal(nearer)
        case _:
            return None


def date_refusal(when: When) -> str | None:
    """Why a date, of a profile or of a consent, cannot be compared so."""
    if isinstance(when, Ever | SinceStart):
        return "a date is compared with within, next, before, after, between, anniversary or month"
    return when_refusal(when)


def joined_refusal(when: When) -> str | None:
    """Why the moment of joining a list cannot be compared so."""
    if isinstance(when, SinceStart | InTheNext | Anniversary | AnniversaryWithin | CalendarMonth):
        return "joining a list is compared with within, before, after or between"
    return when_refusal(when)
