"""`at: 2026-11-27 09:00`: a day and a time of day, on a clock that may skip an hour or have it twice."""

import re
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from mktctl.diagnostics import Severity
from mktctl.kinds.report import Report
from mktctl.kinds.spelling import shown
from mktctl.kinds.times import read_date, right_time
from mktctl.model.places import Path, Problem

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
"""Beyond them is a slip, and the calendar's arithmetic ends somewhere."""
_MOMENT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ((?:[01][0-9]|2[0-3]):[0-5][0-9])")
_LOOSE: Final = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[T, ]+(?:at )?(.+?))?(Z|[+-][0-9:]{2,6})?")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})(?: +(.+))?")
_SECONDS: Final = re.compile(r"([0-9]{1,2}:[0-9]{2}):[0-9]{2}(?:\.[0-9]+)?")


def read_send_time(report: Report, value: object, path: Path) -> datetime | None:
    """Without a zone; None with an error that shows the right spelling."""
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is not None:
        day = read_day(report, found[1], path)
        return datetime.combine(day, time.fromisoformat(found[2])) if day else None
    report.error("CMP008", path, f"{shown(value)} is no day and time: YYYY-MM-DD HH:MM", _right_moment(value))
    return None


def read_day(report: Report, value: object, path: Path) -> date | None:
    """A day on which something can be sent; None with an error."""
    day = read_date(report, value, path, code="CMP008")
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        report.error("CMP008", path, f"nothing is sent in the year {day.year}", "Look at the year")
        return None
    return day


def _right_moment(value: object) -> str:
    text = str(value).strip()
    if right_time(value):
        return f"Add the day, such as  at: 2026-11-27 {right_time(value).strip(chr(34))}"
    if found := _LOOSE.fullmatch(text):
        day = _day(found[1], found[2], found[3])
        zone = ";  the zone stands beside it:  timezone: …" if found[5] else ""
        return f"Write  at: {day} {_time(found[4])}{zone}" if day else ""
    if (found := _DAY_FIRST.fullmatch(text)) and int(found[1]) > 12:
        day = _day(found[3], found[2], found[1])
        return f"Write  at: {day} {_time(found[4])}" if day else ""
    if found:
        return f"Write it with the year first, such as  at: {found[3]}-11-27 {_time(found[4])}"
    return "Write it like  at: 2026-11-27 09:00"


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _time(written: str | None) -> str:
    text = _SECONDS.sub(r"\1", written or "")
    return right_time(text).strip('"') or "09:00"


def hold_against_clock(report: Report, at: datetime, zone: str, path: Path) -> bool:
    """Whether the clock of `zone` shows that time: an error where it jumps over it, a note where it comes twice."""
    earlier, later = (at.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if earlier.utcoffset() == later.utcoffset():
        return True
    if earlier.astimezone(UTC).astimezone(earlier.tzinfo).replace(tzinfo=None) != at:
        shows = earlier.astimezone(UTC).astimezone(earlier.tzinfo)
        message = f"there is no {at:%H:%M} in {zone} on {at.date()}: the clocks go forward over it"
        report.error("CMP009", path, message, f"Write  at: {shows:%Y-%m-%d %H:%M}")
        return False
    message = f"{at:%H:%M} comes twice in {zone} on {at.date()}, when the clocks go back: the first is meant"
    hint = "Take another hour if that matters"
    report.problems.append(Problem(code="CMP009", message=message, path=path, hint=hint, severity=Severity.NOTE))
    return True
