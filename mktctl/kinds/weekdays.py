"""`weekdays:` of waits and of triggers: a list of mon to sun."""

import re
from typing import Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import nearest, shown
from mktctl.model.flow import Weekday

DAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_weekdays(below: Fields) -> tuple[Weekday, ...]:
    """In the order of the file; empty when the key is not there, or with an error."""
    if "weekdays" not in below:
        return ()
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


def _right_day(word: str) -> Weekday | None:
    folded = word[:3].lower()
    found = next((day for day in DAYS if day == folded), None)
    return found or next((day for day in DAYS if day == nearest(word, DAYS)), None)
