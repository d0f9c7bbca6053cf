"""What mktctl keeps beside the project, spoilt in every way: a clear sentence, a way out, and nothing is lost."""

import contextlib
import shutil
import socket
from pathlib import Path

import pytest

from tests.cli.small_project import NO_CHANGES, edit, mktctl, small_project

DATABASE = ".mktctl/sandbox.sqlite3"
STATE = ".mktctl/sandbox.state.json"


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Applied, with one change to come."""
    folder = small_project(tmp_path_factory.mktemp("applied") / "project")
    assert mktctl(folder, "apply", "--yes").returncode == 0
    edit(folder / "segments/vip.yaml", "[gold, platinum]", "[platinum]")
    return folder


@pytest.fixture
def project(applied: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return shutil.copytree(applied, tmp_path / "project")


@pytest.mark.parametrize("content", [b"", b'{"generation": 3', b"\x00\xff", b"{}", b'{"state": {"version": 99}}'])
def test_a_spoilt_state_is_left_alone_and_named(project: Path, content: bytes) -> None:
    (project / STATE).write_bytes(content)
    refused = mktctl(project, "apply", "--yes")
    assert refused.returncode == 1
    assert "sandbox.state.json" in refused.stderr
    assert (project / STATE).read_bytes() == content


def test_the_state_before_the_last_write_leads_back(project: Path) -> None:
    (project / STATE).write_bytes(b"spoilt")
    assert "sandbox.state.json.previous" in mktctl(project, "plan").stderr
    (project / f"{STATE}.previous").replace(project / STATE)
    assert mktctl(project, "apply", "--yes").returncode == 0
    assert mktctl(project, "plan").stdout.startswith(NO_CHANGES)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_spoilt_database_is_named_and_reset_makes_a_new_one(project: Path, content: bytes) -> None:
    for beside in ("-wal", "-shm"):
        (project / f"{DATABASE}{beside}").unlink(missing_ok=True)
    (project / DATABASE).write_bytes(content)
    for command in (["apply", "--yes"], ["sandbox", "info"]):
        refused = mktctl(project, *command)
        assert refused.returncode == 1
        assert "sandbox reset" in refused.stderr
    assert mktctl(project, "sandbox", "reset", "--yes").returncode == 0
    assert mktctl(project, "plan").returncode == 0


def test_a_folder_in_the_databases_place_is_told(project: Path) -> None:
    (project / DATABASE).unlink()
    (project / DATABASE).mkdir()
    refused = mktctl(project, "plan")
    assert refused.returncode == 1
    assert "cannot be opened or written" in refused.stderr


LARGE_BYTES = 60_000


def test_a_full_disk_is_told_and_the_next_run_goes_on(tmp_path: Path) -> None:
    """A limit on the size of files stands in for a disk without room, and a large mail for what does not fit."""
    project = small_project(tmp_path / "project")
    edit(project / "templates/layouts/base.html", "<html><body>", f"<html><body><!-- {'x' * LARGE_BYTES} -->")
    assert mktctl(project, "plan").returncode == 0
    kibibytes = (project / DATABASE).stat().st_size // 1024 + 4
    refused = mktctl(project, "apply", "--yes", before=f"trap '' XFSZ; ulimit -f {kibibytes};")
    assert refused.returncode in (1, 8)
    assert "room" in refused.stderr + refused.stdout
    assert mktctl(project, "apply", "--yes").returncode == 0
    assert mktctl(project, "plan").stdout.startswith(NO_CHANGES)


def test_a_lost_state_takes_over_nothing_that_is_there(project: Path) -> None:
    for left in (project / ".mktctl").glob("sandbox.state.json*"):
        left.unlink()
    refused = mktctl(project, "apply", "--yes")
    assert refused.returncode == 6
    assert "PLN003" in refused.stdout


def test_a_port_that_is_taken_is_told_before_anything_is_promised(project: Path) -> None:
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = mktctl(project, "sandbox", "serve", "--port", str(port))
    assert refused.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in refused.stderr
    assert "--port" in refused.stderr
    assert "Stop with Ctrl-C" not in refused.stderr
