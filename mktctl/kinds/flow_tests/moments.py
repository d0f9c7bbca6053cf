"""`at:` of a test: a span from its start, a span before it, or a day and time on the account's clock."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from mktctl.kinds.durations import Units, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.report import Report
from mktctl.kinds.spelling import shown
from mktctl.model.places import Path

OFFSETS: Final = Units(("minute", "hour", "day", "week"), "2 days", "TST001", 0)
_LONGEST: Final = timedelta(days=30 * 365)
_YEARS: Final = range(2000, 2101)
"""What is played day by day must have an end."""
_AGO: Final = " ago"
_DATED: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T](?:[01][0-9]|2[0-3])(?::[0-5][0-9]){1,2}")
_LIKE_A_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./]")


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """The test's start, with a zone, and the account's zone, which date-times of the file are in."""

    start: datetime
    zone: ZoneInfo

    def moment(self, fields: Fields) -> datetime | None:
        """The instant that `at:` says, in UTC."""
        if not fields.require("at", "When, counted from start:, such as  at: 2 days", code="TST001", message="when?"):
            return None
        return self.read(fields.report, fields.values["at"], fields.at("at"))

    def read(self, report: Report, value: object, path: Path) -> datetime | None:
        """`2 days`, `90 days ago` or `2026-12-01 09:00`; a day is 24 hours."""
        text = value.strip() if isinstance(value, str) else ""
        if _DATED.fullmatch(text) or _LIKE_A_DATE.match(text):
            return read_dated(report, value, path, self.zone)
        is_past = text.endswith(_AGO)
        span = read_duration(report, text.removesuffix(_AGO) if is_past else value, path, OFFSETS)
        if span is None:
            return None
        length = timedelta(minutes=span.total_minutes)
        if length > _LONGEST:
            report.error("TST001", path, f"{text} is longer than anything that is tested: at most 30 years")
            return None
        return self.start - length if is_past else self.start + length


def read_dated(report: Report, value: object, path: Path, zone: ZoneInfo) -> datetime | None:
    """`2026-12-01 09:00`, seconds if need be, on the clock of `zone`; of a time that comes twice the first."""
    if isinstance(value, str) and _DATED.fullmatch(value.strip()):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            report.error("TST001", path, f"{shown(value)} is not in the calendar")
            return None
        if moment.year in _YEARS:
            return moment.replace(tzinfo=zone).astimezone(UTC)
        report.error("TST001", path, f"{moment.year} is not a year of this store: {_YEARS[0]} to {_YEARS[-1]}")
        return None
    report.error("TST001", path, f"{shown(value)} is no day and time", "Write it like  2026-11-24 10:00")
    return None
