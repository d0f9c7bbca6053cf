"""Cold processes, measured from outside: wall seconds, commands taken in turns, and peak memory."""

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
    """One process: `seconds` of wall time, and what it said on both streams."""

    seconds: float
    output: str


def environment() -> dict[str, str]:
    """The caller's, less what makes Python start slowly or tools print colours."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONPROFILEIMPORTTIME", "FORCE_COLOR")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def run(command: Sequence[str], *, cwd: Path) -> Run:
    """Run to the end. Raises RuntimeError with the output when the process fails."""
    started = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=PROCESS_SECONDS_MAX,
    )
    seconds = time.perf_counter() - started
    output = done.stdout.decode(errors="replace")
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:6])} … exited with {done.returncode}:\n{output[-2000:]}")
    return Run(seconds=seconds, output=output)


# A child's peak begins at its parent's size (exec keeps the mark), so the parent is a small process of its own.
_PEAK: Final = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_megabytes(command: Sequence[str], *, cwd: Path) -> float:
    """The most resident memory that the command's process had."""
    kilobytes = float(run([sys.executable, "-I", "-c", _PEAK, *command], cwd=cwd).output)
    return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)  # macOS counts in bytes


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
