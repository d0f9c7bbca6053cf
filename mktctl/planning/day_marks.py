"""When each step of a flow comes, counted from the start: the day marks that a reader of a plan looks for (P10)."""

from collections.abc import Mapping
from typing import Any

from mktctl.planning.action_links import links_of

_MINUTES = {"minutes": 1, "hours": 60, "days": 1440}


def day_marks(definition: Mapping[str, Any]) -> dict[str, str]:
    """Action key to "at once", "4 h", "day 2" or "day 2 + 4 h"; with "from" in front behind a calendar wait (D3).

    A wait that ends at a time of day or on a weekday can take longer than its days say.
    """
    actions = {action["temporary_id"]: action for action in definition["actions"]}
    marks: dict[str, str] = {}
    pending: list[tuple[str | None, int, bool]] = [(definition.get("entry_action_id"), 0, False)]
    while pending:
        key, minutes, open_ended = pending.pop()
        if key is None or key in marks:
            continue
        action = actions[key]
        marks[key] = ("from " if open_ended else "") + _words(minutes)
        if action["type"] == "time-delay":
            data = action["data"]
            minutes += data["value"] * _MINUTES[data.get("unit", "days")] + (data.get("secondary_value") or 0)
            open_ended = open_ended or "delay_until_time" in data or "delay_until_weekdays" in data
        pending.extend((to, minutes, open_ended) for to in links_of(action).values())
    return marks


def _words(minutes: int) -> str:
    if minutes == 0:
        return "at once"
    days, rest = divmod(minutes, 1440)
    hours = f"{rest // 60} h" if rest % 60 == 0 else f"{rest // 60} h {rest % 60} min" if rest > 60 else f"{rest} min"
    if not days:
        return hours
    return f"day {days}" if not rest else f"day {days} + {hours}"
