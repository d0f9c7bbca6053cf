"""Instants of a test: as a span from its start, and on the account's clock."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_HOURS_TOLD: Final = timedelta(days=2)
"""Up to here whole hours read better than days."""


def since_start(at: datetime, start: datetime) -> str:
    """`30 hours`, `7 days`, `6 days 15 hours`, with what is left of minutes and seconds."""
    span = at - start
    if span < timedelta(0):
        return f"{since_start(start, at)} ago"
    days, seconds = span.days, span.seconds
    if span < _HOURS_TOLD and (span.seconds or not days):
        days, seconds = 0, int(span.total_seconds())
    parts = ((days, "day"), (seconds // 3600, "hour"), (seconds // 60 % 60, "minute"), (seconds % 60, "second"))
    told = [f"{amount} {word}{'' if amount == 1 else 's'}" for amount, word in parts if amount]
    return " ".join(told) or "0 hours"


def on_the_clock(at: datetime, zone: str) -> str:
    """`2026-11-24 10:00`, seconds where there are any."""
    local = at.astimezone(ZoneInfo(zone))
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
