"""A small project, and the command line on it as a shell would run it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SMALL = Path(__file__).parents[1] / "cases/base"
ANSWER_SECONDS = 60
NO_CHANGES = "No changes."


def small_project(folder: Path) -> Path:
    """The base of the broken cases, with nothing broken: one segment, two mails, one flow."""
    shutil.copytree(SMALL, folder)
    return folder


def edit(file: Path, old: str, new: str) -> None:
    """Change one line as a person would."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def mktctl(
    folder: Path, *arguments: str, environment: dict[str, str] | None = None, before: str = ""
) -> subprocess.CompletedProcess[str]:
    """One command, to its end. `before` are words of the shell in front of it, such as `ulimit -f 100;`.

    No command of a test may end in a traceback, or call itself a bug.
    """
    line = f'{before} exec "$0" -m mktctl "$@"'
    run = subprocess.run(
        ["bash", "-c", line, sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=ANSWER_SECONDS,
        check=False,
    )
    assert "Traceback" not in run.stderr, run.stderr
    assert "bug in mktctl" not in run.stderr, run.stderr
    return run
