"""Rows put together again: an action with those nested in it, a flow's whole definition, as the API shows them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from mktctl.sandbox.flows.action_shapes import EXPERIMENTS
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.flows import action_family, action_rows


class ActionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An action. `document` is its definition as reads show it; `message_id` only of one that sends."""

    id: str
    flow_id: str
    parent_id: str | None
    type: str
    document: dict[str, Any]
    message_id: str | None
    created: int
    updated: int
    nested: "tuple[ActionRecord, ...]" = ()
    """Of an experiment: its main action, then its variations."""


def load_action(store: Store, action_id: str) -> ActionRecord:
    """One action that exists."""
    (found,) = [record for record in _assembled(action_family(store, action_id)) if record.id == action_id]
    return found


def load_actions(store: Store, flow_ids: Sequence[str]) -> dict[str, list[ActionRecord]]:
    """The actions of each flow in the order of their making; nested ones inside their experiment only."""
    found: dict[str, list[ActionRecord]] = {flow_id: [] for flow_id in flow_ids}
    for record in _assembled(action_rows(store, flow_ids)):
        found[record.flow_id].append(record)
    return found


def load_definition(store: Store, flow: Row) -> dict[str, Any]:
    """The whole definition of a flow."""
    base = msgspec.json.decode(flow["definition"])
    return {
        "triggers": base["triggers"],
        "profile_filter": base["profile_filter"],
        "actions": [record.document for record in load_actions(store, [flow["id"]])[flow["id"]]],
        "entry_action_id": base["entry_action_id"],
        "reentry_criteria": base["reentry_criteria"],
    }


def _assembled(rows: Iterable[Row]) -> list[ActionRecord]:
    """Records of the rows whose parent is not among them, with their children inside."""
    rows = list(rows)
    present = {row["id"] for row in rows}
    children: dict[str, list[ActionRecord]] = {}
    for row in rows:
        if row["parent_id"] in present:
            children.setdefault(row["parent_id"], []).append(_record(row, ()))
    return [_record(row, tuple(children.get(row["id"], ()))) for row in rows if row["parent_id"] not in present]


def _record(row: Row, nested: tuple[ActionRecord, ...]) -> ActionRecord:
    document: dict[str, Any] = msgspec.json.decode(row["definition"])
    if row["shown_template_id"] is not None:
        document["data"]["message"]["template_id"] = row["shown_template_id"]
    if row["type"] in EXPERIMENTS and nested:
        document["data"] = _with_nested(document["data"], nested)
    return ActionRecord(
        id=row["id"],
        flow_id=row["flow_id"],
        parent_id=row["parent_id"],
        type=row["type"],
        document=document,
        message_id=row["message_id"],
        created=row["created"],
        updated=row["updated"],
        nested=nested,
    )


def _with_nested(data: Mapping[str, Any], nested: tuple[ActionRecord, ...]) -> dict[str, Any]:
    main, *variations = [record.document for record in nested]
    experiment = data["current_experiment"]
    return {
        **data,
        "main_action": main,
        "current_experiment": None if experiment is None else {**experiment, "variations": variations},
    }
