"""Making a flow of a definition that was checked: what the server replaces, adds and derives."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.flows.definition_shapes import DEFINITION
from mktctl.sandbox.flows.experiments import renamed
from mktctl.sandbox.flows.filling import filled
from mktctl.sandbox.flows.links import relinked
from mktctl.sandbox.flows.writing import insert_action, nested_actions
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables import flows as table

UNCONFIGURED: Final = "Unconfigured"
_TRIGGER_TYPES: Final = {
    "list": "Added to List",
    "segment": "Added to List",
    "metric": "Metric",
    "date": "Date Based",
    "price-drop": "Price Drop",
    "low-inventory": "Low Inventory",
}


def create_flow(store: Store, name: str, definition: Mapping[str, Any], *, renames_variations: bool = True) -> str:
    """The id of a new draft. `definition` has passed the checks and still has its temporary ids."""
    full = filled(DEFINITION, definition)
    ids = new_action_ids(store, definition["actions"])
    (trigger,) = full["triggers"]
    entry = full["entry_action_id"]
    base = {
        "triggers": full["triggers"],
        "profile_filter": full["profile_filter"],
        "entry_action_id": None if entry is None else ids[entry],
        "reentry_criteria": full.get("reentry_criteria") or default_reentry(trigger["type"]),
    }
    flow_id = table.add_flow(store, name=name, trigger_type=trigger_type(trigger), definition=base)
    for sent, action in zip(definition["actions"], full["actions"], strict=True):
        document = with_ids(action, sent, ids)
        insert_action(store, flow_id, renamed(document) if renames_variations else document)
    return flow_id


def trigger_type(trigger: Mapping[str, Any]) -> str:
    """What the API calls this kind of trigger; a list, segment or metric that is not chosen is not configured."""
    if "id" in trigger and trigger["id"] is None:
        return UNCONFIGURED
    return _TRIGGER_TYPES[trigger["type"]]


def default_reentry(trigger_kind: str) -> dict[str, Any]:
    """E4: lists and segments let nobody in again, the others everybody."""
    return {"duration": 1 if trigger_kind in ("list", "segment") else 0, "unit": "alltime"}


def new_action_ids(store: Store, actions: list[dict[str, Any]]) -> dict[str, str]:
    """A new id for each temporary one, in the order of the definition, nested actions behind their experiment.

    What is nested may do without a temporary id: its place stands for it.
    """
    ids: dict[str, str] = {}
    for action in actions:
        if action.get("temporary_id") is not None:
            ids[action["temporary_id"]] = table.new_action_id(store)
        for key in _nested_keys(action):
            ids[key] = table.new_action_id(store)
    return ids


def _nested_keys(sent: Mapping[str, Any]) -> list[str]:
    inner = enumerate(nested_actions(sent))
    return [one.get("temporary_id") or f"{sent.get('temporary_id')}/{index}" for index, one in inner]


def with_ids(action: dict[str, Any], sent: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """A filled action with ids in place of the temporary ones that `sent`, the same before filling, has."""
    document = {"id": ids[sent["temporary_id"]], **relinked(action, ids)}
    inner = nested_actions(document)
    if not inner:
        return document
    named = [{"id": ids[key], **each} for key, each in zip(_nested_keys(sent), inner, strict=True)]
    data = {**document["data"], "experiment_status": "draft", "main_action": named[0]}
    experiment = data["current_experiment"]
    if experiment is not None:
        shares = experiment["allocations"]
        data["current_experiment"] = {
            **experiment,
            "variations": named[1:],
            "allocations": None if shares is None else {ids[key]: share for key, share in shares.items()},
        }
    return {**document, "data": data}
