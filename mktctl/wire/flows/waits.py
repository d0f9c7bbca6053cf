"""Waits: `time-delay` actions, and what is left of a wait that counts from the start of the run (P10).

A day without a time of day is 24 hours (D2); with one, days are calendar days in the zone (D3).
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.model.duration import Duration, Unit, from_minutes
from mktctl.model.flow import AnyStep, DateWait, RawStep, StockWait, Wait, Weekday
from mktctl.wire.errors import UnreadableError

UNITS: Final[Mapping[Unit, tuple[str, int]]] = {
    "minute": ("minutes", 1),
    "hour": ("hours", 1),
    "day": ("days", 1),
    "week": ("days", 7),
}
"""Our unit to Klaviyo's, and how many of those it is."""
_READ: Final[Mapping[str, Unit]] = {"minutes": "minute", "hours": "hour", "days": "day"}
WEEKDAYS: Final[Mapping[Weekday, str]] = {
    "mon": "monday",
    "tue": "tuesday",
    "wed": "wednesday",
    "thu": "thursday",
    "fri": "friday",
    "sat": "saturday",
    "sun": "sunday",
}
_MINUTES_PER_DAY: Final = 1440


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Why a wait cannot be sent."""

    code: str
    message: str
    hint: str = ""


def remaining(wait: Wait, elapsed_minutes: int | None) -> Wait | Refused:
    """The wait in its relative form; `elapsed_minutes` have passed since the start, None when nobody can know."""
    if wait.span.unit == "month":
        return Refused(code="WAI101", message="a month has no length here", hint=f"Write {wait.span.amount * 30} days.")
    if not wait.from_start:
        return _calendar_checked(wait)
    if elapsed_minutes is None:
        return Refused(
            code="WAI102",
            message="from_start: cannot be worked out behind a wait whose length differs: with at:, weekdays:, "
            "back_in_stock or before_date:",
            hint="Write how long to wait from here: for: …",
        )
    left = wait.span.total_minutes - elapsed_minutes
    if left <= 0:
        passed = from_minutes(elapsed_minutes)
        return Refused(code="WAI103", message=f"from_start: {wait.span} is over: the waits above already take {passed}")
    if (wait.at or wait.weekdays) and left % _MINUTES_PER_DAY:
        return Refused(
            code="WAI004",
            message=f"at: and weekdays: need whole days, and {from_minutes(left)} are left here",
            hint="Let the waits above add up to whole days.",
        )
    return msgspec.structs.replace(wait, span=from_minutes(left), from_start=False)


def elapsed_behind(elapsed_minutes: int | None, step: AnyStep) -> int | None:
    """Minutes since the start behind a step, whose wait is relative; None when nobody can know."""
    match step:
        case Wait(at=None, weekdays=()) if elapsed_minutes is not None:
            return elapsed_minutes + step.span.total_minutes
        case Wait() | StockWait() | DateWait():
            return None
        case RawStep(json=json) if str(json.get("type")).endswith(("-delay", "target-date")):
            return None
    return elapsed_minutes


def encode_wait(wait: Wait) -> dict[str, Any]:
    """`data` of a time-delay. The zone only matters to calendar forms; Klaviyo's default stands elsewhere."""
    unit, factor = UNITS[wait.span.unit]
    data: dict[str, Any] = {"unit": unit, "value": wait.span.amount * factor}
    if wait.span.minutes:
        data["secondary_value"] = wait.span.minutes
    calendar = bool(wait.at or wait.weekdays)
    data["timezone"] = wait.zone if calendar and wait.zone != "recipient" else "profile"
    if wait.at:
        data["delay_until_time"] = f"{wait.at}:00"
    if wait.weekdays:
        data["delay_until_weekdays"] = [word for day, word in WEEKDAYS.items() if day in wait.weekdays]
    return data


def decode_wait(key: str, data: Mapping[str, Any], where: str) -> Wait:
    """A wait in its relative form; weeks come back as days."""
    unit = _READ.get(str(data.get("unit", "days")))
    value = data.get("value")
    if unit is None or not isinstance(value, int):
        raise UnreadableError(where, f"a delay of {value} {data.get('unit')}")
    time_of_day = data.get("delay_until_time")
    weekdays = data.get("delay_until_weekdays") or ()
    zone = str(data.get("timezone") or "profile")
    calendar = bool(time_of_day or weekdays)
    return Wait(
        key=key,
        span=Duration(amount=value, unit=unit, minutes=data.get("secondary_value") or 0),
        at=hours_and_minutes(time_of_day, where),
        weekdays=tuple(day for day, word in WEEKDAYS.items() if word in weekdays),
        zone=zone if calendar and zone != "profile" else "recipient",
    )


def hours_and_minutes(text: Any, where: str) -> str | None:
    """ "09:00:00" as "09:00"; Klaviyo's own clock has seconds, which nobody writes."""
    if text is None:
        return None
    hours, minutes, *seconds = str(text).split(":")
    if any(part != "00" for part in seconds):
        raise UnreadableError(where, f"a delay until {text}, to the second")
    return f"{hours}:{minutes}"


def _calendar_checked(wait: Wait) -> Wait | Refused:
    """D6: a time of day or weekdays only with days."""
    if (wait.at or wait.weekdays) and UNITS[wait.span.unit][0] != "days":
        word = "at:" if wait.at else "weekdays:"
        days, rest = divmod(wait.span.total_minutes, _MINUTES_PER_DAY)
        better = Duration(amount=max(1, days), unit="day")
        return Refused(
            code="WAI004",
            message=f'{word} needs whole days, because "{wait.span}" has no calendar day',
            hint=f"Write  for: {better}" if not rest else f"Write  for: {better}  or leave {word} out",
        )
    return wait
