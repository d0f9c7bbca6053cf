"""What a new step of a flow does, for whoever reads the plan: the few fields of its data that say it."""

from typing import Final

from mktctl.planning.action_links import BRANCHING, MULTI_BRANCH, Action, links_of
from mktctl.planning.changes import FieldChange

LEAVES: Final = "leaves"
ADDRESS: Final = "message.url"
_TELLING: Final = {
    "update-profile": ("profile_operations",),
    "list-update": ("list_id", "on_execution"),
    "conditional-split": ("profile_filter",),
    "trigger-split": ("trigger_filter",),
}


def step_facts(action: Action) -> tuple[FieldChange, ...]:
    """The telling fields of one action of a flow that is created; a message is told by its key.

    A split with one open end also has `leaves`, the slot behind which people leave the flow.
    """
    data = action.get("data") or {}
    facts = [FieldChange(path=name, after=data[name]) for name in _TELLING.get(action["type"], ()) if name in data]
    if action["type"] == "send-webhook":
        facts.append(FieldChange(path=ADDRESS, after=data["message"].get("url")))
    if action["type"] in BRANCHING - {MULTI_BRANCH}:
        ends = [slot for slot, to in links_of(action).items() if to is None]
        facts += [FieldChange(path=LEAVES, after=slot) for slot in ends if len(ends) == 1]
    return tuple(facts)
