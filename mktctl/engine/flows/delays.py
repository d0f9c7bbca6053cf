"""When the step behind a delay is due (D2 to D6, D8); instants in and out have zones, those that come out are UTC."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mktctl.engine.flows.setting import Options, Setting
from mktctl.engine.flows.zones import instant_at, zone_for
from mktctl.model.duration import Duration
from mktctl.model.flow import Weekday
from mktctl.model.flow_graph import DelayNode, TargetDateNode

_WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_PER_UNIT: Final = {"day": 1, "week": 7}
_DAYS_AHEAD: Final = 15
"""Two weeks and a day hold each day of the week behind today, even where a zone once left out a date."""
_AT_ONCE: Final = Duration(amount=0, unit="day")


def due_after(
    node: DelayNode | TargetDateNode,
    entered: datetime,
    *,
    person_zone: str | None,
    setting: Setting,
    date: date | None = None,
    before: Duration = _AT_ONCE,
) -> datetime:
    """When somebody who came to `node` at `entered` goes on.

    In flows of dates, `date` is the occurrence's, and `before` the trigger's span ahead of it, which a target date
    keeps; what they yield may lie before `entered`: what hangs on it is lost then (T2). A date that is not there is not
    waited for.
    """
    zone = zone_for(node.zone, person_zone, setting)
    local = entered.astimezone(zone).replace(tzinfo=None, fold=0)
    if isinstance(node, TargetDateNode) or node.counts_down:
        if date is None:
            return entered.astimezone(UTC)
        ahead = before if isinstance(node, TargetDateNode) else node.span
        at = _time_of_day(node, local, setting.options)
        day = _next_allowed(day_before(date, ahead), node.weekdays)
        return instant_at(datetime.combine(day, at), zone, setting.options)
    if node.at is None:
        return _exact(node, entered, zone, setting.options)
    return _calendar(node, entered, local, zone, setting.options)


def day_before(day: date, span: Duration) -> date:
    """`span` ahead of `day`; a month ahead of the 31st is the last day of a shorter month."""
    if span.unit != "month":
        assert span.unit in _DAYS_PER_UNIT, f"{span} before a date"
        return day - timedelta(days=span.amount * _DAYS_PER_UNIT[span.unit])
    year, month = divmod(day.year * 12 + day.month - 1 - span.amount, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _exact(node: DelayNode, entered: datetime, zone: ZoneInfo, options: Options) -> datetime:
    """Days of 24 hours (D2), then on to a day that is allowed (D5)."""
    due = entered.astimezone(UTC) + timedelta(minutes=node.span.total_minutes)
    local = due.astimezone(zone).replace(tzinfo=None, fold=0)
    day = _next_allowed(local.date(), node.weekdays)
    if day == local.date():
        return due
    return instant_at(datetime.combine(day, _time_of_day(node, local, options)), zone, options)


def _calendar(node: DelayNode, entered: datetime, local: datetime, zone: ZoneInfo, options: Options) -> datetime:
    """Calendar days until a time of day (D3, D5); today's time that has passed is tomorrow's (D8, T21)."""
    assert node.span.unit in _DAYS_PER_UNIT, f"{node.span} until a time of day (D6)"
    at = _time_of_day(node, local, options)
    first = local.date() + timedelta(days=node.span.amount * _DAYS_PER_UNIT[node.span.unit])
    for ahead in range(_DAYS_AHEAD):
        day = first + timedelta(days=ahead)
        if not _is_allowed(day, node.weekdays):
            continue
        due = instant_at(datetime.combine(day, at), zone, options)
        if due >= entered:
            return due
        if options.passed_time == "at_once":
            return entered.astimezone(UTC)
    raise AssertionError(f"no day of {node.weekdays} in two weeks")


def _time_of_day(node: DelayNode | TargetDateNode, local: datetime, options: Options) -> time:
    if node.at is not None:
        return time.fromisoformat(node.at)
    return local.time() if options.untimed_day == "same_time" else time()


def _next_allowed(day: date, weekdays: tuple[Weekday, ...]) -> date:
    return next(one for one in (day + timedelta(days=ahead) for ahead in range(7)) if _is_allowed(one, weekdays))


def _is_allowed(day: date, weekdays: tuple[Weekday, ...]) -> bool:
    return not weekdays or _WEEKDAYS[day.weekday()] in weekdays
