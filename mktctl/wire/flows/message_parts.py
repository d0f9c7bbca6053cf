"""What the messages of all channels have in common on the wire."""

from collections.abc import Mapping
from typing import Any

from mktctl.model.condition import Condition
from mktctl.wire.conditions.decode import decode_groups
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.errors import UnreadableError
from mktctl.wire.ids import Ids


def encode_filter(only_if: Groups, ids: Ids) -> dict[str, Any] | None:
    """`additional_filters`: the message's own filter (F3), null without one."""
    return encode_groups(only_if, ids) if only_if.groups else None


def decode_filter(message: Mapping[str, Any], ids: Ids) -> Condition | None:
    """`only_if` of a message."""
    document = message.get("additional_filters")
    return decode_groups(document, ids) if document and document.get("condition_groups") else None


def is_on(message: Mapping[str, Any], name: str, *, default: bool) -> bool:
    """A switch of a message; absent or null it is what the platform fills in."""
    value = message.get(name)
    return default if value is None else bool(value)


def refuse_others(
    message: Mapping[str, Any], known: frozenset[str], where: str, defaults: Mapping[str, Any] | None = None
) -> None:
    """UnreadableError for what says something and has no words in the model; `defaults` are the values that do not."""
    for name, value in message.items():
        if name not in known and value not in (None, [], {}, (defaults or {}).get(name)):
            raise UnreadableError(f"{where}.{name}", f"{value!r}, which flows in git cannot hold")
