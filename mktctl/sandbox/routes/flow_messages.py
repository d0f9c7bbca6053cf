"""Messages of flow actions: read-only, they are edited through their action (klaviyo-api.md section 0)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import Call, Reply, Routes, related, related_ids
from mktctl.sandbox.flows.documents import load_action
from mktctl.sandbox.flows.settling import settled
from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.routes.templates import template_resource
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.times import iso

_FIELDS = (
    "flow_message.*, coalesce(shown_template_id, template_id) AS seen_template_id, "
    "flow_action.definition AS action_definition"
)
_JOINED = "flow_message JOIN flow_action ON flow_action.id = action_id"
_LISTING: Final = Listing(
    source=f"(SELECT {_FIELDS}, parent_id FROM {_JOINED}) WHERE (action_id = ? OR parent_id = ?)",
    columns={
        "id": Column(sql="id"),
        "name": Column(sql="name"),
        "created": Column(sql="created", type="instant"),
        "updated": Column(sql="updated", type="instant"),
    },
)


def get_flow_message(call: Call) -> Reply:
    """One message."""
    call.require("flow-message")
    (row,) = _rows(call.store, [call.id])
    return call.one(message_resource(row))


def get_flow_action_messages(call: Call) -> Reply:
    """A page of an action's messages; an experiment has those of its variations."""
    call.require("flow-action")
    return call.page(_LISTING, message_resource, call.id, call.id)


def get_message_ids_for_flow_action(call: Call) -> Reply:
    """The same page as ids."""
    call.require("flow-action")
    return call.page_of_ids(_LISTING, "flow-message", call.id, call.id)


def message_resource(row: Row) -> Resource:
    """A message as Klaviyo shows it; its definition is the action's `data.message`."""
    definition: dict[str, Any] = msgspec.json.decode(row["action_definition"])["data"]["message"]
    if "template_id" in definition:
        definition["template_id"] = row["seen_template_id"]
    return Resource(
        type="flow-message",
        id=row["id"],
        path="flow-messages",
        attributes={
            "channel": row["channel"],
            "created": iso(row["created"]),
            "updated": iso(row["updated"]),
            "definition": definition,
        },
        relationships={"flow-action": None, "template": None},
    )


def _rows(store: Store, message_ids: Sequence[str]) -> list[Row]:
    marks = ", ".join("?" * len(message_ids))
    return store.rows(f"SELECT {_FIELDS} FROM {_JOINED} WHERE flow_message.id IN ({marks})", *message_ids)


def _of_actions(store: Store, action_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    found: dict[str, list[Resource]] = {}
    for action_id in action_ids:
        record = load_action(store, action_id)
        messages = [one.message_id for one in (record, *record.nested) if one.message_id is not None]
        found[action_id] = [message_resource(row) for row in _rows(store, messages)] if messages else []
    return found


def _templates(store: Store, message_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    marks = ", ".join("?" * len(message_ids))
    rows = store.rows(
        "SELECT flow_message.id AS message_id, template.* FROM flow_message "
        "JOIN template ON template.id = coalesce(shown_template_id, template_id) "
        f"WHERE flow_message.id IN ({marks})",
        *message_ids,
    )
    return {row["message_id"]: [template_resource(row)] for row in rows}


RELATIONS: Final = {
    ("flow-action", "flow-messages"): Relation(many=True, load=_of_actions),
    ("flow-message", "template"): Relation(many=False, load=_templates),
}
ROUTES: Routes = (
    ("get_flow_message", settled(get_flow_message)),
    ("get_flow_action_messages", settled(get_flow_action_messages)),
    ("get_message_ids_for_flow_action", get_message_ids_for_flow_action),
    ("get_action_for_flow_message", settled(related("flow-message", "flow-action"))),
    ("get_action_id_for_flow_message", related_ids("flow-message", "flow-action")),
    ("get_template_for_flow_message", settled(related("flow-message", "template"))),
    ("get_template_id_for_flow_message", settled(related_ids("flow-message", "template"))),
)
