"""Cold processes, measured from outside: wall seconds and peak memory, commands taken in turns."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROCESS_SECONDS_MAX: Final = 600
BIN: Final = Path(sys.executable).parent


@dataclass(frozen=True, kw_only=True)
class Run:
    """One process: `seconds` of wall time, `peak_megabytes` of resident memory, and what it said."""

    seconds: float
    peak_megabytes: float
    exit_code: int
    output: str


def environment() -> dict[str, str]:
    """The caller's, less what makes Python start slowly or tools print colours."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONPROFILEIMPORTTIME", "FORCE_COLOR")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def run(command: Sequence[str], *, cwd: Path, expected: frozenset[int] = frozenset({0})) -> Run:
    """Run to the end. Raises RuntimeError with the output when the exit code is not an expected one."""
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in expected:
        raise RuntimeError(f"{' '.join(command[:6])} … exited with {process.returncode}:\n{output[-2000:]}")
    return Run(seconds=seconds, peak_megabytes=_megabytes(usage.ru_maxrss), exit_code=process.returncode, output=output)


def _megabytes(maxrss: int) -> float:
    """ru_maxrss is kilobytes on Linux, bytes on macOS."""
    return maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def median_seconds(commands: Mapping[str, Sequence[str]], *, cwd: Path, rounds: int) -> dict[str, float]:
    """Median wall seconds of each command. Taken in turns, so that a busy moment of the machine hits all alike.

    One round before the first is not counted: it compiles and warms the file cache.
    """
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            taken = run(command, cwd=cwd).seconds
            if number:
                seconds[name].append(taken)
    return {name: statistics.median(taken) for name, taken in seconds.items()}
