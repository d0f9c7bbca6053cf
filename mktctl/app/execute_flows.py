"""Steps on flows: create, retire, status, settle."""

from mktctl.app.execution import Execution
from mktctl.app.flow_definitions import encoded_flow, upload_templates
from mktctl.app.flow_record import action_keys, check_stored, record
from mktctl.klaviyo.flow_actions import fetch_flow_action, update_flow_action
from mktctl.klaviyo.flows import create_flow as send_create_flow
from mktctl.klaviyo.flows import fetch_flow, update_flow_status
from mktctl.model.bindings import Intent
from mktctl.planning.documents import pruned
from mktctl.planning.plan import RETIRE
from mktctl.planning.steps import CreateFlow, RetireFlow, SetFlowStatus, SettleFlow


def create_flow(step: CreateFlow, run: Execution) -> None:
    """Create the flow as a draft and check what was stored, before anything can go live."""
    desired = run.resources[step.address]
    attributes = upload_templates(encoded_flow(step.address, run), run)
    intent = Intent(kind="flow", name=desired.name, started=run.seen.account.now)
    run.ledger.intend(str(step.address), intent)
    if step.replaces is not None:
        retiring = Intent(kind="flow", name=str(step.address), started=run.seen.account.now)
        run.ledger.intend(RETIRE + step.replaces, retiring)
    resource = send_create_flow(run.remote, name=attributes["name"], definition=attributes["definition"])
    keys = action_keys(attributes["definition"], resource["attributes"]["definition"])
    binding = record(step.address, resource, keys, run, applied="")
    run.ids.add(step.address, resource["id"])
    check_stored(step.address, resource, binding, run)


def retire_flow(step: RetireFlow, run: Execution) -> None:
    """The replaced flow stops before its successor starts."""
    update_flow_status(run.remote, step.id, "draft")
    run.ledger.fulfil(RETIRE + step.id)


def set_flow_status(step: SetFlowStatus, run: Execution) -> None:
    """One status for the flow and all its actions; then those that stand lower are lowered again."""
    binding = run.ledger.state.bindings[str(step.address)]
    update_flow_status(run.remote, binding.id, step.status)
    for key, status in step.lower.items():
        id_ = binding.actions[key].id
        definition = pruned(fetch_flow_action(run.remote, id_)["attributes"]["definition"])
        update_flow_action(run.remote, id_, {**definition, "data": {**definition["data"], "status": status}})


def settle_flow(step: SettleFlow, run: Execution) -> None:
    """Read the flow back, check it, and remember it as applied."""
    before = run.ledger.state.bindings[str(step.address)]
    resource = fetch_flow(run.remote, before.id)
    ids = {key: action.id for key, action in before.actions.items()}
    binding = record(step.address, resource, ids, run, applied="")
    check_stored(step.address, resource, binding, run)
    record(step.address, resource, ids, run, applied=step.digest)
