"""The question that apply asks, on a real terminal; and what a second apply does meanwhile."""

import contextlib
import os
import pty
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.small_project import ANSWER_SECONDS, mktctl, small_project


class OnTerminal:
    """One command with a terminal of its own, on which a test types."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.said = ""
        self._process, self._terminal = pty.fork()
        if self._process == 0:  # pragma: no cover - the other process
            os.chdir(folder)
            os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
            os.execv(sys.executable, [sys.executable, "-m", "mktctl", *arguments])

    def until(self, text: str) -> None:
        """Read until `text` was said."""
        while text not in self.said:
            assert self._read(), f"it ended before it said {text!r}: {self.said[-500:]}"

    def type(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def ended(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        _, status = os.waitpid(self._process, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], ANSWER_SECONDS)
        assert ready, f"nothing more was said after: {self.said[-500:]}"
        try:
            more = os.read(self._terminal, 65_536)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.said += more.decode("utf-8", "replace")
        return bool(more)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


@contextlib.contextmanager
def asked(project: Path) -> Iterator[OnTerminal]:
    running = OnTerminal(project, "apply")
    running.until("[y/N]")
    time.sleep(0.1)  # the question stands before the terminal listens
    yield running


@pytest.mark.parametrize("keys", ["\x03", "\x04", "n\n", "\n"], ids=["ctrl-c", "ctrl-d", "n", "enter"])
def test_without_a_yes_nothing_is_done(project: Path, keys: str) -> None:
    with asked(project) as running:
        running.type(keys)
        assert running.ended() == 130
    assert "Nothing was done." in running.said
    assert "0  segments" in mktctl(project, "sandbox", "info").stdout


def test_of_two_applies_the_second_is_refused_before_it_reads_anything(project: Path) -> None:
    with asked(project) as first:
        second = mktctl(project, "apply", "--yes")
        assert second.returncode == 1
        assert "another mktctl apply is at work" in second.stderr
        assert second.stdout == ""
        assert mktctl(project, "plan").returncode == 0
        first.type("y\n")
        assert first.ended() == 0
    assert mktctl(project, "plan", "--detailed-exitcode").returncode == 0
    assert "1  segments" in mktctl(project, "sandbox", "info").stdout
