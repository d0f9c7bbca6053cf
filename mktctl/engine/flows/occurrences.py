"""The days that a date flow is about: a person's date, once or again and again (T1). Times of day are ignored."""

import calendar
from datetime import date, datetime, timedelta
from typing import Any, Final

from mktctl.model.flow_graph import DateEntry
from mktctl.model.profile import Profile
from mktctl.wire.conditions.names import property_name

_DEFAULT_FREQUENCY: Final = "monthly"
"""What Klaviyo fills in."""


def date_of(entry: DateEntry, person: Profile) -> date | None:
    """The date as it is stored, without its time; None when it is not set, is no date, or is not the person's own."""
    named = None if entry.property is None else property_name(entry.property)
    if named is None:
        return None
    name, builtin = named
    return _day((person.fields if builtin else person.properties).get(name))


def occurs_on(entry: DateEntry, stored: date, day: date) -> bool:
    """Whether `day` is one of the flow's days for somebody with that date."""
    return next_day(entry, stored, day) == day


def next_day(entry: DateEntry, stored: date, since: date) -> date | None:
    """The first day of the flow at or behind `since`, even before the stored year (T1); None when it is over.

    A 29 February is the 28th in other years, a 31st the last day of shorter months (T56).
    """
    match entry.settings.get("recurrence_frequency") or _DEFAULT_FREQUENCY:
        case "annually":
            this_year = _in_month(since.year, stored.month, stored.day)
            return this_year if this_year >= since else _in_month(since.year + 1, stored.month, stored.day)
        case "monthly":
            this_month = _in_month(since.year, since.month, stored.day)
            if this_month >= since:
                return this_month
            years, month = divmod(since.month, 12)
            return _in_month(since.year + years, month + 1, stored.day)
        case "weekly":
            return since + timedelta(days=(stored.weekday() - since.weekday()) % 7)
        case _:
            return stored if stored >= since else None


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).date()
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
