"""A flow as seen, in the form of the wanted one: keys for action ids, content digests for templates."""

from collections.abc import Mapping
from typing import Any

import msgspec

from mktctl.model.bindings import ActionBinding, Binding
from mktctl.planning.bound import Bound
from mktctl.planning.desired import Desired, status_of
from mktctl.planning.documents import Document, digest, pruned, symbolic
from mktctl.planning.seen import SeenObject

_FRAME = ("triggers", "profile_filter", "reentry_criteria")
_SERVER_KEYS = ("id", "temporary_id", "status")


class FlowReading(msgspec.Struct, frozen=True, kw_only=True):
    """Actions by key, each `{type, links, data}`; `frame` is what only a new flow can change; `entry` is a key.

    `ids` maps keys to action ids, `statuses` to their status. `frame` is empty when the flow was not read in full.
    """

    actions: dict[str, Document]
    frame: Document
    entry: str | None
    ids: dict[str, str] = {}
    statuses: dict[str, str] = {}


def wanted_reading(desired: Desired) -> FlowReading:
    """The wanted flow; the mail's template becomes the digest of its content."""
    definition = desired.document["definition"]
    actions = {}
    for action in definition["actions"]:
        copy = _content_action(action)
        message = copy["data"].get("message", {})
        template = str(message.get("template_id", ""))
        if template.startswith("template/"):
            message["template_id"] = f"content {desired.contents[template.removeprefix('template/')][:12]}"
        actions[action["temporary_id"]] = copy
    return FlowReading(
        actions=actions,
        frame={key: definition[key] for key in _FRAME if key in definition},
        entry=definition.get("entry_action_id"),
        statuses=dict(desired.statuses),
    )


def seen_reading(flow: SeenObject, binding: Binding, bound: Bound) -> FlowReading:
    """The flow on the platform, through the bindings of its actions; unknown actions are keyed `#<id>`."""
    keys = {action.id: key for key, action in binding.actions.items()}
    key_of = {id_: keys.get(id_, f"#{id_}") for id_ in flow.actions}
    actions, statuses = {}, {}
    for id_, raw in flow.actions.items():
        key = key_of[id_]
        copy = _content_action(pruned(symbolic(raw, bound.address_of)))
        copy["links"] = {slot: key_of.get(str(to), f"#{to}") for slot, to in copy["links"].items()}
        _name_content(copy, raw, binding.actions.get(key))
        actions[key] = copy
        if (status := status_of(raw)) is not None:
            statuses[key] = status
    definition = bound.seen.definitions.get(flow.id, {})
    frame = pruned(symbolic({key: definition.get(key) for key in _FRAME}, bound.address_of))
    return FlowReading(
        actions=actions,
        frame=frame,
        entry=_entry(actions, definition, key_of),
        ids={key: id_ for id_, key in key_of.items()},
        statuses=statuses,
    )


def seen_digest(flow: SeenObject) -> str:
    """Of everything that the list pages tell about a flow: its actions and its status."""
    return digest(
        [flow.attributes.get("status"), flow.name, [pruned(flow.actions[id_]) for id_ in sorted(flow.actions)]]
    )


def _content_action(action: Mapping[str, Any]) -> Document:
    """A copy without what the server gives or what is compared by itself."""
    data = {key: value for key, value in (action.get("data") or {}).items() if key not in _SERVER_KEYS}
    if isinstance(data.get("message"), dict):
        data["message"] = {key: value for key, value in data["message"].items() if key != "id"}
    links = {slot: to for slot, to in (action.get("links") or {}).items() if to is not None}
    return {"type": action["type"], "links": links, "data": data}


def _name_content(action: Document, raw: Mapping[str, Any], binding: ActionBinding | None) -> None:
    message = action["data"].get("message")
    template_id = ((raw.get("data") or {}).get("message") or {}).get("template_id")
    if isinstance(message, dict) and template_id is not None:
        content = binding.content if binding is not None and binding.template_id == template_id else None
        message["template_id"] = f"content {content[:12]}" if content else f"template {template_id}"


def _entry(actions: Mapping[str, Document], definition: Mapping[str, Any], key_of: Mapping[str, str]) -> str | None:
    """The first action: as the definition says, or the one that no link leads to."""
    named = definition.get("entry_action_id")
    if named is not None:
        return key_of.get(str(named))
    reached = {to for action in actions.values() for to in action["links"].values()}
    return next((key for key in actions if key not in reached), None)
