"""Actions of flows: read, edited, inserted, taken out (klaviyo-api.md section 0)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.flows import editing, experiments, inserting
from mktctl.sandbox.flows.action_shapes import EXPERIMENTS, LINEAR, action, kind_of
from mktctl.sandbox.flows.checking import check_mentions, check_switches, refuse_deep, refuse_multi_branch
from mktctl.sandbox.flows.documents import ActionRecord, load_action, load_actions
from mktctl.sandbox.flows.filters import check_filters
from mktctl.sandbox.flows.removing import remove_action
from mktctl.sandbox.flows.rules import check_action
from mktctl.sandbox.flows.settling import settled
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data, to_one
from mktctl.sandbox.jsonapi.documents import Identifier, Relation, Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid, refuse_if_any
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, Findings, FreeObject, check, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.times import iso

_UPDATE: Final = body_shape("flow-action", {"definition": required(FreeObject())}, with_id=True)
_CREATE: Final = body_shape("flow-action", inserting.ATTRIBUTES, relationships={"flow": Field(to_one("flow"))})
_LISTING: Final = Listing(
    source="flow_action WHERE flow_id = ? AND parent_id IS NULL",
    columns={
        "id": Column(sql="id"),
        "action_type": Column(sql="type"),
        "status": Column(sql="coalesce(json_extract(definition, '$.data.status'), '')"),
        "created": Column(sql="created", type="instant"),
        "updated": Column(sql="updated", type="instant"),
    },
)


def get_actions_for_flow(call: Call) -> Reply:
    """A page of a flow's actions; variations are inside their experiment."""
    call.require("flow")
    return call.page(_LISTING, lambda row: action_resource(load_action(call.store, row["id"])), call.id)


def get_action_ids_for_flow(call: Call) -> Reply:
    """The same page as ids."""
    call.require("flow")
    return call.page_of_ids(_LISTING, "flow-action", call.id)


def get_flow_action(call: Call) -> Reply:
    """One action; a variation of an experiment too."""
    return call.one(action_resource(_required(call)))


def update_flow_action(call: Call) -> Reply:
    """Replace the whole definition; `flow.updated` stays. The answer still names the old clone (section 7, 4)."""
    record = _required(call)
    refuse_deep(call.body)
    data = read_data(call.body, _UPDATE)
    sent = data["attributes"]["definition"]
    findings = Findings()
    if data["id"] != call.id:
        findings.wrong("/data/id", "'id' must be the id in the path.")
    check(action("update"), sent, editing.PLACE, findings)
    editing.check_identity(record, sent, editing.PLACE, findings)
    editing.check_links(call, record, sent, findings)
    check_action(sent, editing.PLACE, findings)
    check_filters(call.options.switches, sent, editing.PLACE, findings)
    check_mentions(call.store, findings, _own_clones(call, record))
    refuse_if_any(findings.problems)
    _check_experiments(call, record, sent, findings)
    refuse_if_any(findings.problems)
    editing.replace_action(call, record, sent)
    return call.one(action_resource(_required(call)))


def create_flow_action(call: Call) -> Reply:
    """Insert an action into a flow; drafts, but for what is always live."""
    refuse_deep(call.body)
    data = read_data(call.body, _CREATE)
    sent = data["attributes"]["definition"]
    findings = Findings()
    if kind_of(sent) not in inserting.INSERTABLE:
        findings.wrong(f"{inserting.DEFINITION}/type", f"'{sent.get('type')}' cannot be inserted by the API.")
    else:
        plain = inserting.without_joined(sent)
        check(action("create"), plain, inserting.DEFINITION, findings)
        check_action(plain, inserting.DEFINITION, findings)
        check_filters(call.options.switches, plain, inserting.DEFINITION, findings)
        check_switches(call.options.switches, plain, inserting.DEFINITION, findings)
    position = inserting.find_position(call.store, data, findings)
    if position is not None:
        inserting.check_position(call.store, position, data["attributes"], findings)
    check_mentions(call.store, findings)
    refuse_if_any(findings.problems)
    refuse_multi_branch(call.options.switches, [sent])
    assert position is not None, "else it was refused"
    return call.one(action_resource(load_action(call.store, inserting.insert(call.store, position, sent))))


def delete_flow_action(call: Call) -> Reply:
    """Take an action out; `mktctl.sandbox.flows.removing` says how the rest is joined again."""
    record = _required(call)
    if record.parent_id is not None:
        raise Refused(invalid("A part of an experiment cannot be deleted alone."))
    if record.type not in LINEAR | EXPERIMENTS and not call.options.switches.delete_split:
        raise Refused(invalid(f"An action of type '{record.type}' cannot be deleted."))
    remove_action(call.store, call.require("flow", record.flow_id), record.id)
    return NOTHING


def action_resource(record: ActionRecord) -> Resource:
    """An action as Klaviyo shows it."""
    return Resource(
        type="flow-action",
        id=record.id,
        path="flow-actions",
        attributes={
            "definition": record.document,
            "created": iso(record.created),
            "updated": iso(record.updated),
        },
        relationships={"flow": Identifier("flow", record.flow_id), "flow-messages": None},
    )


def _required(call: Call) -> ActionRecord:
    call.require("flow-action")
    return load_action(call.store, call.id)


def _own_clones(call: Call, record: ActionRecord) -> frozenset[str]:
    """Templates that a PATCH may name although the library does not have them: what the messages have already."""
    found = (editing.current_template(call, one) for one in (record, *record.nested))
    return frozenset(template_id for template_id in found if template_id is not None)


def _check_experiments(call: Call, record: ActionRecord, sent: Mapping[str, Any], findings: Findings) -> None:
    if record.type in EXPERIMENTS:
        experiments.check_experiment(call.options.switches, record, sent, editing.PLACE, findings)
    if record.parent_id is not None:
        parent = load_action(call.store, record.parent_id)
        if experiments.status_of(parent) == experiments.LIVE and experiments.is_changed(record, sent):
            findings.wrong(editing.PLACE, "Cannot update the main action while the experiment is live")


def _of_flows(store: Store, flow_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    loaded = load_actions(store, flow_ids)
    return {flow_id: [action_resource(record) for record in records] for flow_id, records in loaded.items()}


def _of_messages(store: Store, message_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    marks = ", ".join("?" * len(message_ids))
    rows: list[Row] = store.rows(f"SELECT id, action_id FROM flow_message WHERE id IN ({marks})", *message_ids)
    return {row["id"]: [action_resource(load_action(store, row["action_id"]))] for row in rows}


RELATIONS: Final = {
    ("flow", "flow-actions"): Relation(many=True, load=_of_flows),
    ("flow-message", "flow-action"): Relation(many=False, load=_of_messages),
}
ROUTES: Routes = (
    ("get_actions_for_flow", settled(get_actions_for_flow)),
    ("get_action_ids_for_flow", get_action_ids_for_flow),
    ("get_flow_action", settled(get_flow_action)),
    ("update_flow_action", settled(update_flow_action)),
    ("create_flow_action", settled(create_flow_action)),
    ("delete_flow_action", settled(delete_flow_action)),
)
