"""A platform whose answer is lost, or a process that dies, at the n-th request that could write or write of the state.

Everything else is the real client, the real sandbox and a real state.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from mktctl.klaviyo.errors import AnswerLost, Unavailable
from mktctl.klaviyo.remote import Answer, Document, Query, Remote
from mktctl.klaviyo.retry import Repeat, repeat_of
from mktctl.model.bindings import State
from mktctl.model.operations import operations
from mktctl.state.store import Store

Fault = Literal["answer lost", "not sent", "killed before", "killed after", "killed before state", "killed after state"]
AT_REQUESTS: tuple[Fault, ...] = ("answer lost", "not sent", "killed before", "killed after")
AT_STATES: tuple[Fault, ...] = ("killed before state", "killed after state")


class Killed(BaseException):
    """What `kill -9` is to the code that runs: nothing behind it happens."""


class Mishap(msgspec.Struct):
    """`fault` at the n-th occasion, counted from 1; `dead` from then on when it was a killing one."""

    fault: Fault
    at: int
    requests: int = 0
    states: int = 0
    dead: bool = False

    def check_alive(self) -> None:
        if self.dead:
            raise Killed

    def kill(self) -> None:
        self.dead = True
        raise Killed

    @property
    def happened(self) -> bool:
        """Whether the occasion came at all."""
        return (self.states if self.fault in AT_STATES else self.requests) >= self.at


class FailingRemote:
    """A remote that one mishap befalls."""

    def __init__(self, remote: Remote, mishap: Mishap) -> None:
        self._remote = remote
        self._mishap = mishap

    def call(
        self,
        operation_name: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Query | None = None,
        body: Document | None = None,
    ) -> Answer:
        mishap, operation = self._mishap, operations()[operation_name]
        mishap.check_alive()
        if operation.method == "GET":
            return self._remote.call(operation_name, path=path, query=query, body=body)
        mishap.requests += 1
        now = mishap.requests == mishap.at
        if now and mishap.fault == "killed before":
            mishap.kill()
        if now and mishap.fault == "not sent":
            raise Unavailable(f"{operation_name}: nobody answers", operation=operation_name)
        answer = self._remote.call(operation_name, path=path, query=query, body=body)
        if now and mishap.fault == "killed after":
            mishap.kill()
        if now and mishap.fault == "answer lost":
            lost = AnswerLost if repeat_of(operation, body) is Repeat.CREATES_TWICE else Unavailable
            raise lost(f"{operation_name}: the connection broke", operation=operation_name)
        return answer

    def pages(
        self, operation_name: str, *, path: Mapping[str, str] | None = None, query: Query | None = None
    ) -> Iterator[Document]:
        self._mishap.check_alive()
        return self._remote.pages(operation_name, path=path, query=query)

    def now(self) -> datetime:
        self._mishap.check_alive()
        return self._remote.now()


class FailingStore:
    """A store that one mishap befalls."""

    def __init__(self, store: Store, mishap: Mishap) -> None:
        self._store = store
        self._mishap = mishap

    def load(self) -> tuple[int, State | None]:
        return self._store.load()

    def swap(self, generation: int, state: State) -> bool:
        mishap = self._mishap
        mishap.check_alive()
        mishap.states += 1
        now = mishap.states == mishap.at
        if now and mishap.fault == "killed before state":
            mishap.kill()
        swapped = self._store.swap(generation, state)
        if now and mishap.fault == "killed after state":
            mishap.kill()
        return swapped
