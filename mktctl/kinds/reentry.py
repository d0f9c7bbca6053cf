"""`reentry:` of a flow: how often one person may go through it (E4, P25)."""

import re
from typing import Final

from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.durations import Units, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import shown
from mktctl.model.flow import (
    DateTrigger,
    ListTrigger,
    LowInventoryTrigger,
    PriceDropTrigger,
    Reentry,
    SegmentTrigger,
    Trigger,
)

_UNITS: Final = Units(("hour", "day", "week"), "7 days", "FLW004")
_WORDS: Final = {
    **dict.fromkeys(("false", "no", "off", "once", "one time", "none"), "never"),
    **dict.fromkeys(("true", "yes", "on", "every time", "each time", "anytime", "multiple", "unlimited"), "always"),
}
"""What people write who know other tools."""
_EVERY: Final = {
    "daily": "1 day", "weekly": "7 days", "monthly": "30 days", "yearly": "365 days", "annually": "365 days",
    "every year": "365 days", "every month": "30 days", "every week": "7 days",
}  # fmt: skip
_AFTER: Final = re.compile(r"after (.+)")
_AGAIN: Final[dict[type, str]] = {
    DateTrigger: "the date comes again", PriceDropTrigger: "a price drops again",
    LowInventoryTrigger: "another product runs low",
}  # fmt: skip


def read_reentry(fields: Fields, scope: Scope, trigger: Trigger | None) -> Reentry:
    """never, always, after N days; required unless a list or a segment starts the flow, which mean never."""
    if "reentry" not in fields:
        if trigger is not None and not isinstance(trigger, ListTrigger | SegmentTrigger):
            again = _AGAIN.get(type(trigger), "the event happens again")
            hint = "Add  reentry: never,  reentry: always  or  reentry: after 7 days"
            fields.require("reentry", hint, code="FLW003", message=f"may a person enter again when {again}?")
        return Reentry(mode="never")
    value, path = fields.values["reentry"], fields.at("reentry")
    if value in ("never", "always"):
        return Reentry(mode="never" if value == "never" else "always")
    if isinstance(value, str) and (found := _AFTER.fullmatch(value)):
        span = read_duration(scope.report, found[1], path, _UNITS)
        return Reentry(mode="after", span=span) if span else Reentry(mode="never")
    meant = _WORDS.get(str(value).lower())
    if meant is None and (days := _EVERY.get(str(value).lower())):
        meant = "always" if isinstance(trigger, DateTrigger) else f"after {days}"
    hint = f"Write  reentry: {meant}" if meant else "Such as  after 7 days"
    if isinstance(value, str) and value[:1].isdigit():
        hint = f"Write  reentry: after {value}"
    scope.error("FLW004", path, f"reentry: is never, always or after a span, not {shown(value)}", hint)
    return Reentry(mode="never")
