"""Experiments on a message: when they may be edited, and when started (klaviyo-api.md section 0)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.flows.action_shapes import variant
from mktctl.sandbox.flows.documents import ActionRecord
from mktctl.sandbox.flows.filling import filled
from mktctl.sandbox.flows.writing import nested_actions
from mktctl.sandbox.jsonapi.shapes import Findings
from mktctl.sandbox.options import Switches
from mktctl.sandbox.store import Store
from mktctl.sandbox.times import iso

LIVE: Final = "live"


def status_of(record: ActionRecord) -> str:
    """draft, live or completed."""
    found: str = record.document["data"]["experiment_status"] or "draft"
    return found


def check_experiment(
    switches: Switches, record: ActionRecord, sent: Mapping[str, Any], place: str, findings: Findings
) -> None:
    """What PATCH may do to an experiment; `sent` has the shape."""
    status = sent["data"].get("experiment_status") or status_of(record)
    if [one["id"] for one in nested_actions(sent)] != [inner.id for inner in record.nested]:
        findings.wrong(f"{place}/data", "Variations cannot be added, removed or reordered here.")
        return
    if status != status_of(record) and not (status == LIVE and status_of(record) == "draft"):
        findings.wrong(f"{place}/data/experiment_status", f"An experiment cannot become '{status}' here.")
    if status == LIVE and status_of(record) == "draft" and not switches.experiment_start:
        findings.wrong(f"{place}/data/experiment_status", "An experiment is started in the browser only.")
    if status_of(record) != LIVE:
        return
    for inner, one in zip(record.nested, nested_actions(sent), strict=True):
        if is_changed(inner, one):
            findings.wrong(f"{place}/data", "Cannot update the main action while the experiment is live")
            return


def is_changed(record: ActionRecord, sent: Mapping[str, Any]) -> bool:
    """Whether a message of an experiment is sent otherwise than it is.

    A null inside its conditions counts, though reads show it: who echoes what they read is refused (section 0).
    """
    message = sent["data"].get("message") or {}
    if _has_null(message.get("additional_filters")):
        return True
    return bool(filled(variant(record.type, "update"), sent) != record.document)


def renamed(document: dict[str, Any]) -> dict[str, Any]:
    """A new action whose variations, if it has any, are called after its message (section 2, F:70193194660)."""
    experiment = document["data"].get("current_experiment") if document["type"] == "ab-test" else None
    if experiment is None:
        return document
    name = document["data"]["main_action"]["data"]["message"].get("name") or ""
    variations = [
        _named(one, f"{name} Test #{number}".strip()) for number, one in enumerate(experiment["variations"], start=1)
    ]
    return {**document, "data": {**document["data"], "current_experiment": {**experiment, "variations": variations}}}


def _named(action: dict[str, Any], name: str) -> dict[str, Any]:
    return {**action, "data": {**action["data"], "message": {**action["data"]["message"], "name": name}}}


def continued(store: Store, record: ActionRecord, document: dict[str, Any]) -> dict[str, Any]:
    """A filled definition with the status that it has if none was sent, and the instant at which it starts."""
    was = status_of(record)
    status = document["data"].get("experiment_status") or was
    data = {**document["data"], "experiment_status": status}
    return {**document, "data": begun(store, data) if status == LIVE and was != LIVE else data}


def begun(store: Store, data: dict[str, Any]) -> dict[str, Any]:
    """The data of an experiment that starts now."""
    experiment = data["current_experiment"]
    if experiment is None:
        return data
    return {**data, "current_experiment": {**experiment, "started": iso(store.stamp())}}


def _has_null(value: Any) -> bool:
    match value:
        case dict():
            return any(inner is None or _has_null(inner) for inner in value.values())
        case list():
            return any(_has_null(inner) for inner in value)
        case _:
            return False
