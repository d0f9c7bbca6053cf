"""Steps on flows: create, retire, status, settle."""

import contextlib

from mktctl.app.execute_objects import creation, retirement
from mktctl.app.execution import Execution, StoredOtherwise
from mktctl.app.flow_definitions import encoded_flow, upload_templates
from mktctl.app.flow_record import action_keys, check_stored, described
from mktctl.app.flow_refusals import explained
from mktctl.diagnostics import MktctlError
from mktctl.klaviyo.errors import NotFound
from mktctl.klaviyo.flow_actions import fetch_flow_action, update_flow_action
from mktctl.klaviyo.flows import create_flow as send_create_flow
from mktctl.klaviyo.flows import delete_flow, fetch_flow, update_flow_status
from mktctl.model.address import Address
from mktctl.planning.action_parts import with_status
from mktctl.planning.documents import pruned
from mktctl.planning.steps import CreateFlow, RetireFlow, SetFlowStatus, SettleFlow
from mktctl.planning.unfinished import RETIRE


def create_flow(step: CreateFlow, run: Execution) -> None:
    """Create the flow as a draft and check what was stored, before anything can go live.

    A flow that was stored otherwise is taken away again: the one that it was to replace goes on.
    """
    attributes = upload_templates(encoded_flow(step.address, run), run)
    with contextlib.ExitStack() as intents:
        if step.replaces is not None:
            intents.enter_context(run.ledger.intending(RETIRE + step.replaces, retirement(step.address, run)))
        intents.enter_context(run.ledger.intending(str(step.address), creation(step.address, run)))
        with explained(attributes["definition"]):
            resource = send_create_flow(run.remote, name=attributes["name"], definition=attributes["definition"])
    try:
        keys = action_keys(attributes["definition"], resource["attributes"]["definition"])
        binding = described(step.address, resource, keys, run, applied="")
        check_stored(step.address, resource, binding, run)
    except StoredOtherwise:
        with contextlib.suppress(MktctlError):  # left as a draft then, and found by its intent
            delete_flow(run.remote, resource["id"])
            run.ledger.fulfil(str(step.address))
            run.ledger.fulfil(RETIRE + (step.replaces or ""))
        raise
    run.ledger.bind(step.address, binding)
    run.ids.add(step.address, resource["id"])


def retire_flow(step: RetireFlow, run: Execution) -> None:
    """The replaced flow stops before its successor starts; one that is gone has stopped."""
    with contextlib.suppress(NotFound):
        update_flow_status(run.remote, step.id, "draft")
    run.ledger.fulfil(RETIRE + step.id)


def set_flow_status(step: SetFlowStatus, run: Execution) -> None:
    """One status for the flow and all its actions; then those that stand lower are lowered again."""
    binding = run.ledger.touch(step.address)
    update_flow_status(run.remote, binding.id, step.status)
    for key, status in step.lower.items():
        id_ = binding.actions[key].id
        definition = pruned(fetch_flow_action(run.remote, id_)["attributes"]["definition"])
        update_flow_action(run.remote, id_, with_status(definition, status))


def settle_flow(step: SettleFlow, run: Execution) -> None:
    """Read the flow back, check it, and remember it as applied."""
    before = run.ledger.state.bindings[str(step.address)]
    resource = fetch_flow(run.remote, before.id)
    binding = described(step.address, resource, _ids(step.address, run), run, applied=step.digest)
    check_stored(step.address, resource, binding, run)
    run.ledger.bind(step.address, binding)


def _ids(address: Address, run: Execution) -> dict[str, str]:
    return {key: action.id for key, action in run.ledger.state.bindings[str(address)].actions.items()}
