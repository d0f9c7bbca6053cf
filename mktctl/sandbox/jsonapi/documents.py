"""Documents `{data, links, included}`: resources in, JSON out, with sparse fields and included relationships."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from mktctl.sandbox.jsonapi.queries import Query
from mktctl.sandbox.store import Store

Document = dict[str, Any]


class Identifier(msgspec.Struct, frozen=True):
    """What one resource says of another: its type and id."""

    type: str
    id: str


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """One resource object. `path` is its collection (`tag-groups`).

    `relationships` maps a name to what is known: None for links alone, an identifier, or several.
    """

    type: str
    id: str
    path: str
    attributes: Mapping[str, Any]
    relationships: Mapping[str, Identifier | tuple[Identifier, ...] | None] = {}
    bare: bool = False
    """Whether its type has no attributes at all."""

    @property
    def identifier(self) -> Identifier:
        """What others say of this one."""
        return Identifier(self.type, self.id)


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """How a relationship is followed: `load` takes ids of the near side and gives each its resources of the far side.

    An id without any may be left out. `many`: whether the relationship is to many.
    """

    many: bool
    load: Callable[[Store, Sequence[str]], Mapping[str, Sequence[Resource]]]


Relations = Mapping[tuple[str, str], Relation]
"""(type, name of the relationship), such as `("list", "tags")`, to how it is followed."""


class Writer(msgspec.Struct, frozen=True, kw_only=True):
    """Writes documents for one request: `base` is `http://127.0.0.1:8000`, without a slash at the end."""

    base: str
    query: Query
    store: Store
    relations: Relations

    def single(self, resource: Resource) -> Document:
        """A document about one resource."""
        (full,), included = self._include((resource,))
        document: Document = {"data": self._object(full), "links": {"self": self._url(resource)}}
        return self._with_included(document, included)

    def collection(self, resources: Iterable[Resource], links: Mapping[str, str | None]) -> Document:
        """A document about many, in order."""
        full, included = self._include(tuple(resources))
        document: Document = {"data": [self._object(resource) for resource in full], "links": dict(links)}
        return self._with_included(document, included)

    def _include(self, resources: tuple[Resource, ...]) -> tuple[tuple[Resource, ...], dict[Identifier, Resource]]:
        included: dict[Identifier, Resource] = {}
        if not resources:
            return resources, included
        for name in self.query.include:
            relation = self.relations[resources[0].type, name]
            found = relation.load(self.store, [resource.id for resource in resources])
            resources = tuple(_related(resource, name, relation, found) for resource in resources)
            included.update({far.identifier: far for far_side in found.values() for far in far_side})
        return resources, included

    def _with_included(self, document: Document, included: Mapping[Identifier, Resource]) -> Document:
        if self.query.include:
            document["included"] = [self._object(resource) for resource in included.values()]
        return document

    def _object(self, resource: Resource) -> Document:
        url = self._url(resource)
        found: Document = {"type": resource.type, "id": resource.id}
        if not resource.bare:
            found["attributes"] = _sparse(resource.attributes, self.query.fields.get(resource.type))
        if resource.relationships:
            found["relationships"] = {
                name: _relationship(f"{url}relationships/{name}/", f"{url}{name}/", data)
                for name, data in resource.relationships.items()
            }
        return {**found, "links": {"self": url}}

    def _url(self, resource: Resource) -> str:
        return f"{self.base}/api/{resource.path}/{resource.id}/"


def _related(resource: Resource, name: str, relation: Relation, found: Mapping[str, Sequence[Resource]]) -> Resource:
    identifiers = tuple(far.identifier for far in found.get(resource.id, ()))
    data = identifiers if relation.many else next(iter(identifiers), None)
    return msgspec.structs.replace(resource, relationships={**resource.relationships, name: data})


def _relationship(own: str, related: str, data: Identifier | tuple[Identifier, ...] | None) -> Document:
    links = {"self": own, "related": related}
    if data is None:
        return {"links": links}
    if isinstance(data, Identifier):
        return {"data": msgspec.structs.asdict(data), "links": links}
    return {"data": [msgspec.structs.asdict(identifier) for identifier in data], "links": links}


def _sparse(attributes: Mapping[str, Any], chosen: tuple[str, ...] | None) -> Document:
    """The chosen fields alone; `definition.data.message` descends. What is not there is left out."""
    if chosen is None:
        return dict(attributes)
    kept: Document = {}
    for name in chosen:
        _copy_path(attributes, name.split("."), kept)
    return kept


def _copy_path(source: Mapping[str, Any], path: list[str], target: Document) -> None:
    head, rest = path[0], path[1:]
    if head not in source:
        return
    inner = source[head]
    if not rest:
        target[head] = inner
    elif isinstance(inner, Mapping):
        deeper: Document = {}
        _copy_path(inner, rest, deeper)
        already = target.get(head)
        target[head] = {**already, **deeper} if isinstance(already, dict) else deeper
