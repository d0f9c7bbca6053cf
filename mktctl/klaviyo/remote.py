"""What the resource files need of a client: one call, a walk over pages, and the account's "now"."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from mktctl.model.operations import operations

Document = dict[str, Any]
"""A JSON:API document as it came: `data`, `included`, `links`."""
Resource = dict[str, Any]
"""A JSON:API resource object as it came: `type`, `id`, `attributes`, `relationships`."""
Query = Mapping[str, str | int | Sequence[str]]
"""Query parameters by their real names (`page[size]`); a sequence is joined by commas."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A success. `document` is None when the platform sent no body, `date` is the account's "now" (None: not said)."""

    status: int
    document: Document | None = None
    date: datetime | None = None


class Remote(Protocol):
    """A platform that speaks Klaviyo's API. Every method raises `KlaviyoError` and nothing else."""

    def call(
        self,
        operation_name: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Query | None = None,
        body: Document | None = None,
    ) -> Answer:
        """Send one operation by its SDK name, again where that is safe, and return its success."""

    def pages(
        self, operation_name: str, *, path: Mapping[str, str] | None = None, query: Query | None = None
    ) -> Iterator[Document]:
        """Every page of a list, in the platform's order. Rows may repeat where data moves during the walk."""

    def now(self) -> datetime:
        """The account's present instant, in UTC, to the second."""


class ReadOnlyKlaviyo:
    """A remote for making plans: a request that could write is a bug of ours, and never leaves the house."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    def call(
        self,
        operation_name: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Query | None = None,
        body: Document | None = None,
    ) -> Answer:
        assert operations()[operation_name].method == "GET", f"{operation_name} would write while planning"
        return self._remote.call(operation_name, path=path, query=query, body=body)

    def pages(
        self, operation_name: str, *, path: Mapping[str, str] | None = None, query: Query | None = None
    ) -> Iterator[Document]:
        assert operations()[operation_name].method == "GET", f"{operation_name} would write while planning"
        return self._remote.pages(operation_name, path=path, query=query)

    def now(self) -> datetime:
        return self._remote.now()
