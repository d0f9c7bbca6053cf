"""Waiting for one's turn: the platform computes at most five segments at once, and refuses a sixth (400)."""

from collections.abc import Callable
from typing import Final

from mktctl.clock import Stopwatch
from mktctl.klaviyo.errors import Rejected
from mktctl.klaviyo.remote import Remote, Resource
from mktctl.klaviyo.segments import fetch_segments

AT_ONCE_MAX: Final = 5
TURNS_MAX: Final = 120
TURN_SECONDS: Final = 5.0


def in_turn(remote: Remote, stopwatch: Stopwatch, send: Callable[[], Resource]) -> Resource:
    """What `send` brings, tried again while a refusal can be the platform's own crowd; ten minutes at most.

    Raises `KlaviyoError`: a refusal for another reason at once.
    """
    for _ in range(TURNS_MAX):
        try:
            return send()
        except Rejected:
            if _processing(remote) < AT_ONCE_MAX:
                raise
        stopwatch.sleep(TURN_SECONDS)
    return send()


def _processing(remote: Remote) -> int:
    return sum(bool(row.get("attributes", {}).get("is_processing")) for row in fetch_segments(remote).resources)
