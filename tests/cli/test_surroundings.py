"""Where and how a command is run: folders, terminals, encodings, pipes."""

from pathlib import Path

import pytest

from tests.cli.small_project import mktctl, small_project

CREATES = "to create"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A path as people have them."""
    return small_project(tmp_path_factory.mktemp("Père Noël & fils") / "projet d'été")


def test_a_command_finds_the_project_from_any_of_its_folders(project: Path) -> None:
    assert CREATES in mktctl(project / "templates/layouts", "plan").stdout
    assert mktctl(project / "flows", "validate", "welcome.yaml").returncode == 0


def test_a_command_takes_a_project_from_elsewhere(project: Path, tmp_path: Path) -> None:
    assert CREATES in mktctl(tmp_path, "plan", "--project", str(project)).stdout
    assert mktctl(tmp_path, "validate", "-C", str(project), "flows").returncode == 0


def test_a_folder_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    refused = mktctl(here, "validate", before='rmdir "$PWD";')
    assert refused.returncode == 64
    assert "is gone" in refused.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"COLUMNS": "wide"},
        {"COLUMNS": "0"},
        {"COLUMNS": "10"},
        {"TERM": "dumb"},
        {"FORCE_COLOR": "1"},
        {"HOME": "/nowhere"},
        {"TMPDIR": "/nowhere"},
        {"HTTP_PROXY": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"},
    ],
    ids=str,
)
def test_a_plan_is_shown_whatever_the_environment_says(project: Path, environment: dict[str, str]) -> None:
    shown = mktctl(project, "plan", environment=environment)
    assert shown.returncode == 0
    assert CREATES in " ".join(shown.stdout.split())


def test_signs_that_an_encoding_lacks_cost_nothing_but_themselves(project: Path) -> None:
    shown = mktctl(project, "validate", environment={"PYTHONIOENCODING": "ascii"})
    assert shown.returncode == 0
    assert shown.stdout == "? 6 files, no mistakes\n"


def test_a_plan_without_a_home_or_any_variable(project: Path) -> None:
    assert mktctl(project, "plan", before="unset HOME USER LANG TERM PATH;").returncode == 0


@pytest.mark.parametrize("ending", ["| true", "| head -c 1"])
def test_who_reads_only_the_first_line_sees_no_complaint(project: Path, ending: str) -> None:
    piped = mktctl(project, "plan", before=f'set -o pipefail; "$0" -m mktctl plan {ending} > /dev/null;')
    assert "Error" not in piped.stderr
    assert "BrokenPipe" not in piped.stderr


def test_an_apply_whose_plan_nobody_reads_writes_nothing(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    mktctl(project, "validate", before='"$0" -m mktctl apply --yes | true;')
    assert "0  segments" in mktctl(project, "sandbox", "info").stdout


def test_closed_streams_are_no_bug(project: Path) -> None:
    assert mktctl(project, "validate", before="exec >&-;").returncode == 0
    assert mktctl(project, "validate", before="exec 2>&-;").returncode == 0
    assert mktctl(project, "apply", before="exec >&- 2>&-;").returncode == 64


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_an_output_that_cannot_be_written_is_told(project: Path) -> None:
    refused = mktctl(project, "validate", before="exec > /dev/full;")
    assert refused.returncode == 1
    assert "the output cannot be written" in refused.stderr
