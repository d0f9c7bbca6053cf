"""`profile_operations` of an update-profile action as changes of the model (klaviyo-api.md section 2)."""

from typing import Any, Final, Literal

from mktctl.model.flow import PropertyChange
from mktctl.sandbox.reading.names import property_name

_TYPES: Final[dict[str, Literal["text", "number", "boolean", "date", "list"]]] = {
    "string": "text",
    "numeric": "number",
    "boolean": "boolean",
    "date": "date",
    "list": "list",
}


def read_operations(documents: list[dict[str, Any]]) -> tuple[PropertyChange, ...]:
    """In their order. `create` and `update` set alike; a list is added to or removed from, or else set."""
    return tuple(_read(document) for document in documents)


def _read(document: dict[str, Any]) -> PropertyChange:
    name, _ = property_name(document["property_key"])
    if document["operator"] == "delete":
        return PropertyChange(op="unset", property=name, type="text")
    kind = _TYPES[document["property_type"]]
    op: Literal["set", "add", "remove"] = "set"
    if kind == "list":
        op = document.get("property_operation") or "set"
    return PropertyChange(op=op, property=name, type=kind, value=document["property_value"])
