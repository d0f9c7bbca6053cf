"""`.mktctl/`: what mktctl keeps beside the project's own files, for the eyes of its owner alone."""

import contextlib
import os
from pathlib import Path
from typing import Final

from mktctl.diagnostics import OutsideError

OWN_FOLDER: Final = ".mktctl"
_OWNER_ONLY: Final = 0o700
_IGNORED: Final = "# Data of one machine, the values of secrets among it.\nsandbox.*\nschemas/\n"


def own_folder(root: Path, *, create: bool = True) -> Path:
    """The folder, made if need be. Raises OutsideError for a link in its place, which may come with the files."""
    folder = root / OWN_FOLDER
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise OutsideError(f"{OWN_FOLDER} is a link or a file; nothing is kept there", hint="Remove it")
        if create:
            folder.mkdir(mode=_OWNER_ONLY, exist_ok=True)
            _keep_out_of_git(folder / ".gitignore")
    except OSError as error:
        raise OutsideError(
            f"the folder {OWN_FOLDER} cannot be written: {error.strerror}",
            hint="mktctl keeps the sandbox and the state there: the project's folder must be one that you can write to",
        ) from error
    return folder


def _keep_out_of_git(path: Path) -> None:
    with contextlib.suppress(FileExistsError):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, 0o644), "w", encoding="utf-8") as file:
            file.write(_IGNORED)
