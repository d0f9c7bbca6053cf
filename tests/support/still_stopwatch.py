"""A stopwatch on which sleeping takes no time."""

import threading


class StillStopwatch:
    """Time moves only by sleeping; `slept` lists every sleep in seconds."""

    def __init__(self) -> None:
        self._seconds = 1000.0
        self._lock = threading.Lock()
        self.slept: list[float] = []

    def seconds(self) -> float:
        with self._lock:
            return self._seconds

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._seconds += seconds
            self.slept.append(seconds)
