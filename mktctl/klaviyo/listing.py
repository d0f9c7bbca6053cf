"""A whole list with what it includes, and the one resource of a single answer."""

from collections.abc import Mapping
from typing import Any

import msgspec

from mktctl.klaviyo.errors import UnexpectedAnswer
from mktctl.klaviyo.filters import equals
from mktctl.klaviyo.remote import Answer, Query, Remote, Resource


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """All rows of a list, each id once (the last version seen), and the included resources by (type, id)."""

    resources: tuple[Resource, ...]
    included: Mapping[tuple[str, str], Resource] = {}

    def related(self, resource: Resource, relationship: str) -> tuple[Resource, ...]:
        """The included resources that `resource` points to, in the platform's order, as far as included."""
        pointers = related_ids(resource, relationship)
        return tuple(self.included[pointer] for pointer in pointers if pointer in self.included)


def collect(
    remote: Remote, operation_name: str, *, path: Mapping[str, str] | None = None, query: Query | None = None
) -> Listing:
    """Walk every page of a list. Rows that move between pages during the walk are seen twice and kept once."""
    rows: dict[str, Resource] = {}
    included: dict[tuple[str, str], Resource] = {}
    for document in remote.pages(operation_name, path=path, query=query):
        try:
            rows.update((row["id"], row) for row in document["data"])
            included.update(((row["type"], row["id"]), row) for row in document.get("included") or ())
        except (KeyError, TypeError, ValueError):
            raise UnexpectedAnswer(
                f"{operation_name}: the answer is not a list of resources", operation=operation_name
            ) from None
    return Listing(resources=tuple(rows.values()), included=included)


def resource_of(answer: Answer, operation_name: str) -> Resource:
    """The resource that a single answer is about; raises `UnexpectedAnswer` when there is none."""
    data: Any = (answer.document or {}).get("data")
    if not isinstance(data, dict) or not data.get("id"):
        raise UnexpectedAnswer(
            f"{operation_name}: the answer holds no resource", operation=operation_name, status=answer.status
        )
    return data


def related_ids(resource: Resource, relationship: str) -> tuple[tuple[str, str], ...]:
    """(type, id) of what `resource` points to under `relationship`; empty when it does not say."""
    pointers = resource.get("relationships", {}).get(relationship, {}).get("data") or ()
    listed = [pointers] if isinstance(pointers, dict) else pointers
    return tuple((pointer["type"], pointer["id"]) for pointer in listed)


def named(remote: Remote, operation_name: str, name: str, *, query: Query | None = None) -> tuple[Resource, ...]:
    """The rows whose name is exactly `name`. Names are not unique, so there may be several.

    Compared here once more, because how the platform's filter treats case and quotation marks is not documented.
    """
    found = collect(remote, operation_name, query={**(query or {}), "filter": equals("name", name)})
    return tuple(row for row in found.resources if row.get("attributes", {}).get("name") == name)
