"""A sandbox with what flows refer to, spoken to over a real socket with plain HTTP; each good answer is judged.

The official SDK drops keys that its models do not know, so that refusals of such keys can only be seen without it.
"""

import contextlib
import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from mktctl.model.operations import REVISION
from mktctl.sandbox.options import Options, Switches
from mktctl.sandbox.server import RunningSandbox, running
from tests.support.openapi_judge import judge_if_present
from tests.support.still_stopwatch import StillStopwatch

Json = dict[str, Any]
_HEADERS = {
    "Authorization": "Klaviyo-API-Key pk_sandbox",
    "revision": REVISION,
    "content-type": "application/vnd.api+json",
}
# Newer than the stored document, which ends at revision 2026-07-15.
_NOT_IN_THE_DOCUMENT = {("POST", "/api/flow-actions"), ("DELETE", "/api/flow-actions/{id}")}


class Answer(msgspec.Struct, frozen=True):
    """What came back; `document` is None for an empty body."""

    status: int
    document: Any

    @property
    def data(self) -> Any:
        """The resource or resources; asserts that the answer is a good one."""
        assert self.status < 300, self.document
        return self.document["data"]

    @property
    def errors(self) -> set[tuple[str, str]]:
        """(pointer or parameter, detail) of each error; asserts that the answer is one."""
        assert self.status >= 400, self.document
        return {
            (error["source"].get("pointer") or error["source"].get("parameter", ""), error["detail"])
            for error in self.document["errors"]
        }


class Shop:
    """One account: a list, a segment, two metrics of the shop's own, two templates."""

    def __init__(
        self, sandbox: RunningSandbox, stopwatch: StillStopwatch, connection: http.client.HTTPConnection
    ) -> None:
        self.sandbox = sandbox
        self.stopwatch = stopwatch
        self._connection = connection
        self.list_id: str = self.create("list", "lists", name="Newsletter")["id"]
        condition = {
            "type": "profile-property",
            "property": "email",
            "filter": {"type": "existence", "operator": "is-set"},
        }
        definition = {"condition_groups": [{"conditions": [condition]}]}
        self.segment_id: str = self.create("segment", "segments", name="All", definition=definition)["id"]
        for name in ("Placed Order", "Cart Abandoned"):
            self.create("event", "events", **_event(name))
        self.metrics: dict[str, str] = {
            metric["attributes"]["name"]: metric["id"] for metric in self.call("GET", "/api/metrics").data
        }
        self.template_id = self.template("Welcome", "<p>Hello</p>")
        self.other_template_id = self.template("Other", "<p>Other</p>")

    def call(self, method: str, path: str, body: Any = None, **query: str) -> Answer:
        """One request. `query` names are as in the SDK: `include`, `fields_flow_action`, `additional_fields_flow`."""
        target = f"{path}?{urlencode({_parameter(key): value for key, value in query.items()})}" if query else path
        content = None if body is None else msgspec.json.encode(body)
        self._connection.request(method, target, content, _HEADERS)
        response = self._connection.getresponse()
        raw = response.read()
        answer = Answer(response.status, msgspec.json.decode(raw) if raw else None)
        if path.startswith("/api/") and answer.status < 300:
            _judge(method, path.partition("?")[0], answer, sparse=any(key.startswith("fields_") for key in query))
        return answer

    def create(self, kind: str, collection: str, **attributes: Any) -> Any:
        """A new object of any kind."""
        answer = self.call("POST", f"/api/{collection}", {"data": {"type": kind, "attributes": attributes}})
        assert answer.status < 300, answer.document
        return answer.document and answer.document["data"]

    def template(self, name: str, html: str) -> str:
        """A new library template's id."""
        found: str = self.create("template", "templates", name=name, editor_type="CODE", html=html)["id"]
        return found

    def post_flow(self, definition: Any, name: str = "Flow") -> Answer:
        """The answer to a create, definition included."""
        body = {"data": {"type": "flow", "attributes": {"name": name, "definition": definition}}}
        return self.call("POST", "/api/flows", body, additional_fields_flow="definition")

    def flow(self, definition: Any, name: str = "Flow") -> Json:
        """A new flow, definition included."""
        found: Json = self.post_flow(definition, name).data
        return found

    def read_flow(self, flow_id: str) -> Json:
        """A flow as it is now, definition included."""
        found: Json = self.call("GET", f"/api/flows/{flow_id}", additional_fields_flow="definition").data
        return found

    def set_status(self, flow_id: str, status: str) -> Answer:
        """The answer to a PATCH of a flow's status."""
        return self.call("PATCH", f"/api/flows/{flow_id}", _resource("flow", flow_id, {"status": status}))

    def patch_action(self, definition: Json, action_id: str | None = None) -> Answer:
        """The answer to a PATCH of an action."""
        object_id = action_id or definition["id"]
        body = _resource("flow-action", object_id, {"definition": definition})
        return self.call("PATCH", f"/api/flow-actions/{object_id}", body)

    def action(self, action_id: str) -> Json:
        """An action's definition as it is read now."""
        found: Json = self.call("GET", f"/api/flow-actions/{action_id}").data["attributes"]["definition"]
        return found

    def in_browser(self, method: str, path: str, body: Any = None) -> Answer:
        """What a person does."""
        return self.call(method, f"/sandbox/ui/{path}", body)


@contextlib.contextmanager
def open_shop(directory: Path, switches: Switches | None = None, **options: Any) -> Iterator[Shop]:
    """A fresh sandbox without rate limits, on a stopwatch that only moves when it is told."""
    stopwatch = StillStopwatch()
    chosen = Options(limits="none", switches=switches or Switches(), **options)
    with (
        running(directory / "sandbox.sqlite3", chosen, stopwatch) as sandbox,
        contextlib.closing(http.client.HTTPConnection(urlsplit(sandbox.url).netloc, timeout=10)) as connection,
    ):
        yield Shop(sandbox, stopwatch, connection)


def actions_of(flow: Json) -> list[Json]:
    """The actions of a flow's definition."""
    found: list[Json] = flow["attributes"]["definition"]["actions"]
    return found


def _resource(kind: str, object_id: str, attributes: Json) -> Json:
    return {"data": {"type": kind, "id": object_id, "attributes": attributes}}


def _event(name: str) -> Json:
    return {
        "properties": {},
        "metric": {"data": {"type": "metric", "attributes": {"name": name}}},
        "profile": {"data": {"type": "profile", "attributes": {"email": "seed@example.com"}}},
        "backfill": True,
    }


def _parameter(name: str) -> str:
    for prefix in ("additional_fields", "fields", "page"):
        if name.startswith(f"{prefix}_"):
            return f"{prefix.replace('_', '-')}[{name.removeprefix(f'{prefix}_').replace('_', '-')}]"
    return name


def _judge(method: str, path: str, answer: Answer, *, sparse: bool) -> None:
    parts = path.split("/")
    if len(parts) > 3:
        parts[3] = "{id}"
    judge = judge_if_present()
    operation = (method, "/".join(parts))
    if judge is None or sparse or operation in _NOT_IN_THE_DOCUMENT:
        return
    assert judge.answer_problems(*operation, answer.status, answer.document) == []
