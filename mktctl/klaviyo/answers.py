"""What an answer means: the document of a success, or the exception that a failed attempt ends in."""

import http
from typing import Any, Final

import msgspec

from mktctl.klaviyo import errors
from mktctl.klaviyo.retry import RETRY_AFTER_SECONDS_MAX, Outcome, Repeat, may_have_been_done
from mktctl.klaviyo.transport import Fault, Response
from mktctl.model.operations import Operation

ERROR_BY_STATUS: Final[dict[int, type[errors.KlaviyoError]]] = {
    400: errors.Rejected,
    401: errors.AuthenticationFailed,
    403: errors.PermissionDenied,
    404: errors.NotFound,
    409: errors.Conflict,
    422: errors.Rejected,
    429: errors.RateLimited,
}
ERROR_BY_FAULT: Final[dict[Fault, type[errors.KlaviyoError]]] = {
    Fault.UNREACHABLE: errors.Unavailable,
    Fault.UNTRUSTED: errors.Unavailable,
    Fault.UNSENDABLE: errors.Unavailable,
    Fault.ANSWER_MISSING: errors.Unavailable,
    Fault.ANSWER_UNREADABLE: errors.UnexpectedAnswer,
}
_SENTENCES: Final[dict[Fault, str]] = {
    Fault.UNREACHABLE: "nobody answers at the platform's address",
    Fault.UNTRUSTED: "the certificate at the platform's address is not trusted",
    Fault.UNSENDABLE: "the request cannot be sent",
    Fault.ANSWER_MISSING: "the connection broke or timed out before the answer was complete",
    Fault.ANSWER_UNREADABLE: "the answer is not the documented JSON document",
}
_DOUBT: Final = ". It may or may not have been carried out"
PROBLEMS_MAX: Final = 100
_SHOWN_BODY_CHARACTERS: Final = 200


def document_of(response: Response) -> dict[str, Any] | None:
    """The JSON object of a success; None without a body. Raises `ValueError` or `RecursionError` for all else."""
    if not response.body.strip():
        return None
    document = msgspec.json.decode(response.body)
    if not isinstance(document, dict):
        raise ValueError("the answer is not a JSON object")
    return document


def error_of(
    operation: Operation, outcome: Outcome, *, repeat: Repeat, problems: tuple[errors.Problem, ...], reason: str
) -> errors.KlaviyoError:
    """The exception in which `operation` ends, after the last attempt brought `outcome`.

    `problems` are the answer's own words, `reason` is ours for what has none.
    """
    kind = _kind_of(operation, outcome, repeat)
    said = "; ".join(map(str, problems[: errors.SHOWN_PROBLEMS_MAX])) or reason
    error = kind(
        f"{operation.name}: {_what_happened(outcome, said).rstrip('.')}{_DOUBT if kind is errors.AnswerLost else ''}",
        operation=operation.name,
        status=outcome.status,
        problems=problems,
        hint=_hint(kind, operation),
    )
    if isinstance(error, (errors.RateLimited, errors.DailyBudgetUsedUp)):
        error.retry_after_seconds = outcome.retry_after_seconds
    return error


def problems_of(body: str) -> tuple[errors.Problem, ...]:
    """Every entry of a JSON:API error document; without one, the start of whatever came instead."""
    try:
        listed = msgspec.json.decode(body)["errors"]
        return tuple(_problem(entry) for entry in listed[:PROBLEMS_MAX])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    text = " ".join(body.split())[:_SHOWN_BODY_CHARACTERS]
    return (errors.Problem(detail=text),) if text else ()


def _problem(entry: dict[str, Any]) -> errors.Problem:
    source = entry.get("source") or {}
    return errors.Problem(
        detail=str(entry.get("detail") or ""),
        title=str(entry.get("title") or ""),
        code=str(entry.get("code") or ""),
        pointer=str(source.get("pointer") or ""),
        parameter=str(source.get("parameter") or ""),
    )


def _kind_of(operation: Operation, outcome: Outcome, repeat: Repeat) -> type[errors.KlaviyoError]:
    if repeat is Repeat.CREATES_TWICE and may_have_been_done(outcome):
        return errors.AnswerLost
    if outcome.fault is not None:
        return ERROR_BY_FAULT[outcome.fault]
    assert outcome.status is not None
    if outcome.status == 429 and operation.daily and _asks_for_hours(outcome):
        return errors.DailyBudgetUsedUp
    if outcome.status in ERROR_BY_STATUS:
        return ERROR_BY_STATUS[outcome.status]
    if outcome.status >= 500 or outcome.status == 408:
        return errors.Unavailable
    return errors.Rejected if outcome.status >= 400 else errors.UnexpectedAnswer


def _what_happened(outcome: Outcome, said: str) -> str:
    if outcome.fault is not None:
        return f"{_SENTENCES[outcome.fault]} ({said})" if said else _SENTENCES[outcome.fault]
    assert outcome.status is not None
    return f"HTTP {outcome.status}: {said or _phrase(outcome.status)}"


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase.lower()
    except ValueError:
        return "no reason was given"


def _asks_for_hours(outcome: Outcome) -> bool:
    return (outcome.retry_after_seconds or 0.0) > RETRY_AFTER_SECONDS_MAX


def _hint(kind: type[errors.KlaviyoError], operation: Operation) -> str:
    scopes = ", ".join(operation.scopes)
    return {
        errors.AuthenticationFailed: "check the private API key of this environment",
        errors.PermissionDenied: f"give the API key these scopes: {scopes}",
        errors.RateLimited: "run the same command again in a few minutes: it goes on where this run stopped",
        errors.DailyBudgetUsedUp: "run the same command again tomorrow: it goes on where this run stopped",
        errors.Unavailable: "check the network and the platform's status page, then run the same command again",
        errors.AnswerLost: "run the same command again: it looks for the object before it creates one",
    }.get(kind, "")
