"""When each step of a flow comes, counted from the start: the day marks that a reader of a plan looks for (P10)."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.planning.action_links import links_of

_MINUTES: Final = {"minutes": 1, "hours": 60, "days": 1440}
BACK: Final = "once back in stock"


class _Mark(msgspec.Struct, frozen=True, kw_only=True):
    """So many minutes behind `since`: the flow's start (empty), a product's return, a day before a date."""

    since: str = ""
    minutes: int = 0
    open_ended: bool = False

    def __str__(self) -> str:
        if not self.since:
            return ("from " if self.open_ended else "") + _words(self.minutes)
        return f"{self.since} + {_span(self.minutes)}" if self.minutes else self.since


def day_marks(definition: Mapping[str, Any]) -> dict[str, str]:
    """Action key to "at once", "4 h", "day 2" or "day 2 + 4 h"; with "from" in front behind a calendar wait (D3).

    A wait that ends at a time of day or on a weekday can take longer than its days say. Behind a wait for a product or
    for a date the marks count from there: "once back in stock + 2 days", "2 days before birthday".
    """
    actions = {action["temporary_id"]: action for action in definition["actions"]}
    marks: dict[str, str] = {}
    pending: list[tuple[str | None, _Mark]] = [(definition.get("entry_action_id"), _Mark())]
    while pending:
        key, mark = pending.pop()
        if key is None or key in marks:
            continue
        marks[key] = str(mark)
        mark = _behind(actions[key], mark, definition)
        pending.extend((to, mark) for to in links_of(actions[key]).values())
    return marks


def _behind(action: Mapping[str, Any], mark: _Mark, definition: Mapping[str, Any]) -> _Mark:
    data = action.get("data") or {}
    match action["type"]:
        case "time-delay":
            minutes = data["value"] * _MINUTES[data.get("unit", "days")] + (data.get("secondary_value") or 0)
            calendar = "delay_until_time" in data or "delay_until_weekdays" in data
            return _Mark(since=mark.since, minutes=mark.minutes + minutes, open_ended=mark.open_ended or calendar)
        case "back-in-stock-delay":
            return _Mark(since=BACK)
        case "countdown-delay":
            return _Mark(since=before_date(data.get("value") or 0, data.get("unit", "days"), _date_of(definition)))
        case _:
            return mark


def property_words(path: str) -> str:
    """A property by its name: `properties['tier']` is tier."""
    return path.removeprefix("properties['").removesuffix("']")


def before_date(value: int, unit: str, date: str) -> str:
    """`7 days before birthday`, or `on birthday`."""
    if not value:
        return f"on {date}"
    return f"{value} {unit.removesuffix('s') if value == 1 else unit} before {date}"


def _date_of(definition: Mapping[str, Any]) -> str:
    names = (trigger.get("date_profile_property") for trigger in definition.get("triggers") or ())
    return next((property_words(str(name)) for name in names if name), "the date")


def _words(minutes: int) -> str:
    if minutes == 0:
        return "at once"
    days, rest = divmod(minutes, 1440)
    if not days:
        return _hours(rest)
    return f"day {days}" if not rest else f"day {days} + {_hours(rest)}"


def _span(minutes: int) -> str:
    days, rest = divmod(minutes, 1440)
    parts = [f"{days} day{'' if days == 1 else 's'}"] if days else []
    return " ".join((*parts, _hours(rest)) if rest else parts)


def _hours(rest: int) -> str:
    return f"{rest // 60} h" if rest % 60 == 0 else f"{rest // 60} h {rest % 60} min" if rest > 60 else f"{rest} min"
