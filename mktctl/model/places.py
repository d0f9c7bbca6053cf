"""Where the parts of a resource stand in its file, and findings that name a part instead of a place."""

from collections.abc import Mapping
from typing import Final

import msgspec

from mktctl.diagnostics import Diagnostic, Place, Severity

Path = tuple[str | int, ...]
"""A path into the YAML document, such as `("steps", 2, "wait")`; `()` is the resource itself."""

KEY: Final = "(key)"
"""Last part of a path that means the key instead of its value: `("steps", 2, "wait", KEY)`."""

Places = Mapping[Path, Place]
"""May be computed when first asked: few resources ever have a finding."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A finding of a pure layer, which knows the path in the document but not the file.

    Inside a condition the path follows the words as written: `("who", "all", 1, "not")`.
    """

    code: str
    message: str
    path: Path = ()
    hint: str = ""
    severity: Severity = Severity.ERROR
    place: Place | None = None
    """Where it is, when that is another file than the resource's own, such as a layout of a template."""
    line: int = 0
    """The line inside the text of several lines at `path`, counted from 1; 0: the whole value is meant."""
    written: str = ""
    """What of that line is meant, as it stands there; empty: all of it."""


def place_of(places: Places, path: Path) -> Place:
    """The place of `path`, or of its longest known beginning. `places` holds at least `()`."""
    for length in range(len(path), -1, -1):
        if found := places.get(path[:length]):
            return found
    raise AssertionError("a resource without a place of its own")


def located(problem: Problem, places: Places) -> Diagnostic:
    """The problem as a diagnostic with its place; the excerpt is added by whoever holds the text."""
    return Diagnostic(
        code=problem.code,
        message=problem.message,
        place=problem.place or place_of(places, problem.path),
        severity=problem.severity,
        hint=problem.hint,
    )
