"""POST of a flow action: exactly one of three ways to say where it goes (klaviyo-api.md section 0).

`anchor-action` inserts behind an existing action on the one link named; links of the new definition insert before the
action they lead to; `relationships.flow` makes the first action of a flow that has none.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.flows.action_shapes import LINEAR, MULTI_BRANCH, action, kind_of
from mktctl.sandbox.flows.creating import new_action_ids, with_ids
from mktctl.sandbox.flows.documents import ActionRecord, load_action, load_actions
from mktctl.sandbox.flows.filling import filled
from mktctl.sandbox.flows.links import Slot, pointer, slots, with_link
from mktctl.sandbox.flows.removing import entry_of, lead_to, set_entry
from mktctl.sandbox.flows.writing import insert_action
from mktctl.sandbox.jsonapi.shapes import Field, Findings, Flag, FreeObject, Record, Shape, Text, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import flows as table

INSERTABLE: Final = LINEAR | {MULTI_BRANCH}
ALWAYS_LIVE: Final = frozenset({"time-delay", "target-date", "countdown-delay", "back-in-stock-delay", MULTI_BRANCH})
"""Timing and logic: they have no status of their own."""
DEFINITION: Final = "/data/attributes/definition"
ANCHOR: Final = "/data/attributes/anchor-action"
ANCHOR_SHAPE: Final[Shape] = Record(
    name="anchor-action",
    fields={
        "data": required(
            Record(
                name="flow-action",
                fields={
                    "type": required(Text(choices=("flow-action",))),
                    "id": required(Text()),
                    "attributes": required(Record(name="flow-action", fields={"definition": required(FreeObject())})),
                },
            )
        )
    },
)
ATTRIBUTES: Final = {
    "definition": required(FreeObject()),
    "allow_live_action": Field(Flag(), nullable=True),
    "anchor-action": Field(ANCHOR_SHAPE, nullable=True),
}


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where a new action goes: behind `anchor` on `slot`, before `successor`, or alone in the flow."""

    flow: Row
    anchor: ActionRecord | None = None
    slot: Slot = ()
    successor: str | None = None


def find_position(store: Store, data: Mapping[str, Any], findings: Findings) -> Position | None:
    """What the body says of the place, if it says it in exactly one way; all that is wrong with it is noted."""
    attributes = data["attributes"]
    definition = attributes["definition"]
    anchor = attributes.get("anchor-action")
    flow = (data.get("relationships") or {}).get("flow")
    linked = {slot: target for slot, target in slots(definition).items() if target is not None}
    ways = [anchor is not None, bool(linked), flow is not None]
    if sum(ways) != 1:
        findings.wrong(
            "/data/attributes",
            "Say in exactly one way where the action goes: 'anchor-action', links of the definition, or the "
            f"relationship 'flow'; there are {sum(ways)}.",
        )
        return None
    if anchor is not None:
        if definition.get("links"):
            findings.wrong(f"{DEFINITION}/links", "'links' is not allowed beside 'anchor-action'.")
        return _behind(store, anchor["data"], definition.get("temporary_id"), findings)
    if flow is not None:
        return _alone(store, flow["data"]["id"], findings)
    return _before(store, linked, findings)


def insert(store: Store, position: Position, sent: dict[str, Any]) -> str:
    """The id of the new action; `sent` has passed the checks. Whatever has a status starts as a draft."""
    ids = new_action_ids(store, [sent])
    shape = action("create").cases[sent["type"]]
    new = with_ids(filled(shape, without_joined(sent)), sent, ids)
    if "status" in new.get("data", {}):
        new["data"]["status"] = "draft"
    flow = position.flow
    if position.anchor is not None:
        new = with_link(new, _open_slot(sent, new), slots(position.anchor.document)[position.slot])
        stored = table.stored_action(store, position.anchor.id)
        table.set_action(store, with_link(stored, position.slot, new["id"]))
    elif position.successor is not None:
        lead_to(store, flow, position.successor, new["id"])
    else:
        set_entry(store, flow["id"], new["id"])
    insert_action(store, flow["id"], new)
    found: str = new["id"]
    return found


def _behind(store: Store, anchor: Mapping[str, Any], temporary_id: Any, findings: Findings) -> Position | None:
    row = store.row("SELECT flow_id, parent_id FROM flow_action WHERE id = ?", anchor["id"])
    if row is None or row["parent_id"] is not None:
        findings.wrong(f"{ANCHOR}/data/id", f"A flow-action with id {anchor['id']} does not exist.")
        return None
    record = load_action(store, anchor["id"])
    definition = anchor["attributes"]["definition"]
    place = f"{ANCHOR}/data/attributes/definition"
    if definition.get("type") != record.type:
        findings.wrong(f"{place}/type", f"The anchor's type is '{record.type}'.")
        return None
    named = {slot: target for slot, target in _anchor_slots(record, definition).items() if target is not None}
    if len(named) != 1:
        findings.wrong(f"{place}/links", "The anchor names exactly one of its links.")
        return None
    ((slot, target),) = named.items()
    if target != temporary_id:
        findings.wrong(f"{place}{pointer(slot)}", "The anchor's link must be the new action's temporary_id.")
        return None
    flow = store.row("SELECT * FROM flow WHERE id = ?", row["flow_id"])
    assert flow is not None
    return Position(flow=flow, anchor=record, slot=slot)


def _anchor_slots(record: ActionRecord, definition: Mapping[str, Any]) -> dict[Slot, str | None]:
    """The links that an anchor names; branches of a split are found by their `branch_id`."""
    if record.type != MULTI_BRANCH:
        return {slot: target for slot, target in slots(definition).items() if slot in slots(record.document)}
    order = {branch["branch_id"]: index for index, branch in enumerate(record.document["data"]["branches"])}
    found: dict[Slot, str | None] = {}
    for (_, _, index, *rest), target in slots(definition).items():
        branch = definition["data"]["branches"][index]
        known = order.get(branch.get("branch_id")) if isinstance(branch, dict) else None
        if known is not None:
            found[("data", "branches", known, *rest)] = target
    return found


def _before(store: Store, linked: Mapping[Slot, str], findings: Findings) -> Position | None:
    (slot, successor), *others = linked.items()
    for other, _ in others:
        findings.wrong(f"{DEFINITION}{pointer(other)}", "A new action is inserted before one action only.")
    row = store.row("SELECT flow_id, parent_id FROM flow_action WHERE id = ?", successor)
    if row is None or row["parent_id"] is not None:
        findings.wrong(f"{DEFINITION}{pointer(slot)}", f"A flow-action with id {successor} does not exist.")
        return None
    flow = store.row("SELECT * FROM flow WHERE id = ?", row["flow_id"])
    assert flow is not None
    return Position(flow=flow, successor=successor)


def _alone(store: Store, flow_id: str, findings: Findings) -> Position | None:
    flow = store.row("SELECT * FROM flow WHERE id = ?", flow_id)
    place = "/data/relationships/flow/data/id"
    if flow is None:
        findings.wrong(place, f"A flow with id {flow_id} does not exist.")
        return None
    if entry_of(store, flow_id) is not None or load_actions(store, [flow_id])[flow_id]:
        findings.wrong(place, "The flow has actions already: name the action before or behind the new one.")
        return None
    return Position(flow=flow)


def _open_slot(sent: Mapping[str, Any], new: dict[str, Any]) -> Slot:
    """Where what followed the anchor goes on: the branch marked `joined`, else the first one (S3)."""
    ways = list(slots(new))
    if sent["type"] == MULTI_BRANCH:
        joined = [index for index, branch in enumerate(sent["data"]["branches"]) if branch.get("joined")]
        return ways[joined[0] if joined else 0]
    return ways[0]


def without_joined(sent: dict[str, Any]) -> dict[str, Any]:
    """The definition without the marker that only requests have."""
    if sent["type"] != MULTI_BRANCH:
        return sent
    branches = [{key: value for key, value in branch.items() if key != "joined"} for branch in sent["data"]["branches"]]
    return {**sent, "data": {**sent["data"], "branches": branches}}


def check_position(store: Store, position: Position, attributes: Mapping[str, Any], findings: Findings) -> None:
    """What the place itself refuses: timing and logic in a live flow without a word, and the first of a date flow."""
    kind = kind_of(attributes["definition"])
    flow = position.flow
    if kind in ALWAYS_LIVE and flow["status"] == "live" and not attributes.get("allow_live_action"):
        findings.wrong(
            "/data/attributes/allow_live_action",
            f"The flow is live and a '{kind}' is live at once: set 'allow_live_action' to true to insert it.",
        )
    first = position.anchor is None and position.successor in (None, entry_of(store, flow["id"]))
    if kind == "target-date" and not (first and flow["trigger_kind"] == "date"):
        findings.wrong(f"{DEFINITION}/type", "'target-date' must be the first action of a flow that a date triggers.")
    if kind != "target-date" and first and flow["trigger_kind"] == "date":
        findings.wrong(f"{DEFINITION}/type", "A flow that a date triggers must start with 'target-date'.")
