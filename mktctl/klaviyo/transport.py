"""One request out, one answer in: what the client needs of a connection, and nothing of how it is made."""

import enum
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request as data. `path` has `{id}` placeholders, filled from `path_values`; `query` is not yet encoded."""

    method: str
    path: str
    path_values: Mapping[str, str] = {}
    query: Mapping[str, str] = {}
    body: dict[str, Any] | None = None


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of any status. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Fault(enum.Enum):
    """Why there is no answer, told apart by what may have happened to the request."""

    UNREACHABLE = "unreachable"
    """No connection came about: the request was certainly not sent."""
    UNTRUSTED = "untrusted"
    """The server's certificate was refused: not sent, and asking again does not help."""
    UNSENDABLE = "unsendable"
    """The request cannot be put on the wire, such as an address that is none."""
    ANSWER_MISSING = "answer missing"
    """Sent, wholly or in part, but no whole answer came back."""
    ANSWER_UNREADABLE = "answer unreadable"
    """An answer came back that is not HTTP as it should be."""


class TransportFault(Exception):  # noqa: N818 - it carries a fault, as its name says
    """No usable answer. Internal to this layer: the client turns it into a `KlaviyoError`."""

    def __init__(self, fault: Fault, reason: str) -> None:
        super().__init__(reason)
        self.fault = fault
        self.reason = reason


class Transport(Protocol):
    """Sends one request, once. Safe to call from several threads."""

    def send(self, request: Request) -> Response:
        """The answer, whatever its status; raises `TransportFault` when there is none."""

    def close(self) -> None:
        """Give the sockets back."""
