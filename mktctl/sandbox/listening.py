"""uvicorn, stopping at once: a command that used the sandbox should not wait for it."""

import asyncio
import functools
import socket
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

_GRACE_SECONDS = 2.0


class PromptServer(uvicorn.Server):
    """A server without a log, without its own Date header, and without pauses when it ends."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                date_header=False,
                server_header=False,
            )
        )
        self._stopping = threading.Event()
        self._wake: Callable[[], object] | None = None

    def stop(self) -> None:
        """End soon; from any thread, also before the server runs."""
        self._stopping.set()
        if self._wake is not None:
            self._wake()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal in the foreground."""
        super().handle_exit(sig, frame)
        self.stop()

    async def main_loop(self) -> None:
        """Serve until told to stop; uvicorn's own loop looks ten times a second."""
        loop = asyncio.get_running_loop()
        told = asyncio.Event()
        self._wake = functools.partial(loop.call_soon_threadsafe, told.set)
        if not self._stopping.is_set():
            await told.wait()
        self._wake = None

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, let running answers finish, close the rest."""
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=_GRACE_SECONDS)
        # One turn of the loop, in which closed connections say goodbye.
        await asyncio.sleep(0)
