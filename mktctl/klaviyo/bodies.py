"""Request documents around what the codecs make."""

from collections.abc import Iterable, Mapping
from typing import Any

from mktctl.klaviyo.remote import Document


def body_of(
    type_name: str,
    attributes: Mapping[str, Any],
    *,
    id: str | None = None,
    relationships: Mapping[str, Any] | None = None,
) -> Document:
    """`{"data": {...}}` of one resource; only what was given stands in it."""
    data: dict[str, Any] = {"type": type_name}
    if id is not None:
        data["id"] = id
    data["attributes"] = dict(attributes)
    if relationships is not None:
        data["relationships"] = dict(relationships)
    return {"data": data}


def pointers(type_name: str, ids: Iterable[str]) -> Document:
    """`{"data": [...]}` of a relationship to several resources."""
    return {"data": [{"type": type_name, "id": id} for id in ids]}


def pointer(type_name: str, id: str) -> Document:
    """`{"data": {...}}` of a relationship to one resource."""
    return {"data": {"type": type_name, "id": id}}
