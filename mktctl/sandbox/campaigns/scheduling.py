"""When a message goes out: what a schedule may say, and the instants that follow (klaviyo-api.md section 4.1)."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from mktctl.sandbox.campaigns.readiness import check_ready
from mktctl.sandbox.flows.parts import defaulted
from mktctl.sandbox.jsonapi.errors import refuse_if_any
from mktctl.sandbox.jsonapi.shapes import Field, Findings, Flag, Instant, Number, Record, Text, nullable, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.campaigns import begin_sending, definition_of, message, set_message
from mktctl.sandbox.times import iso, microseconds, read_iso

SENDING: Final = timedelta(minutes=1)
"""How long a message, or one batch of it, takes on the account's clock. The sandbox's own figure."""
PERCENTAGES: Final = (1, 2, 5, 10, 11, 13, 14, 17, 20, 25, 33, 50)
READ_STRATEGIES: Final = {
    "static": "static",
    "local_timezone": "local_timezone",
    "throttled": "throttled",
    "smart_send_time": "send_time_optimization",
}
"""A strategy as it is written, and as the message's `send_options` name it."""
_EARLIEST_ZONE: Final = timedelta(hours=14)
_LATEST_ZONE: Final = timedelta(hours=12)
_DAY: Final = timedelta(days=1)
_UNITS: Final = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
_OPTIONS_OF: Final = {"throttled_options": "throttled", "timezone_options": "local_timezone"}

SCHEDULE_FIELDS: Final[dict[str, Field]] = {
    "strategy": required(Text(choices=tuple(READ_STRATEGIES))),
    "send_time": nullable(Instant()),
    "send_date": nullable(Text(pattern=r"\d{4}-\d\d-\d\d")),
    "throttled_options": Field(
        Record(
            name="ThrottledOptions",
            fields={
                "throttling_percentage": required(Number(whole=True)),
                "throttle_unit": defaulted(Text(choices=tuple(_UNITS)), "hour"),
            },
        )
    ),
    "timezone_options": Field(
        Record(
            name="TimezoneOptions",
            fields={"send_past_timezones_tomorrow": defaulted(Flag(), value=False, nullable=True)},
        )
    ),
}


def check_schedule(store: Store, given: Mapping[str, Any], place: str, findings: Findings) -> None:
    """The rules beyond the shape, which is right already; `place` points at what was given."""
    strategy = given["strategy"]
    needed, other = ("send_date", "send_time") if strategy == "smart_send_time" else ("send_time", "send_date")
    if given.get(needed) is None:
        findings.wrong(f"{place}/{needed}", f"'{needed}' is required with the strategy {strategy}.")
    elif strategy == "smart_send_time":
        _check_date(store, given["send_date"], f"{place}/send_date", findings)
    elif _instant(given) <= store.stamp():
        findings.wrong(f"{place}/send_time", "'send_time' must be in the future.")
    if given.get(other) is not None:
        findings.wrong(f"{place}/{other}", f"'{other}' is not allowed with the strategy {strategy}.")
    for key, owner in _OPTIONS_OF.items():
        if key in given and strategy != owner:
            findings.wrong(f"{place}/{key}", f"'{key}' is only allowed with the strategy {owner}.")
    _check_throttling(given, place, findings)


def schedule_message(store: Store, row: Row, given: Mapping[str, Any]) -> dict[str, Any]:
    """Schedule a draft by a checked schedule; what the API answers of it. The message shows it in `send_options`."""
    strategy = given["strategy"]
    throttled = given.get("throttled_options") or {}
    percentage = throttled.get("throttling_percentage")
    unit = None if percentage is None else throttled.get("throttle_unit", "hour")
    begins, ends = _span(store, given)
    definition = definition_of(row)
    shown = given["send_date"] if strategy == "smart_send_time" else given["send_time"]
    definition["send_options"] |= {
        "send_time": iso(_read(shown)),
        "send_strategy": READ_STRATEGIES[strategy],
        "recipient_percentage": percentage,
        "throttle_unit": unit,
    }
    set_message(store, row["id"], definition)
    begin_sending(store, row["id"], begins=begins, ends=ends, on_demand=False)
    return {
        "strategy": strategy,
        "send_time": None if given.get("send_time") is None else iso(_instant(given)),
        "send_date": given.get("send_date"),
        "throttling_percentage": percentage,
        "throttle_unit": unit,
    }


def send_now(store: Store, rows: list[Row]) -> None:
    """Send drafts at once, at the account's present."""
    findings = Findings()
    for row in rows:
        check_ready(store, row, "/data/id", findings)
    refuse_if_any(findings.problems)
    now = store.stamp()
    for row in rows:
        definition = definition_of(message(store, row["id"]))
        definition["send_options"] |= {"send_time": iso(now), "send_strategy": "static"}
        set_message(store, row["id"], definition)
        begin_sending(store, row["id"], begins=now, ends=now + _micro(SENDING), on_demand=True)


def _span(store: Store, given: Mapping[str, Any]) -> tuple[int, int]:
    """When the first and when the last person gets it, in microseconds."""
    match given["strategy"]:
        case "smart_send_time":
            zone = ZoneInfo(store.account.timezone)
            begins = microseconds(datetime.combine(date.fromisoformat(given["send_date"]), time(), zone))
            return begins, begins + _micro(_DAY)
        case "local_timezone":
            written = _instant(given)
            late = _DAY if (given.get("timezone_options") or {}).get("send_past_timezones_tomorrow") else timedelta()
            return written - _micro(_EARLIEST_ZONE), written + _micro(_LATEST_ZONE + late + SENDING)
        case "throttled":
            options = given["throttled_options"]
            batches = math.ceil(100 / options["throttling_percentage"])
            step = _UNITS[options.get("throttle_unit", "hour")]
            return _instant(given), _instant(given) + _micro((batches - 1) * step + SENDING)
        case _:
            return _instant(given), _instant(given) + _micro(SENDING)


def _check_date(store: Store, text: str, place: str, findings: Findings) -> None:
    today = store.now().astimezone(ZoneInfo(store.account.timezone)).date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        findings.wrong(place, f"'{text}' is not a date.")
        return
    if day < today:
        findings.wrong(place, "'send_date' must not be in the past.")


def _check_throttling(given: Mapping[str, Any], place: str, findings: Findings) -> None:
    options = given.get("throttled_options")
    if options is None:
        if given["strategy"] == "throttled":
            findings.wrong(f"{place}/throttled_options", "'throttled_options' is required with the strategy throttled.")
        return
    if options["throttling_percentage"] not in PERCENTAGES:
        offer = ", ".join(map(str, PERCENTAGES))
        findings.wrong(
            f"{place}/throttled_options/throttling_percentage",
            f"{options['throttling_percentage']} is not a valid throttling_percentage; they are: {offer}.",
        )


def _instant(given: Mapping[str, Any]) -> int:
    return _read(given["send_time"])


def _read(text: str) -> int:
    found = read_iso(text)
    assert found is not None, "the shape is checked"
    return found


def _micro(span: timedelta) -> int:
    return span // timedelta(microseconds=1)
