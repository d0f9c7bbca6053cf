"""The files of a project, read within limits; nothing outside its folder is ever opened."""

import codecs
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from mktctl.diagnostics import Diagnostic, Place
from mktctl.workspace import limits
from mktctl.workspace.lines import Lines
from mktctl.workspace.root import PROJECT_FILE

KIND_FOLDERS: Final = ("segments", "templates", "flows", "campaigns")
CODES_FOLDER: Final = "coupons"
"""Texts with the codes of coupons, one a line; nothing else is read there."""
TESTS_FOLDER: Final = "tests/flows"
TEST_FILES: Final = ".test.yaml"
_TEMPLATE_FILES: Final = (".mjml", ".html", ".txt")
_CHUNK_BYTES: Final = 64 * 1024
"""Nearly every file fits into it, and room for the largest one is slow to get."""


class Tree(msgspec.Struct, frozen=True, kw_only=True):
    """Texts by path relative to the project, with `/`, in order of the paths."""

    yaml: dict[str, str]
    templates: dict[str, str]
    """Layouts, partials and whole mails, relative to `templates/`."""
    mistakes: tuple[Diagnostic, ...]
    folders: tuple[str, ...]
    """Names of the folders beside `mktctl.yaml`."""
    digest: str
    codes: dict[str, str] = {}
    """Texts of `coupons/`, by path relative to the project."""


class _Reading:
    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)
        self.targets: dict[str, str] = {}  # links that lead to files inside the project
        self.mistakes: list[Diagnostic] = []
        self.files = 0
        self.bytes = 0
        self.hash = hashlib.sha256()

    def refuse(self, code: str, file: str, message: str, hint: str = "", *, place: Place | None = None) -> None:
        self.mistakes.append(Diagnostic(code=code, message=message, place=place or Place(file=file), hint=hint))


def read_tree(root: Path) -> Tree:
    """Everything below `root` that belongs to the language. Each file that cannot be taken is a mistake."""
    reading = _Reading(root)
    texts: dict[str, str] = {}
    start = [PROJECT_FILE] if _is_inside(reading, PROJECT_FILE) else []
    folders = [folder for folder in (*KIND_FOLDERS, CODES_FOLDER) if _may_be_entered(reading, folder)]
    names = [*start, *(name for folder in folders for name in sorted(_names_in(reading, folder, 0)))]
    for name in names:
        if (text := _text_of(reading, name)) is not None:
            texts[name] = text
    yaml = {name: text for name, text in texts.items() if name.endswith(".yaml")}
    prefix = "templates/"
    codes = {name: text for name, text in texts.items() if name.startswith(f"{CODES_FOLDER}/")}
    templates = {
        name.removeprefix(prefix): text for name, text in texts.items() if name not in yaml and name not in codes
    }
    return Tree(
        yaml=yaml, templates=templates, mistakes=tuple(reading.mistakes),
        folders=tuple(_folders(root)), digest=reading.hash.hexdigest(), codes=codes,
    )  # fmt: skip


def read_tests(root: Path) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Texts of the tests of flows by path, and the files that cannot be taken. They are no part of the tree: nothing
    of them is ever sent anywhere.
    """
    reading = _Reading(root)
    folders = ("tests", TESTS_FOLDER)
    texts: dict[str, str] = {}
    if all(_may_be_entered(reading, folder) for folder in folders):
        names = [name for name in _names_in(reading, TESTS_FOLDER, 0) if name.endswith(TEST_FILES)]
        for name in sorted(names):
            if (text := _text_of(reading, name)) is not None:
                texts[name] = text
    return texts, tuple(reading.mistakes)


def _folders(root: Path) -> list[str]:
    with os.scandir(root) as entries:
        return sorted(_as_text(entry.name) for entry in entries if entry.is_dir(follow_symlinks=False))


def _names_in(reading: _Reading, folder: str, depth: int) -> Iterator[str]:
    """Files of `folder` and below that may belong to the language. Hidden ones do not."""
    try:
        with os.scandir(f"{reading.root}/{folder}") as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        reading.refuse("PRJ012", folder, f"{folder} is a file; the folder {folder}/ is expected here")
        return
    except OSError as error:
        reading.refuse("PRJ013", folder, f"the folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        name = f"{folder}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if (told := _as_text(name)) != name:
            reading.refuse("PRJ013", told, "the name is not UTF-8; it is not read", "Rename it")
            continue
        if entry.is_symlink() and not _is_inside(reading, name):
            continue
        if entry.is_dir():
            if not _may_be_entered(reading, name):
                continue
            if depth + 1 >= limits.FOLDER_DEPTH_MAX:
                reading.refuse("PRJ013", name, f"more than {limits.FOLDER_DEPTH_MAX} folders inside each other")
            else:
                yield from _names_in(reading, name, depth + 1)
        elif _belongs(reading, name):
            reading.files += 1
            if reading.files == limits.FILES_MAX + 1:
                reading.refuse("PRJ013", name, f"more than {limits.FILES_MAX} files; the rest is not read")
            if reading.files > limits.FILES_MAX:
                return
            yield name


def _as_text(name: str) -> str:
    """The name with escapes for bytes that are no text: as it stands, it could not be written out."""
    return name.encode("utf-8", "backslashreplace").decode()


def _belongs(reading: _Reading, name: str) -> bool:
    if name.startswith(f"{CODES_FOLDER}/"):
        return name.endswith(".txt")
    if name.endswith(".yaml"):
        return True
    if name.endswith((".yml", ".YAML", ".YML")):
        stem = name.rpartition(".")[0]
        reading.refuse(
            "PRJ014", name, "files of the language end in .yaml; this one is not read", f"Rename it to {stem}.yaml"
        )
        return False
    return name.startswith("templates/") and name.endswith(_TEMPLATE_FILES)


def _may_be_entered(reading: _Reading, name: str) -> bool:
    """No link to a folder is followed: files would be read twice, for ever, or from outside."""
    if not os.path.islink(f"{reading.root}/{name}"):
        return True
    if _is_inside(reading, name):
        message = "a link to a folder is not followed: its files would be read twice"
        reading.refuse("PRJ011", name, message, "Move the files here, or link them one by one")
    return False


def _is_inside(reading: _Reading, name: str) -> bool:
    """Whether the file, or what the link of that name leads to, is there and below the project's folder."""
    real = os.path.realpath(f"{reading.root}/{name}")
    if os.path.commonpath([real, reading.root]) != reading.root:
        reading.refuse("PRJ010", name, "a link out of the project; it is not read", "Copy the file into the project")
        return False
    if not os.path.exists(real):
        reading.refuse("PRJ013", name, "a link to nothing")
        return False
    if any(part.startswith(".") for part in os.path.relpath(real, reading.root).split(os.sep)):
        # such as .git/config, which may hold a key: findings repeat lines, and a text is shown in a plan
        reading.refuse("PRJ010", name, "a link to a hidden file; it is not read", "Copy the file into the project")
        return False
    reading.targets[name] = real
    return True


def _text_of(reading: _Reading, name: str) -> str | None:
    raw = _bytes_of(reading, name)
    if raw is None:
        return None
    reading.hash.update(f"{name}\0{len(raw)}\0".encode())
    reading.hash.update(raw)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        reading.refuse("YML040", name, "the file is UTF-16", "Save it as UTF-8")
        return None
    raw = raw.removeprefix(codecs.BOM_UTF8)  # the codec utf-8-sig, which does the same, is slow
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        place = Lines(name, before).place(len(before))
        message = f"byte 0x{raw[error.start]:02X} is not UTF-8"
        reading.refuse("YML040", name, message, "Save the file as UTF-8", place=place)
        return None


def _bytes_of(reading: _Reading, name: str) -> bytes | None:
    """The file's bytes; never more than the limit, never from a pipe or device, never through an unchecked link."""
    path = reading.targets.get(name) or f"{reading.root}/{name}"
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        reading.refuse("PRJ013", name, f"the file cannot be read: {error.strerror}")
        return None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            reading.refuse("PRJ013", name, "not a regular file; it is not read")
            return None
        if reading.bytes > limits.ALL_BYTES_MAX:
            return None
        raw = os.read(handle, _CHUNK_BYTES)
        if len(raw) == _CHUNK_BYTES:
            raw += os.read(handle, limits.FILE_BYTES_MAX + 1 - _CHUNK_BYTES)
    finally:
        os.close(handle)
    if found.st_size > limits.FILE_BYTES_MAX or len(raw) > limits.FILE_BYTES_MAX:
        size = max(found.st_size, len(raw)) / (1024 * 1024)
        reading.refuse(
            "PRJ015", name, f"{size:.0f} MB; a file of the language has at most 1 MB, so this one is not read",
            "Is it the right file? Pictures belong on a web server; long mails are built from sections",
        )  # fmt: skip
        return None
    reading.bytes += len(raw)
    if reading.bytes > limits.ALL_BYTES_MAX:
        most = limits.ALL_BYTES_MAX // (1024 * 1024)
        reading.refuse("PRJ018", name, f"the files are more than {most} MB together; from here on none is read")
        return None
    return raw
