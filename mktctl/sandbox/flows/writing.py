"""Actions on their way into the store: ids, messages, and the clones that flows make of library templates.

Documents here are filled (`filling.py`), and their links are the platform's own ids.
"""

import copy
from collections.abc import Mapping
from typing import Any

from mktctl.sandbox.flows.action_shapes import CHANNELS, EXPERIMENTS, MULTI_BRANCH
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables import flows as table
from mktctl.sandbox.tables.templates import copy_template

Action = dict[str, Any]


def nested_actions(document: Mapping[str, Any]) -> list[Action]:
    """Of an experiment: its main action, then its variations; else none."""
    if document["type"] not in EXPERIMENTS:
        return []
    experiment = document["data"].get("current_experiment") or {}
    return [document["data"]["main_action"], *experiment.get("variations", ())]


def insert_action(store: Store, flow_id: str, document: Action, parent_id: str | None = None) -> None:
    """A new action, with a message and a clone of its own where it sends, and new ids inside."""
    nested = nested_actions(document)
    table.add_action(store, flow_id, document, parent_id)  # the message refers to it
    stored = _with_message(store, without_nested(document))
    if document["type"] == MULTI_BRANCH:
        for branch in stored["data"]["branches"]:
            branch["branch_id"] = table.new_branch_id(store)
    if document["type"] in EXPERIMENTS and stored["data"]["current_experiment"] is not None:
        stored["data"]["current_experiment"]["id"] = table.new_branch_id(store)
    table.set_action(store, stored)
    for inner in nested:
        insert_action(store, flow_id, inner, document["id"])


def without_nested(document: Action) -> Action:
    """A copy of what the action's own row keeps."""
    stored = copy.deepcopy(document)
    if document["type"] in EXPERIMENTS:
        stored["data"]["main_action"] = {}
        if stored["data"].get("current_experiment") is not None:
            stored["data"]["current_experiment"]["variations"] = []
    return stored


def _with_message(store: Store, document: Action) -> Action:
    """The same action with its message's new id, and the id of its own clone in place of the library's template."""
    channel = CHANNELS.get(document["type"])
    if channel is None:
        return document
    message = document["data"]["message"]
    message["id"] = store.new_id("flow-message")
    table.add_message(
        store,
        action_id=document["id"],
        message_id=message["id"],
        channel=channel,
        name=message.get("name") or "",
    )
    if "transactional" in message:
        message["transactional"] = False  # only the browser sets it (klaviyo-api.md section 0)
    take_template(store, message, None)
    return document


def take_template(store: Store, message: dict[str, Any], current: str | None) -> None:
    """Give a message the template that it names: the clone it has already, or a new clone of a library template."""
    wanted = message.get("template_id")
    if wanted is not None and wanted != current:
        template = store.row("SELECT * FROM template WHERE id = ?", wanted)
        assert template is not None, "checked before"
        message["template_id"] = copy_template(store, template, name=template["name"], owner=message["id"])
    store.update(
        "flow_message",
        message["id"],
        name=message.get("name") or "",
        template_id=message.get("template_id"),
        updated=store.stamp(),
    )
