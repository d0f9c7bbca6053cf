"""The one place that reads the time. Everything else takes `now`, a `Clock` or a `Stopwatch` as an argument."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where "now" comes from: the wall for real accounts, the account's own clock for the sandbox."""

    def now(self) -> datetime:
        """The present instant, with a time zone."""


class WallClock:
    """The machine's own clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Stopwatch(Protocol):
    """Elapsed seconds and sleeping, for limits and retries; never for what a contact sees."""

    def seconds(self) -> float:
        """Monotonic seconds since some fixed instant."""

    def sleep(self, seconds: float) -> None:
        """Block for that long."""


class MonotonicStopwatch:
    """The machine's monotonic clock."""

    def seconds(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
