"""Findings about conditions, and where they are collected while the passes go on."""

from collections.abc import Sequence
from typing import Final

import msgspec

from mktctl.diagnostics import Severity
from mktctl.model.places import Path, Problem

WRONG_PLACE: Final = "CND101"
NO_COMPLEMENT: Final = "CND102"
WRONG_SPAN: Final = "CND103"
NO_SUCH_TEST: Final = "CND104"
TOO_MANY: Final = "CND105"
SEGMENT_CYCLE: Final = "CND106"
NOT_INLINED: Final = "CND107"
NO_SUCH_CONSENT: Final = "CND108"
ONLY_AND: Final = "CND109"
SEVERAL_IN_WHERE: Final = "CND110"
OUT_OF_RANGE: Final = "CND111"


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why one leaf cannot be sent; `at` is the rest of the path below the leaf, such as `("where", "Categories")`."""

    code: str
    message: str
    hint: str = ""
    at: Path = ()


class Findings:
    """Collects problems in the order in which they are met."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, refusal: Refusal, path: Path) -> None:
        """One error at `path`."""
        problem = Problem(code=refusal.code, message=refusal.message, hint=refusal.hint, path=(*path, *refusal.at))
        if problem not in self.problems:  # what is written out of one word fails at the same place for one reason
            self.problems.append(problem)

    def warn(self, code: str, message: str, path: Path, *, hint: str = "") -> None:
        """One warning at `path`."""
        self.problems.append(Problem(code=code, message=message, hint=hint, path=path, severity=Severity.WARNING))


def first_error(problems: Sequence[Problem]) -> Problem | None:
    """The first that stops a command."""
    return next((one for one in problems if one.severity is Severity.ERROR), None)
