"""Where the problems of one document are collected while it is read."""

from typing import Protocol

from mktctl.diagnostics import Place, Severity
from mktctl.model.places import Path, Problem


class Source(Protocol):
    """A document as the kinds see it."""

    @property
    def data(self) -> object:
        """Dicts, lists, texts, numbers, booleans and None."""

    def spelling(self, path: Path) -> str:
        """What stands at `path` exactly as written, on its first line."""

    def cut_off(self, path: Path) -> str:
        """The comment behind the unquoted text at `path` that may be meant as text; mostly empty."""

    def after(self, path: Path) -> Place:
        """The place of what `cut_off` returns."""


class Report:
    """Collects problems, in the order in which they are met."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def error(self, code: str, path: Path, message: str, hint: str = "", *, place: Place | None = None) -> None:
        """One error at `path`, or at `place`."""
        self.problems.append(Problem(code=code, message=message, path=path, hint=hint, place=place))

    def warning(self, code: str, path: Path, message: str, hint: str = "", *, place: Place | None = None) -> None:
        """One warning at `path`, or at `place`."""
        self.problems.append(
            Problem(code=code, message=message, path=path, hint=hint, severity=Severity.WARNING, place=place)
        )
