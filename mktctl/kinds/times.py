"""TIME, DATE, a moment of both, and time zones: normalised once, each slip shown with its right spelling."""

import re
import zoneinfo
from datetime import date, datetime
from functools import cache
from typing import Final

from mktctl.kinds.report import Report
from mktctl.kinds.spelling import either, nearest, shown
from mktctl.model.places import Path

_TIME: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_LOOSE_TIME: Final = re.compile(
    r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))?(?::[0-9]{2})?(?: ?(?:h|Uhr|o'clock))? ?([ap]m)?", re.IGNORECASE
)
_MIDNIGHT: Final = '"00:00"'
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOSE_DATE: Final = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")


def read_time(report: Report, value: object, path: Path) -> str | None:
    """`HH:MM`."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        return value
    report.error("WAI006", path, f"{shown(value)} is no time of day: HH:MM with two digits each", _time_hint(value))
    return None


def _time_hint(value: object) -> str:
    right = right_time(value)
    if right == _MIDNIGHT:
        return f"Write  {right},  the beginning of a day" if str(value).startswith("24") else f"Write  {right}"
    return f"Write  {right}" if right else 'Write it like  "09:00"'


def right_time(value: object) -> str:
    """The time of day that is meant by `9am`, `9:00` or `9h30`, in its quotes; empty when none is."""
    found = _LOOSE_TIME.fullmatch(str(value).strip(" \"'“”„’‘"))
    if found is None or isinstance(value, bool):
        return ""
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour == 24 and minute == 0:
        return _MIDNIGHT
    return f'"{hour:02}:{minute:02}"' if hour <= 23 and minute <= 59 else ""


def read_date(report: Report, value: object, path: Path, *, code: str = "CND023") -> date | None:
    """`2026-11-27`."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            report.error(code, path, f"{value} is not in the calendar")
            return None
    report.error(code, path, f"{shown(value)} is no date: year, month, day", _right_date(value))
    return None


def _right_date(value: object) -> str:
    if isinstance(value, str) and _DATE.fullmatch(value[:10]) and value[10:11] in (" ", "T"):
        return f"Write  {value[:10]},  without a time of day"
    found = _LOOSE_DATE.fullmatch(str(value).strip())
    if found is None:
        return "Write it like  2026-11-27"
    first, second, year = int(found[1]), int(found[2]), found[3]
    if first > 12:
        return f"Write  {year}-{second:02}-{first:02}"
    return f"Write it with the year first, such as  {year}-11-27"


def read_moment(report: Report, value: object, path: Path) -> datetime | None:
    """`2026-11-02 09:00`, without a zone: the account's is meant."""
    day, _, time = value.partition(" ") if isinstance(value, str) else ("", "", "")
    if _DATE.fullmatch(day) and _TIME.fullmatch(time):
        try:
            return datetime.fromisoformat(f"{day}T{time}")
        except ValueError:
            report.error("PRJ004", path, f"{day} is not in the calendar")
            return None
    report.error("PRJ004", path, f"{shown(value)} is no day and time", "Write it like  2026-11-02 09:00")
    return None


@cache
def _known_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


_ZONES_MEANT: Final = {
    **dict.fromkeys(("cet", "cest", "mez", "mesz", "met"), "Europe/Paris"),
    **dict.fromkeys(("gmt", "z", "zulu"), "UTC"),
    **dict.fromkeys(("bst", "uk"), "Europe/London"), **dict.fromkeys(("est", "edt", "et", "us"), "America/New_York"),
    **dict.fromkeys(("cst", "cdt", "ct"), "America/Chicago"), **dict.fromkeys(("mst", "mdt", "mt"), "America/Denver"),
    **dict.fromkeys(("pst", "pdt", "pt"), "America/Los_Angeles"),
    **dict.fromkeys(("local", "profile", "user", "customer", "subscriber", "recipients", "local_time"), "recipient"),
    **dict.fromkeys(("store", "shop", "company", "default"), "account"),
}  # fmt: skip
"""Abbreviations of zones, which are no names of them, and other tools' words for whose clock counts."""


def is_zone(name: str) -> bool:
    """Whether `name` is UTC or an IANA zone with an area, such as Europe/Paris."""
    return name == "UTC" or ("/" in name and _known_zone(name))


def read_zone(report: Report, value: object, path: Path, *, words: tuple[str, ...] = ()) -> str | None:
    """An IANA zone, or one of the words."""
    if isinstance(value, str) and (value in words or is_zone(value)):
        return value
    zones = sorted(zoneinfo.available_timezones())
    folded = str(value).lower().replace(" ", "_")
    city = next((zone for zone in zones if zone.lower().endswith(f"/{folded}")), "")
    meant = _ZONES_MEANT.get(folded, "")
    known = [*words, *filter(is_zone, zones)]
    close = city or (meant if meant in known else nearest(folded, known))
    expected = either((*words, "a zone such as Europe/Paris"))
    report.error(
        "KEY004", path, f"{shown(value)} is no time zone: {expected}", f"Did you mean {close}?" if close else ""
    )
    return None
