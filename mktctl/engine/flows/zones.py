"""Wall clocks: whose zone counts, and which instant a local time is when clocks change (D4, D8)."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mktctl.engine.flows.setting import Options, Setting

_SECOND: Final = timedelta(seconds=1)


def zone_for(zone: str, person_zone: str | None, setting: Setting) -> ZoneInfo:
    """The zone that a step means: `profile` is the person's; one that nobody knows is the account's (D4, T18)."""
    named = person_zone if zone == "profile" else zone
    return (None if named is None else _known(named)) or ZoneInfo(setting.zone)


def instant_at(local: datetime, zone: ZoneInfo, options: Options) -> datetime:
    """The instant, in UTC, at which clocks in `zone` show `local`, which has no zone (D8, T15).

    A time that the clock jumps over is the first instant behind the jump (with `skipped_time="shifted"` as much later
    as the clock jumps); of a time that comes twice it is the first occurrence.
    """
    earlier, later = sorted(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if earlier == later:
        return earlier
    if earlier.astimezone(zone).replace(tzinfo=None) == local:
        return earlier if options.repeated_time == "first" else later
    return later if options.skipped_time == "shifted" else _behind_the_jump(earlier, later, local, zone)


def _behind_the_jump(before: datetime, after: datetime, local: datetime, zone: ZoneInfo) -> datetime:
    """The clock shows less than `local` at `before` and more at `after`: halve what lies between, to the second."""
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < local:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _known(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
