"""`mktctl test` as a shell runs it: exit codes, where the output goes, the file for other tools."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.small_project import edit, mktctl, small_project

TEST = """\
flow: welcome
start: 2026-11-24 10:00
cases:
  - name: enters
    person: {email: ben@example.com}
    events:
      - {at: 0 hours, metric: registered}
    partial: true
    expect:
      - {at: 0 hours, email: welcome-1}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = small_project(tmp_path / "project")
    (folder / "tests/flows").mkdir(parents=True)
    (folder / "tests/flows/welcome.test.yaml").write_text(TEST, encoding="utf-8")
    return folder


def test_it_passes_and_says_so(project: Path) -> None:
    run = mktctl(project, "test")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "✓ 1 of 1 case passed" in run.stdout
    assert mktctl(project, "test", "--min-coverage", "0").returncode == 0


def test_a_failure_is_exit_1(project: Path) -> None:
    edit(project / "tests/flows/welcome.test.yaml", "0 hours, email", "1 hour, email")
    run = mktctl(project, "test", "tests", "--junit", "report.xml", "--format", "json")
    assert run.returncode == 1
    assert json.loads(run.stdout)["summary"]["failed"] == 1
    assert ElementTree.parse(project / "report.xml").getroot().attrib["failures"] == "1"
    told = mktctl(project, "test").stdout
    assert "✗ welcome: enters" in told
    assert "line 10" in told


def test_too_little_coverage_is_exit_1(project: Path) -> None:
    edit(project / "tests/flows/welcome.test.yaml", "metric: registered", "joins: newsletter")
    edit(project / "tests/flows/welcome.test.yaml", "      - {at: 0 hours, email: welcome-1}\n", "")
    edit(project / "tests/flows/welcome.test.yaml", "    expect:\n", "    expect: []\n")
    assert mktctl(project, "test").returncode == 0
    short = mktctl(project, "test", "--min-coverage", "100")
    assert (short.returncode, "no test reaches welcome/entry" in short.stdout) == (1, True)


def test_a_mistake_in_a_test_is_exit_3(project: Path) -> None:
    edit(project / "tests/flows/welcome.test.yaml", "email: welcome-1", "email: welcome-9")
    run = mktctl(project, "test")
    assert (run.returncode, run.stdout) == (3, "")
    assert "TST003 flow/welcome sends no welcome-9" in run.stderr
    assert mktctl(project, "validate").returncode == 3


def test_nothing_to_test_is_a_wrong_call(project: Path) -> None:
    assert mktctl(project, "test", "-k", "nobody").returncode == 64
    (project / "tests/flows/welcome.test.yaml").unlink()
    run = mktctl(project, "test")
    assert (run.returncode, "end in .test.yaml" in run.stderr) == (64, True)


def test_a_report_that_cannot_be_written_is_exit_1(project: Path) -> None:
    run = mktctl(project, "test", "--junit", "nowhere/report.xml")
    assert (run.returncode, "cannot be written" in run.stderr) == (1, True)
