"""Flows, their actions and messages, as rows. What their JSON means is `flows/`'s business."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from mktctl.sandbox import ids
from mktctl.sandbox.store import Row, Store

_ACTIONS = """
SELECT flow_action.*, flow_message.id AS message_id, flow_message.shown_template_id AS shown_template_id
FROM flow_action LEFT JOIN flow_message ON flow_message.action_id = flow_action.id
"""


def new_action_id(store: Store) -> str:
    """A number as text, as flow actions have."""
    return ids.number_id(store.next_count("flow-action"))


def new_branch_id(store: Store) -> str:
    """The id of a branch of a multi-branch split, or of an experiment."""
    return ids.uuid_id("flow-branch", store.next_count("flow-branch"))


def add_flow(store: Store, *, name: str, trigger_type: str, definition: Mapping[str, Any]) -> str:
    """A new flow's id: a draft, not archived. `definition` is without actions."""
    flow_id = store.new_id("flow")
    stamp = store.stamp()
    (trigger,) = definition["triggers"]
    store.insert(
        "flow",
        id=flow_id,
        name=name,
        status="draft",
        archived=False,
        trigger_type=trigger_type,
        trigger_kind=trigger["type"],
        trigger_id=trigger.get("id"),
        definition=_json(definition),
        created=stamp,
        updated=stamp,
    )
    return flow_id


def set_flow_definition(store: Store, flow_id: str, definition: Mapping[str, Any], *, trigger_type: str) -> None:
    """Everything of a flow but its actions. Does not touch `updated`: edits of a flow's inside do not show there."""
    (trigger,) = definition["triggers"]
    store.update(
        "flow",
        flow_id,
        definition=_json(definition),
        trigger_type=trigger_type,
        trigger_kind=trigger["type"],
        trigger_id=trigger.get("id"),
    )


def add_action(store: Store, flow_id: str, document: Mapping[str, Any], parent_id: str | None) -> None:
    """A new action; `document` has its id."""
    stamp = store.stamp()
    store.insert(
        "flow_action",
        id=document["id"],
        flow_id=flow_id,
        parent_id=parent_id,
        type=document["type"],
        definition=_json(document),
        created=stamp,
        updated=stamp,
    )


def set_action(store: Store, document: Mapping[str, Any]) -> None:
    """Another definition for the action with its id."""
    store.update("flow_action", document["id"], definition=_json(document), updated=store.stamp())


def add_message(store: Store, *, action_id: str, message_id: str, channel: str, name: str) -> None:
    """A new message of an action, without a template."""
    stamp = store.stamp()
    store.insert(
        "flow_message",
        id=message_id,
        action_id=action_id,
        channel=channel,
        name=name,
        created=stamp,
        updated=stamp,
    )


def action_rows(store: Store, flow_ids: Sequence[str]) -> list[Row]:
    """The actions of flows with `message_id` and `shown_template_id`, nested ones too, oldest first."""
    marks = ", ".join("?" * len(flow_ids))
    return store.rows(f"{_ACTIONS} WHERE flow_id IN ({marks}) ORDER BY flow_action.seq", *flow_ids)


def action_family(store: Store, action_id: str) -> list[Row]:
    """One action and those nested in it, as `action_rows` gives them."""
    return store.rows(
        f"{_ACTIONS} WHERE flow_action.id = ? OR parent_id = ? ORDER BY flow_action.seq", action_id, action_id
    )


def triggered_flows(store: Store, kind: str, object_ids: Sequence[str]) -> list[Row]:
    """The flows that lists, segments or metrics start, oldest first."""
    marks = ", ".join("?" * len(object_ids))
    return store.rows(
        f"SELECT * FROM flow WHERE trigger_kind = ? AND trigger_id IN ({marks}) ORDER BY seq", kind, *object_ids
    )


def stored_action(store: Store, action_id: str) -> dict[str, Any]:
    """An action's own JSON as it is kept: without what is nested in it, with the truth about its template."""
    row = store.row("SELECT definition FROM flow_action WHERE id = ?", action_id)
    assert row is not None, "an action that is there"
    found: dict[str, Any] = msgspec.json.decode(row["definition"])
    return found


def _json(document: Mapping[str, Any]) -> str:
    return msgspec.json.encode(document).decode()
