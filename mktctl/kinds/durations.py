"""DURATION, in the forms and units that each place takes."""

import functools
import re
from typing import Final

import msgspec

from mktctl.kinds.report import Report
from mktctl.kinds.spelling import either, shown
from mktctl.model.duration import Duration, Unit
from mktctl.model.places import Path

_WORDS: Final[dict[str, Unit]] = {
    "minute": "minute", "minutes": "minute", "min": "minute", "hour": "hour", "hours": "hour", "h": "hour",
    "day": "day", "days": "day", "d": "day", "week": "week", "weeks": "week", "w": "week",
    "month": "month", "months": "month",
}  # fmt: skip
_ONE: Final = re.compile(r"([0-9]+) ?([A-Za-z]+)")
_TWO: Final = re.compile(r"([0-9]+) ?(?:hours?|h) ?([0-9]+) ?(?:minutes?|min)")
_AMOUNT_MAX: Final = 99_999
_IN_DAYS: Final = {"year": 365, "years": 365, "quarter": 90, "quarters": 90, "fortnight": 14, "fortnights": 14}
"""Units that Klaviyo has nowhere, in days."""
_NUMBERS: Final = {
    **dict.fromkeys(("a", "an", "one"), 1),
    **{word: number for number, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight"), 2)},
}
_IN_WORDS: Final = re.compile(
    rf"(?:in |after |the |last |past |for |another )*([0-9]{{1,5}}|{'|'.join(_NUMBERS)}) ?-?([a-z]+?)s?"
    r"(?: later| ago| after(?:wards)?| delay| from now)?",
    re.IGNORECASE,
)


class Units(msgspec.Struct, frozen=True):
    """The units that one place takes, and the example that its messages show."""

    units: tuple[Unit, ...]
    example: str
    code: str
    least: int = 1
    days_most: int = _AMOUNT_MAX
    """More days are not offered in a hint."""


WAITS: Final = Units(("minute", "hour", "day", "week"), "2 days", "WAI001")
BEFORE_A_DATE: Final = Units(("day", "week", "month"), "7 days", "WAI009", 0)
"""0 days is the date itself."""
WINDOWS: Final = Units(("hour", "day", "week"), "90 days", "CND022")


def read_duration(report: Report, value: object, path: Path, units: Units) -> Duration | None:
    """A span in one of the units; None with an error that shows the right spelling."""
    span, message, hint = _parsed(value, units) if isinstance(value, str) else _parse(value, units)
    if span is None:
        report.error(units.code, path, message, hint or f"Write it like  {units.example}")
    return span


@functools.lru_cache(maxsize=1024)  # a programme has a few spans, in many places
def _parsed(value: str, units: Units) -> tuple[Duration | None, str, str]:
    return _parse(value, units)


def _parse(value: object, units: Units) -> tuple[Duration | None, str, str]:
    if not isinstance(value, str):
        return None, f"a span has a number and a unit; this is {shown(value)}", _with_unit(value, units)
    text = value.strip()
    if found := _TWO.fullmatch(text):
        return _hours_and_minutes(int(found[1]), int(found[2]), units)
    found = _ONE.fullmatch(text)
    if found is None:
        return None, f"{shown(value)} is no span: a number and a unit, such as {units.example}", _repaired(text, units)
    amount, word = int(found[1][:9]), found[2]
    if word == "m":
        months = f"{amount} months" if "month" in units.units else f"{amount * 30} days"
        meant = f"{amount} minutes" if "minute" in units.units else months
        return None, f"{text} could be minutes or months", f"Write  {meant}"
    unit = _WORDS.get(word) or _WORDS.get(word.lower())
    if unit is None or word not in _WORDS:
        such = Duration(amount=max(1, amount), unit=_WORDS[units.example.split()[1]])
        hint = _written(amount, unit, units) if unit else _in_days(amount, word, units) or f"Such as  {such}"
        return None, f"{word} is no unit of time: minutes, hours, days or weeks", hint
    if unit not in units.units:
        return None, f"{text}: here Klaviyo counts in {_plural(units)}", _converted(amount, unit, units)
    if not units.least <= amount <= _AMOUNT_MAX:
        return None, f"{text}: a span is at least {units.least} and at most {_AMOUNT_MAX}", ""
    return Duration(amount=amount, unit=unit), "", ""


def _hours_and_minutes(hours: int, minutes: int, units: Units) -> tuple[Duration | None, str, str]:
    if "minute" not in units.units:
        hint = f"Write  {hours} hours" if "hour" in units.units else _converted(hours, "hour", units)
        return None, f"here Klaviyo counts in {_plural(units)}", hint
    if not 1 <= minutes <= 59 or not 1 <= hours <= _AMOUNT_MAX:
        total = hours * 60 + minutes
        hint = f"Write  {total // 60} hours {total % 60} minutes" if total % 60 else f"Write  {total // 60} hours"
        return None, "beside hours there are 1 to 59 minutes", hint
    return Duration(amount=hours, unit="hour", minutes=minutes), "", ""


def _plural(units: Units) -> str:
    return either(f"{unit}s" for unit in units.units)


def _converted(amount: int, unit: Unit, units: Units) -> str:
    if units.units == ("hour",) and unit in ("day", "week"):
        return f"Write  {amount * (24 if unit == 'day' else 168)} hours"
    if "hour" not in units.units and unit in ("minute", "hour"):
        days = max(1, round(amount / (24 if unit == "hour" else 1440)))
        return f"Write  {days} day{'' if days == 1 else 's'}"
    if unit == "month":
        return f"Write  {amount * 30} days"
    if unit == "minute":
        return f"Write  {max(1, round(amount / 60))} hours" if amount > 90 else "Write  1 hour"
    return ""


def _with_unit(value: object, units: Units) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return f"Write  {value} {units.example.split()[1]}"
    return ""


def _written(amount: int, unit: Unit, units: Units) -> str:
    """The hint with a span as it is written here."""
    return f"Write  {Duration(amount=amount, unit=unit)}" if unit in units.units else _converted(amount, unit, units)


def _in_days(amount: int, word: str, units: Units) -> str:
    """The hint for years, quarters and fortnights; empty for other words, and where days are too many."""
    days = amount * _IN_DAYS.get(word.lower(), 0)
    return f"Write  {days} days" if "day" in units.units and 0 < days <= units.days_most else ""


def _repaired(text: str, units: Units) -> str:
    if found := _IN_WORDS.fullmatch(text):
        amount = _NUMBERS.get(found[1].lower()) or int(found[1])
        word = found[2].lower()
        return _written(amount, _WORDS[word], units) if word in _WORDS else _in_days(amount, word, units)
    if found := re.fullmatch(r"([0-9]+)[.,]([0-9]+) ?(hours?|h|days?|d)", text):
        hours = float(f"{found[1]}.{found[2]}") * (24 if found[3].startswith("d") else 1)
        if hours == int(hours):
            return f"Write  {int(hours)} hours"
        minutes = Duration(amount=round(hours % 1 * 60), unit="minute")
        return f"Write  {Duration(amount=int(hours), unit='hour')} {minutes}" if hours >= 1 else f"Write  {minutes}"
    return ""
