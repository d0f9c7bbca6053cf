"""Documents in symbolic form: Klaviyo's JSON with addresses where ids would stand, nulls left out; and digests."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from mktctl.model.address import Address, Kind

Document = dict[str, Any]
AddressOf = Callable[[Kind, str], Address | None]

_ID_KEYS: Final[Mapping[str, Kind]] = {
    "metric_id": "metric",
    "conversion_metric_id": "metric",
    "group_ids": "list",
    "list_id": "list",
    "template_id": "template",
}
_TRIGGER_KINDS: Final[Mapping[str, Kind]] = {"metric": "metric", "list": "list", "segment": "segment"}


def digest(value: Any) -> str:
    """SHA-256 (hex) of the value as JSON with sorted keys."""
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()


def pruned(value: Any) -> Any:
    """Without nulls, empty lists and empty objects, at every depth: the platform fills them in as it likes."""
    if isinstance(value, Mapping):
        kept = {key: pruned(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None and item != [] and item != {}}
    if isinstance(value, list | tuple):
        return [pruned(item) for item in value]
    return value


def symbolic(value: Any, address_of: AddressOf) -> Any:
    """The platform's JSON with addresses (`metric/placed_order`) for known ids, by the key that they stand in."""
    if isinstance(value, list):
        return [symbolic(item, address_of) for item in value]
    if not isinstance(value, dict):
        return value
    named = {key: _named(key, item, address_of) for key, item in value.items()}
    kind = _TRIGGER_KINDS.get(str(value.get("type")))
    if kind and isinstance(value.get("id"), str):
        named["id"] = _address(kind, value["id"], address_of)
    kind = _TRIGGER_KINDS.get(str(value.get("trigger_type")))
    if kind and isinstance(value.get("trigger_id"), str):
        named["trigger_id"] = _address(kind, value["trigger_id"], address_of)
    return named


def _named(key: str, item: Any, address_of: AddressOf) -> Any:
    kind = _ID_KEYS.get(key)
    if kind and isinstance(item, str):
        return _address(kind, item, address_of)
    if kind and isinstance(item, list):
        return [_address(kind, one, address_of) if isinstance(one, str) else one for one in item]
    return symbolic(item, address_of)


def _address(kind: Kind, id_: str, address_of: AddressOf) -> str:
    found = address_of(kind, id_)
    return str(found) if found else id_
