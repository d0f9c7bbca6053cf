"""Whether an instant lies in a window. Days are UTC days (G1)."""

import calendar
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from mktctl.model.condition import (
    AfterDate,
    Anniversary,
    AnniversaryWithin,
    BeforeDate,
    BetweenAgo,
    BetweenDates,
    CalendarMonth,
    Ever,
    InTheLast,
    InTheNext,
    MoreThanAgo,
    SinceStart,
    When,
)
from mktctl.model.duration import Duration

_DAY: Final = timedelta(days=1)


def instant_of(value: Any) -> datetime | None:
    """A date property as an instant: a day is its first moment, text is ISO 8601, no zone is UTC. None: no date."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return _start(value)
    return None


def lies_in(when: When, instant: datetime, now: datetime, started: datetime | None = None) -> bool:
    """Whether `instant` lies in the window, seen at `now`; `started` is the run's start, for `since: start`.

    The edges: `within` has its older one, `before … ago` has none, `between … ago` the older one (G1), fixed dates
    both; `before` a date ends as that day begins, `after` a date begins behind that moment.
    """
    match when:
        case Ever():
            return True
        case SinceStart():
            assert started is not None, "since: start needs a run"
            return instant >= started
        case InTheLast(span=span):
            return now - _length(span) <= instant <= now
        case InTheNext(span=span):
            return now < instant <= now + _length(span)
        case MoreThanAgo(span=span):
            return instant < now - _length(span)
        case BetweenAgo(older=older, nearer=nearer):
            return now - _length(older) <= instant < now - _length(nearer)
        case BeforeDate(day=day):
            return instant < _start(day)
        case AfterDate(day=day):
            return instant > _start(day)
        case BetweenDates(start=start, end=end):
            return _start(start) <= instant < _start(end) + _DAY
        case CalendarMonth(month=month):
            return instant.month == month
        case Anniversary(span="today"):
            return _anniversary(instant.date(), now.astimezone(UTC).year) == now.astimezone(UTC).date()
        case Anniversary():
            return instant.month == now.astimezone(UTC).month
        case AnniversaryWithin():
            return _comes_round(when, instant.date(), now.astimezone(UTC))


def _comes_round(when: AnniversaryWithin, day: date, now: datetime) -> bool:
    """Whole days, today among them in both directions."""
    other = now + _length(when.span) if when.direction == "next" else now - _length(when.span)
    first, last = sorted((now.date(), other.date()))
    return any(first <= _anniversary(day, year) <= last for year in range(first.year, last.year + 1))


def _anniversary(day: date, year: int) -> date:
    """29 February is kept on the 28th in other years (T56)."""
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _length(span: Duration) -> timedelta:
    return timedelta(minutes=span.total_minutes)
