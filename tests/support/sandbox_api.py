"""A plain HTTP client for the sandbox: a call by an operation's name, its success held against the OpenAPI document."""

import http.client
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from mktctl.model.operations import REVISION, operations
from mktctl.sandbox.server import RunningSandbox
from tests.support.openapi_judge import Judge, judge_if_present
from tests.support.openapi_judge_campaigns import campaign_judge_if_present, in_beta

MEDIA_TYPE = "application/vnd.api+json"
KEY = "pk_sandbox"
READ_KEY = "pk_sandbox_read"
TIMEOUT_SECONDS = 10


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back; header names are in lower case."""

    status: int
    headers: dict[str, str]
    document: Any

    @property
    def data(self) -> Any:
        """`data` of a success; fails on an error."""
        assert self.status < 400, self.document
        return self.document["data"]

    @property
    def id(self) -> str:
        """The id of the one resource."""
        found: str = self.data["id"]
        return found

    @property
    def errors(self) -> list[tuple[int, str, str]]:
        """(status, code, pointer or parameter) of each error."""
        return [
            (error["status"], error["code"], error["source"].get("pointer", error["source"].get("parameter", "")))
            for error in self.document["errors"]
        ]


class Api:
    """One connection to a running sandbox, or to a URL."""

    def __init__(self, sandbox: RunningSandbox | str, key: str = KEY) -> None:
        self._sandbox = sandbox
        self.url = sandbox if isinstance(sandbox, str) else sandbox.url
        self.host = urlsplit(self.url).netloc
        self.key = key
        self._connection = http.client.HTTPConnection(self.host, timeout=TIMEOUT_SECONDS)

    @property
    def sandbox(self) -> RunningSandbox:
        """The sandbox behind it, if it runs in this process."""
        assert not isinstance(self._sandbox, str)
        return self._sandbox

    def __enter__(self) -> "Api":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def call(self, operation: str, object_id: str = "", body: Any = None, **query: Any) -> Answer:
        """Call an operation by its name in the SDK.

        Query keys are written as in the SDK: `page_size=5`, `fields_list=["name"]`, `additional_fields_list=[…]`.
        """
        row = operations()[operation]
        pairs = [
            (_parameter(key), ",".join(value) if isinstance(value, list) else str(value))
            for key, value in query.items()
        ]
        pattern = row.path.replace("{job_id}", "{id}")
        path = pattern.replace("{id}", object_id) + (f"?{urlencode(pairs)}" if pairs else "")
        answer = self.send(row.method, path, body)
        judge = _judge_of(row.method, pattern)
        sparse = any(name.startswith("fields[") for name, _ in pairs)
        if judge and answer.status < 300 and not sparse:
            problems = judge.answer_problems(row.method, pattern, answer.status, in_beta(answer.document, pattern))
            assert not problems, f"{operation}: {problems}"
        return answer

    def follow(self, url: str) -> Answer:
        """GET a link of a document."""
        assert url.startswith(self.url)
        return self.send("GET", url.removeprefix(self.url))

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str | None] | None = None) -> Answer:
        """Any request; `headers` add to or (with None) take away from the usual ones. Text and bytes go as they are."""
        content = body if body is None or isinstance(body, bytes) else msgspec.json.encode(body)
        usual: dict[str, str | None] = {
            "authorization": f"Klaviyo-API-Key {self.key}",
            "revision": REVISION,
            "accept": MEDIA_TYPE,
            "content-type": None if content is None else MEDIA_TYPE,
        }
        sent = {name: value for name, value in {**usual, **(headers or {})}.items() if value is not None}
        self._connection.request(method, path, body=content, headers=sent)
        response = self._connection.getresponse()
        text = response.read()
        return Answer(
            status=response.status,
            headers={name.lower(): value for name, value in response.getheaders()},
            document=msgspec.json.decode(text) if text else None,
        )


def _judge_of(method: str, path: str) -> Judge | None:
    """The document that knows the operation; campaigns have another shape in the older one."""
    for judge in (campaign_judge_if_present(path), judge_if_present()):
        if judge is not None and judge.knows(method, path):
            return judge
    return None


def database(folder: Path) -> Path:
    """Where a test's sandbox keeps its account."""
    return folder / "sandbox.sqlite3"


def _parameter(key: str) -> str:
    for prefix in ("additional_fields_", "fields_", "page_"):
        if key.startswith(prefix):
            inner = key.removeprefix(prefix).replace("_", "-")
            return f"{prefix.removesuffix('_').replace('_', '-')}[{inner}]"
    return key


def resource(kind: str, attributes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A body that makes or changes one resource."""
    return {"data": {"type": kind, **more, "attributes": attributes}}
