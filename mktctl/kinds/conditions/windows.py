"""WINDOW: in which time."""

import re
from collections.abc import Set
from datetime import date
from typing import Final

from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.durations import WINDOWS, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import listed, shown
from mktctl.kinds.times import read_date
from mktctl.model.condition import (
    AfterDate,
    BeforeDate,
    BetweenAgo,
    BetweenDates,
    Ever,
    InTheLast,
    MoreThanAgo,
    SinceStart,
    Window,
)
from mktctl.model.duration import Duration
from mktctl.model.places import KEY, Path

WINDOW_KEYS: Final[Set[str]] = frozenset({"within", "before", "after", "between", "since", "ever"})
WINDOW_WORDS: Final = dict.fromkeys(
    ("in", "last", "in_last", "in_the_last", "past", "during", "period", "timeframe", "days"), "Write within:"
)
"""What people write who know other tools."""
_AGO: Final = re.compile(r"(.*\S) ago")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS: Final = {"hour": 1, "day": 24, "week": 168}


def read_window(fields: Fields, scope: Scope) -> Window | None:
    """The window among the keys; None when there is none, or with an error when there are two."""
    said = list(filter(WINDOW_KEYS.__contains__, fields.values))
    if len(said) > 1:
        message = f"one condition, one time; here are {listed(said)}"
        scope.error(
            "CND024", (*fields.at(said[1]), KEY), message, "Keep one of them, or write two conditions under all:"
        )
        return None
    if not said:
        return None
    key = said[0]
    value, path = fields.values[key], fields.at(key)
    if key == "ever":
        if value is not True:
            scope.error("CND025", path, "ever: true  is the only form: over all time")
        return Ever()
    if key == "since":
        return _since(value, path, scope)
    if key == "between":
        return _between(value, path, scope)
    if key == "within":
        span = read_duration(scope.report, value, path, WINDOWS)
        return InTheLast(span=span) if span else None
    return _before(value, path, scope) if key == "before" else _after(value, path, scope)


def window_or_default(fields: Fields, scope: Scope, *, subject: str) -> Window:
    """The window, or what a missing one means here; where it has to be said, an error that offers two (P7)."""
    if window := read_window(fields, scope):
        return window
    if scope.default_window is not None:
        return scope.default_window
    if not WINDOW_KEYS & fields.values.keys():
        hint = "Add  since: start  (during this run),  ever: true,  or a span such as  within: 90 days"
        scope.error("CND021", fields.path, f"{subject}: in which time?", hint)
    return Ever()


def _since(value: object, path: Path, scope: Scope) -> Window | None:
    if value != "start":
        day = value if isinstance(value, str) and _DATE.fullmatch(value) else ""
        hint = f"Write  after: {day}" if day else ""
        scope.error("CND025", path, "since: start  is the only form: since the person entered this flow", hint)
        return None
    if not scope.in_flow:
        message = "since: start  counts from a flow's start; a segment has none"
        scope.error("CND026", path, message, "Write a span such as  within: 90 days,  or  ever: true")
        return None
    return SinceStart()


def _ago(value: object, path: Path, scope: Scope) -> Duration | None:
    assert isinstance(value, str)
    found = _AGO.fullmatch(value)
    assert found is not None
    return read_duration(scope.report, found[1], path, WINDOWS)


def _is_ago(value: object) -> bool:
    return isinstance(value, str) and _AGO.fullmatch(value) is not None


def _before(value: object, path: Path, scope: Scope) -> Window | None:
    if _is_ago(value):
        span = _ago(value, path, scope)
        return MoreThanAgo(span=span) if span else None
    day = read_date(scope.report, value, path)
    return BeforeDate(day=day) if day else None


def _after(value: object, path: Path, scope: Scope) -> Window | None:
    if _is_ago(value):
        span = str(value).removesuffix(" ago")
        scope.error("CND025", path, f"after: takes a date, not {shown(value)}", f"Write  within: {span}")
        return None
    day = read_date(scope.report, value, path)
    return AfterDate(day=day) if day else None


def _between(value: object, path: Path, scope: Scope) -> Window | None:
    if not isinstance(value, list) or len(value) != 2:
        hint = "Such as  between: [2026-11-01, 2026-11-30]  or  between: [60 days ago, 30 days ago]"
        scope.error("CND027", path, "between: takes two dates or two spans", hint)
        return None
    if _is_ago(value[0]) != _is_ago(value[1]):
        scope.error("CND027", path, "between: takes two dates or two spans, not one of each")
        return None
    if _is_ago(value[0]):
        return _between_ago(value, path, scope)
    start, end = read_date(scope.report, value[0], (*path, 0)), read_date(scope.report, value[1], (*path, 1))
    return between_dates(start, end, path, scope)


def between_dates(start: date | None, end: date | None, path: Path, scope: Scope) -> BetweenDates | None:
    """Two days in order, both inclusive."""
    if start is None or end is None:
        return None
    if end < start:
        scope.error("CND027", path, "the second date is before the first", f"Write  [{end}, {start}]")
        return None
    return BetweenDates(start=start, end=end)


def _between_ago(value: list[object], path: Path, scope: Scope) -> Window | None:
    older, nearer = _ago(value[0], (*path, 0), scope), _ago(value[1], (*path, 1), scope)
    if older is None or nearer is None:
        return None
    if older.unit != nearer.unit:
        message = "both spans have the same unit on Klaviyo"
        scope.error("CND027", path, message, f"Write  [{_in_days(older)} ago, {_in_days(nearer)} ago]")
        return None
    if older.amount <= nearer.amount:
        hint = f"Write  [{nearer} ago, {older} ago]" if older.amount < nearer.amount else ""
        scope.error("CND027", path, "the older time stands first", hint)
        return None
    return BetweenAgo(older=older, nearer=nearer)


def _in_days(span: Duration) -> str:
    hours = span.amount * _DAYS[span.unit]
    return f"{hours // 24} days" if hours % 24 == 0 else f"{hours} hours"
