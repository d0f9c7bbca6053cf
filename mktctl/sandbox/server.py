"""Running the sandbox: in a thread of this process for one command, or in the foreground."""

import asyncio
import contextlib
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from mktctl.clock import MonotonicStopwatch, Stopwatch
from mktctl.sandbox.errors import SandboxError, of_database
from mktctl.sandbox.opening import open_store
from mktctl.sandbox.options import Options
from mktctl.sandbox.store import Store

if TYPE_CHECKING:
    from starlette.applications import Starlette

LOOPBACK: Final = "127.0.0.1"
LOOPBACKS: Final = (LOOPBACK, "localhost")
DEFAULT_PORT: Final = 8631
_OURS: Final = ("SQLITE_CONSTRAINT", "SQLITE_MISUSE", "SQLITE_RANGE", "SQLITE_MISMATCH")
_BACKLOG: Final = 256
_STOP_SECONDS: Final = 10.0


class RunningSandbox(msgspec.Struct, frozen=True, kw_only=True):
    """A sandbox that answers at `url` (`http://127.0.0.1:40213`).

    `store` is the caller's own connection to the account, such as for its clock. `bugs` are exceptions that were
    answered with 500.
    """

    url: str
    store: Store
    bugs: list[Exception]


@contextlib.contextmanager
def running(database: Path, options: Options, stopwatch: Stopwatch | None = None) -> Iterator[RunningSandbox]:
    """The sandbox on a free loopback port, in a thread, for as long as the context lasts.

    Raises SandboxError if the file or the port cannot be had; at the end, the first bug that answered 500.
    """
    from mktctl.sandbox.app import create_app

    bugs: list[Exception] = []
    with _opened(database, options) as own, _opened(database, options) as served:
        listener = _listen(LOOPBACK, 0)
        app = create_app(served, options, stopwatch or MonotonicStopwatch(), bugs)
        server = _Thread(app, listener, bugs)
        server.start()
        try:
            url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
            yield RunningSandbox(url=url, store=own, bugs=bugs)
        except BaseException as error:
            if bugs and isinstance(cause := _cause(bugs[0], database), SandboxError):
                raise cause from error
            for bug in bugs:
                error.add_note(f"The sandbox failed too: {bug!r}")
            raise
        finally:
            server.stop()
    if bugs:
        raise _cause(bugs[0], database)


def _cause(bug: Exception, database: Path) -> Exception:
    """A full disk or a spoilt file is nobody's bug; a statement that SQLite refuses is ours."""
    kind = getattr(bug, "sqlite_errorname", "")
    if isinstance(bug, sqlite3.Error) and kind and not kind.startswith(_OURS) and kind != "SQLITE_ERROR":
        return of_database(database.name, bug)
    return bug


def serve(
    database: Path,
    options: Options,
    host: str = LOOPBACK,
    port: int = DEFAULT_PORT,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """The sandbox in the foreground; returns when it is interrupted. `ready` is called once it listens.

    Raises SandboxError if the port is taken.
    """
    from mktctl.sandbox.app import create_app
    from mktctl.sandbox.listening import PromptServer

    assert host in LOOPBACKS, "the sandbox serves this machine only"
    with _opened(database, options) as store, _listen(host, port) as listener:
        app = create_app(store, options, MonotonicStopwatch(), [])
        ready()
        with contextlib.suppress(KeyboardInterrupt):
            PromptServer(app).run(sockets=[listener])


class _Thread:
    """The server in a daemon thread; the listener takes connections before the thread's first step."""

    def __init__(self, app: "Starlette", listener: socket.socket, bugs: list[Exception]) -> None:
        from mktctl.sandbox.listening import PromptServer

        self._server = PromptServer(app)
        self._listener = listener
        self._bugs = bugs
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let answers finish, then end the thread."""
        self._server.stop()
        self._thread.join(_STOP_SECONDS)
        assert not self._thread.is_alive(), "the sandbox's thread did not end"

    def _run(self) -> None:
        try:
            asyncio.run(self._server.serve(sockets=[self._listener]))
        except Exception as error:
            self._bugs.append(error)


@contextlib.contextmanager
def _opened(database: Path, options: Options) -> Iterator[Store]:
    store = open_store(database, options)
    try:
        yield store
    finally:
        store.close()


def _listen(host: str, port: int) -> socket.socket:
    # The protocol is named: asyncio turns Nagle's delay (40 ms an answer) off only for what it knows to be TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise SandboxError(
            f"the sandbox cannot listen on {host}:{port}: {error.strerror}",
            hint=f"Take another port, such as --port {port + 1 if 1024 <= port < 65535 else DEFAULT_PORT}",
        ) from error
    return listener
