"""What a handler gets (`Call`) and gives (`Reply`)."""

from collections.abc import Callable
from typing import Any

import msgspec

from mktctl.clock import Stopwatch
from mktctl.model.operations import Operation
from mktctl.sandbox.flows.lag import CloneLag
from mktctl.sandbox.jsonapi.documents import Document, Relations, Resource, Writer
from mktctl.sandbox.jsonapi.errors import not_found
from mktctl.sandbox.jsonapi.listings import Listing, page, page_of_ids
from mktctl.sandbox.jsonapi.queries import Query
from mktctl.sandbox.options import Options
from mktctl.sandbox.store import Row, Store


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What lives as long as the app and is not in the file. `busy_until`: segment id → stopwatch seconds,
    `jobs_until`: the same of jobs."""

    options: Options
    stopwatch: Stopwatch
    relations: Relations
    busy_until: dict[str, float]
    clone_lag: CloneLag
    jobs_until: dict[str, float] = {}


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request of one operation, checked by the gate, inside a transaction (a read-only one for GET).

    `id` is the one in the path, or empty. `body` is the decoded JSON, None without one. `base` is the server's own URL
    as the client sees it, `path` the request's path.
    """

    operation: Operation
    store: Store
    world: World
    id: str
    query: Query
    body: Any
    base: str
    path: str

    @property
    def options(self) -> Options:
        """How the sandbox is set up."""
        return self.world.options

    @property
    def writer(self) -> Writer:
        """Writes documents in answer to this call."""
        return Writer(base=self.base, query=self.query, store=self.store, relations=self.world.relations)

    def require(self, kind: str, object_id: str | None = None) -> Row:
        """The row of an object of this JSON:API type, by default the one in the path; Refused (404) without it."""
        wanted = self.id if object_id is None else object_id
        row = self.store.row(f"SELECT * FROM {kind.replace('-', '_')} WHERE id = ?", wanted)
        if row is None:
            raise not_found(kind, wanted)
        return row

    def one(self, resource: Resource) -> "Reply":
        """Answer with one resource, under the operation's status of success."""
        return Reply(document=self.writer.single(resource))

    def page(self, listing: Listing, resource: Callable[[Row], Resource], *parameters: Any) -> "Reply":
        """Answer with the page that the query asks for."""
        return Reply(document=page(self.writer, self.path, listing, resource, *parameters))

    def page_of_ids(self, listing: Listing, kind: str, *parameters: Any) -> "Reply":
        """Answer with the same page as identifiers alone."""
        return Reply(document=page_of_ids(self.writer, self.path, listing, kind, *parameters))

    def whole(self, resources: list[Resource]) -> "Reply":
        """Answer with a collection that has no pages."""
        return Reply(document=self.writer.collection(resources, _one_page(self.base + self.path)))


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: no document means an empty body; no status means the operation's own."""

    document: Document | None = None
    status: int | None = None


Handler = Callable[[Call], Reply]
Routes = tuple[tuple[str, Handler], ...]

NOTHING = Reply()


def related(kind: str, name: str) -> Handler:
    """The handler that follows a relationship to its resources: `related("list", "tags")`."""

    def handler(call: Call) -> Reply:
        relation = call.world.relations[kind, name]
        call.require(kind)
        found = list(relation.load(call.store, [call.id]).get(call.id, ()))
        if relation.many:
            return call.whole(found)
        if not found:
            raise not_found(name, call.id)
        return call.one(found[0])

    return handler


def related_ids(kind: str, name: str) -> Handler:
    """The handler of the same relationship's ids, under `/relationships/`."""

    def handler(call: Call) -> Reply:
        relation = call.world.relations[kind, name]
        call.require(kind)
        identifiers = [
            msgspec.structs.asdict(resource.identifier)
            for resource in relation.load(call.store, [call.id]).get(call.id, ())
        ]
        url = call.base + call.path
        if relation.many:
            return Reply(document={"data": identifiers, "links": _one_page(url)})
        return Reply(document={"data": identifiers[0] if identifiers else None, "links": {"self": url}})

    return handler


def _one_page(url: str) -> dict[str, str | None]:
    return {"self": url, "next": None, "prev": None}
