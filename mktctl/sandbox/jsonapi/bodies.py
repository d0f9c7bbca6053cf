"""Request bodies of JSON:API: `{data: {type, id, attributes, relationships}}` and lists of identifiers."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.jsonapi.errors import Refused, invalid, refuse_if_any
from mktctl.sandbox.jsonapi.shapes import Field, Findings, Items, Record, Shape, Text, check, required
from mktctl.sandbox.store import Store

MAX_IDENTIFIERS: Final = 1_000


def body_shape(
    kind: str,
    attributes: Mapping[str, Field],
    *,
    with_id: bool = False,
    relationships: Mapping[str, Field] | None = None,
) -> Record:
    """The body that makes (or, `with_id`, changes) one resource of a type."""
    fields = {"type": required(Text(choices=(kind,)))}
    if with_id:
        fields["id"] = required(Text())
    fields["attributes"] = Field(Record(name=kind, fields=attributes), required=_any_required(attributes))
    if relationships:
        fields["relationships"] = Field(Record(name=kind, fields=relationships), required=_any_required(relationships))
    return _document(Record(name=kind, fields=fields))


def identifiers_shape(kind: str) -> Record:
    """The body that adds or removes members of a relationship to many."""
    return _document(Items(of=_identifier(kind), at_least=1, at_most=MAX_IDENTIFIERS))


def to_one(kind: str) -> Record:
    """A relationship to one in a body: `{data: {type, id}}`."""
    return _document(_identifier(kind))


def read_attributes(body: Any, shape: Record, object_id: str | None = None) -> dict[str, Any]:
    """The attributes of a body that has the shape; only what was sent. Refused (400) with everything that is wrong.

    With `object_id`, the body's own id has to be that.
    """
    data = read_data(body, shape) if object_id is None else read_same_id(body, shape, object_id)
    attributes: dict[str, Any] = data.get("attributes") or {}
    return attributes


def read_same_id(body: Any, shape: Record, object_id: str, findings: Findings | None = None) -> Any:
    """As `read_data`, of a body whose own id has to be the one in the path; Refused (400) if it is another."""
    data = read_data(body, shape, findings)
    if data["id"] != object_id:
        raise Refused(invalid("'id' must be the id in the path.", pointer="/data/id"))
    return data


def read_data(body: Any, shape: Record, findings: Findings | None = None) -> Any:
    """What stands under `data` of a body that has the shape. Refused (400) with everything that is wrong.

    Pass `findings` to go on with the ids that the body mentions.
    """
    found = Findings() if findings is None else findings
    check(shape, body, "", found)
    refuse_if_any(found.problems)
    return body["data"]


def read_identifiers(body: Any, shape: Record) -> list[str]:
    """The ids of a list of identifiers."""
    return [identifier["id"] for identifier in read_data(body, shape)]


def refuse_unknown_mentions(store: Store, findings: Findings) -> None:
    """Refused (400) unless each id that a body mentions exists; a pointer to each that does not."""
    for mention in findings.mentions:
        if not any(exists(store, kind, mention.id) for kind in mention.kinds):
            findings.wrong(mention.pointer, f"A {' or '.join(mention.kinds)} with id {mention.id} does not exist.")
    refuse_if_any(findings.problems)


def exists(store: Store, kind: str, object_id: str) -> bool:
    """Whether there is an object of this JSON:API type; its table has the type's name."""
    return store.row(f"SELECT 1 FROM {kind.replace('-', '_')} WHERE id = ?", object_id) is not None


def _identifier(kind: str) -> Record:
    return Record(name=kind, fields={"type": required(Text(choices=(kind,))), "id": required(Text())})


def _document(data: Shape) -> Record:
    return Record(name="document", fields={"data": required(data)})


def _any_required(fields: Mapping[str, Field]) -> bool:
    return any(field.required for field in fields.values())
