"""What the bodies of catalog items, variants and categories have in common (klaviyo-api.md section 1.5)."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.jsonapi.bodies import exists
from mktctl.sandbox.jsonapi.errors import Problem, Refused, invalid
from mktctl.sandbox.jsonapi.listings import Column
from mktctl.sandbox.jsonapi.shapes import Field, Flag, FreeObject, Items, Record, Reference, Text, nullable, required
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.catalog import PREFIX

METADATA_BYTES_MAX: Final = 100_000
MEMBERS_MAX: Final = 1_000
TEXT: Final = Text(min_length=1)
IDENTITY: Final[dict[str, Field]] = {
    "external_id": required(TEXT),
    "integration_type": nullable(Text(choices=("$custom",))),
    "catalog_type": nullable(Text(choices=("$default",))),
}
SHOWN: Final[dict[str, Field]] = {
    "image_full_url": nullable(Text()),
    "image_thumbnail_url": nullable(Text()),
    "images": nullable(Items(of=Text())),
    "custom_metadata": nullable(FreeObject()),
    "published": nullable(Flag()),
}
PRODUCT_COLUMNS: Final[Mapping[str, Column]] = {
    "ids": Column(sql="id"),
    "title": Column(sql="title"),
    "published": Column(sql="published", type="flag"),
    "created": Column(sql="created", type="instant"),
}
_JSON: Final = ("images", "custom_metadata")
_REALS: Final = ("price", "inventory_quantity")


def reference(kind: str) -> Record:
    """A relationship to one that has to exist: `{data: {type, id}}`."""
    return Record(name="document", fields={"data": required(_identifier(kind))})


def references(kind: str) -> Record:
    """A relationship to many that have to exist; an empty list is one too."""
    members = Items(of=_identifier(kind), at_most=MEMBERS_MAX)
    return Record(name="document", fields={"data": required(members)})


def mentioned(data: Mapping[str, Any], name: str) -> list[str] | None:
    """The ids that a body gives a relationship to many; None when it says nothing of it."""
    relationships = data.get("relationships") or {}
    return [member["id"] for member in relationships[name]["data"]] if name in relationships else None


def columns(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The named attributes that were given, as the tables keep them."""
    found = {name: given[name] for name in names if name in given}
    for name in found.keys() & {*_JSON}:
        found[name] = None if found[name] is None else msgspec.json.encode(found[name]).decode()
    for name in found.keys() & {*_REALS}:  # a whole number may be larger than SQLite's
        found[name] = None if found[name] is None else float(found[name])
    if "published" in found:
        found["published"] = int(found["published"])
    return found


def without_null(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """A change in which null leaves the named attributes as they are: they always have a value."""
    return {name: value for name, value in given.items() if value is not None or name not in names}


def refuse_large(given: Mapping[str, Any]) -> None:
    """Refused (400) for more metadata than Klaviyo takes."""
    if len(msgspec.json.encode(given.get("custom_metadata"))) > METADATA_BYTES_MAX:
        pointer = "/data/attributes/custom_metadata"
        raise Refused(invalid(f"custom_metadata has at most {METADATA_BYTES_MAX} bytes.", pointer=pointer))


def refuse_taken(store: Store, kind: str, external_id: str) -> None:
    """Refused (409) when there is an object of this type with this external id."""
    if exists(store, kind, f"{PREFIX}{external_id}"):
        pointer = "/data/attributes/external_id"
        detail = f"A {kind} with the external_id {external_id} exists already."
        raise Refused(Problem(status=409, code="duplicate", title="Conflict.", detail=detail, pointer=pointer))


def _identifier(kind: str) -> Record:
    fields = {"type": required(Text(choices=(kind,))), "id": required(Reference(kinds=(kind,)))}
    return Record(name=kind, fields=fields)
