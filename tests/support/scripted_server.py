"""A server that answers from a script, over a real socket: the failures that a well-behaved server never shows."""

import json
import socketserver
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import msgspec

DATE = "Mon, 01 Mar 2027 09:00:00 GMT"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the script. `drop` closes the connection instead: before or in the middle of the answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = {}
    pause_seconds: float = 0.0
    drop: str = ""
    """`unanswered`: the request is read, no byte comes back. `cut`: half of the body comes back."""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """One request as it arrived. Header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def document(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any) -> Line:
    """A JSON:API answer."""
    body = json.dumps({"data": data, **more}).encode()
    return Line(status=status, body=body, headers={"Content-Type": "application/vnd.api+json", **(headers or {})})


def refusal(status: int, *errors: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Line:
    """A JSON:API error document."""
    return Line(status=status, body=json.dumps({"errors": errors}).encode(), headers=headers or {})


class ScriptedServer:
    """Answers the n-th request with the n-th line; past the end, with the last one."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self.heard: list[Heard] = []
        self._lock = threading.Lock()
        script = self

        class Handler(_Handler):
            server_script = script

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def next_line(self, heard: Heard) -> Line:
        with self._lock:
            self.heard.append(heard)
            return self.lines[min(len(self.heard), len(self.lines)) - 1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=10)


class _Handler(BaseHTTPRequestHandler):
    server_script: ScriptedServer
    protocol_version = "HTTP/1.1"
    timeout = 10
    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        line = self.server_script.next_line(Heard(method=self.command, target=self.path, headers=headers, body=body))
        if line.pause_seconds:
            threading.Event().wait(line.pause_seconds)
        if line.drop == "unanswered":
            self.close_connection = True
            return
        self.send_response_only(line.status)
        for name, value in {"Date": DATE, **line.headers}.items():
            self.send_header(name, value)
        if line.status != 204:
            self.send_header("Content-Length", str(len(line.body)))
        self.end_headers()
        if line.drop == "cut":
            self.wfile.write(line.body[: len(line.body) // 2])
            self.wfile.flush()
            self.close_connection = True
            return
        self.wfile.write(line.body)

    do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815 - http.server finds them by these names

    def log_message(self, format: str, *args: object) -> None:
        """The test's output stays its own."""


@contextmanager
def refusing_port() -> Iterator[str]:
    """An address on which nobody listens, kept free of listeners while in use."""
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler, bind_and_activate=False) as held:
        held.server_bind()
        yield f"http://127.0.0.1:{held.server_address[1]}"
