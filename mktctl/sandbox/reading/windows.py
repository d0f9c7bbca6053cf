"""A `timeframe_filter`, or a date filter that is one, as a window of the model. None: the model has no word for it."""

from datetime import UTC, date, datetime, time
from typing import Any, Final

from mktctl.model.condition import (
    AfterDate,
    BeforeDate,
    BetweenAgo,
    BetweenDates,
    Ever,
    InTheLast,
    MoreThanAgo,
    SinceStart,
    Window,
)
from mktctl.model.duration import Duration, Unit

_UNITS: Final[dict[str, Unit]] = {"hour": "hour", "day": "day", "week": "week"}


def read_window(document: dict[str, Any]) -> Window | None:
    """The window that a date filter names."""
    match document["operator"]:
        case "alltime":
            return Ever()
        case "flow-start":
            return SinceStart()
        case "in-the-last":
            return InTheLast(span=whole_units(document))
        case "at-least":
            return MoreThanAgo(span=whole_units(document))
        case "between":
            return _between_ago(document)
        case "before":
            day = _first_instant(document["date"])
            return None if day is None else BeforeDate(day=day)
        case "after":
            day = _first_instant(document["date"])
            return None if day is None else AfterDate(day=day)
        case "between-static":
            return _between_dates(document["start"], document["end"])
        case _:
            return None


def whole_units(document: dict[str, Any]) -> Duration:
    """`{unit: day, quantity: 30}`."""
    return Duration(amount=document["quantity"], unit=_UNITS[document["unit"]])


def _between_ago(document: dict[str, Any]) -> BetweenAgo:
    """ "Between 10 and 20 days ago": whichever number stands first, the larger one is longer ago."""
    unit = _UNITS[document["unit"]]
    nearer, older = sorted((document["start"], document["end"]))
    return BetweenAgo(older=Duration(amount=older, unit=unit), nearer=Duration(amount=nearer, unit=unit))


def _between_dates(start: str, end: str) -> BetweenDates | None:
    first = _first_instant(start)
    last = _first_instant(end) or _last_second(end)
    return None if first is None or last is None else BetweenDates(start=first, end=last)


def _first_instant(text: str) -> date | None:
    """The day that begins at this instant, in UTC (G1); None for any other time of day."""
    read = _utc(text)
    return read.date() if read.time() == time() else None


def _last_second(text: str) -> date | None:
    read = _utc(text)
    return read.date() if read.time().replace(microsecond=0) == time(23, 59, 59) else None


def _utc(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
