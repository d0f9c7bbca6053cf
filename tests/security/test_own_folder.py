"""What mktctl writes stays in the project, whatever links come with its files."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from mktctl.cli import main
from tests.support.source_tree import ROOT

BASE = ROOT / "tests/cases/base"
Run = Callable[..., tuple[int, str]]
COMMANDS = ("plan", "apply --yes", "sandbox reset --yes", "sandbox info", "schema")
KEEPSAKES = ("sandbox.sqlite3", "sandbox.state.json", "settings.json", "flow.schema.json")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of somebody else, with files of the names that mktctl uses."""
    folder = tmp_path / "outside"
    (folder / "schemas").mkdir(parents=True)
    for name in KEEPSAKES:
        (folder / name).write_text("mine")
    return folder


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def one(line: str) -> tuple[int, str]:
        code = main.run([*line.split(), "--project", str(project)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return one


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("line", COMMANDS)
def test_a_link_in_place_of_the_folder_is_not_followed(line: str, project: Path, outside: Path, run: Run) -> None:
    before = contents(outside)
    (project / ".mktctl").symlink_to(outside)
    code, said = run(line)
    assert (code, ".mktctl is a link" in said) == (1, True)
    assert contents(outside) == before


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing yet"])
def test_the_sandbox_is_kept_in_files_not_behind_links(
    suffix: str, there: bool, project: Path, outside: Path, run: Run
) -> None:
    target = outside / ("settings.json" if there else "new")
    (project / ".mktctl").mkdir()
    (project / f".mktctl/sandbox.sqlite3{suffix}").symlink_to(target)
    before = contents(outside)
    code, said = run("plan")
    assert (code, "is a link" in said) == (1, True)
    assert contents(outside) == before


@pytest.mark.parametrize("suffix", ["", ".lock", ".new"])
def test_the_state_is_kept_in_files_not_behind_links(suffix: str, project: Path, outside: Path, run: Run) -> None:
    (project / ".mktctl").mkdir()
    (project / f".mktctl/sandbox.state.json{suffix}").symlink_to(outside / "settings.json")
    before = contents(outside)
    code, said = run("apply --yes")
    assert code in (1, 8), said
    assert contents(outside) == before


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER spy AFTER UPDATE ON account BEGIN UPDATE account SET name = 'owned'; END",
        "CREATE VIEW spy AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
    ],
    ids=["trigger", "view"],
)
def test_a_database_that_does_more_than_keep_is_refused(sql: str, project: Path, run: Run) -> None:
    assert run("plan")[0] == 0
    with sqlite3.connect(project / ".mktctl/sandbox.sqlite3") as connection:
        connection.execute(sql)
    connection.close()
    code, said = run("plan")
    assert (code, "sandbox reset" in said) == (1, True)


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (".vscode", "."),
        (".vscode/settings.json", "settings.json"),
        (".vscode/settings.json", "new.json"),
        (".mktctl/schemas", "schemas"),
        (".mktctl/schemas", "."),
        (".mktctl/schemas/flow.schema.json", "flow.schema.json"),
    ],
)
def test_the_editors_files_are_not_written_through_links(
    link: str, target: str, project: Path, outside: Path, run: Run
) -> None:
    (project / link).parent.mkdir(parents=True, exist_ok=True)
    (project / link).symlink_to(outside / target)
    before = contents(outside)
    code, said = run("schema")
    assert (code, "link out of the project" in said) == (1, True)
    assert contents(outside) == before


def test_a_link_where_the_new_file_is_made_is_replaced(project: Path, outside: Path, run: Run) -> None:
    (project / ".vscode").mkdir()
    (project / ".vscode/.settings.json.new").symlink_to(outside / "settings.json")
    before = contents(outside)
    assert run("schema")[0] == 0
    assert contents(outside) == before
    assert "yaml.schemas" in (project / ".vscode/settings.json").read_text()
