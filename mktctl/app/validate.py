"""`mktctl validate`: what is wrong with the files, all of it or of some of them."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from mktctl.app.flow_test_files import read_flow_tests
from mktctl.app.load import load_workspace
from mktctl.diagnostics import Diagnostic, UsageError, has_errors, in_reading_order


class Validation(msgspec.Struct, frozen=True, kw_only=True):
    """Findings in reading order; `files` were read, however many were asked about."""

    diagnostics: tuple[Diagnostic, ...]
    files: int

    @property
    def valid(self) -> bool:
        """Whether nothing stops a plan."""
        return not has_errors(self.diagnostics)


def validate(root: Path, only: Sequence[PurePosixPath] = ()) -> Validation:
    """The whole project is read, because its files speak of each other; `only` keeps what is in these files or
    folders, relative to `root`. Tests of flows are looked at once what they are about has no mistakes.
    """
    loaded = load_workspace(root)
    found, files = loaded.diagnostics, loaded.files
    if loaded.workspace is not None:
        tests = read_flow_tests(root, loaded.workspace)
        found, files = in_reading_order((*found, *tests.diagnostics)), files + tests.read
    if only:
        found = tuple(one for one in found if _inside(PurePosixPath(one.place.file), only))
    return Validation(diagnostics=found, files=files)


def _inside(file: PurePosixPath, folders: Iterable[PurePosixPath]) -> bool:
    return any(folder == file or folder in file.parents or folder == PurePosixPath(".") for folder in folders)


def relative_paths(root: Path, paths: Iterable[Path]) -> tuple[PurePosixPath, ...]:
    """Paths as the user wrote them, from where he stands or from the project's folder, relative to `root`.

    Raises UsageError for one that is not there.
    """
    made = []
    for path in paths:
        whole = path.resolve() if path.exists() else (root / path).resolve()
        if not whole.exists():
            raise UsageError(f"{path} does not exist")
        if not whole.is_relative_to(root):
            raise UsageError(f"{path} is not in the project {root}")
        made.append(PurePosixPath(whole.relative_to(root).as_posix()))
    return tuple(made)
