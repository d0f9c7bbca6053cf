"""When a campaign is sent: `send_settings` of the campaign, and one entry of `message_schedules`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from mktctl.model.campaign import SendAt, SendSmart

SETTINGS: Final = ("send_timezone", "send_strategy", "send_passed_rltz_immediately")
"""Of `send_settings`, those that we write."""
_STRATEGIES: Final[Mapping[str, str]] = {
    "content_variation": "static",
    "content_variation_local_timezone": "local_timezone",
    "send_time_optimization": "smart_send_time",
    "personalized_send_time_optimization": "smart_send_time",
    "ab_send_time_test": "static",
}
"""How a strategy is read that is written otherwise; the others are read as they are written."""


def in_utc(at: datetime, zone: str) -> str:
    """A time of day of `zone` as ISO 8601 in UTC. In the recipient's zone it stays as it is: the API takes the time of
    the clock as if it were UTC.

    Of a time that comes twice the first is meant; one that a clock skips is as much later as the clock jumps.
    """
    local = at.replace(tzinfo=UTC if zone == "recipient" else ZoneInfo(zone))
    return local.astimezone(UTC).isoformat()


def read_instant(stored: Any) -> datetime:
    """A time of the platform, in UTC."""
    return datetime.fromisoformat(str(stored).replace("Z", "+00:00")).astimezone(UTC)


def encode_schedule(send: SendAt | SendSmart) -> dict[str, Any]:
    """`strategy` and its options, without the message's id."""
    if isinstance(send, SendSmart):
        return {"strategy": "smart_send_time", "send_date": send.day.isoformat()}
    schedule: dict[str, Any] = {"strategy": "static", "send_time": in_utc(send.at, send.zone)}
    if send.zone == "recipient":
        tomorrow = send.if_past == "next_day"
        options = {"timezone_options": {"send_past_timezones_tomorrow": tomorrow}}
        return {**schedule, "strategy": "local_timezone", **options}
    if send.spread is not None:
        parts = {"throttling_percentage": send.spread.percent, "throttle_unit": send.spread.unit}
        return {**schedule, "strategy": "throttled", "throttled_options": parts}
    return schedule


def send_settings(send: SendAt | SendSmart) -> dict[str, Any]:
    """What the campaign itself says of its clock; UTC where each recipient's counts, as the API demands."""
    if isinstance(send, SendAt) and send.zone == "recipient":
        return {
            "send_timezone": "UTC",
            "send_strategy": "timezone",
            "send_passed_rltz_immediately": send.if_past == "now",
        }
    return {"send_timezone": send.zone}


def decode_settings(stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """As encoded; what else the platform fills in belongs to one strategy alone."""
    stored = stored or {}
    if stored.get("send_strategy") == "timezone":
        passed = bool(stored.get("send_passed_rltz_immediately"))
        return {"send_timezone": "UTC", "send_strategy": "timezone", "send_passed_rltz_immediately": passed}
    return {"send_timezone": stored["send_timezone"]} if stored.get("send_timezone") else {}


def decode_schedule(options: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The schedule behind a message's `send_options`, with the campaign's `send_settings`; empty of a draft."""
    written = str(options.get("send_strategy") or "")
    strategy = _STRATEGIES.get(written, written)
    if not strategy or not options.get("send_time"):
        return {}
    time = read_instant(options["send_time"])
    if strategy == "smart_send_time":
        return {"strategy": strategy, "send_date": time.date().isoformat()}
    schedule: dict[str, Any] = {"strategy": strategy, "send_time": time.isoformat()}
    if strategy == "local_timezone":
        tomorrow = not settings.get("send_passed_rltz_immediately")
        schedule["timezone_options"] = {"send_past_timezones_tomorrow": tomorrow}
    if strategy == "throttled":
        schedule["throttled_options"] = {
            "throttling_percentage": options.get("recipient_percentage"),
            "throttle_unit": options.get("throttle_unit") or "hour",
        }
    return schedule
