"""A small client of the real yaml-language-server: what a marketer's editor offers, shows and underlines.

The server is the npm package that `make test` puts into `.cache/node`; it is started once, talks over its own standard
input and output, and is ended by its process id.
"""

import itertools
import json
import queue
import shutil
import subprocess
import threading
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import msgspec

ROOT: Final = Path(__file__).resolve().parents[2]
PROGRAM: Final = ROOT / ".cache/node/node_modules/yaml-language-server/bin/yaml-language-server"
ANSWER_SECONDS: Final = 30.0
STOP_SECONDS: Final = 5.0
CURSOR: Final = "‸"
"""Where the cursor stands in a text of a test."""

SETTINGS: Final = {
    "validate": True,
    "hover": True,
    "completion": True,
    "schemaStore": {"enable": False},
    "kubernetesCRDStore": {"enable": False},
}


def why_not() -> str | None:
    """Why the server cannot run here; None when it can."""
    if shutil.which("node") is None:
        return "node is not here"
    if not PROGRAM.is_file():
        return f"{PROGRAM.relative_to(ROOT)} is not here: run  make test  once, with npm"
    return None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One completion: its label, what it says about it, and what it would insert."""

    label: str
    documentation: str
    inserts: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One underlined place: line and column counted from 1, and the text of the underlined part."""

    line: int
    column: int
    marked: str
    text: str


class LanguageServer:
    """One running server. `schemas` maps the URI of a schema to the globs of the files that it describes."""

    def __init__(self, folder: Path, schemas: dict[str, str | list[str]]) -> None:
        self._folder = folder
        self._settings = {**SETTINGS, "schemas": schemas}
        self._numbers = itertools.count(1)
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._configured = threading.Event()
        self._published: defaultdict[str, queue.Queue[list[dict[str, Any]]]] = defaultdict(queue.Queue)
        node = shutil.which("node")
        assert node is not None
        self._process = subprocess.Popen(
            [node, str(PROGRAM), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._reader.start()
        folder = {"uri": self._folder.as_uri(), "name": "project"}
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
        }
        self._ask(
            "initialize",
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": capabilities},
        )
        self._tell("initialized", {})
        assert self._configured.wait(ANSWER_SECONDS), "the server never asked for its settings"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=STOP_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._reader.join(timeout=STOP_SECONDS)

    def offers(self, path: str, text: str) -> dict[str, Offer]:
        """What the editor offers at the cursor of `text`, by label."""
        answer = self._ask("textDocument/completion", self._at_cursor(path, text))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: _offer(item) for item in items}

    def hover(self, path: str, text: str) -> str:
        """What the editor shows at the cursor of `text`, as Markdown; empty when it shows nothing."""
        answer = self._ask("textDocument/hover", self._at_cursor(path, text))
        return str(answer["contents"]["value"]) if answer else ""

    def messages(self, path: str, text: str) -> tuple[Message, ...]:
        """What the editor underlines in `text`, in the order of its places."""
        return self.messages_of([(path, text)])[0]

    def messages_of(self, files: Sequence[tuple[str, str]]) -> list[tuple[Message, ...]]:
        """The same for many files at once: the server lets a moment pass before it looks at each."""
        opened = [(self._open(path, text), text.splitlines()) for path, text in files]
        published = [(self._published[uri].get(timeout=ANSWER_SECONDS), lines) for uri, lines in opened]
        found = [[_message(one, lines) for one in diagnostics] for diagnostics, lines in published]
        return [tuple(sorted(one, key=lambda message: (message.line, message.column, message.text))) for one in found]

    def _at_cursor(self, path: str, text: str) -> dict[str, Any]:
        before, cursor, after = text.partition(CURSOR)
        assert cursor, "the text has no cursor"
        uri = self._open(path, before + after)
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return {"textDocument": {"uri": uri}, "position": place}

    def _open(self, path: str, text: str) -> str:
        """Each text gets a folder of its own, so that no answer can be about an older one."""
        uri = (self._folder / str(next(self._numbers)) / path).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        answer = self._answers.get(timeout=ANSWER_SECONDS)
        assert answer["id"] == number, answer
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> None:
        """Runs until the server closes its output: answers to us, its own requests, what it publishes."""
        pipe = self._process.stdout
        assert pipe is not None
        while header := pipe.readline():
            if not header.lower().startswith(b"content-length:"):
                continue
            pipe.readline()
            message = json.loads(pipe.read(int(header.split(b":")[1])))
            if "method" not in message:
                self._answers.put(message)
            elif "id" in message:
                self._send({"id": message["id"], "result": self._answer(message)})
                if message["method"] == "workspace/configuration":
                    self._configured.set()
            elif message["method"] == "textDocument/publishDiagnostics":
                self._published[message["params"]["uri"]].put(message["params"]["diagnostics"])

    def _answer(self, request: dict[str, Any]) -> Any:
        if request["method"] != "workspace/configuration":
            return None
        return [self._settings if item.get("section") == "yaml" else {} for item in request["params"]["items"]]


def _offer(item: dict[str, Any]) -> Offer:
    said = item.get("documentation") or ""
    edit = item.get("textEdit") or {}
    return Offer(
        label=item["label"],
        documentation=said["value"] if isinstance(said, dict) else said,
        inserts=edit.get("newText") or item.get("insertText") or "",
    )


def _message(diagnostic: dict[str, Any], lines: list[str]) -> Message:
    start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
    line = lines[start["line"]] if start["line"] < len(lines) else ""
    stop = end["character"] if end["line"] == start["line"] else len(line)
    return Message(
        line=start["line"] + 1,
        column=start["character"] + 1,
        marked=line[start["character"] : stop],
        text=diagnostic["message"],
    )
