"""Broken workspaces, one folder each: the files that differ from `base`, and the exact words of `validate`."""

import json
import shutil
from pathlib import Path

import pytest

from mktctl.app.load import load_workspace
from mktctl.diagnostics import Diagnostic, Severity
from mktctl.model.codes import catalogue
from mktctl.views.diagnostics_github import diagnostics_github
from mktctl.views.diagnostics_json import diagnostics_json
from mktctl.views.diagnostics_sarif import diagnostics_sarif
from mktctl.views.diagnostics_text import diagnostics_text

HERE = Path(__file__).parent
BROKEN = sorted(path.name for path in (HERE / "broken").iterdir())
EXPECTED = "expected.txt"
WIDTH = 100


def workspace(name: str, folder: Path) -> Path:
    root = folder / "project"
    shutil.copytree(HERE / "base", root)
    shutil.copytree(HERE / "broken" / name, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
    return root


def check_place(one: Diagnostic, root: Path) -> None:
    """A place is a character of the file, or just behind its last one."""
    path = root / one.place.file
    if not path.is_file():
        assert (one.place.line, one.place.column) == (1, 1)
        return
    lines = path.read_bytes().decode("utf-8-sig", "replace").split("\n")
    assert 1 <= one.place.line <= len(lines)
    assert 1 <= one.place.column <= len(lines[one.place.line - 1]) + 1


def test_the_base_is_right() -> None:
    assert load_workspace(HERE / "base").diagnostics == ()


@pytest.mark.parametrize("name", BROKEN)
def test_each_mistake_has_its_words(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    root = workspace(name, tmp_path)
    loaded = load_workspace(root)
    said = diagnostics_text(loaded.diagnostics, files=loaded.files, width=WIDTH, colour=False)
    expected = HERE / "broken" / name / EXPECTED
    if request.config.getoption("--update-cases", default=False):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    errors = [one for one in loaded.diagnostics if one.severity is Severity.ERROR]
    assert (loaded.workspace is None) == bool(errors)
    for one in loaded.diagnostics:
        check_place(one, root)
        assert one.code in catalogue()
    document = json.loads(diagnostics_json(loaded.diagnostics, files=loaded.files))
    assert len(document["diagnostics"]) == len(loaded.diagnostics)
    assert diagnostics_github(loaded.diagnostics).count("\n") == len(loaded.diagnostics)
    assert len(json.loads(diagnostics_sarif(loaded.diagnostics))["runs"][0]["results"]) == len(loaded.diagnostics)


def test_nothing_a_file_holds_reaches_the_terminal(tmp_path: Path) -> None:
    for name in BROKEN:
        loaded = load_workspace(workspace(name, tmp_path / name))
        said = diagnostics_text(loaded.diagnostics, files=loaded.files, width=WIDTH, colour=False)
        assert all(char == "\n" or char.isprintable() for char in said), name
