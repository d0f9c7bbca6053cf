"""DELETE of a flow action: how what stood around it is joined again.

Linear actions hand their successor to their predecessor. Klaviyo does not say what becomes of a split's sides; here the
yes side (of a multi-branch split the first branch) takes the split's place, as when a split is inserted (S3), and the
actions that nothing leads to any more are gone. A switch refuses instead.
"""

from typing import Any

import msgspec

from mktctl.sandbox.flows.documents import load_actions
from mktctl.sandbox.flows.links import slots, with_link
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import flows as table


def remove_action(store: Store, flow: Row, action_id: str) -> None:
    """Take one action out of the flow."""
    documents = {record.id: record.document for record in load_actions(store, [flow["id"]])[flow["id"]]}
    successor = next(iter(slots(documents.pop(action_id)).values()))
    lead_to(store, flow, action_id, successor)
    store.run("DELETE FROM flow_action WHERE id = ?", action_id)
    entry = entry_of(store, flow["id"])
    for lost in documents.keys() - _reached(store, flow["id"], entry):
        store.run("DELETE FROM flow_action WHERE id = ?", lost)


def lead_to(store: Store, flow: Row, old: str, new: str | None) -> None:
    """Every link that leads to `old`, the entry too, leads to `new` instead."""
    for record in load_actions(store, [flow["id"]])[flow["id"]]:
        for slot, target in slots(record.document).items():
            if target == old:
                table.set_action(store, with_link(table.stored_action(store, record.id), slot, new))
    if entry_of(store, flow["id"]) == old:
        set_entry(store, flow["id"], new)


def entry_of(store: Store, flow_id: str) -> str | None:
    """The first action."""
    found: str | None = _base(store, flow_id)["entry_action_id"]
    return found


def set_entry(store: Store, flow_id: str, action_id: str | None) -> None:
    """Another first action."""
    base = {**_base(store, flow_id), "entry_action_id": action_id}
    store.update("flow", flow_id, definition=msgspec.json.encode(base).decode())


def _base(store: Store, flow_id: str) -> dict[str, Any]:
    row = store.row("SELECT definition FROM flow WHERE id = ?", flow_id)
    assert row is not None, "a flow that is there"
    found: dict[str, Any] = msgspec.json.decode(row["definition"])
    return found


def _reached(store: Store, flow_id: str, entry: str | None) -> set[str]:
    links = {record.id: slots(record.document).values() for record in load_actions(store, [flow_id])[flow_id]}
    reached: set[str] = set()
    waiting: list[str | None] = [entry]
    while waiting:  # each action is taken at most once
        action_id = waiting.pop()
        if action_id is not None and action_id in links and action_id not in reached:
            reached.add(action_id)
            waiting.extend(links[action_id])
    return reached
