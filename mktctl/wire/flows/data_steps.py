"""Steps that change data: `update-profile` and `list-update`."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from mktctl.model.fields import BUILTIN_FIELDS
from mktctl.model.flow import ListUpdate, PropertyChange, UpdateProfile
from mktctl.wire.conditions.names import property_name, property_path
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows.statuses import status_in
from mktctl.wire.ids import Ids, id_of, ref_of

_Type = Literal["text", "number", "boolean", "date", "list"]
_TYPES: Final[Mapping[_Type, str]] = {
    "text": "string",
    "number": "numeric",
    "boolean": "boolean",
    "date": "date",
    "list": "list",
}
_READ: Final[Mapping[str, _Type]] = {word: type_ for type_, word in _TYPES.items()}


def encode_update(step: UpdateProfile) -> dict[str, Any]:
    """`data` of an update-profile; `update` sets a property whether or not it is there."""
    return {"profile_operations": [_operation(change) for change in step.changes], "status": step.status}


def decode_update(key: str, data: Mapping[str, Any], where: str) -> UpdateProfile:
    """`create` and `update` both set."""
    changes = tuple(_change(one, f"{where}.profile_operations") for one in data.get("profile_operations") or ())
    return UpdateProfile(key=key, changes=changes, status=status_in(data, where))


def encode_list_update(step: ListUpdate, ids: Ids) -> dict[str, Any]:
    """`data` of a list-update; Klaviyo wants a name and shows it in its editor."""
    return {
        "name": f"{'Add to' if step.add else 'Remove from'} {step.list}",
        "on_execution": step.add,
        "list_id": id_of(ids, "list", step.list),
        "status": step.status,
    }


def decode_list_update(key: str, data: Mapping[str, Any], ids: Ids, where: str) -> ListUpdate:
    """Its name is the platform's."""
    if data.get("list_id") is None or data.get("on_execution") is None:
        raise UnreadableError(where, "a list update that is not set up yet")
    list_ref = ref_of(ids, "list", str(data["list_id"]))
    return ListUpdate(key=key, list=list_ref, add=bool(data["on_execution"]), status=status_in(data, where))


def _operation(change: PropertyChange) -> dict[str, Any]:
    path = property_path(change.property, builtin=False)
    if change.op == "unset":
        return {"operator": "delete", "property_key": path}
    operation: dict[str, Any] = {"operator": "update", "property_type": _TYPES[change.type], "property_key": path}
    if change.op in ("add", "remove"):
        operation |= {"property_type": "list", "property_operation": change.op}
    operation["property_value"] = change.value
    return operation


def _change(document: Mapping[str, Any], where: str) -> PropertyChange:
    named = property_name(str(document.get("property_key")))
    if named is None or (named[1] and named[0] in BUILTIN_FIELDS):
        raise UnreadableError(where, f"a change of {document.get('property_key')}")
    name = named[0]
    match document:
        case {"operator": "delete"}:
            return PropertyChange(op="unset", property=name, type="text")
        case {"operator": "create" | "update", "property_type": "list", "property_value": value}:
            op = document.get("property_operation")
            return PropertyChange(op=op if op in ("add", "remove") else "set", property=name, type="list", value=value)
        case {"operator": "create" | "update", "property_type": str(word), "property_value": value} if word in _READ:
            return PropertyChange(op="set", property=name, type=_READ[word], value=value)
        case _:
            raise UnreadableError(where, f"a profile operation that mktctl does not know: {dict(document)}")
