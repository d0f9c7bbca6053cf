"""When a campaign goes out and to whom, in words: "Tue 1 Dec 2026 09:00 in each recipient's zone"."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mktctl.model.campaign import Audience, Campaign

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def schedule_words(schedule: Mapping[str, Any], zone: str) -> str:
    """A schedule in the clock of `zone`, an IANA name; empty when there is none."""
    if not schedule:
        return ""
    if schedule["strategy"] == "smart_send_time":
        return f"{_day(date.fromisoformat(schedule['send_date']))}, at each person's best time"
    at = datetime.fromisoformat(schedule["send_time"])
    if schedule["strategy"] == "local_timezone":
        late = (schedule.get("timezone_options") or {}).get("send_past_timezones_tomorrow")
        return f"{_minute(at)} in each recipient's zone{'' if late else ', at once where that is past'}"
    words = f"{_minute(at.astimezone(ZoneInfo(zone)))} in {zone}"
    if parts := schedule.get("throttled_options"):
        words += f", {parts['throttling_percentage']}% per {parts['throttle_unit']}"
    return words


def clock_of(campaign: Campaign, zone: str) -> str:
    """On whose clock a campaign's times are told: its own zone, else the account's `zone`."""
    own = getattr(campaign.send, "zone", "recipient")
    return zone if own == "recipient" else str(own)


def audience_words(audience: Audience) -> str:
    """`list/newsletter and segment/vip without segment/sunset`."""
    included = " and ".join(map(str, audience.include))
    excluded = " and ".join(map(str, audience.exclude))
    return f"{included} without {excluded}" if excluded else included


def span_words(span: timedelta) -> str:
    """How soon: `25 minutes`, `3 hours`, `2 days`; the largest whole unit."""
    if span < _HOUR:
        count, unit = max(int(span.total_seconds() // 60), 0), "minute"
    elif span < 2 * _DAY:
        count, unit = span // _HOUR, "hour"
    else:
        count, unit = span // _DAY, "day"
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def _minute(at: datetime) -> str:
    return f"{_day(at.date())} {at:%H:%M}"
