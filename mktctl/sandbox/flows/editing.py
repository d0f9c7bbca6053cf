"""PATCH of a flow action: the whole definition is replaced (klaviyo-api.md section 0).

Identity and wiring stay: `id`, `type`, `links`, the ids of messages, branches, variations.
"""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.call import Call
from mktctl.sandbox.flows import experiments
from mktctl.sandbox.flows.action_shapes import EXPERIMENTS, variant
from mktctl.sandbox.flows.documents import ActionRecord, load_actions
from mktctl.sandbox.flows.filling import filled
from mktctl.sandbox.flows.lag import lag_seconds
from mktctl.sandbox.flows.links import pointer, slots
from mktctl.sandbox.flows.removing import entry_of
from mktctl.sandbox.flows.tree import check_tree
from mktctl.sandbox.flows.writing import nested_actions, take_template, without_nested
from mktctl.sandbox.jsonapi.shapes import Findings
from mktctl.sandbox.tables import flows as table

PLACE: Final = "/data/attributes/definition"


def check_identity(record: ActionRecord, sent: Any, place: str, findings: Findings) -> None:
    """The definition is still of the same action, message and branches; `sent` may be malformed."""
    if not isinstance(sent, dict):
        return
    _check_same(sent.get("id"), record.id, f"{place}/id", "id", findings)
    _check_same(sent.get("type"), record.type, f"{place}/type", "type", findings)
    data = sent.get("data")
    message = data.get("message") if isinstance(data, dict) else None
    if record.message_id is not None and isinstance(message, dict):
        _check_same(message.get("id"), record.message_id, f"{place}/data/message/id", "id", findings)
    _check_branches(record.document, sent, place, findings)


def check_links(call: Call, record: ActionRecord, sent: Any, findings: Findings) -> None:
    """The links are the same or, where the switch allows others, still make a tree of the flow."""
    if not isinstance(sent, dict) or sent.get("type") != record.type:
        return
    current = slots(record.document)
    changed = [slot for slot, target in slots(sent).items() if current.get(slot) != target]
    if not changed:
        return
    if call.options.switches.links_patchable:
        _check_rewired(call, record, sent, f"{PLACE}{pointer(changed[0])}", findings)
        return
    for slot in changed:
        findings.wrong(
            f"{PLACE}{pointer(slot)}", "The links of an existing action cannot be changed: send them as they are."
        )


def _check_rewired(call: Call, record: ActionRecord, sent: Any, place: str, findings: Findings) -> None:
    others = load_actions(call.store, [record.flow_id])[record.flow_id]
    documents = [sent if other.id == record.id else other.document for other in others]
    trial = Findings()
    check_tree(documents, entry_of(call.store, record.flow_id), "", trial, key="id")
    if trial.problems:
        findings.wrong(place, trial.problems[0].detail)


def replace_action(call: Call, record: ActionRecord, sent: Mapping[str, Any]) -> None:
    """Write a definition that passed the checks."""
    document = filled(variant(record.type, "update"), sent)
    if record.type in EXPERIMENTS:
        document = experiments.continued(call.store, record, document)
        for inner, one in zip(record.nested, nested_actions(document), strict=True):
            replace_action(call, inner, one)
    if record.message_id is not None:
        message = document["data"]["message"]
        if message.get("transactional"):  # the API keeps what the browser set, and never sets it (section 0)
            message["transactional"] = record.document["data"]["message"]["transactional"]
        _replace_template(call, record.message_id, message)
    table.set_action(call.store, without_nested(document))


def current_template(call: Call, record: ActionRecord) -> str | None:
    """The clone that the action's message has in truth."""
    row = call.store.row("SELECT template_id FROM flow_message WHERE action_id = ?", record.id)
    found: str | None = None if row is None else row["template_id"]
    return found


def _replace_template(call: Call, message_id: str, message: dict[str, Any]) -> None:
    row = call.require("flow-message", message_id)
    take_template(call.store, message, row["template_id"])
    if message.get("template_id") != row["template_id"] and call.options.switches.patch_answers_old_clone:
        until = call.world.stopwatch.seconds() + lag_seconds(call.options)
        shown = row["shown_template_id"] or row["template_id"]
        call.world.clone_lag.begin(call.store, message_id, shown, until)


def _check_branches(current: Mapping[str, Any], sent: Mapping[str, Any], place: str, findings: Findings) -> None:
    known = _branch_ids(current)
    given = _branch_ids(sent)
    if known is not None and given is not None and known != given:
        findings.wrong(
            f"{place}/data/branches", "The branches of an existing split cannot be added, removed or reordered."
        )


def _branch_ids(document: Mapping[str, Any]) -> list[Any] | None:
    data = document.get("data")
    branches = data.get("branches") if isinstance(data, dict) else None
    if not isinstance(branches, list):
        return None
    return [branch.get("branch_id") if isinstance(branch, dict) else None for branch in branches]


def _check_same(given: Any, expected: str, place: str, key: str, findings: Findings) -> None:
    if isinstance(given, str) and given != expected:
        findings.wrong(place, f"The {key} of an existing action cannot be changed: it is '{expected}', not '{given}'.")
