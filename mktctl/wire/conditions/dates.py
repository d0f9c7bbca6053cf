"""Windows and date tests as Klaviyo's date filters. Time frames are UTC (G1).

A day becomes the instant at which it begins, except the end of `between`, which both ends belong to: its last second,
so that the day counts whether the platform compares days or instants.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

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
from mktctl.model.duration import Duration, Unit

UNITS: Final[Mapping[str, Unit]] = {"hour": "hour", "day": "day", "week": "week"}
_FIRST_INSTANT: Final = "T00:00:00+00:00"
_LAST_SECOND: Final = "T23:59:59+00:00"
_ANNIVERSARIES: Final[Mapping[str, Literal["today", "this_month"]]] = {
    "anniversary": "today",
    "anniversary-month": "this_month",
}
_DIRECTIONS: Final[Mapping[str, Literal["last", "next"]]] = {"anniversary-last": "last", "anniversary-next": "next"}


def encode_when(when: When) -> dict[str, Any]:
    """A filter of type date; spans are those that `spans` lets through."""
    return {"type": "date", **_operator(when)}


def _operator(when: When) -> dict[str, Any]:
    match when:
        case Ever():
            return {"operator": "alltime"}
        case SinceStart():
            return {"operator": "flow-start"}
        case InTheLast(span=span):
            return {"operator": "in-the-last", **_quantity(span)}
        case InTheNext(span=span):
            return {"operator": "in-the-next", **_quantity(span)}
        case MoreThanAgo(span=span):
            return {"operator": "at-least", **_quantity(span)}
        case BeforeDate(day=day):
            return {"operator": "before", "date": f"{day}{_FIRST_INSTANT}"}
        case AfterDate(day=day):
            return {"operator": "after", "date": f"{day}{_FIRST_INSTANT}"}
        case BetweenDates(start=start, end=end):
            return {"operator": "between-static", "start": f"{start}{_FIRST_INSTANT}", "end": f"{end}{_LAST_SECOND}"}
        case BetweenAgo(older=older, nearer=nearer):
            return {"operator": "between", "start": nearer.amount, "end": older.amount, "unit": nearer.unit}
        case Anniversary(span=span):
            return {"operator": next(word for word, meant in _ANNIVERSARIES.items() if meant == span)}
        case AnniversaryWithin(span=span, direction=direction):
            return {"operator": f"anniversary-{direction}", **_quantity(span)}
        case CalendarMonth(month=month):
            return {"operator": "calendar-month", "value": month}


def decode_when(document: Mapping[str, Any]) -> When | None:
    """The window or date test; None when the model has no word for it."""
    match document:
        case {"operator": "alltime"}:
            return Ever()
        case {"operator": "flow-start"}:
            return SinceStart()
        case {"operator": "in-the-last", "unit": unit, "quantity": int(amount)} if unit in UNITS:
            return InTheLast(span=Duration(amount=amount, unit=UNITS[unit]))
        case {"operator": "in-the-next", "unit": unit, "quantity": int(amount)} if unit in UNITS:
            return InTheNext(span=Duration(amount=amount, unit=UNITS[unit]))
        case {"operator": "at-least", "unit": unit, "quantity": int(amount)} if unit in UNITS:
            return MoreThanAgo(span=Duration(amount=amount, unit=UNITS[unit]))
        case {"operator": "between", "start": int(start), "end": int(end), "unit": unit} if unit in UNITS:
            nearer, older = (Duration(amount=amount, unit=UNITS[unit]) for amount in sorted((start, end)))
            return BetweenAgo(older=older, nearer=nearer)
        case {"operator": "anniversary-last" | "anniversary-next" as word, "unit": unit, "quantity": int(amount)} if (
            unit in UNITS
        ):
            return AnniversaryWithin(span=Duration(amount=amount, unit=UNITS[unit]), direction=_DIRECTIONS[word])
        case {"operator": "anniversary" | "anniversary-month" as word}:
            return Anniversary(span=_ANNIVERSARIES[word])
        case {"operator": "calendar-month", "value": int(month)}:
            return CalendarMonth(month=month)
        case _:
            return _decode_days(document)


def settled_days(document: Mapping[str, Any]) -> dict[str, Any]:
    """The filter with its days written as `encode_when` writes them, for comparing two spellings of one day."""
    when = _decode_days(document)
    return dict(document) if when is None else {**document, **encode_when(when)}


def _decode_days(document: Mapping[str, Any]) -> When | None:
    match document:
        case {"operator": "before", "date": text} if (day := _day(text, _FIRST_INSTANT)) is not None:
            return BeforeDate(day=day)
        case {"operator": "after", "date": text} if (day := _day(text, _FIRST_INSTANT)) is not None:
            return AfterDate(day=day)
        case {"operator": "between-static", "start": first, "end": last}:
            start = _day(first, _FIRST_INSTANT)
            end = _day(last, _LAST_SECOND) or _day(last, _FIRST_INSTANT)
            return None if start is None or end is None else BetweenDates(start=start, end=end)
        case _:
            return None


def _day(text: Any, moment: str) -> date | None:
    """The day that `text` names by its `moment`, however UTC is spelt; None for any other instant."""
    if not isinstance(text, str):
        return None
    plain = text.replace("Z", "+00:00") if text.endswith("Z") else text
    day, _, rest = plain.partition("T")
    if rest not in ("", moment[1:], moment[1:].removesuffix("+00:00")):
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _quantity(span: Duration) -> dict[str, Any]:
    return {"unit": span.unit, "quantity": span.amount}
