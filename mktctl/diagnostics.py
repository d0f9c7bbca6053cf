"""What went wrong, as values (a user's mistakes) and as one tree of exceptions (the outside's failures).

    MktctlError
    ├── UsageError         a wrong call of the command line: exit 64
    ├── GuardError         a guard refused the run before its first write: exit 6
    └── OutsideError       a file system, network or platform that failed: exit 1
        └── …              `klaviyo.errors` and `state.errors` hang their branches here

A mistake of ours is an assert or any other exception: exit 70 and a report file.
"""

import enum
from collections.abc import Iterable
from typing import Final

import msgspec


class MktctlError(Exception):
    """Root of everything that mktctl raises on purpose. `str()` is one sentence for people; `hint` says what to do."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(MktctlError):
    """The command line does not fit together, such as `--target` of a resource that no file declares."""

    exit_code = 64


class GuardError(MktctlError):
    """A guard of the project refused the run: a protected environment, a wrong account, too much destroyed."""

    exit_code = 6


class OutsideError(MktctlError):
    """The outside failed: a file, a socket, the platform."""

    exit_code = 1


class Severity(enum.StrEnum):
    """How bad: an error stops every command, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Where: `file` relative to the project with `/`, `line` and `column` counted from 1 in characters.

    `end_column` is one behind the last character on the same line; 0 when unknown.
    """

    file: str
    line: int = 1
    column: int = 1
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True):
    """One finding: a stable `code` of `docs/diagnostics.md`, what is wrong, and how to mend it.

    `excerpt` is the source line as written (cut to a printable length), for the caret under it.
    """

    code: str
    message: str
    place: Place
    severity: Severity = Severity.ERROR
    hint: str = ""
    excerpt: str = ""


_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def in_reading_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By file, line and column, errors first at one place; exact repetitions are dropped."""
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda one: (one.place, _ORDER[one.severity], one.code, one.message)))


def has_errors(found: Iterable[Diagnostic]) -> bool:
    """Whether a command must stop (exit 3)."""
    return any(one.severity is Severity.ERROR for one in found)
