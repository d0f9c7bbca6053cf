"""Klaviyo's error shape: `{errors: [{id, status, code, title, detail, source, links, meta}]}`.

klaviyo-api.md section 6. Only `invalid` and `duplicate_profile` are confirmed codes; the others follow the naming of
Django REST, which the reference says Klaviyo's do.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a request. `pointer` is a JSON pointer into the body, `parameter` a query key."""

    status: int = 400
    code: str = "invalid"
    title: str = "Invalid input."
    detail: str
    pointer: str | None = None
    parameter: str | None = None
    meta: dict[str, Any] = {}


class Refused(Exception):  # noqa: N818 - it is an answer, not an accident
    """A request that is answered with an error; raised anywhere below the gate, which makes it a response."""

    def __init__(self, *problems: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__("; ".join(problem.detail for problem in problems))
        assert problems, "a refusal says why"
        self.problems = problems
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """The HTTP status of the whole answer: that of the first problem."""
        return self.problems[0].status


def invalid(detail: str, *, pointer: str | None = None, parameter: str | None = None) -> Problem:
    """A value that the request may not have."""
    return Problem(detail=detail, pointer=pointer, parameter=parameter)


def not_found(kind: str, object_id: str) -> Refused:
    """404: no such object, whatever the reason (clones that belong to a flow answer the same)."""
    return Refused(
        Problem(
            status=404,
            code="not_found",
            title="Not found.",
            detail=f"A {kind} with id {object_id} does not exist.",
        )
    )


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """Raise one refusal for all the problems, if there are any."""
    found = tuple(problems)
    if found:
        raise Refused(*found)


def error_document(problems: Iterable[Problem]) -> dict[str, Any]:
    """The body of an error answer. The ids depend on the content alone, so that a replay is identical."""
    return {"errors": [_error(problem) for problem in problems]}


def _error(problem: Problem) -> dict[str, Any]:
    source = {"pointer": problem.pointer, "parameter": problem.parameter}
    seed = f"{problem.status}{problem.code}{problem.detail}{problem.pointer}{problem.parameter}"
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, seed)),
        "status": problem.status,
        "code": problem.code,
        "title": problem.title,
        "detail": problem.detail,
        "source": {key: value for key, value in source.items() if value is not None},
        "links": {},
        "meta": problem.meta,
    }
