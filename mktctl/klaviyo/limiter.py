"""Keeps requests under the documented limits of each operation: burst a second, steady a minute, budget a day.

The platform counts in fixed windows whose edges we do not know. A sliding window with the same number is never over
the limit wherever the edges lie; a little slack covers requests that bunch up on their way.
"""

import threading
from collections import Counter, deque
from collections.abc import Mapping
from typing import Final, Protocol

from mktctl.clock import Stopwatch
from mktctl.klaviyo.errors import DailyBudgetUsedUp
from mktctl.model.operations import Operation

BURST_WINDOW_SECONDS: Final = 1.05
STEADY_WINDOW_SECONDS: Final = 60.5


class Limiter(Protocol):
    """Asked before every request, retries included. Safe to call from several threads."""

    def acquire(self, operation: Operation) -> None:
        """Block until a request may go out; raises `DailyBudgetUsedUp` when none may today."""

    def hold(self, operation: Operation, seconds: float) -> None:
        """The platform said to wait: no request of this operation goes out for that long."""

    def spent(self) -> dict[str, int]:
        """Requests sent today, of the operations that have a daily cap."""


class Unlimited:
    """`--limits none`: for a sandbox that counts nothing. Retry-After is still honoured by the client."""

    def acquire(self, operation: Operation) -> None:
        """Let it go at once."""

    def hold(self, operation: Operation, seconds: float) -> None:
        """The client waits by itself; nobody else needs to."""

    def spent(self) -> dict[str, int]:
        return {}


class _Window:
    """When the last requests of one operation went or will go out, oldest first."""

    def __init__(self, operation: Operation) -> None:
        self._burst = operation.burst_per_second
        self._steady = operation.steady_per_minute
        self._slots: deque[float] = deque(maxlen=max(self._burst, self._steady))
        self.not_before = 0.0

    def reserve(self, now: float) -> float:
        """The earliest instant that breaks no limit, taken at once. Never earlier than a slot given before."""
        slots = self._slots
        slot = max(now, self.not_before, slots[-1] if slots else 0.0)
        if len(slots) >= self._burst:
            slot = max(slot, slots[-self._burst] + BURST_WINDOW_SECONDS)
        if len(slots) >= self._steady:
            slot = max(slot, slots[-self._steady] + STEADY_WINDOW_SECONDS)
        slots.append(slot)
        return slot


class EndpointLimiter:
    """The limits of `mktctl/model/operations.json`, one window an operation.

    `spent_today` are the requests that earlier runs of the same account day sent, by operation name; which day it is
    is the caller's to know. Every request counts, refused ones too: the platform does not say which it leaves out.
    """

    def __init__(self, stopwatch: Stopwatch, *, spent_today: Mapping[str, int] | None = None) -> None:
        self._stopwatch = stopwatch
        self._lock = threading.Lock()
        self._windows: dict[str, _Window] = {}
        self._spent: Counter[str] = Counter(spent_today or {})

    def acquire(self, operation: Operation) -> None:
        with self._lock:
            self._spend(operation)
            now = self._stopwatch.seconds()
            slot = self._window(operation).reserve(now)
        if slot > now:
            self._stopwatch.sleep(slot - now)

    def hold(self, operation: Operation, seconds: float) -> None:
        with self._lock:
            window = self._window(operation)
            window.not_before = max(window.not_before, self._stopwatch.seconds() + seconds)

    def spent(self) -> dict[str, int]:
        with self._lock:
            return dict(sorted(self._spent.items()))

    def _window(self, operation: Operation) -> _Window:
        return self._windows.setdefault(operation.name, _Window(operation))

    def _spend(self, operation: Operation) -> None:
        if operation.daily is None:
            return
        if self._spent[operation.name] >= operation.daily:
            raise DailyBudgetUsedUp(
                f"the {operation.daily} {operation.name} requests of this account's day are used up",
                operation=operation.name,
                hint="run the same command again tomorrow: it goes on where this run stopped",
            )
        self._spent[operation.name] += 1
