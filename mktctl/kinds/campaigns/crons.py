"""`cron:`, the escape from `every:`: five fields, at most once a day, and nothing that is drawn by lot."""

import re
from typing import Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import shown

_ONE: Final = r"(?:\*|[0-9]{1,2}|[A-Z]{3}|L)"
_PART: Final = rf"{_ONE}(?:-{_ONE})?(?:[/#][0-9]{{1,2}})?"
_FIELD: Final = re.compile(rf"{_PART}(?:,{_PART})*")
_NICKNAMES: Final = {
    "@daily": "0 9 * * *", "@weekly": "0 9 * * MON", "@monthly": "0 9 1 * *", "@midnight": "0 0 * * *",
    "@yearly": "0 9 1 1 *", "@annually": "0 9 1 1 *",
}  # fmt: skip


def read_fields(below: Fields, key: str) -> str | None:
    """The five fields in capitals, with one minute and one hour; None with an error."""
    from croniter import croniter  # loads slowly, and few campaigns come again

    text = below.values[key]
    example = 'Such as  cron: "0 9 * * TUE",  or in words  every: tuesday, at: "09:00"'
    if not isinstance(text, str):
        below.error("CMP013", key, f"cron: is a text of five fields, not {shown(text)}", example)
        return None
    if nickname := _NICKNAMES.get(text.strip().lower()):
        below.error("CMP013", key, f"{text} says no time of day", f'Write  cron: "{nickname}"')
        return None
    parts = text.upper().split()
    if len(parts) != 5:
        extra = "; Klaviyo counts no seconds" if len(parts) == 6 else ""
        message = f"{shown(text)} has {len(parts)} fields, not five: minute, hour, day, month, weekday{extra}"
        below.error("CMP013", key, message, example)
        return None
    cron = " ".join(parts)
    if not all(_FIELD.fullmatch(part) for part in parts) or not croniter.is_valid(cron):
        below.error("CMP013", key, f"{shown(text)} is no cron: minute, hour, day, month, weekday", example)
        return None
    if not (parts[0].isdigit() and parts[1].isdigit()):
        message = f"{shown(text)} comes several times a day; a campaign has one time a date"
        below.error("CMP013", key, message, 'Give one minute and one hour, such as  cron: "0 9 * * *"')
        return None
    if "*" not in (parts[2][0], parts[4][0]):
        message = "a day of the month and a weekday together mean either of the two"
        below.report.warning("CMP013", below.at(key), message, "Leave one of them *, unless that is meant")
    return cron
