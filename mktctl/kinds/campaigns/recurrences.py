"""`every: tuesday, at: "09:00"` and `cron: "0 9 * * TUE"`: what comes again, one campaign a date (P40)."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from mktctl.kinds.campaigns.crons import read_fields
from mktctl.kinds.campaigns.moments import read_day
from mktctl.kinds.durations import Units, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import nearest, shown
from mktctl.kinds.times import read_time, right_time
from mktctl.model.campaign import SendAgain
from mktctl.model.places import KEY
from mktctl.model.recurrence import dates_between, falls_on

_COMMON: Final = frozenset({"timezone", "from", "until", "except", "horizon"})
EVERY_KEYS: Final = _COMMON | {"every", "at"}
CRON_KEYS: Final = _COMMON | {"cron"}
HORIZON_DAYS: Final = 28
HORIZON_DAYS_MAX: Final = 366
EXCLUDED_MAX: Final = 1_000
"""Dates under `except:`; more than a horizon of a year has, whatever is past among them."""
WEEKDAYS: Final = {
    "monday": "MON", "tuesday": "TUE", "wednesday": "WED", "thursday": "THU", "friday": "FRI", "saturday": "SAT",
    "sunday": "SUN",
}  # fmt: skip
_HORIZON: Final = Units(("day", "week"), "4 weeks", "CMP012", days_most=HORIZON_DAYS_MAX)
_OF_MONTH: Final = re.compile(r"([1-9]|1[0-9]|2[0-8])(st|nd|rd|th) of month")
_ANY_OF_MONTH: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?(?: day)?(?: of)?(?: the| every| each)? months?")
_SOME_WEEKS: Final = re.compile(
    r"(?:2|3|4|two|three|four|1st|2nd|3rd|4th|first|second|third|fourth|last|other|bi-?weekly|fortnight)"
    r"[ -]*(?:weeks?|([a-z]+day)s?)?(?: of.*| on.*)?"
)
_FIRST_LOOKED_AT: Final = date(2024, 1, 1)
_DAYS_LOOKED_AT: Final = timedelta(days=4 * 366)
"""Within four years every date that there is comes at least once."""


def read_every(below: Fields, zone: str) -> SendAgain | None:
    """`every` and `at` as the cron that they mean."""
    days = _days(below, below.values["every"])
    at = None
    if below.require("at", 'At what time?  at: "09:00"', code="CMP012", message="every: needs a time of day"):
        at = _time(below)
    if days is None or at is None:
        _read_bounds(below, "0 9 * * *", zone)
        return None
    hour, minute = (int(part) for part in at.split(":"))
    return _held(below, "every", _read_bounds(below, f"{minute} {hour} {days}", zone))


def _time(below: Fields) -> str | None:
    """The time of day; one with a day in front is shown how to say that day."""
    written = below.values["at"]
    day, _, time = str(written).partition(" ")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) and right_time(time):
        message = f"{written} is no time of day: every: says on which days"
        below.error("WAI006", "at", message, f"Write  at: {right_time(time)};  the first day is  from: {day}")
        return None
    return read_time(below.report, written, below.at("at"))


def read_cron(below: Fields, zone: str) -> SendAgain | None:
    """Five fields on the clock of `zone`, once a day at most."""
    cron = read_fields(below, "cron")
    if cron is None:
        return None
    return _held(below, "cron", _read_bounds(below, cron, zone))


def every_meant(text: str) -> str:
    """How `every:` says it; empty when nothing like it is meant."""
    words = text.lower().removeprefix("every ").removeprefix("each ").strip()
    if words in ("day", "daily", "days"):
        return "day"
    if words in ("week", "weekly"):
        return "tuesday"
    if words in ("weekday", "weekdays", "workday", "workdays"):
        return "[mon, tue, wed, thu, fri]"
    if words in ("month", "monthly", "first of month", "first of the month"):
        return "1st of month"
    if found := _ANY_OF_MONTH.fullmatch(words):
        day = int(found[1])
        return f"{day}{_ending(day)} of month" if 1 <= day <= 28 else "28th of month" if day <= 31 else ""
    if words.removesuffix("s") in WEEKDAYS:
        return words.removesuffix("s")
    short = [word for word in re.findall(r"[a-z]+", words) if word[:3].upper() in WEEKDAYS.values()]
    if len(short) > 1 or (short and short[0][:3] == words):
        return f"[{', '.join(word[:3] for word in short)}]" if len(short) > 1 else short[0][:3]
    return nearest(words, ["day", *WEEKDAYS])


def _ending(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _days(below: Fields, value: object) -> str | None:
    """The last three fields of the cron."""
    if isinstance(value, list):
        days = [_weekday(item) for item in value]
        if value and None not in days and len(set(days)) == len(days):
            return f"* * {','.join(str(day) for day in days)}"
        _refuse_days(below, value, days)
        return None
    if value == "day":
        return "* * *"
    if (day := _weekday(value)) is not None:
        return f"* * {day}"
    if isinstance(value, str) and (found := _OF_MONTH.fullmatch(value)) and found[2] == _ending(int(found[1])):
        return f"{found[1]} * *"
    meant = every_meant(str(value)) if isinstance(value, str) else ""
    message = f"every: is day, a weekday, a list of them, or 1st of month; not {shown(value)}"
    if isinstance(value, str) and re.fullmatch(r"(29|30|31)(st|th) of month", value):
        message = f"not every month has a {value.split()[0]}"
    hint = f"Write  every: {meant}" if meant else _thinned(value) or "Such as  every: tuesday"
    below.error("CMP012", "every", message, hint)
    return None


def _thinned(value: object) -> str:
    """The way to every second week and to a month's first Monday: neither can be said, dates can be left out."""
    if not isinstance(value, str) or not (found := _SOME_WEEKS.fullmatch(value.lower().removeprefix("every "))):
        return ""
    day = found[1] if found[1] in WEEKDAYS else "tuesday"
    return f"Write  every: {day}  and leave the dates between out:  except: […]"


def _refuse_days(below: Fields, value: Sequence[object], days: Sequence[str | None]) -> None:
    if not value:
        below.error("CMP012", "every", "every: names no day", "Such as  every: [mon, thu]")
    for index, day in enumerate(days):
        meant = str(value[index])[:3].lower()
        known = day is None and meant.upper() in WEEKDAYS.values()
        hint = f"Write  {meant}" if known else "Such as  every: [mon, thu]" if day is None else ""
        what = f"{shown(value[index])} is no weekday" if day is None else f"{value[index]} stands in the list twice"
        if day is None or day in days[:index]:
            below.report.error("CMP012", (*below.at("every"), index), what, hint)


def _weekday(value: object) -> str | None:
    """`tuesday` or `tue`."""
    if not isinstance(value, str):
        return None
    return WEEKDAYS.get(value) or next((day for day in WEEKDAYS.values() if day.lower() == value), None)


def _read_bounds(below: Fields, cron: str, zone: str) -> SendAgain:
    """The recurrence with from, until, except and horizon; wrong ones are left out."""
    first, last = (
        read_day(below.report, below.values[key], below.at(key)) if key in below else None for key in ("from", "until")
    )
    if first and last and last < first:
        below.error("CMP014", "until", f"until: {last} is before from: {first}", "Exchange the two")
        last = None
    horizon = HORIZON_DAYS
    if "horizon" in below:
        span = read_duration(below.report, below.values["horizon"], below.at("horizon"), _HORIZON)
        if span is not None:
            horizon = span.amount * (7 if span.unit == "week" else 1)
        if horizon > HORIZON_DAYS_MAX:
            message = f"horizon: reaches {horizon} days ahead; a campaign is made for each date of it"
            below.error("CMP012", "horizon", message, "Write  horizon: 52 weeks  or less")
            horizon = HORIZON_DAYS
    items = below.items("except", "a list of dates, such as [2026-12-29]") if "except" in below else []
    if len(items) > EXCLUDED_MAX:
        message = f"except: has {len(items):,} dates; {EXCLUDED_MAX:,} are the most"
        below.error("CMP012", "except", message, "Take out those that are past, or begin later with  from:")
    kept = items[:EXCLUDED_MAX]
    read = [read_day(below.report, item, (*below.at("except"), at)) for at, item in enumerate(kept)]
    excluded = tuple(day for day in read if day is not None)
    return SendAgain(cron=cron, zone=zone, first=first, last=last, excluded=excluded, horizon_days=horizon)


def _held(below: Fields, key: str, send: SendAgain) -> SendAgain | None:
    """The recurrence, if it has dates; an error at each excepted date that it has not."""
    whole = msgspec.structs.replace(send, excluded=())
    start = send.first or (send.last - _DAYS_LOOKED_AT if send.last else _FIRST_LOOKED_AT)
    if next(dates_between(whole, start, start + _DAYS_LOOKED_AT), None) is None:
        within = " between from: and until:" if send.first or send.last else ""
        below.error("CMP014", key, f"there is no such day{within}, so nothing would ever be sent")
        return None
    items = below.values.get("except")
    written: Sequence[object] = items[:EXCLUDED_MAX] if isinstance(items, list) else []
    for index, item in enumerate(written):
        day = next((one for one in send.excluded if str(one) == item), None)
        if day is not None and not falls_on(whole, day):
            message = f"nothing would be sent on {day} ({day:%A}) anyway"
            below.report.error("CMP014", (*below.at("except"), index), message, near_dates(whole, day))
        elif day is not None and item in written[:index]:
            below.report.error("CMP014", (*below.at("except"), index, KEY), f"{day} stands in the list twice")
    return send


def near_dates(send: SendAgain, day: date) -> str:
    """The dates of the recurrence around a day that is none of them."""
    around = dates_between(send, day - timedelta(days=31), day + timedelta(days=31))
    close = sorted((at.date() for at in around), key=lambda one: abs(one - day))[:2]
    return f"It is sent on {' and '.join(str(one) for one in sorted(close))}" if close else ""
