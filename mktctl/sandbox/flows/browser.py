"""Edits of a flow that only a person in the browser can make, and what even there is refused."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.flows.action_shapes import EXPERIMENTS, action, variant
from mktctl.sandbox.flows.checking import check_mentions
from mktctl.sandbox.flows.creating import trigger_type
from mktctl.sandbox.flows.documents import ActionRecord, load_actions
from mktctl.sandbox.flows.editing import check_identity
from mktctl.sandbox.flows.filling import filled
from mktctl.sandbox.flows.links import slots
from mktctl.sandbox.flows.removing import entry_of
from mktctl.sandbox.flows.rules import check_action
from mktctl.sandbox.flows.start_rules import check_reentry, check_trigger
from mktctl.sandbox.flows.writing import nested_actions, take_template, without_nested
from mktctl.sandbox.jsonapi.errors import refuse_if_any
from mktctl.sandbox.jsonapi.shapes import Findings, check
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import flows as table

STARTING: Final = ("trigger", "profile_filter", "reentry_criteria")


def edit_start(store: Store, flow: Row, changes: Mapping[str, Any], findings: Findings) -> None:
    """Another trigger, flow filter or re-entry. `flow.updated` stays where it is (klaviyo-api.md section 0)."""
    check_trigger(store, changes.get("trigger"), "/trigger", findings, in_browser=True)
    check_reentry(changes.get("reentry_criteria"), "/reentry_criteria", findings)
    check_mentions(store, findings)
    refuse_if_any(findings.problems)
    base: dict[str, Any] = msgspec.json.decode(flow["definition"])
    if "trigger" in changes:
        base["triggers"] = [changes["trigger"]]
    for key in STARTING[1:]:
        if key in changes:
            base[key] = changes[key]
    table.set_flow_definition(store, flow["id"], base, trigger_type=trigger_type(base["triggers"][0]))


def edit_action(store: Store, record: ActionRecord, changes: Mapping[str, Any]) -> None:
    """Settings and links of an action, merged into what it has; here paths may be joined (S4), not closed to a ring."""
    wanted = merged(record.document, changes)
    findings = Findings()
    check(action("update"), wanted, "/definition", findings)
    check_identity(record, wanted, "/definition", findings)
    check_action(wanted, "/definition", findings)
    check_mentions(store, findings, _clones(store, record))
    refuse_if_any(findings.problems)
    if record.nested and [one["id"] for one in nested_actions(wanted)] != [inner.id for inner in record.nested]:
        findings.wrong("/definition/data", "Variations cannot be added, removed or reordered here.")
    _check_paths(store, record, wanted, findings)
    refuse_if_any(findings.problems)
    _write(store, record, filled(variant(record.type, "update"), wanted))


def merged(value: Any, changes: Any) -> Any:
    """Objects key by key, everything else replaced."""
    if not (isinstance(value, Mapping) and isinstance(changes, Mapping)):
        return changes
    return {**value, **{key: merged(value.get(key), change) for key, change in changes.items()}}


def _write(store: Store, record: ActionRecord, document: dict[str, Any]) -> None:
    if record.type in EXPERIMENTS:
        for inner, one in zip(record.nested, nested_actions(document), strict=True):
            _write(store, inner, one)
    if record.message_id is not None:
        row = store.row("SELECT template_id FROM flow_message WHERE id = ?", record.message_id)
        assert row is not None
        take_template(store, document["data"]["message"], row["template_id"])
    table.set_action(store, without_nested(document))


def _clones(store: Store, record: ActionRecord) -> frozenset[str]:
    ids = [one.message_id for one in (record, *record.nested) if one.message_id is not None]
    marks = ", ".join("?" * len(ids))
    rows = store.rows(f"SELECT template_id FROM flow_message WHERE id IN ({marks})", *ids)
    return frozenset(row["template_id"] for row in rows if row["template_id"] is not None)


def _check_paths(store: Store, record: ActionRecord, wanted: Mapping[str, Any], findings: Findings) -> None:
    """Links lead to actions of this flow, never back, and leave nobody unreachable."""
    documents = {one.id: one.document for one in load_actions(store, [record.flow_id])[record.flow_id]}
    if record.id not in documents:
        return  # a part of an experiment has no links
    documents[record.id] = dict(wanted)
    links = {own_id: [target for target in slots(one).values() if target] for own_id, one in documents.items()}
    strangers = [target for target in links[record.id] if target not in links]
    if strangers:
        findings.wrong("/definition/links", f"The flow has no action {strangers[0]}.")
        return
    entry = entry_of(store, record.flow_id)
    reached = _below(entry, links) if entry else set()
    if record.id in {below for target in links[record.id] for below in _below(target, links)}:
        findings.wrong("/definition/links", "A path may not lead back to where it came from.")
    elif lost := links.keys() - reached:
        findings.wrong("/definition/links", f"Nothing would lead to the action {min(lost)} any more.")


def _below(start: str, links: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:  # each action is taken at most once
        own_id = waiting.pop()
        if own_id not in found:
            found.add(own_id)
            waiting.extend(links[own_id])
    return found
