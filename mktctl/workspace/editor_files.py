"""Files that mktctl writes into the project: whole or not at all, and never through a link."""

import os
import stat
from enum import StrEnum
from pathlib import Path
from typing import Final

from mktctl.diagnostics import OutsideError

TEXT_BYTES_MAX: Final = 4 * 1024 * 1024


class Outcome(StrEnum):
    """What became of a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def read_text(root: Path, name: str) -> str | None:
    """The text of `root/name`; None when there is no such file. Raises OutsideError for what is no readable text."""
    path = _inside(root, name)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise OutsideError(f"{name} cannot be read: it is not a file")
        if found.st_size > TEXT_BYTES_MAX:
            raise OutsideError(
                f"{name} is larger than {TEXT_BYTES_MAX // (1024 * 1024)} MB", hint="Is it the right file?"
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise OutsideError(f"{name} is not UTF-8", hint="Save the file as UTF-8") from error
    except OSError as error:
        raise OutsideError(f"{name} cannot be read: {error.strerror}") from error


def write_text(root: Path, name: str, text: str) -> Outcome:
    """Make `root/name` hold `text`: left alone when it does already, replaced in one step otherwise."""
    before = read_text(root, name)
    if before == text:
        return Outcome.UNCHANGED
    path = _inside(root, name)
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(new, flags, 0o644), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(new, path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise OutsideError(f"{name} cannot be written: {error.strerror}") from error
    return Outcome.CREATED if before is None else Outcome.UPDATED


def create_text(root: Path, name: str, text: str) -> None:
    """Make a new file `root/name`; raises OutsideError when there is one, or when it cannot be written."""
    path = _inside(root, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise OutsideError(f"{name} is there already; it is left alone") from None
    except OSError as error:
        raise OutsideError(f"{name} cannot be written: {error.strerror}") from error


def _inside(root: Path, name: str) -> Path:
    """The path, unless a link on the way leads out of the project."""
    path = root / name
    if not path.resolve().is_relative_to(root.resolve()):
        raise OutsideError(f"{name} is a link out of the project; it is left alone", hint="Replace the link by a file")
    return path
