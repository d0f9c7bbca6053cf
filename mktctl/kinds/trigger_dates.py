"""`trigger: {date: birthday, …}`: so long before a date that stands in a property of people."""

from typing import Final, Literal

from mktctl.kinds.conditions.properties import resolve_property
from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.durations import BEFORE_A_DATE, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import listed
from mktctl.kinds.times import read_time
from mktctl.kinds.weekdays import read_weekdays
from mktctl.kinds.zones import default_zone, read_own_zone
from mktctl.model.duration import Duration
from mktctl.model.flow import DateTrigger

DATE_KEYS: Final = frozenset({"date", "before", "repeat", "at", "weekdays", "timezone"})
_Repeat = Literal["yearly", "monthly", "weekly", "never"]
_REPEATS: Final[tuple[_Repeat, ...]] = ("yearly", "monthly", "weekly", "never")
_REPEAT_WORDS: Final = {
    **dict.fromkeys(("annually", "annual", "year", "every year", "true", "each year"), "yearly"),
    **dict.fromkeys(("month", "every month"), "monthly"), **dict.fromkeys(("week", "every week"), "weekly"),
    **dict.fromkeys(("once", "no", "false", "none"), "never"),
}  # fmt: skip
_THAT_DAY: Final = Duration(amount=0, unit="day")


def read_date_trigger(below: Fields, scope: Scope) -> DateTrigger | None:
    """The trigger; None when its property is none, or when it says not how often or at what time."""
    name = _property(below, scope)
    before: Duration | None = _THAT_DAY
    if "before" in below:
        before = read_duration(scope.report, below.values["before"], below.at("before"), BEFORE_A_DATE)
    repeat: _Repeat | None = None
    if below.require("repeat", "Add  repeat: yearly  for a birthday,  repeat: never  for a date that comes once"):
        word = below.choice("repeat", _REPEATS, default="", instead=_REPEAT_WORDS)
        repeat = next((one for one in _REPEATS if one == word), None)
    at = None
    if below.require("at", 'The time of day, such as  at: "09:00"'):
        at = read_time(scope.report, below.values["at"], below.at("at"))
    project = scope.names.project
    zone = read_own_zone(below, project) or default_zone(project)
    weekdays = read_weekdays(below)
    if name is None or before is None or repeat is None or at is None:
        return None
    return DateTrigger(property=name, before=before, repeat=repeat, at=at, weekdays=weekdays, zone=zone)


def _property(below: Fields, scope: Scope) -> str | None:
    written = below.text("date")
    found = resolve_property(written, below.at("date"), scope, wanted="date") if written else None
    if found is None:
        return None
    bare, kind, builtin = found
    declared = sorted(name for name, one in scope.names.project.properties.items() if one.type == "date")
    there = f"mktctl.yaml declares {listed(declared)}" if declared else "Declare one in mktctl.yaml:  birthday: date"
    if builtin:
        message = f"{written} is a field of Klaviyo's own; a flow starts from a date property of yours"
        below.error("FLW026", "date", message, there)
        return None
    if kind != "date":
        message = f"{written} is declared as {kind}; a flow starts from a property of type date"
        below.error("FLW026", "date", message, there)
        return None
    return bare
