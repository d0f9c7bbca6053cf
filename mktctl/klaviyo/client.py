"""The client: every request to Klaviyo goes through `Klaviyo.call`, under its limits, repeated where that is safe."""

import random
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit

from mktctl.clock import Stopwatch
from mktctl.klaviyo.answers import document_of, error_of, problems_of
from mktctl.klaviyo.credentials import checked_address, checked_key
from mktctl.klaviyo.errors import KlaviyoError, Problem, UnexpectedAnswer
from mktctl.klaviyo.limiter import Limiter
from mktctl.klaviyo.remote import Answer, Document, Query
from mktctl.klaviyo.retry import (
    ATTEMPTS_MAX,
    Outcome,
    Repeat,
    http_date,
    may_have_been_done,
    repeat_of,
    retry_after_seconds,
    wait_seconds,
)
from mktctl.klaviyo.transport import Fault, Request, Response, Transport, TransportFault
from mktctl.model.operations import Operation, operations

PAGES_MAX: Final = 10_000
CONNECTIONS_MAX: Final = 8
_REDACTED: Final = "pk_…"


class Klaviyo:
    """One account behind one key. Safe to share between threads; at most `connections_max` requests are under way.

    `base_url` is None for Klaviyo itself; anything but https is refused unless it is on this machine. The SDK is
    loaded and the connection made with the first call. The key shows in no repr, message or exception.
    """

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str | None = None,
        limiter: Limiter,
        stopwatch: Stopwatch,
        rng: random.Random,
        connections_max: int = CONNECTIONS_MAX,
    ) -> None:
        self._base_url = checked_address(base_url)
        self._api_key = checked_key(api_key)
        self._limiter = limiter
        self._stopwatch = stopwatch
        self._rng = rng
        self._connections_max = connections_max
        self._lock = threading.Lock()
        self._transport: Transport | None = None
        self._date: datetime | None = None
        self._sent: Counter[str] = Counter()

    def __repr__(self) -> str:
        return f"<Klaviyo at {self._base_url or 'a.klaviyo.com'}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back. A later call opens them again."""
        with self._lock:
            transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()

    def call(
        self,
        operation_name: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Query | None = None,
        body: Document | None = None,
    ) -> Answer:
        """Send one operation by its SDK name and return its success; raises `KlaviyoError`.

        A DELETE whose object is gone on a later attempt, after one that may have been carried out, has succeeded.
        """
        operation = operations()[operation_name]
        request = _request(operation, path or {}, query or {}, body)
        repeat = repeat_of(operation, body)
        done_before = False
        for attempt in range(1, ATTEMPTS_MAX + 1):
            response, outcome, reason = self._attempt(operation, request)
            if response is not None and response.status < 300:
                answer = self._success(operation, response)
                if answer is not None:
                    return answer
                outcome = Outcome(status=response.status, fault=Fault.ANSWER_UNREADABLE)
            if outcome.status == 404 and operation.method == "DELETE" and done_before:
                return Answer(status=operation.success, date=self._date)
            done_before = done_before or may_have_been_done(outcome)
            seconds = wait_seconds(outcome, repeat=repeat, attempt=attempt, rng=self._rng)
            if seconds is None:
                raise self._error(operation, outcome, repeat, response, reason)
            if outcome.status == 429:
                self._limiter.hold(operation, seconds)
            self._stopwatch.sleep(seconds)
        raise AssertionError("the last attempt is never waited for")

    def pages(
        self, operation_name: str, *, path: Mapping[str, str] | None = None, query: Query | None = None
    ) -> Iterator[Document]:
        """Every page of a list. Asks for the largest page the operation takes, unless `query` says otherwise.

        Raises `UnexpectedAnswer` for a cursor that comes twice and for a walk of more than `PAGES_MAX` pages.
        """
        row = operations()[operation_name]
        asked = dict(query or {})
        if row.page_size_max is not None:
            asked.setdefault("page[size]", row.page_size_max)
        cursors: set[str] = set()
        for _ in range(PAGES_MAX):
            document = self.call(operation_name, path=path, query=asked).document or {}
            yield document
            cursor = _next_cursor(operation_name, document)
            if cursor is None:
                return
            if cursor in cursors:
                raise UnexpectedAnswer(f"{operation_name}: the pages go in a circle", operation=operation_name)
            cursors.add(cursor)
            asked["page[cursor]"] = cursor
        raise UnexpectedAnswer(f"{operation_name}: more than {PAGES_MAX} pages", operation=operation_name)

    def now(self) -> datetime:
        """The account's present instant: the Date of its last answer. Asks for the account when there was none."""
        if self._date is None:
            self.call("get_accounts")
        if self._date is None:
            raise UnexpectedAnswer("get_accounts: the answer has no Date header", operation="get_accounts")
        return self._date

    def sent(self) -> dict[str, int]:
        """Requests sent by operation name, attempts counted one by one."""
        with self._lock:
            return dict(sorted(self._sent.items()))

    def _attempt(self, operation: Operation, request: Request) -> tuple[Response | None, Outcome, str]:
        """One request: the response if there is one, what it amounts to, and our words for it."""
        self._limiter.acquire(operation)
        with self._lock:
            self._sent[operation.name] += 1
        try:
            response = self._connection().send(request)
        except TransportFault as fault:
            return None, Outcome(fault=fault.fault), fault.reason
        date = http_date(response.headers.get("date", ""))
        with self._lock:
            self._date = date or self._date
        outcome = Outcome(status=response.status, retry_after_seconds=retry_after_seconds(response.headers))
        return response, outcome, ""

    def _connection(self) -> Transport:
        with self._lock:
            if self._transport is None:
                # A quarter of a second: paid by the first request, not by commands that send none.
                from mktctl.klaviyo.sdk import SdkTransport

                self._transport = SdkTransport(
                    base_url=self._base_url, api_key=self._api_key, connections_max=self._connections_max
                )
            return self._transport

    def _success(self, operation: Operation, response: Response) -> Answer | None:
        """The answer; None when a document was due and something else came."""
        try:
            document = document_of(response)
        except (ValueError, RecursionError):
            return None
        if operation.success in (200, 201) and (document is None or "data" not in document):
            return None
        return Answer(status=response.status, document=document, date=http_date(response.headers.get("date", "")))

    def _error(
        self, operation: Operation, outcome: Outcome, repeat: Repeat, response: Response | None, reason: str
    ) -> KlaviyoError:
        problems: tuple[Problem, ...] = ()
        if response is not None and outcome.fault is None:
            problems = problems_of(self._redacted(response.body.decode("utf-8", "replace")))
        return error_of(operation, outcome, repeat=repeat, problems=problems, reason=self._redacted(reason))

    def _redacted(self, text: str) -> str:
        """A platform that quotes the key back must not make us print it."""
        return text.replace(self._api_key, _REDACTED)


def _request(operation: Operation, path: Mapping[str, str], query: Query, body: Document | None) -> Request:
    for name, value in path.items():
        # An id of dots would climb to another endpoint, and an empty one would address the whole collection.
        assert value.strip("."), f"{operation.name}: {name}={value!r}"
        assert "{" + name + "}" in operation.path, f"{operation.name} takes no {name}"
    assert operation.path.count("{") == len(path), f"{operation.name} needs every part of {operation.path}"
    return Request(
        method=operation.method,
        path=operation.path,
        path_values=path,
        query={name: str(value) if isinstance(value, (str, int)) else ",".join(value) for name, value in query.items()},
        body=body,
    )


def _next_cursor(operation_name: str, document: Document) -> str | None:
    """The cursor within `links.next`; None on the last page.

    Parsed here because the SDK gets it wrong for both schemes: https keeps a leading `=`, http the whole address.
    """
    links = document.get("links")
    following = links.get("next") if isinstance(links, dict) else links
    if not following:
        return None
    try:
        return parse_qs(urlsplit(str(following)).query)["page[cursor]"][0]
    except (KeyError, ValueError):
        raise UnexpectedAnswer(f"{operation_name}: the next page has no cursor", operation=operation_name) from None
