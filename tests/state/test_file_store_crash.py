"""A process may be killed at any instant: the file is then the old one or the new one, and what was promised stands."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mktctl.model.bindings import State
from mktctl.state.file_store import FileStore

ROOT = Path(__file__).resolve().parents[2]


def _program(name: str, *arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "tests/support" / name), *arguments]


def test_killed_at_any_system_call_a_swap_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    ran = subprocess.run(
        _program("killed_swaps.py", str(tmp_path)), capture_output=True, text=True, timeout=120, cwd=ROOT
    )
    assert ran.returncode == 0, ran.stderr
    deaths = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(deaths) > 15  # two files written and renamed, each in at least seven calls
    assert not deaths[-1]["died"]
    assert {(death["generation"], death["account"]) for death in deaths} == {(2, "second"), (3, "third")}
    # Once new, always new: there is no later point at which the old state comes back.
    generations = [death["generation"] for death in deaths]
    assert generations == sorted(generations)
    assert all(death["goes_on"] for death in deaths)
    assert {death["previous"] for death in deaths} == {1, 2}


def test_what_was_promised_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    for round_number in range(1, 4):
        with subprocess.Popen(
            _program("endless_swaps.py", str(path)), stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as writer:
            assert writer.stdout is not None
            promised = 0
            for _ in range(3 * round_number):
                promised = int(writer.stdout.readline())
            os.kill(writer.pid, signal.SIGKILL)
        generation, state = FileStore(path).load()
        assert state is not None
        assert generation >= promised
        assert {binding.id for binding in state.bindings.values()} == {str(generation - 1)}


def test_a_swap_is_on_the_disk_before_it_is_promised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Content before name, name before promise: file synced, then renamed, then the directory synced."""
    store = FileStore(tmp_path / "state.json")
    store.swap(0, State(account="first"))
    calls: list[str] = []

    def watched(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*arguments: Any, **named: Any) -> Any:
            calls.append(name)
            return real(*arguments, **named)

        return call

    for name in ("write", "fsync", "replace"):
        monkeypatch.setattr(os, name, watched(name))
    assert store.swap(1, State(account="second"))
    one_file = ["write", "fsync", "replace", "fsync"]
    assert calls == one_file * 2
