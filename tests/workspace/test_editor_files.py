"""Files for the editor are written whole or not at all, inside the project, and only when they change."""

import os
from pathlib import Path

import pytest

from mktctl.diagnostics import OutsideError
from mktctl.workspace.editor_files import TEXT_BYTES_MAX, Outcome, read_text, write_text

NAME = ".vscode/settings.json"


def test_a_file_is_created_updated_and_left_alone(tmp_path: Path) -> None:
    assert read_text(tmp_path, NAME) is None
    assert write_text(tmp_path, NAME, "é\n") is Outcome.CREATED
    before = (tmp_path / NAME).stat()
    assert write_text(tmp_path, NAME, "é\n") is Outcome.UNCHANGED
    assert (tmp_path / NAME).stat().st_mtime_ns == before.st_mtime_ns
    assert (tmp_path / NAME).stat().st_ino == before.st_ino
    assert write_text(tmp_path, NAME, "e\n") is Outcome.UPDATED
    assert read_text(tmp_path, NAME) == "e\n"
    assert [path.name for path in (tmp_path / ".vscode").iterdir()] == ["settings.json"]


def test_a_half_written_file_of_an_earlier_run_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode/.settings.json.new").write_text("half")
    assert write_text(tmp_path, NAME, "whole") is Outcome.CREATED
    assert [path.name for path in (tmp_path / ".vscode").iterdir()] == ["settings.json"]


def test_a_link_out_of_the_project_is_neither_read_nor_written(tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside.json"
    (project / ".vscode").mkdir(parents=True)
    outside.write_text("theirs")
    os.symlink(outside, project / NAME)
    for touch in (lambda: read_text(project, NAME), lambda: write_text(project, NAME, "ours")):
        with pytest.raises(OutsideError, match="link out of the project"):
            touch()
    assert outside.read_text() == "theirs"


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\x00")
    with pytest.raises(OutsideError, match="is not UTF-8"):
        read_text(tmp_path, "binary")
    (tmp_path / "large").write_bytes(b" " * (TEXT_BYTES_MAX + 1))
    with pytest.raises(OutsideError, match="larger than 4 MB"):
        read_text(tmp_path, "large")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutsideError, match="cannot be read"):
        read_text(tmp_path, "folder")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / ".vscode").write_text("a file")
    with pytest.raises(OutsideError, match=r"settings\.json cannot be"):
        write_text(tmp_path, NAME, "x")
