"""`mktctl schema`: schemas that know the project's own names, where the editor finds them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from mktctl.app.editor_settings import merged
from mktctl.app.project_names import project_names
from mktctl.kinds.schema_files import documents
from mktctl.kinds.schema_for_editor import for_editor
from mktctl.kinds.schema_names import ProjectNames, with_names
from mktctl.workspace.editor_files import Outcome, read_text, write_text
from mktctl.workspace.own_folder import own_folder

SCHEMA_FOLDER: Final = ".mktctl/schemas"
SETTINGS_FILE: Final = ".vscode/settings.json"


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One file, relative to the project, and what became of it."""

    name: str
    outcome: Outcome


class Schemas(msgspec.Struct, frozen=True, kw_only=True):
    """What was written. `to_add` is the text for settings that could not be merged safely; empty otherwise."""

    files: tuple[Written, ...]
    names: ProjectNames
    to_add: str = ""


def write_schemas(root: Path) -> Schemas:
    """Write the schemas and the editor's settings. Works on a project with mistakes, as far as its names can be read.

    Raises OutsideError when a file cannot be read or written.
    """
    own_folder(root)
    names = project_names(root)
    known = with_names(documents(), names)
    for_editor(known)
    files = [_write(root, f"{SCHEMA_FOLDER}/{name}", _json(document)) for name, document in known.items()]
    settings = merged(read_text(root, SETTINGS_FILE))
    if settings.text is not None:
        files.append(_write(root, SETTINGS_FILE, settings.text))
    return Schemas(files=tuple(files), names=names, to_add=settings.to_add)


def _write(root: Path, name: str, text: str) -> Written:
    return Written(name=name, outcome=write_text(root, name, text))


def _json(document: Mapping[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(document)).decode() + "\n"
