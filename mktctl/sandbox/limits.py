"""Rate limits per endpoint: fixed windows of a second, a minute and a day (klaviyo-api.md sections 1 and 6).

They run on a stopwatch, not on the account's clock, and are not kept in the file: another run starts with full budgets.
"""

import math
from typing import Final

import msgspec

from mktctl.clock import Stopwatch
from mktctl.model.operations import Operation
from mktctl.sandbox.jsonapi.errors import Problem, Refused

_SECOND: Final = 1
_MINUTE: Final = 60
_DAY: Final = 86_400


class Window(msgspec.Struct):
    """How many requests the window of this number has seen."""

    number: int = -1
    used: int = 0


class Limiter:
    """Counts the requests of one account."""

    def __init__(self, stopwatch: Stopwatch) -> None:
        self._stopwatch = stopwatch
        self._windows: dict[tuple[str, int], Window] = {}

    def take(self, operation: Operation) -> dict[str, str]:
        """Count one request; the RateLimit headers of its answer.

        Refused (429 with Retry-After in whole seconds) if a window is full; such a request is not counted.
        """
        now = self._stopwatch.seconds()
        windows = [
            (self._window(operation.name, seconds, now), seconds, allowed)
            for seconds, allowed in _allowances(operation)
        ]
        waits = [_rest(now, seconds) for window, seconds, allowed in windows if window.used >= allowed]
        if waits:
            raise _throttled(max(waits))
        for window, _, _ in windows:
            window.used += 1
        steady = windows[1][0]
        burst = f"{operation.burst_per_second};w={_SECOND}"
        return {
            "RateLimit-Limit": f"{operation.steady_per_minute}, {burst}, {operation.steady_per_minute};w={_MINUTE}",
            "RateLimit-Remaining": str(operation.steady_per_minute - steady.used),
            "RateLimit-Reset": str(_rest(now, _MINUTE)),
        }

    def _window(self, name: str, seconds: int, now: float) -> Window:
        window = self._windows.setdefault((name, seconds), Window())
        number = math.floor(now / seconds)
        if window.number != number:
            window.number = number
            window.used = 0
        return window


def _allowances(operation: Operation) -> list[tuple[int, int]]:
    found = [(_SECOND, operation.burst_per_second), (_MINUTE, operation.steady_per_minute)]
    if operation.daily is not None:
        found.append((_DAY, operation.daily))
    return found


def _rest(now: float, seconds: int) -> int:
    """Whole seconds to the window's end, at least 1."""
    return max(1, math.ceil(seconds - now % seconds))


def _throttled(wait: int) -> Refused:
    return Refused(
        Problem(
            status=429,
            code="throttled",
            title="Request was throttled.",
            detail=f"Request was throttled. Expected available in {wait} seconds.",
        ),
        headers={"Retry-After": str(wait)},
    )
