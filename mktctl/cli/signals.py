"""Ctrl-C during an apply: the first one asks it to stop, the second one does not wait."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Final

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
"""What a terminal sends, and what a CI service sends that cancels a job."""
_SAID: Final = b"\nStopping once the steps under way have ended. Ctrl-C again does not wait for them.\n"


@contextlib.contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """An event that the first signal sets, so that no exception strikes in the middle of a step."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        with contextlib.suppress(OSError):
            os.write(2, _SAID)  # the stream itself may be in the middle of a line

    before = {number: signal.signal(number, ask) for number in _SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
