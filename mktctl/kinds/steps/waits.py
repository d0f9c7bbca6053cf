"""`wait:`, as a span or in its calendar forms."""

import re
from typing import Final

from mktctl.kinds.durations import WAITS, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import nearest, shown
from mktctl.kinds.steps.setting import UNREADABLE, Setting, pinned_key
from mktctl.kinds.times import read_time, read_zone, right_time
from mktctl.model.flow import AnyStep, Wait, Weekday
from mktctl.model.places import KEY

_SPAN_AND_TIME: Final = re.compile(r"([0-9]+ ?(?:days?|d|weeks?|w)) (?:at |@ ?|until )(\S.*)")
_UNITS: Final = ("minutes", "hours", "days", "weeks")
DAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALENDAR_KEYS: Final = frozenset({"for", "from_start", "at", "weekdays", "timezone"})
_LATER: Final = frozenset({"before_date"})
_INSTEAD: Final = {
    "on": "Write weekdays: [mon, tue]; on: is true for many YAML tools",
    "until": "Write at:; until: says not which day",
    "in": "Write timezone:; for a span write for:", "day": "Write weekdays:",
    "zone": "Write timezone:", "time": "Write at:", "since_start": "Write from_start:", "after": "Write for:",
}  # fmt: skip
_INSTEAD_OF_INSIDE: Final = {
    **_INSTEAD,
    **{unit: f"Write  wait: 2 {unit}" for unit in _UNITS},
    **{key: f"It stands inside:  wait: {{for: 1 day, {key}: …}}" for key in sorted(CALENDAR_KEYS)},
}
_ALONE: Final = frozenset({"wait", "id", "note"})


def read_wait(fields: Fields, setting: Setting) -> AnyStep:
    """`wait: 2 days`, `wait: {from_start: 5 days}`, `wait: {for: 1 day, at: "09:00", weekdays: […], timezone: …}`."""
    fields.only(_ALONE, instead=_INSTEAD_OF_INSIDE, what="a step with wait:")
    value, path = fields.values["wait"], fields.at("wait")
    report = setting.scope.report
    if value == "back_in_stock":
        report.error(
            "KEY005", path, "wait: back_in_stock is not supported yet in this version", "Leave the flow out for now"
        )
        return UNREADABLE
    key, note = pinned_key(fields), fields.text("note")
    zone = _zone(setting, setting.scope.names.project.defaults.timezone)
    if isinstance(value, str) and (both := _SPAN_AND_TIME.fullmatch(value)):
        hint = f"Write  wait: {{for: {both[1]}, at: {right_time(both[2])}}}"
        report.error("WAI001", path, "the time of day has a key of its own", hint)
        return UNREADABLE
    if not isinstance(value, dict):
        span = read_duration(report, value, path, WAITS)
        return Wait(key=key, note=note, span=span, zone=zone) if span else UNREADABLE
    return _calendar(Fields(report, value, path), setting, key=key, note=note, zone=zone)


def _calendar(below: Fields, setting: Setting, *, key: str, note: str, zone: str) -> AnyStep:
    units = {unit: _for(below.values[unit], unit) for unit in _UNITS if unit in below}
    below.only(CALENDAR_KEYS, later=_LATER, instead={**_INSTEAD, **units}, what="wait:")
    if _LATER & below.values.keys():
        return UNREADABLE
    report = setting.scope.report
    lengths = [word for word in ("for", "from_start") if word in below]
    if len(lengths) != 1:
        _refuse_length(below, setting)
        return UNREADABLE
    span = read_duration(report, below.values[lengths[0]], below.at(lengths[0]), WAITS)
    at = read_time(report, below.values["at"], below.at("at")) if "at" in below else None
    if "timezone" in below:
        words = ("recipient", "account")
        zone = _zone(
            setting, read_zone(report, below.values["timezone"], below.at("timezone"), words=words) or "recipient"
        )
    weekdays = _weekdays(below) if "weekdays" in below else ()
    if span is None:
        return UNREADABLE
    from_start = lengths[0] == "from_start"
    return Wait(key=key, note=note, span=span, from_start=from_start, at=at, weekdays=weekdays, zone=zone)


def _for(amount: object, unit: str) -> str:
    return f"Write  for: {amount if isinstance(amount, int) else 2} {unit}"


def _refuse_length(below: Fields, setting: Setting) -> None:
    report = setting.scope.report
    if "for" in below:
        hint = "for: counts from the step above, from_start: from the beginning"
        report.error("WAI003", (*below.at("from_start"), KEY), "for: or from_start:, one of the two", hint)
    elif not below.values.keys() - CALENDAR_KEYS:
        hint = "Add  for: 1 day  (from the step above)  or  from_start: 5 days  (from the beginning)"
        report.error("WAI002", below.path, "how long?", hint)


def _weekdays(below: Fields) -> tuple[Weekday, ...]:
    value = below.values["weekdays"]
    if isinstance(value, str):
        hint = f"Write  weekdays: [{', '.join(_right_days(value)) or 'mon'}]"
        below.error("WAI005", "weekdays", "weekdays: is a list", hint)
        return ()
    found: list[Weekday] = []
    for index, item in enumerate(below.items("weekdays", "a list of weekdays, such as [mon, tue]", fewest=1)):
        path = (*below.at("weekdays"), index)
        day = next((day for day in DAYS if day == item), None)
        if day is None:
            right = _right_day(str(item))
            hint = f"Write  {right}" if right else "One of mon, tue, wed, thu, fri, sat, sun"
            below.report.error("WAI005", path, f"{shown(item)} is no weekday", hint)
        elif day in found:
            below.report.error("WAI005", path, f"{day} stands in the list twice")
        else:
            found.append(day)
    return tuple(found)


def _right_days(text: str) -> tuple[Weekday, ...]:
    """The days of `mon-fri`, `weekdays` or `mon, tue`, as far as they are meant."""
    folded = text.lower().strip()
    if folded.startswith("weekend"):
        return DAYS[5:]
    if folded.startswith(("weekday", "workday", "working", "business")):
        return DAYS[:5]
    days = [day for word in re.findall(r"[a-z]+", folded) if (day := _right_day(word))]
    if len(days) == 2 and re.search(r"-|–|\bto\b|\.\.", folded):
        first, last = (DAYS.index(day) for day in days)
        return DAYS[first : last + 1] if first <= last else (*DAYS[first:], *DAYS[: last + 1])
    return tuple(day for day in DAYS if day in days)


def _right_day(word: str) -> str:
    return word[:3].lower() if word[:3].lower() in DAYS else nearest(word, DAYS)


def _zone(setting: Setting, zone: str) -> str:
    return setting.scope.names.project.shop.timezone if zone == "account" else zone
