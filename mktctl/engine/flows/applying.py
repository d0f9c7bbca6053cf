"""What an effect changes about the person, so that the next step at the same instant sees it (D1)."""

from collections.abc import Mapping
from typing import Any

import msgspec

from mktctl.engine.flows.effects import AnyEffect, Change, ListChange, Send
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.smart_sending import attempt
from mktctl.model.flow import PropertyChange
from mktctl.model.profile import Profile


def applied(person: Profile, effect: AnyEffect, setting: Setting) -> Profile:
    """The person afterwards; a message that waits for review is not sent. Events come from who carries it out."""
    match effect:
        case Send(review=False, channel=channel, at=at):
            return msgspec.structs.replace(person, sent=(*person.sent, attempt(channel, at, setting)))
        case Change(changes=changes):
            properties = dict(person.properties)
            for one in changes:
                _change(properties, one)
            return msgspec.structs.replace(person, properties=properties)
        case ListChange(list=ref, add=True, at=at):
            lists = dict(person.lists)
            lists.setdefault(ref, at)
            return msgspec.structs.replace(person, lists=lists)
        case ListChange(list=ref):
            return msgspec.structs.replace(person, lists=_without(person.lists, ref))
        case _:
            return person


def _change(properties: dict[str, Any], change: PropertyChange) -> None:
    """A list holds a value once; removing what is not there changes nothing."""
    name, value = change.property, change.value
    held = properties.get(name)
    items = list(held) if isinstance(held, list | tuple) else [] if held is None else [held]
    match change.op:
        case "set":
            properties[name] = value
        case "unset":
            properties.pop(name, None)
        case "add":
            properties[name] = items if value in items else [*items, value]
        case "remove" if held is not None:
            properties[name] = [one for one in items if one != value]


def _without(lists: Mapping[str, Any], ref: str) -> dict[str, Any]:
    return {name: joined for name, joined in lists.items() if name != ref}
