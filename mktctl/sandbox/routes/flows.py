"""Flows: made, read, switched, deleted, and which of them something starts (klaviyo-api.md sections 0 and 1.1)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes, related, related_ids
from mktctl.sandbox.flows.checking import check_definition, check_mentions, refuse_deep, refuse_multi_branch
from mktctl.sandbox.flows.creating import create_flow as write_flow
from mktctl.sandbox.flows.definition_shapes import DEFINITION
from mktctl.sandbox.flows.documents import load_definition
from mktctl.sandbox.flows.settling import settled
from mktctl.sandbox.flows.status import set_status
from mktctl.sandbox.jsonapi.bodies import body_shape, read_attributes
from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.jsonapi.errors import refuse_if_any
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Findings, Text, check, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.flows import triggered_flows
from mktctl.sandbox.times import iso

_NAME: Final = Text(min_length=1, max_length=256)
_CREATE: Final = body_shape("flow", {"name": required(_NAME), "definition": required(DEFINITION)})
_UPDATE: Final = body_shape("flow", {"status": required(Text(choices=("draft", "manual", "live")))}, with_id=True)
_PLACE: Final = "/data/attributes/definition"
_LISTING: Final = Listing(
    source="flow WHERE 1",
    columns={
        "id": Column(sql="id"),
        "name": Column(sql="name"),
        "status": Column(sql="status"),
        "archived": Column(sql="archived", type="flag"),
        "created": Column(sql="created", type="instant"),
        "updated": Column(sql="updated", type="instant"),
        "trigger_type": Column(sql="trigger_type"),
    },
)


def create_flow(call: Call) -> Reply:
    """A new draft; names are not unique. Everything that is wrong with the definition is said at once."""
    refuse_deep(call.body)
    findings = Findings()
    check(_CREATE, call.body, "", findings)
    check_definition(call.store, call.options.switches, _sent_definition(call.body), _PLACE, findings)
    check_mentions(call.store, findings)
    refuse_if_any(findings.problems)
    attributes = call.body["data"]["attributes"]
    refuse_multi_branch(call.options.switches, attributes["definition"]["actions"])
    renames = call.options.switches.renames_variations
    flow_id = write_flow(call.store, attributes["name"], attributes["definition"], renames_variations=renames)
    return _one(call, flow_id)


def get_flows(call: Call) -> Reply:
    """A page of flows; definitions only as those of the included actions."""
    return call.page(_LISTING, flow_resource)


def get_flow(call: Call) -> Reply:
    """One flow, with its definition if asked for."""
    return _one(call, call.id)


def update_flow(call: Call) -> Reply:
    """The status alone, which goes to every action too. Name, definition and the rest are fixed (section 0)."""
    call.require("flow")
    status = read_attributes(call.body, _UPDATE, call.id)["status"]
    set_status(call.store, call.id, status)
    return _one(call, call.id)


def delete_flow(call: Call) -> Reply:
    """The flow is gone with its actions; the clones that its messages had stay behind as orphans (section 7, 24)."""
    call.require("flow")
    call.store.run("DELETE FROM flow WHERE id = ?", call.id)
    call.store.run("DELETE FROM tag_link WHERE kind = 'flow' AND object_id = ?", call.id)
    return NOTHING


def flow_resource(row: Row, definition: Mapping[str, Any] | None = None) -> Resource:
    """A flow as Klaviyo shows it."""
    attributes: dict[str, Any] = {
        "name": row["name"],
        "status": row["status"],
        "archived": bool(row["archived"]),
        "created": iso(row["created"]),
        "updated": iso(row["updated"]),
        "trigger_type": row["trigger_type"],
    }
    if definition is not None:
        attributes["definition"] = definition
    return Resource(
        type="flow",
        id=row["id"],
        path="flows",
        attributes=attributes,
        relationships={"flow-actions": None, "tags": None},
    )


def _one(call: Call, flow_id: str) -> Reply:
    row = call.require("flow", flow_id)
    asked = call.query.wants("flow", "definition")
    return call.one(flow_resource(row, load_definition(call.store, row) if asked else None))


def _sent_definition(body: Any) -> Any:
    """What stands where the definition belongs, in a body that may be malformed."""
    for key in ("data", "attributes", "definition"):
        body = body.get(key) if isinstance(body, dict) else None
    return body


def _started_by(kind: str) -> Callable[[Store, Sequence[str]], Mapping[str, Sequence[Resource]]]:
    def load(store: Store, object_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
        found: dict[str, list[Resource]] = {object_id: [] for object_id in object_ids}
        for row in triggered_flows(store, kind, object_ids):
            found[row["trigger_id"]].append(flow_resource(row))
        return found

    return load


def _of_actions(store: Store, action_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    marks = ", ".join("?" * len(action_ids))
    rows = store.rows(
        "SELECT flow_action.id AS action_id, flow.* FROM flow_action JOIN flow ON flow.id = flow_id "
        f"WHERE flow_action.id IN ({marks})",
        *action_ids,
    )
    return {row["action_id"]: [flow_resource(row)] for row in rows}


RELATIONS: Final = {
    ("list", "flow-triggers"): Relation(many=True, load=_started_by("list")),
    ("segment", "flow-triggers"): Relation(many=True, load=_started_by("segment")),
    ("metric", "flow-triggers"): Relation(many=True, load=_started_by("metric")),
    ("flow-action", "flow"): Relation(many=False, load=_of_actions),
}
ROUTES: Routes = (
    ("create_flow", settled(create_flow)),
    ("get_flows", settled(get_flows)),
    ("get_flow", settled(get_flow)),
    ("update_flow", settled(update_flow)),
    ("delete_flow", delete_flow),
    ("get_flows_triggered_by_list", related("list", "flow-triggers")),
    ("get_ids_for_flows_triggered_by_list", related_ids("list", "flow-triggers")),
    ("get_flows_triggered_by_segment", related("segment", "flow-triggers")),
    ("get_ids_for_flows_triggered_by_segment", related_ids("segment", "flow-triggers")),
    ("get_flows_triggered_by_metric", related("metric", "flow-triggers")),
    ("get_ids_for_flows_triggered_by_metric", related_ids("metric", "flow-triggers")),
    ("get_flow_for_flow_action", related("flow-action", "flow")),
    ("get_flow_id_for_flow_action", related_ids("flow-action", "flow")),
)
