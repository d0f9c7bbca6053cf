"""Events counted by interval and by what they say: the arithmetic of metric aggregates.

Intervals begin at the full hour, at midnight, on Monday and on the first of the month, in a zone; every one that the
span touches is there, and the first and the last hold only what lies in the span.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

Interval = Literal["hour", "day", "week", "month"]
Measurement = Literal["count", "sum_value", "unique"]

_INTERVALS_MOST: Final = 24 * 368
"""A year of hours, whose first and last day may be longer than others."""
_HOUR: Final = timedelta(hours=1)


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What counts of an event: when it was, of whom, its value, and what it says of each dimension."""

    time: datetime
    profile_id: str
    value: float
    dimensions: tuple[str, ...] = ()


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """One combination of dimensions: a number for each interval."""

    dimensions: tuple[str, ...]
    series: dict[str, list[float]]

    def total(self, name: str) -> float:
        """All intervals of one measurement together."""
        return sum(self.series[name])


def starts(begin: datetime, end: datetime, interval: Interval, zone: ZoneInfo) -> list[datetime]:
    """When each interval that touches `begin` up to, not including, `end` begins, in the zone."""
    found: list[datetime] = []
    current = _floor(begin.astimezone(zone), interval)
    for _ in range(_INTERVALS_MOST):
        if current >= end:
            break
        found.append(current)
        current = _next(current, interval, zone)
    assert current >= end, "the span is at most a year"
    return found


def tallies(events: Iterable[Counted], begins: Sequence[datetime], names: Sequence[Measurement]) -> list[Tally]:
    """What the events come to, one row for each combination of dimensions that they have.

    No event lies before the first of `begins`.
    """
    groups: dict[tuple[str, ...], dict[int, list[Counted]]] = {}
    instants = [begin.astimezone(UTC) for begin in begins]
    for event in events:
        place = bisect_right(instants, event.time) - 1
        groups.setdefault(event.dimensions, {}).setdefault(place, []).append(event)
    return [_tally(dimensions, cells, len(begins), names) for dimensions, cells in groups.items()]


def nothing(begins: Sequence[datetime], names: Sequence[Measurement]) -> Tally:
    """The row of no events at all."""
    return _tally((), {}, len(begins), names)


def _tally(
    dimensions: tuple[str, ...], cells: Mapping[int, Sequence[Counted]], length: int, names: Sequence[Measurement]
) -> Tally:
    series = {str(name): [_measured(name, cells.get(place, ())) for place in range(length)] for name in names}
    return Tally(dimensions=dimensions, series=series)


def _measured(name: Measurement, cell: Sequence[Counted]) -> float:
    match name:
        case "count":
            return float(len(cell))
        case "sum_value":
            return sum((event.value for event in cell), 0.0)
        case "unique":
            return float(len({event.profile_id for event in cell}))


def _floor(moment: datetime, interval: Interval) -> datetime:
    """The beginning of the interval that holds a moment, in the moment's own zone."""
    if interval == "hour":
        # Of the two hours that a clock shows twice, the moment's own: backwards from it, not from the clock.
        past = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
        return (moment.astimezone(UTC) - past).astimezone(moment.tzinfo)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if interval == "week":
        day -= timedelta(days=day.weekday())
    if interval == "month":
        day = day.replace(day=1)
    return _on_the_clock(day)


def _next(begin: datetime, interval: Interval, zone: ZoneInfo) -> datetime:
    if interval == "hour":
        return (begin.astimezone(UTC) + _HOUR).astimezone(zone)
    noon = begin.replace(hour=12)
    days = {"day": 1, "week": 7, "month": 31}[interval]
    later = noon + timedelta(days=days)
    return _floor(later, interval)


def _on_the_clock(moment: datetime) -> datetime:
    """The same instant as the zone's clock shows it: a midnight that it skips is the hour after."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo)
