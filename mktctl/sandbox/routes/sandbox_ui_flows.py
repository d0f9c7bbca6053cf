"""What a person does to flows in the browser, at the door `/sandbox/ui/*`.

    POST   flows                     {name, definition}: as the API makes one, a back-in-stock trigger allowed
    PATCH  flows/{id}                any of {name, archived, trigger, profile_filter, reentry_criteria}
    PATCH  flow-actions/{id}         {definition}: merged into the action's own; links may join paths
    POST   flow-actions/{id}/start   starts the A/B test that the action holds
    PATCH  flow-messages/{id}        {transactional}

The body of a mail is that of its clone: `PATCH templates/{id}`, which stands with the other edits of templates. Each
answers with what it changed. `flow.updated` moves with none of them (klaviyo-api.md section 0). Adding past profiles,
and seeing who waits where, need runs of flows: they are not there, and answer 404.
"""

from typing import Any, Final

from mktctl.sandbox.flows import browser
from mktctl.sandbox.flows.checking import check_definition, check_mentions, refuse_deep
from mktctl.sandbox.flows.creating import create_flow as write_flow
from mktctl.sandbox.flows.definition_shapes import DEFINITION, FILTER, REENTRY
from mktctl.sandbox.flows.documents import load_action, load_definition
from mktctl.sandbox.flows.experiments import LIVE, begun
from mktctl.sandbox.flows.filling import filled
from mktctl.sandbox.flows.trigger_shapes import TRIGGER
from mktctl.sandbox.jsonapi.errors import Refused, invalid, refuse_if_any
from mktctl.sandbox.jsonapi.shapes import Field, Findings, Flag, FreeObject, Record, Text, check, required
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables import flows as table
from mktctl.sandbox.ui import Door, UiRoutes

_NAME: Final = Text(min_length=1, max_length=256)
_NEW_FLOW: Final = Record(name="flow", fields={"name": required(_NAME), "definition": required(DEFINITION)})
_FLOW: Final = Record(
    name="flow",
    fields={
        "name": Field(_NAME),
        "archived": Field(Flag()),
        "trigger": Field(TRIGGER),
        "profile_filter": Field(FILTER, nullable=True),
        "reentry_criteria": Field(REENTRY),
    },
)
_ACTION: Final = Record(name="flow-action", fields={"definition": required(FreeObject())})
_MESSAGE: Final = Record(name="flow-message", fields={"transactional": required(Flag())})
_NOTHING: Final = Record(name="start", fields={})


def create_flow(door: Door) -> dict[str, Any]:
    """A new draft; the one rule less is that Back in Stock may trigger it."""
    refuse_deep(door.body)
    with door.store.transaction():
        findings = Findings()
        check(_NEW_FLOW, door.body, "", findings)
        definition = door.body.get("definition") if isinstance(door.body, dict) else None
        check_definition(door.store, door.world.options.switches, definition, "/definition", findings, in_browser=True)
        check_mentions(door.store, findings)
        refuse_if_any(findings.problems)
        renames = door.world.options.switches.renames_variations
        name, definition = door.body["name"], door.body["definition"]
        return _flow(door.store, write_flow(door.store, name, definition, renames_variations=renames))


def edit_flow(door: Door) -> dict[str, Any]:
    """Rename, archive, or change how it starts."""
    with door.store.transaction():
        flow = door.require("flow")
        findings = Findings()
        check(_FLOW, door.body, "", findings)
        refuse_if_any(findings.problems)
        full = filled_start(door.body)
        if full:
            browser.edit_start(door.store, flow, full, findings)
        plain = {key: value for key, value in door.body.items() if key in ("name", "archived")}
        door.store.update("flow", door.id, **plain)
        return _flow(door.store, door.id)


def filled_start(body: dict[str, Any]) -> dict[str, Any]:
    """What the body says of the flow's start, with the server's defaults."""
    shapes = {"trigger": TRIGGER, "profile_filter": FILTER, "reentry_criteria": REENTRY}
    return {
        key: None if body[key] is None else filled(shape, body[key]) for key, shape in shapes.items() if key in body
    }


def edit_action(door: Door) -> dict[str, Any]:
    """Settings and links of one action."""
    refuse_deep(door.body)
    with door.store.transaction():
        door.require("flow-action")
        changes = door.read(_ACTION)["definition"]
        browser.edit_action(door.store, load_action(door.store, door.id), changes)
        return {"definition": load_action(door.store, door.id).document}


def start_experiment(door: Door) -> dict[str, Any]:
    """The draft of an A/B test becomes live."""
    with door.store.transaction():
        door.require("flow-action")
        door.read(_NOTHING)
        stored = table.stored_action(door.store, door.id)
        if stored["data"].get("experiment_status") != "draft" or stored["data"].get("current_experiment") is None:
            raise Refused(invalid("The action holds no A/B test that could be started.", pointer=""))
        table.set_action(
            door.store, {**stored, "data": begun(door.store, {**stored["data"], "experiment_status": LIVE})}
        )
        return {"definition": load_action(door.store, door.id).document}


def edit_message(door: Door) -> dict[str, Any]:
    """Send a mail or text to those without consent too, or not."""
    with door.store.transaction():
        message = door.require("flow-message")
        transactional = door.read(_MESSAGE)["transactional"]
        stored = table.stored_action(door.store, message["action_id"])
        if "transactional" not in stored["data"]["message"]:
            raise Refused(invalid("A message of this kind is never transactional.", pointer="/transactional"))
        stored["data"]["message"]["transactional"] = transactional
        table.set_action(door.store, stored)
        return {"id": door.id, "transactional": transactional}


def _flow(store: Store, flow_id: str) -> dict[str, Any]:
    row = store.row("SELECT * FROM flow WHERE id = ?", flow_id)
    assert row is not None
    return {
        "id": flow_id,
        "name": row["name"],
        "archived": bool(row["archived"]),
        "definition": load_definition(store, row),
    }


UI_ROUTES: UiRoutes = (
    ("POST", "flows", create_flow),
    ("PATCH", "flows/{id}", edit_flow),
    ("PATCH", "flow-actions/{id}", edit_action),
    ("POST", "flow-actions/{id}/start", start_experiment),
    ("PATCH", "flow-messages/{id}", edit_message),
)
