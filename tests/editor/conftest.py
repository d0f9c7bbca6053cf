"""One language server for all tests of the editor: on a project whose schemas `mktctl schema` has just written."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mktctl.app.schema import SETTINGS_FILE, write_schemas
from tests.editor.language_server import LanguageServer, why_not

PROJECT = Path(__file__).parents[1] / "schemas/corpus/valid"


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the corpus' project, with its schemas and settings."""
    folder = tmp_path_factory.mktemp("editor") / "project"
    shutil.copytree(PROJECT, folder)
    write_schemas(folder)
    return folder


@pytest.fixture(scope="session")
def editor(project: Path) -> Iterator[LanguageServer]:
    """The server with the very settings that VS Code would give it."""
    if reason := why_not():
        pytest.skip(f"the editor's language server cannot be driven: {reason}")
    settings = json.loads((project / SETTINGS_FILE).read_text(encoding="utf-8"))
    with LanguageServer(project, settings["yaml.schemas"]) as server:
        yield server
