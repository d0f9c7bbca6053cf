"""`mktctl apply --yes`, killed for good (SIGKILL) again and again, then run to its end."""

import subprocess
import sys
from pathlib import Path

from mktctl.klaviyo.limiter import Unlimited
from mktctl.model.bindings import State
from mktctl.sandbox.options import Options
from mktctl.state.file_store import FileStore
from tests.support.account_picture import Picture, picture, retired_flows
from tests.support.demo import copy_of_the_programme
from tests.support.sandboxed_client import sandboxed

KILLS = (2, 3, 3, 1)
"""After so many lines of progress, each."""
_ANSWER_SECONDS = 60
IN_PART = 8
BY_HAND = "flow/back-in-stock"


def mktctl(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mktctl", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(folder: Path, *arguments: str) -> int:
    """The exit code, and nothing of a traceback."""
    process = mktctl(folder, *arguments)
    _, said = process.communicate(timeout=_ANSWER_SECONDS)
    assert "Traceback" not in said, said
    return process.returncode


def killed(folder: Path, lines: int) -> int:
    """How many steps were told before the kill; fewer than `lines` when the run ended first."""
    process = mktctl(folder, "apply", "--yes")
    assert process.stderr is not None
    told = 0
    for line in process.stderr:
        told += line.startswith("  ")
        if told == lines:
            process.kill()
            break
    process.stderr.close()
    process.wait(timeout=_ANSWER_SECONDS)
    return told


def drawn_and_adopted(folder: Path) -> None:
    """The one flow that the API cannot make: by hand, then like any other."""
    for line in (("sandbox", "draw", BY_HAND), ("adopt", BY_HAND), ("apply", "--yes")):
        assert ended(folder, *line) == 0


def account_of(folder: Path) -> tuple[Picture, list[str], State]:
    """What the project's own sandbox holds, and what is remembered of it."""
    state = FileStore(folder / ".mktctl" / "sandbox.state.json").load()[1]
    assert state is not None
    with sandboxed(folder / ".mktctl", Options(limits="none"), limiter=Unlimited()) as (remote, _):
        return picture(remote, state), retired_flows(remote, state), state


def test_killed_at_any_moment_and_run_again_it_ends_as_one_undisturbed_run(tmp_path: Path) -> None:
    calm, killed_often = tmp_path / "calm", tmp_path / "killed"
    for folder in (calm, killed_often):
        folder.mkdir()
        copy_of_the_programme(folder)
    assert ended(calm, "apply", "--yes") == IN_PART

    cut_off = [killed(killed_often, lines) == lines for lines in KILLS]
    assert any(cut_off)
    assert ended(killed_often, "apply", "--yes") == IN_PART
    for folder in (calm, killed_often):
        drawn_and_adopted(folder)

    assert ended(killed_often, "plan", "--detailed-exitcode") == 0
    held, retired, state = account_of(killed_often)
    calm_held, calm_retired, calm_state = account_of(calm)
    assert held == calm_held
    assert retired == calm_retired == []
    assert state.intents == {}
    assert state.bindings.keys() == calm_state.bindings.keys()
