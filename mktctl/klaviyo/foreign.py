"""The border: which foreign exception means which fault. The only table of its kind; a test proves it complete.

Imports the SDK and its HTTP library, so it is loaded with the first connection, not before.
"""

import ssl
from typing import Final

import urllib3.exceptions as http
from openapi_client import exceptions as sdk

from mktctl.klaviyo.transport import Fault

FAULTS: Final[dict[type[Exception], Fault]] = {
    # Before a connection stood: nothing was sent.
    http.NewConnectionError: Fault.UNREACHABLE,
    http.NameResolutionError: Fault.UNREACHABLE,
    http.ConnectTimeoutError: Fault.UNREACHABLE,
    http.ProxyError: Fault.UNREACHABLE,
    # The pool itself could give no connection.
    http.PoolError: Fault.UNREACHABLE,
    http.EmptyPoolError: Fault.UNREACHABLE,
    http.FullPoolError: Fault.UNREACHABLE,
    http.ClosedPoolError: Fault.UNREACHABLE,
    # Our own mistake or the user's address.
    http.LocationValueError: Fault.UNSENDABLE,
    http.LocationParseError: Fault.UNSENDABLE,
    http.URLSchemeUnknown: Fault.UNSENDABLE,
    http.ProxySchemeUnknown: Fault.UNSENDABLE,
    http.HostChangedError: Fault.UNSENDABLE,
    http.TimeoutStateError: Fault.UNSENDABLE,
    http.UnrewindableBodyError: Fault.UNSENDABLE,
    sdk.ApiTypeError: Fault.UNSENDABLE,
    sdk.ApiValueError: Fault.UNSENDABLE,
    sdk.ApiAttributeError: Fault.UNSENDABLE,
    sdk.ApiKeyError: Fault.UNSENDABLE,
    # After sending, and no whole answer. MaxRetryError wraps any cause, so it is read as the worst of them.
    http.HTTPError: Fault.ANSWER_MISSING,
    http.RequestError: Fault.ANSWER_MISSING,
    http.MaxRetryError: Fault.ANSWER_MISSING,
    http.TimeoutError: Fault.ANSWER_MISSING,
    http.ReadTimeoutError: Fault.ANSWER_MISSING,
    http.ProtocolError: Fault.ANSWER_MISSING,
    http.IncompleteRead: Fault.ANSWER_MISSING,
    http.SSLError: Fault.ANSWER_MISSING,
    sdk.OpenApiException: Fault.ANSWER_MISSING,
    sdk.ApiException: Fault.ANSWER_MISSING,
    # An answer that cannot be read. The SDK's status exceptions come from its typed path, which we do not use.
    http.DecodeError: Fault.ANSWER_UNREADABLE,
    http.ResponseError: Fault.ANSWER_UNREADABLE,
    http.ResponseNotChunked: Fault.ANSWER_UNREADABLE,
    http.BodyNotHttplibCompatible: Fault.ANSWER_UNREADABLE,
    http.InvalidChunkLength: Fault.ANSWER_UNREADABLE,
    http.InvalidHeader: Fault.ANSWER_UNREADABLE,
    http.HeaderParsingError: Fault.ANSWER_UNREADABLE,
    sdk.BadRequestException: Fault.ANSWER_UNREADABLE,
    sdk.UnauthorizedException: Fault.ANSWER_UNREADABLE,
    sdk.ForbiddenException: Fault.ANSWER_UNREADABLE,
    sdk.NotFoundException: Fault.ANSWER_UNREADABLE,
    sdk.ServiceException: Fault.ANSWER_UNREADABLE,
    # What the standard library raises through both, such as a socket error that neither wrapped.
    OSError: Fault.ANSWER_MISSING,
}

CAUSES_MAX: Final = 10


def fault_of(error: Exception) -> Fault | None:
    """What `error` means; None when it is not from this border, and so is a bug.

    The SDK turns every TLS failure into one exception without a status: only a refused certificate is known to
    have happened before anything was sent, any other may be a connection that broke while the answer came.
    """
    if _refused_certificate(error):
        return Fault.UNTRUSTED
    for ancestor in type(error).__mro__:
        if ancestor in FAULTS:
            return FAULTS[ancestor]
    return None


def _refused_certificate(error: Exception) -> bool:
    cause: BaseException | None = error
    for _ in range(CAUSES_MAX):
        if cause is None:
            return False
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        inner = cause.args[0] if cause.args and isinstance(cause.args[0], BaseException) else None
        cause = inner or cause.__cause__ or cause.__context__
    return False
