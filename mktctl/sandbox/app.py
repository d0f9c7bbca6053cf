"""The sandbox as a web application.

A resource is one file in `routes/`. It offers

- `ROUTES`: pairs of an operation's name and its handler, `("get_list", get_list)`. Path, method, scopes, limits,
  filters, page sizes and the status of a success come from `mktctl/model/operations.json` by that name; what it
  sorts by and includes stands in `vocabulary.py`. A handler is a plain function `Call → Reply`: it reads `call.id`,
  `call.query`, `call.body`, works on `call.store` inside one transaction, and answers with `call.one(resource)`,
  `call.page(listing, …)`, `call.whole(resources)` or `NOTHING`. It says no with `raise not_found(…)` or
  `raise Refused(invalid(…, pointer=…))`.
- `RELATIONS` (if others refer to it): `{("list", "tags"): Relation(many=True, load=…)}`, in the file of the *far*
  type. `include=tags` and the handlers `related("list", "tags")` and `related_ids("list", "tags")` follow it.
- `UI_ROUTES` (for the door `/sandbox/ui/*`, see `ui.py`): triples of method, path below the door, handler.

Then the file is named in `_MODULES`. Its SQL goes to `tables/`, bodies are read by `jsonapi.bodies` with shapes of
`jsonapi.shapes`. An operation that no file answers is a 404 in Klaviyo's shape: the sandbox leaves out, it does not
lie.
"""

from collections.abc import Mapping
from email.utils import format_datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import msgspec

from mktctl.clock import Stopwatch
from mktctl.model.operations import Operation, operations
from mktctl.sandbox import gate
from mktctl.sandbox.call import Call, Handler, World
from mktctl.sandbox.flows.lag import CloneLag
from mktctl.sandbox.jsonapi.documents import Relation
from mktctl.sandbox.jsonapi.errors import Problem, Refused, error_document
from mktctl.sandbox.jsonapi.queries import Choices, read_query
from mktctl.sandbox.limits import Limiter
from mktctl.sandbox.options import Options
from mktctl.sandbox.routes import (
    accounts,
    back_in_stock,
    campaign_audiences,
    campaign_clones,
    campaign_messages,
    campaign_schedules,
    campaign_templates,
    campaign_variations,
    campaigns,
    catalog_categories,
    catalog_items,
    catalog_memberships,
    catalog_variants,
    coupon_code_jobs,
    coupon_codes,
    coupons,
    data_privacy,
    events,
    flow_actions,
    flow_messages,
    flows,
    images,
    lists,
    metric_aggregates,
    metrics,
    profile_imports,
    profile_merge,
    profiles,
    push_tokens,
    sandbox_ui,
    sandbox_ui_campaigns,
    sandbox_ui_consent,
    sandbox_ui_flows,
    segments,
    subscriptions,
    suppressions,
    tagging,
    tags,
    template_render,
    templates,
    universal_content,
    webhooks,
)
from mktctl.sandbox.routing import Router
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.images import uploaded
from mktctl.sandbox.ui import Door, UiHandler
from mktctl.sandbox.vocabulary import ATTRIBUTES, CHOICES

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

_MODULES: Final[tuple[ModuleType, ...]] = (
    accounts,
    back_in_stock,
    campaign_audiences,
    campaign_clones,
    campaign_messages,
    campaign_schedules,
    campaign_templates,
    campaign_variations,
    campaigns,
    catalog_categories,
    catalog_items,
    catalog_memberships,
    catalog_variants,
    coupon_code_jobs,
    coupon_codes,
    coupons,
    data_privacy,
    events,
    flow_actions,
    flow_messages,
    flows,
    images,
    lists,
    metric_aggregates,
    metrics,
    profile_imports,
    profile_merge,
    profiles,
    push_tokens,
    sandbox_ui,
    sandbox_ui_campaigns,
    sandbox_ui_consent,
    sandbox_ui_flows,
    segments,
    subscriptions,
    suppressions,
    tagging,
    tags,
    template_render,
    templates,
    universal_content,
    webhooks,
)
_API: Final = "/api/"
_DOOR: Final = "/sandbox/ui/"
_UPLOAD: Final = "api/image-upload"
_MEDIA_TYPE: Final = "application/vnd.api+json"


def create_app(store: Store, options: Options, stopwatch: Stopwatch, bugs: list[Exception]) -> "Starlette":
    """The application on an open store, for one thread. Exceptions that answered 500 are added to `bugs`."""
    from starlette.applications import Starlette
    from starlette.routing import Mount

    return Starlette(routes=[Mount("/", app=Sandbox(store, options, stopwatch, bugs))])


class Sandbox:
    """The one ASGI endpoint: the gate's checks in order, a handler in a transaction, an answer in Klaviyo's shape."""

    def __init__(self, store: Store, options: Options, stopwatch: Stopwatch, bugs: list[Exception]) -> None:
        self._store = store
        self._bugs = bugs
        self._limiter = Limiter(stopwatch) if options.limits == "real" else None
        self._world = World(
            options=options,
            stopwatch=stopwatch,
            relations=_relations(),
            busy_until={},
            clone_lag=CloneLag(),
        )
        self._router = _api_router()
        self._door = _door_router()

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        from starlette.requests import Request

        request = Request(scope, receive)
        response = await self._respond(request)
        response.headers["Date"] = format_datetime(self._store.now(), usegmt=True)
        await response(scope, receive, send)

    async def _respond(self, request: "Request") -> "Response":
        try:
            body = await _read_body(request)
            gate.check_origin(request.headers)
            path = request.url.path
            if path.startswith(_DOOR):
                return self._through_door(request, body)
            if path.startswith(images.FILES) and request.method == "GET":
                return self._image(path)
            if not path.startswith(_API):
                raise gate.unknown_route(path)
            return self._answer(request, body)
        except Refused as refusal:
            return _json(error_document(refusal.problems), refusal.status, refusal.headers)
        except Exception as error:
            # Whoever runs the app hears of it: `running` raises the first one when it ends.
            self._bugs.append(error)
            return _problem(gate.bug())

    def _answer(self, request: "Request", body: bytes) -> "Response":
        path = request.url.path
        (operation, handler), object_id = self._router.find(request.method, path.removeprefix(_API))
        gate.check_revision(request.headers)
        gate.check_scopes(operation, gate.check_key(request.headers, self._world.options.keys))
        headers = self._limiter.take(operation) if self._limiter else {}
        if body:
            gate.check_content_type(request.headers, operation.name)
        pairs = parse_qsl(request.url.query, keep_blank_values=True)
        try:
            call = Call(
                operation=operation,
                store=self._store,
                world=self._world,
                id=object_id,
                query=read_query(pairs, operation, CHOICES.get(operation.name, Choices()), ATTRIBUTES),
                body=gate.decode(request.headers, body, operation.name) if body else None,
                base=f"http://{request.headers['host']}",
                path=path,
            )
            with self._store.transaction(write=operation.method != "GET"):
                reply = handler(call)
        except Refused as refusal:
            return _json(error_document(refusal.problems), refusal.status, {**headers, **refusal.headers})
        return _json(reply.document, reply.status or operation.success, headers)

    def _image(self, path: str) -> "Response":
        """The bytes of an uploaded image, for mails and pages that show it: no key, as on Klaviyo's own host."""
        from starlette.responses import Response

        found = uploaded(self._store, path.removeprefix(images.FILES))
        if found is None:
            raise gate.unknown_route(path)
        content, kind = found
        return Response(content, media_type=f"image/{kind}", headers={"X-Content-Type-Options": "nosniff"})

    def _through_door(self, request: "Request", body: bytes) -> "Response":
        """`/sandbox/ui/*`: plain JSON, no key, no limits; only from this machine, as everything else."""
        handler, object_id = self._door.find(request.method, request.url.path.removeprefix(_DOOR))
        if body:
            gate.check_content_type(request.headers)
        door = Door(
            store=self._store,
            world=self._world,
            id=object_id,
            body=gate.decode_body(body) if body else {},
        )
        return _json(handler(door), 200, {})


def _relations() -> dict[tuple[str, str], Relation]:
    found: dict[tuple[str, str], Relation] = {}
    for module in _MODULES:
        found.update(getattr(module, "RELATIONS", {}))
    return found


def _api_router() -> Router[tuple[Operation, Handler]]:
    router: Router[tuple[Operation, Handler]] = Router()
    known = operations()
    for module in _MODULES:
        for name, handler in getattr(module, "ROUTES", ()):
            operation = known[name]
            router.add(operation.method, operation.path.removeprefix(_API), (operation, handler))
    return router


def _door_router() -> Router[UiHandler]:
    router: Router[UiHandler] = Router()
    for module in _MODULES:
        for method, path, handler in getattr(module, "UI_ROUTES", ()):
            router.add(method, path, handler)
    return router


async def _read_body(request: "Request") -> bytes:
    most = gate.MAX_UPLOAD_BYTES if request.url.path.strip("/") == _UPLOAD else gate.MAX_BODY_BYTES
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise gate.body_too_large(most)
    return bytes(body)


def _json(document: Any, status: int, headers: Mapping[str, str]) -> "Response":
    from starlette.responses import Response

    content = b"" if document is None else msgspec.json.encode(document)
    media_type = None if document is None else _MEDIA_TYPE
    return Response(content, status_code=status, headers=dict(headers), media_type=media_type)


def _problem(problem: Problem) -> "Response":
    return _json(error_document((problem,)), problem.status, {})
