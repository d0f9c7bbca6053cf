"""`mktctl validate` as a command: what is shown, where it goes, how it ends."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from mktctl.app.load import load_workspace
from mktctl.app.validate import relative_paths, validate
from mktctl.cli.main import run
from mktctl.diagnostics import OutsideError, Severity, UsageError
from mktctl.model.address import Address
from mktctl.model.places import place_of
from mktctl.workspace import loader
from tests.support.source_tree import ROOT

BASE = ROOT / "tests/cases/base"
TYPO = "name: New\nwho: {property: teir, is: gold}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(BASE, root)
    return root


@pytest.fixture
def broken(project: Path) -> Path:
    (project / "segments/new.yaml").write_text(TYPO)
    (project / "flows/new.yaml").write_text("name: New\n")
    return project


def test_a_right_project_ends_well(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--project", str(project)]) == 0
    assert capsys.readouterr().out == "✓ 6 files, no mistakes\n"


def test_errors_end_with_three_and_go_to_stdout(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "-C", str(broken)]) == 3
    said = capsys.readouterr()
    assert "segments/new.yaml:2:17 CND011" in said.out
    assert said.err == ""


def test_warnings_pass(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "flow").mkdir()
    assert run(["validate", "-C", str(project)]) == 0
    assert "PRJ016 warning" in capsys.readouterr().out


@pytest.mark.parametrize("format_", ["json", "sarif", "github"])
def test_formats_for_programs(format_: str, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "-C", str(broken), "--format", format_]) == 3
    said = capsys.readouterr().out
    if format_ == "github":
        assert said.startswith("::error file=flows/new.yaml")
    else:
        assert json.loads(said)


def test_only_what_was_asked_for_is_shown(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "-C", str(broken), str(broken / "segments")]) == 3
    assert "flows/new.yaml" not in capsys.readouterr().out
    assert run(["validate", "-C", str(broken), str(broken / "templates")]) == 0


def test_paths_are_inside_the_project(broken: Path, tmp_path: Path) -> None:
    assert relative_paths(broken, [broken / "flows"]) == (PurePosixPath("flows"),)
    with pytest.raises(UsageError, match="not in the project"):
        relative_paths(broken, [tmp_path])
    with pytest.raises(UsageError, match="does not exist"):
        relative_paths(broken, [broken / "nothing.yaml"])
    assert validate(broken, [PurePosixPath(".")]).diagnostics == validate(broken).diagnostics


def test_without_a_project_the_call_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "-C", str(tmp_path)]) == 64
    assert "no mktctl.yaml" in capsys.readouterr().err


def test_places_of_a_workspace_are_there_for_whoever_plans(project: Path) -> None:
    workspace = load_workspace(project).workspace
    assert workspace is not None
    places = workspace.places[Address(kind="flow", ref="welcome")]
    assert str(place_of(places, ("steps", 1, "wait"))) == "flows/welcome.yaml:7:11"
    assert str(place_of(places, ("steps", 1, "nothing", 3))) == "flows/welcome.yaml:7:5"
    assert len(workspace.digest) == 64


def test_every_error_of_every_file_in_one_run(project: Path) -> None:
    for number in range(20):
        (project / f"segments/s{number}.yaml").write_text(f"name: {number}\nwho: {{property: teir, is: gold}}\n")
    errors = [one for one in load_workspace(project).diagnostics if one.severity is Severity.ERROR]
    assert len(errors) == 40


def test_without_the_c_parser_there_is_no_second_best(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "CParser", None)
    with pytest.raises(OutsideError, match="without libyaml"):
        load_workspace(project)


HAPPY = """
import sys
from mktctl.cli.main import run
code = run(["validate", "-C", sys.argv[1]])
heavy = {"jsonschema", "rich", "klaviyo_api", "django", "deepdiff", "starlette", "croniter", "tomllib", "sqlite3"}
print(code, sorted(heavy & {name.split(".")[0] for name in sys.modules}))
"""


def test_the_happy_path_loads_only_what_it_needs(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HAPPY, str(project)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ,
    )
    assert done.stdout.splitlines()[-1] == "0 []"


def test_validate_runs_nothing_of_the_project(project: Path) -> None:
    (project / "sitecustomize.py").write_text("raise SystemExit('ran')")
    (project / "yaml.py").write_text("raise SystemExit('ran')")
    done = subprocess.run(
        [sys.executable, "-m", "mktctl", "validate", "-C", str(project)],
        capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "✓ 6 files, no mistakes\n")
