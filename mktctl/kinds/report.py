"""Where the problems of one document are collected while it is read."""

from typing import Final, Protocol

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


ERRORS_MAX: Final = 500
"""Of one document: more than anybody reads, and each is looked at for what was meant."""


class EnoughError(Exception):
    """A document with ERRORS_MAX errors; `problems` are all that were met. Reading on is not worth the time."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("too many errors in one document")
        self.problems = problems


class Report:
    """Collects problems, in the order in which they are met."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._errors = 0

    def error(self, code: str, path: Path, message: str, hint: str = "", *, place: Place | None = None) -> None:
        """One error at `path`, or at `place`. Raises EnoughError at the last one that is worth reporting."""
        self.problems.append(Problem(code=code, message=message, path=path, hint=hint, place=place))
        self._errors += 1
        if self._errors >= ERRORS_MAX:
            raise EnoughError(self.problems)

    def warning(self, code: str, path: Path, message: str, hint: str = "", *, place: Place | None = None) -> None:
        """One warning at `path`, or at `place`."""
        self.problems.append(
            Problem(code=code, message=message, path=path, hint=hint, severity=Severity.WARNING, place=place)
        )
