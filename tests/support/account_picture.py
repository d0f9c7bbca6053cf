"""What an account holds, without its ids: two accounts that do the same for people have the same picture."""

from collections.abc import Mapping
from typing import Any

from mktctl.klaviyo.flow_messages import fetch_message_template
from mktctl.klaviyo.flows import fetch_flow
from mktctl.klaviyo.listing import Listing, collect
from mktctl.klaviyo.remote import Remote, Resource
from mktctl.klaviyo.templates import fetch_templates
from mktctl.model.bindings import State

Picture = dict[str, Any]
_NAMED = ("lists", "segments", "metrics")


def picture(remote: Remote, state: State) -> Picture:
    """Lists, segments, library and flows by name; `retired` counts flows that no binding stands for, all drafts.

    Read from the platform alone; of the state only which flows are bound.
    """
    listings = {kind: collect(remote, f"get_{kind}", query=_with_tags(kind)) for kind in _NAMED}
    names = {row["id"]: _name(row) for listing in listings.values() for row in listing.resources}
    flows = collect(remote, "get_flows", query={"include": ("tags",)})
    bound = {binding.id for text, binding in state.bindings.items() if text.startswith("flow/")}
    others = [row for row in flows.resources if row["id"] not in bound]
    assert {row["attributes"]["status"] for row in others} <= {"draft"}, "what is not ours any more may not send"
    return {
        "lists": _objects(listings["lists"], ("opt_in_process",), names),
        "segments": _objects(listings["segments"], ("definition", "is_starred", "is_active"), names),
        "metrics": sorted(_name(row) for row in listings["metrics"].resources),
        "library": sorted((_name(row), row["attributes"]["html"]) for row in fetch_templates(remote).resources),
        "flows": sorted(
            (_flow(remote, row, flows, names) for row in flows.resources if row["id"] in bound), key=lambda one: one[0]
        ),
    }


def retired_flows(remote: Remote, state: State) -> list[str]:
    """Names of the flows that no binding stands for."""
    bound = {binding.id for binding in state.bindings.values()}
    return sorted(_name(row) for row in collect(remote, "get_flows").resources if row["id"] not in bound)


def _with_tags(kind: str) -> dict[str, tuple[str, ...]]:
    return {} if kind == "metrics" else {"include": ("tags",)}


def _objects(listing: Listing, keys: tuple[str, ...], names: Mapping[str, str]) -> list[Any]:
    found = (
        (_name(row), {key: _without_ids(row["attributes"][key], names) for key in keys}, _tags(listing, row))
        for row in listing.resources
    )
    return sorted(found, key=lambda one: one[0])


def _flow(remote: Remote, row: Resource, listing: Listing, names: Mapping[str, str]) -> tuple[str, Any]:
    attributes = fetch_flow(remote, row["id"])["attributes"]
    definition = attributes["definition"]
    actions = {action["id"]: action for action in definition["actions"]}
    start = {key: _without_ids(definition[key], names) for key in ("triggers", "profile_filter", "reentry_criteria")}
    tree = _tree(remote, definition["entry_action_id"], actions, names)
    assert not actions, "an action that nothing leads to"
    return _name(row), {**start, "status": attributes["status"], "tags": _tags(listing, row), "tree": tree}


def _tree(remote: Remote, id_: str | None, actions: dict[str, Any], names: Mapping[str, str]) -> Any:
    """An action, and behind each of its links what follows. Every action is met once."""
    if id_ is None:
        return None
    action = actions.pop(id_)
    data = {**(action.get("data") or {})}
    links = dict(action.get("links") or {})
    if "branches" in data:
        links = {branch["name"]: (branch.get("links") or {}).get("next") for branch in data["branches"]}
        wiring = ("links", "branch_id")
        data["branches"] = [{k: v for k, v in one.items() if k not in wiring} for one in data["branches"]]
    if message := data.get("message"):
        data["message"] = _message(remote, message)
    if action["type"] == "ab-test":
        data = _experiment(remote, data)
    behind = {slot: _tree(remote, to, actions, names) for slot, to in links.items()}
    return {"type": action["type"], "data": _without_ids(data, names), "links": behind}


def _message(remote: Remote, message: Mapping[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in message.items() if key not in ("id", "template_id")}
    if message.get("template_id"):
        body = fetch_message_template(remote, message["id"])["attributes"]
        shown["copied"] = (body["html"], body.get("text"))
    return shown


def _experiment(remote: Remote, data: Mapping[str, Any]) -> dict[str, Any]:
    """A test with its messages in their order; the platform gives them names as it likes."""
    experiment = data["current_experiment"]
    parts = [data["main_action"], *experiment["variations"]]
    shares = experiment["allocations"] or {}
    return {
        "status": data["status"],
        "winner": [experiment["winner_metric"], experiment["automatic_winner_selection_settings"]],
        "shares": [shares.get(one["id"]) for one in parts],
        "parts": [{**_message(remote, one["data"]["message"]), "name": one["data"]["status"]} for one in parts],
    }


def _without_ids(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_ids(item, names) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, {}, [])}
    if isinstance(value, list):
        return [_without_ids(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def _name(row: Resource) -> str:
    return str(row["attributes"]["name"])


def _tags(listing: Listing, row: Resource) -> list[str]:
    return sorted(_name(tag) for tag in listing.related(row, "tags"))
