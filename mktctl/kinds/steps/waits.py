"""`wait:`, as a span or in its calendar forms."""

import re
from typing import Final

from mktctl.kinds.durations import BEFORE_A_DATE, WAITS, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import either, shown
from mktctl.kinds.steps.setting import UNREADABLE, Setting, pinned_key
from mktctl.kinds.times import read_time, right_time
from mktctl.kinds.weekdays import read_weekdays
from mktctl.kinds.zones import default_zone, read_own_zone
from mktctl.model.flow import AnyStep, DateTrigger, DateWait, MetricTrigger, RawTrigger, StockWait, Wait
from mktctl.model.places import KEY, Path

_SPAN_AND_TIME: Final = re.compile(r"([0-9]+ ?(?:days?|d|weeks?|w)) (?:at |@ ?|until )(\S.*)")
_UNTIL: Final = re.compile(
    r"(?:until |till |at |on |next )+([0-9].*|(?:mon|tues|wednes|thurs|fri|satur|sun)day)", re.IGNORECASE
)
_UNITS: Final = ("minutes", "hours", "days", "weeks")
CALENDAR_KEYS: Final = frozenset({"for", "from_start", "before_date", "at", "weekdays", "timezone"})
_LENGTHS: Final = ("for", "from_start", "before_date")
_NUMBERS: Final = {2: "two", 3: "three"}
_STOCK: Final = "back_in_stock"
BACK_IN_STOCK_METRIC: Final = "subscribed_to_back_in_stock"
"""The only event whose product Klaviyo watches (T4)."""
_INSTEAD: Final = {
    "on": "Write weekdays: [mon, tue]; on: is true for many YAML tools",
    "until": "Write at:; until: says not which day; for a weekday  weekdays: [mon]",
    "in": "Write timezone:; for a span write for:", "day": "Write weekdays:",
    "before": "Write  before_date: 2 days,  in a flow that a date starts", "until_date": "Write before_date:",
    "zone": "Write timezone:", "time": "Write at:", "since_start": "Write from_start:", "after": "Write for:",
}  # fmt: skip
_INSTEAD_OF_INSIDE: Final = {
    **_INSTEAD,
    **{unit: f"Write  wait: 2 {unit}" for unit in _UNITS},
    **{key: f"It stands inside:  wait: {{for: 1 day, {key}: …}}" for key in sorted(CALENDAR_KEYS)},
    "before_date": "It stands inside:  wait: {before_date: 2 days}",
}
_ALONE: Final = frozenset({"wait", "id", "note"})


def read_wait(fields: Fields, setting: Setting) -> AnyStep:
    """`wait: 2 days`, `wait: {from_start: 5 days}`, `wait: {for: 1 day, at: "09:00", weekdays: […], timezone: …}`."""
    fields.only(_ALONE, instead=_INSTEAD_OF_INSIDE, what="a step with wait:")
    value, path = fields.values["wait"], fields.at("wait")
    report = setting.scope.report
    key, note = pinned_key(fields), fields.text("note")
    zone = default_zone(setting.scope.names.project)
    if value == _STOCK:
        return _stock_wait(path, setting, key=key, note=note)
    if isinstance(value, str) and "stock" in value.lower():
        report.error("WAI007", path, f"{shown(value)} is not the word here", f"Write  wait: {_STOCK}")
        return UNREADABLE
    if isinstance(value, str) and (both := _SPAN_AND_TIME.fullmatch(value)):
        hint = f"Write  wait: {{for: {both[1]}, at: {right_time(both[2])}}}"
        report.error("WAI001", path, "the time of day has a key of its own", hint)
        return UNREADABLE
    if isinstance(value, str) and (found := _UNTIL.fullmatch(value)):
        moment = f"at: {right_time(found[1])}" if right_time(found[1]) else f"weekdays: [{found[1][:3].lower()}]"
        report.error(
            "WAI001", path, "a time and a weekday have keys of their own", f"Write  wait: {{for: 1 day, {moment}}}"
        )
        return UNREADABLE
    if not isinstance(value, dict):
        span = read_duration(report, value, path, WAITS)
        return Wait(key=key, note=note, span=span, zone=zone) if span else UNREADABLE
    return _calendar(Fields(report, value, path), setting, key=key, note=note, zone=zone)


def _calendar(below: Fields, setting: Setting, *, key: str, note: str, zone: str) -> AnyStep:
    units = {unit: _for(below.values[unit], unit) for unit in _UNITS if unit in below}
    below.only(CALENDAR_KEYS, instead={**_INSTEAD, **units}, what="wait:")
    report = setting.scope.report
    lengths = [word for word in _LENGTHS if word in below]
    if len(lengths) != 1:
        _refuse_length(below, lengths, setting)
        return UNREADABLE
    to_date = lengths[0] == "before_date"
    kind = BEFORE_A_DATE if to_date else WAITS
    span = read_duration(report, below.values[lengths[0]], below.at(lengths[0]), kind)
    at = read_time(report, below.values["at"], below.at("at")) if "at" in below else None
    zone = read_own_zone(below, setting.scope.names.project) or zone
    weekdays = read_weekdays(below)
    if span is None:
        return UNREADABLE
    if to_date:
        if setting.trigger is not None and not isinstance(setting.trigger, DateTrigger | RawTrigger):
            message = "before_date: counts from the date that starts the flow; here no date does"
            hint = "Write  for: 2 days,  or start the flow from a date:  trigger: {date: birthday, …}"
            report.error("WAI008", (*below.at("before_date"), KEY), message, hint)
        return DateWait(key=key, note=note, before=span, at=at, weekdays=weekdays, zone=zone)
    from_start = lengths[0] == "from_start"
    return Wait(key=key, note=note, span=span, from_start=from_start, at=at, weekdays=weekdays, zone=zone)


def _stock_wait(path: Path, setting: Setting, *, key: str, note: str) -> AnyStep:
    trigger = setting.trigger
    by_stock = isinstance(trigger, MetricTrigger) and trigger.metric == BACK_IN_STOCK_METRIC
    if trigger is not None and not by_stock and not isinstance(trigger, RawTrigger):
        message = "only who asked to be told waits for a product; nobody did in this flow"
        hint = f"Start it from that:  trigger: {{metric: {BACK_IN_STOCK_METRIC}}}"
        setting.scope.error("WAI007", path, message, hint)
    return StockWait(key=key, note=note)


def _for(amount: object, unit: str) -> str:
    return f"Write  for: {amount if isinstance(amount, int) else 2} {unit}"


def _refuse_length(below: Fields, lengths: list[str], setting: Setting) -> None:
    report = setting.scope.report
    if len(lengths) > 1:
        hint = "for: counts from the step above, from_start: from the beginning"
        if "before_date" in lengths:
            hint += ", before_date: back from the date that starts the flow"
        words = [f"{one}:" for one in lengths]
        message = f"{either(words)}, one of the {_NUMBERS[len(words)]}"
        report.error("WAI003", (*below.at(lengths[1]), KEY), message, hint)
    elif not below.values.keys() - CALENDAR_KEYS:
        hint = "Add  for: 1 day  (from the step above)  or  from_start: 5 days  (from the beginning)"
        if isinstance(setting.trigger, DateTrigger):
            hint += "  or  before_date: 2 days  (back from the date)"
        report.error("WAI002", below.path, "how long?", hint)
