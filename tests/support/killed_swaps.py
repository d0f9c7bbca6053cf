"""Kills a process at every system call of one swap, and prints what each death left behind, one JSON object a line.

A program of its own: it forks, and a test process with threads must not.

    python killed_swaps.py DIRECTORY
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mktctl.model.bindings import State
from mktctl.state.file_store import FileStore

CALLS = ("open", "write", "fsync", "close", "replace")
POINTS_MAX = 200


class Death:
    """Stands in for the calls of `os`: counts them, and kills the process before, or within, the one it is set to."""

    def __init__(self, point: int) -> None:
        self._left = point

    def standing_for(self, name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*arguments: Any, **named: Any) -> Any:
            # A write counts twice: killed before it, and with half of its bytes on the disk.
            if name == "write":
                self._step()
                real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                self._step()
                os.lseek(arguments[0], 0, os.SEEK_SET)
            else:
                self._step()
            return real(*arguments, **named)

        return call

    def _step(self) -> None:
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1


def swap_and_die(store: FileStore, point: int) -> bool:
    """Swap in a child that dies at `point`; whether it died."""
    child = os.fork()
    if child == 0:
        death = Death(point)
        for name in CALLS:
            setattr(os, name, death.standing_for(name))
        swapped = store.swap(2, State(account="third"))
        os._exit(0 if swapped else 1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def report(directory: Path, point: int) -> dict[str, Any]:
    """One death at `point`, and what a later process finds and can still do."""
    store = FileStore(directory / str(point) / "state.json")
    store.swap(0, State(account="first"))
    store.swap(1, State(account="second"))
    died = swap_and_die(store, point)
    generation, state = store.load()
    assert state is not None
    found = {"point": point, "died": died, "generation": generation, "account": state.account}
    previous = FileStore(store.path.with_name("state.json.previous")).load()
    found["previous"] = previous[0]
    found["goes_on"] = store.swap(generation, State(account="after"))
    shutil.rmtree(directory / str(point))
    return found


def main(directory: Path) -> None:
    for point in range(POINTS_MAX):
        found = report(directory, point)
        print(json.dumps(found))
        if not found["died"]:
            return
    raise AssertionError("a swap takes fewer calls than that")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
