"""`pytest --mktctl` in a project of its own: the tests of its flows as tests of any pytest run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.demo import copy_of_the_programme


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy_of_the_programme(tmp_path)
    return tmp_path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_every_case_is_a_test_of_its_own(project: Path) -> None:
    done = run(project, "--mktctl", "-q", "tests/flows/welcome.test.yaml", "-k", "orders")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


def test_a_failure_shows_both_timelines_and_no_traceback(project: Path) -> None:
    flow = project / "flows/welcome.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace("from_start: 5 days", "from_start: 4 days"))
    done = run(project, "--mktctl", "-q", "tests/flows/welcome.test.yaml")
    assert done.returncode == 1
    assert "what came" in done.stdout
    assert "Traceback" not in done.stdout
    assert "pytest_plugin.py" not in done.stdout


def test_a_mistake_in_the_files_is_told_as_validate_tells_it(project: Path) -> None:
    flow = project / "flows/welcome.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace("email: welcome-1", "email: welcome-9"))
    done = run(project, "--mktctl", "-q", "tests/flows/welcome.test.yaml")
    assert done.returncode != 0
    assert "REF001" in done.stdout


def test_without_the_option_nothing_is_collected(project: Path) -> None:
    assert run(project, "-q", "tests").returncode == pytest.ExitCode.NO_TESTS_COLLECTED
