"""Flows that a date of the person starts: the `date` trigger, the `target-date` in front, `countdown-delay` between.

A date flow must begin with its target-date (klaviyo-api.md section 2; gotcha 29), which says nothing that the trigger
does not: it is put first when a flow is sent, and taken off when one is read.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from mktctl.model.duration import Duration, Unit
from mktctl.model.fields import BUILTIN_FIELDS
from mktctl.model.flow import DateTrigger, DateWait
from mktctl.model.places import Problem
from mktctl.wire.conditions.names import property_name, property_path
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows.waits import WEEKDAYS, hours_and_minutes
from mktctl.wire.flows.zones import zone_problem

TARGET_KEY: Final = "@date"
"""The compiled key of a target-date; no step is called so."""
_UNITS: Final[Mapping[Unit, str]] = {"day": "days", "week": "weeks", "month": "months"}
_READ_UNITS: Final[Mapping[str, Unit]] = {word: unit for unit, word in _UNITS.items()}
_Repeat = Literal["yearly", "monthly", "weekly", "never"]
_REPEATS: Final[Mapping[_Repeat, str]] = {
    "yearly": "annually",
    "monthly": "monthly",
    "weekly": "weekly",
    "never": "never",
}
_READ_REPEATS: Final[Mapping[str, _Repeat]] = {word: repeat for repeat, word in _REPEATS.items()}
_PROFILE: Final = "profile"


def date_problems(trigger: DateTrigger) -> tuple[Problem, ...]:
    """A time zone that Klaviyo does not know."""
    found = zone_problem(trigger.zone, ("trigger", "timezone"))
    return () if found is None else (found,)


def encode_date(trigger: DateTrigger) -> dict[str, Any]:
    """One of Klaviyo's own fields is named as it is, another property by its path (P61)."""
    document = {
        "type": "date",
        "date_field_type": "profile-property",
        "date_profile_property": property_path(trigger.property, builtin=trigger.property in BUILTIN_FIELDS),
        "timedelta_unit_before_date": _UNITS[trigger.before.unit],
        "timedelta_value_before_date": trigger.before.amount,
        "recurrence_frequency": _REPEATS[trigger.repeat],
        "timezone": _zone(trigger.zone),
        "trigger_time": f"{trigger.at}:00",
    }
    if trigger.weekdays:
        document["trigger_days"] = [word for day, word in WEEKDAYS.items() if day in trigger.weekdays]
    return document


def decode_date(document: Mapping[str, Any]) -> DateTrigger | None:
    """None for what has no words, such as a date of a custom object."""
    named = property_name(str(document.get("date_profile_property")))
    if document.get("date_field_type") != "profile-property" or named is None:
        return None
    name, builtin = named
    at = hours_and_minutes(document["trigger_time"], "definition.triggers[0].trigger_time")
    unit = _READ_UNITS.get(str(document.get("timedelta_unit_before_date") or "weeks"))
    repeat = _READ_REPEATS.get(str(document.get("recurrence_frequency") or "monthly"))
    if at is None or unit is None or repeat is None or builtin is not (name in BUILTIN_FIELDS):
        return None
    return DateTrigger(
        property=name,
        before=Duration(amount=document["timedelta_value_before_date"], unit=unit),
        repeat=repeat,
        at=at,
        weekdays=tuple(day for day, word in WEEKDAYS.items() if word in (document.get("trigger_days") or ())),
        zone=_read_zone(document.get("timezone")),
    )


def target_date(trigger: Mapping[str, Any], following: str | None) -> dict[str, Any]:
    """The first action of the flow that this trigger starts."""
    data = {"timezone": trigger.get("timezone") or _PROFILE, "target_time": trigger.get("trigger_time")}
    if trigger.get("trigger_days"):
        data["target_days"] = trigger["trigger_days"]
    return {"temporary_id": TARGET_KEY, "type": "target-date", "links": {"next": following}, "data": data}


def behind_target(trigger: Mapping[str, Any], actions: list[dict[str, Any]], entry: str | None) -> str | None:
    """The id of the first action of our own, behind the target-date, which must say what the trigger says."""
    first = next((one for one in actions if (one.get("id") or one.get("temporary_id")) == entry), None)
    if trigger["type"] != "date" or first is None:
        return entry
    where = "definition.actions[0]"
    if first["type"] != "target-date":
        raise UnreadableError(where, "a date flow that does not begin with its date")
    said = {key: value for key, value in (first.get("data") or {}).items() if value not in (None, [])}
    implied = target_date(trigger, None)["data"]
    if any(implied.get(key) != value for key, value in said.items()):
        raise UnreadableError(where, "a target date with a time of its own")
    following: str | None = (first.get("links") or {}).get("next")
    return following


def encode_countdown(wait: DateWait) -> dict[str, Any]:
    """`data` of a countdown-delay."""
    calendar = bool(wait.at or wait.weekdays)
    data: dict[str, Any] = {"unit": _UNITS[wait.before.unit], "value": wait.before.amount}
    data["timezone"] = _zone(wait.zone) if calendar else _PROFILE
    if wait.at:
        data["delay_until_time"] = f"{wait.at}:00"
    if wait.weekdays:
        data["delay_until_weekdays"] = [word for day, word in WEEKDAYS.items() if day in wait.weekdays]
    return data


def decode_countdown(key: str, data: Mapping[str, Any], where: str) -> DateWait:
    """A wait until so long before the date."""
    unit = _READ_UNITS.get(str(data.get("unit") or "days"))
    if unit is None:
        raise UnreadableError(where, f"a countdown in {data.get('unit')}")
    at = hours_and_minutes(data.get("delay_until_time"), where)
    weekdays = tuple(day for day, word in WEEKDAYS.items() if word in (data.get("delay_until_weekdays") or ()))
    return DateWait(
        key=key,
        before=Duration(amount=data.get("value") or 0, unit=unit),
        at=at,
        weekdays=weekdays,
        zone=_read_zone(data.get("timezone")) if at or weekdays else "recipient",
    )


def _zone(zone: str) -> str:
    return _PROFILE if zone == "recipient" else zone


def _read_zone(zone: Any) -> str:
    return "recipient" if zone in (None, _PROFILE) else str(zone)
