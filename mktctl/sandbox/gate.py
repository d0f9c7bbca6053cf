"""The onion: everything that a request passes before a handler sees it, in this order.

    host and origin → body size → route → method → revision → key → scopes → rate limits → content type → query → body

Each check either lets pass or raises Refused.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from mktctl.model.operations import REVISION, Operation
from mktctl.sandbox import forms
from mktctl.sandbox.jsonapi.errors import Problem, Refused, invalid
from mktctl.sandbox.options import EVERY_READ, EVERYTHING

MAX_BODY_BYTES: Final = 5_000_000
MAX_UPLOAD_BYTES: Final = MAX_BODY_BYTES + 10_000
"""Of a form that carries the largest image: what stands around it comes on top."""
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_MEDIA_TYPES: Final = ("application/vnd.api+json", "application/json")
FORM_OPERATIONS: Final = ("upload_image_from_file",)
_KEY_SCHEME: Final = "Klaviyo-API-Key "
_REVISION: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(\.[a-z]+)?")
_REVISION_YEARS: Final = 2


def check_origin(headers: Mapping[str, str]) -> None:
    """403 unless the request was meant for this machine: a page in a browser cannot reach the sandbox."""
    host = headers.get("host", "")
    origin = headers.get("origin")
    if _hostname(host) not in _LOOPBACK:
        raise _forbidden(f"the host {host!r} is not this machine")
    if origin is not None and origin.split("://", 1)[-1] != host:
        raise _forbidden(f"the origin {origin!r} is not this server")


def check_revision(headers: Mapping[str, str]) -> None:
    """400 without a revision or with one that the sandbox does not speak, 410 for one whose two years are over."""
    text = headers.get("revision")
    if not text:
        raise Refused(invalid("the header 'revision' is required"))
    found = _REVISION.fullmatch(text)
    day = _day(found[1]) if found else None
    if day is None:
        raise Refused(invalid(f"'{text}' is not a revision: write YYYY-MM-DD"))
    if text == REVISION:
        return
    oldest = date.fromisoformat(REVISION).replace(year=date.fromisoformat(REVISION).year - _REVISION_YEARS)
    if day < oldest:
        raise Refused(Problem(status=410, code="gone", title="Gone.", detail=f"revision {text} has been retired"))
    raise Refused(invalid(f"the sandbox speaks revision {REVISION}, not {text}"))


def check_key(headers: Mapping[str, str], keys: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The scopes of the request's API key; 401 without a known one."""
    authorization = headers.get("authorization", "")
    scopes = keys.get(authorization.removeprefix(_KEY_SCHEME))
    if not authorization.startswith(_KEY_SCHEME) or scopes is None:
        raise Refused(
            Problem(
                status=401,
                code="not_authenticated",
                title="Authentication credentials were not provided.",
                detail=f"send the header 'Authorization: {_KEY_SCHEME}<your private key>' with a key of this account",
            )
        )
    return scopes


def check_scopes(operation: Operation, scopes: tuple[str, ...]) -> None:
    """403 unless the key has every scope that the operation needs."""
    missing = [scope for scope in operation.scopes if not _grants(scopes, scope)]
    if missing:
        raise _forbidden(f"the API key has not the scope {', '.join(missing)}")


def check_content_type(headers: Mapping[str, str], operation: str = "") -> None:
    """415 for a body that is not said to be JSON, or a form where the operation takes one."""
    media_type = headers.get("content-type", "").split(";")[0].strip().lower()
    allowed = (forms.MEDIA_TYPE,) if operation in FORM_OPERATIONS else _MEDIA_TYPES
    if media_type not in allowed:
        raise Refused(
            Problem(
                status=415,
                code="unsupported_media_type",
                title="Unsupported media type.",
                detail=f"the content type {media_type!r} is not {allowed[0]}",
            )
        )


def decode_body(body: bytes) -> Any:
    """The JSON of a body; 400 if it is none."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(invalid(f"the body is not JSON: {error}", pointer="")) from None


def decode(headers: Mapping[str, str], body: bytes, operation: str) -> Any:
    """What an operation's handler gets of a body: JSON, or the fields of a form; 400 if it is neither."""
    if operation in FORM_OPERATIONS:
        return forms.read_form(headers.get("content-type", ""), body)
    return decode_body(body)


def body_too_large(most: int = MAX_BODY_BYTES) -> Refused:
    """413: more bytes than Klaviyo takes."""
    return Refused(
        Problem(
            status=413,
            code="payload_too_large",
            title="Payload too large.",
            detail=f"a body has at most {most} bytes",
        )
    )


def unknown_route(path: str) -> Refused:
    """404: nothing is there, or not in the sandbox."""
    return Refused(
        Problem(status=404, code="not_found", title="Not found.", detail=f"The sandbox has nothing at the path {path}.")
    )


def wrong_method(method: str, path: str, allowed: list[str]) -> Refused:
    """405: the path is there, the method is not."""
    return Refused(
        Problem(
            status=405,
            code="method_not_allowed",
            title="Method not allowed.",
            detail=f"{method} is not allowed at {path}",
        ),
        headers={"Allow": ", ".join(sorted(allowed))},
    )


def bug() -> Problem:
    """500: the sandbox failed. The exception itself goes to the server's log, never into the answer."""
    return Problem(status=500, code="error", title="Server error.", detail="The sandbox failed at this request.")


def _hostname(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _grants(scopes: tuple[str, ...], scope: str) -> bool:
    return EVERYTHING in scopes or scope in scopes or (EVERY_READ in scopes and scope.endswith(":read"))


def _forbidden(detail: str) -> Refused:
    return Refused(
        Problem(
            status=403,
            code="permission_denied",
            title="You do not have permission to perform this action.",
            detail=detail,
        )
    )
