"""What can go wrong between us and Klaviyo, as one tree. Every exception that leaves this layer is in it.

    OutsideError
    └── KlaviyoError
        ├── AuthenticationFailed   401, or a key that cannot be sent: exit 4
        ├── PermissionDenied       403, with the scopes that the key needs: exit 4
        ├── NotFound               404
        ├── Conflict               409
        ├── Rejected               400, 422 and the other refusals of the request itself
        ├── RateLimited            429 that waiting did not cure: exit 5
        ├── DailyBudgetUsedUp      the day's requests of one operation are spent: exit 5
        ├── Unavailable            5xx, or nobody answers; nothing was changed, or asking again is harmless
        ├── AnswerLost             sent, but whether it was carried out is not known: look before sending again
        └── UnexpectedAnswer       an answer that is not the documented one

`foreign.py` tells what a foreign exception means, `answers.py` which of these a status or a fault ends in.
"""

# ruff: noqa: N818 - the names say what happened, as the names of the tree above do

from collections.abc import Iterable

import msgspec

from mktctl.diagnostics import OutsideError

SHOWN_PROBLEMS_MAX = 5


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a JSON:API error document. `pointer` is into the body, `parameter` names a query parameter."""

    detail: str
    title: str = ""
    code: str = ""
    pointer: str = ""
    parameter: str = ""

    def __str__(self) -> str:
        where = self.pointer or self.parameter
        what = self.detail or self.title or self.code
        return f"{what} (at {where})" if where else what


class KlaviyoError(OutsideError):
    """A request that did not end well.

    `operation` is the SDK's name (`create_flow`), `status` the HTTP status (None without an answer), `problems`
    everything that the answer's error document says.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        status: int | None = None,
        problems: Iterable[Problem] = (),
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.operation = operation
        self.status = status
        self.problems = tuple(problems)


class AuthenticationFailed(KlaviyoError):
    """The key is unknown, revoked, or holds characters that no header can carry."""

    exit_code = 4


class PermissionDenied(KlaviyoError):
    """The key is known but lacks a scope; the message names the scopes of the operation."""

    exit_code = 4


class NotFound(KlaviyoError):
    """The object is not in the account (or the operation is not there)."""


class Conflict(KlaviyoError):
    """Something with the same unique identifier exists."""


class Rejected(KlaviyoError):
    """The platform read the request and refuses it; sending it again changes nothing."""


class RateLimited(KlaviyoError):
    """Still throttled after the last attempt, or told to wait longer than a run may wait.

    `retry_after_seconds` is what the platform asked for, None when it did not say.
    """

    exit_code = 5
    retry_after_seconds: float | None = None


class DailyBudgetUsedUp(KlaviyoError):
    """The operation's requests of the account's day are spent; a run on the next day goes on.

    `retry_after_seconds` is set when it was the platform that said so, None when our own count did.
    """

    exit_code = 5
    retry_after_seconds: float | None = None


class Unavailable(KlaviyoError):
    """The platform did not answer or answered 5xx, after the last attempt.

    For a request that creates something this means that it was never sent; else it is `AnswerLost`.
    """


class AnswerLost(KlaviyoError):
    """A request that must not be sent twice may or may not have been carried out.

    Raised for a create whose connection broke or timed out after sending, that was answered 5xx, or whose success
    could not be read. The caller looks the object up before it sends the request again.
    """


class UnexpectedAnswer(KlaviyoError):
    """A success that is not the documented document, a redirect, an endless walk of pages."""
