"""Status of an action. Waits and splits have none."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.flow import Status
from mktctl.wire.errors import UnreadableError

_KNOWN: Final[Mapping[str, Status]] = {"draft": "draft", "manual": "manual", "live": "live"}


def status_in(data: Mapping[str, Any], where: str) -> Status:
    """`data.status`; draft when it is absent."""
    status = _KNOWN.get(str(data.get("status") or "draft"))
    if status is None:
        raise UnreadableError(where, f"status {data.get('status')}")
    return status


def drafted(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of create_flow with every action as a draft: a flow is created so, and goes live afterwards."""
    definition = attributes["definition"]
    actions = [_draft(action) for action in definition["actions"]]
    return {**attributes, "definition": {**definition, "actions": actions}}


def _draft(action: Mapping[str, Any]) -> dict[str, Any]:
    """The messages inside a test too."""
    data = dict(action.get("data") or {})
    if "status" in data:
        data["status"] = "draft"
    if "main_action" in data:
        data["main_action"] = _draft(data["main_action"])
    experiment = data.get("current_experiment")
    if experiment:
        variations = [_draft(one) for one in experiment.get("variations") or ()]
        data["current_experiment"] = {**experiment, "variations": variations}
    return {**action, "data": data} if "data" in action else dict(action)
