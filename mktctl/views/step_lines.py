"""One line for each step of a new flow: `day 3  add to store-evenings`."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mktctl.planning.changes import StepChange
from mktctl.planning.step_facts import ADDRESS, LEAVES
from mktctl.views.condition_words import groups_in_words


def doing(step: StepChange) -> str:
    """What the step does, in a few words; empty for waits and splits, which show in the times and keys of the rest."""
    facts = {field.path: field.after for field in step.fields}
    match step.type:
        case "time-delay":
            return ""
        case "conditional-split" | "trigger-split" | "multi-branch-split":
            return _leaving(facts)
        case "update-profile" if facts:
            return ", ".join(_operation(one) for one in facts["profile_operations"])
        case "list-update" if facts:
            to = "add to" if facts.get("on_execution") else "remove from"
            return f"{to} {str(facts['list_id']).rpartition('/')[2]}"
        case "send-webhook" if facts:
            return f"webhook to {urlsplit(str(facts[ADDRESS])).hostname}"
    return step.key


def _leaving(facts: Mapping[str, Any]) -> str:
    condition = facts.get("profile_filter") or facts.get("trigger_filter")
    if LEAVES not in facts or not condition:
        return ""
    words = groups_in_words(condition)
    return f"leave if {words}" if facts[LEAVES] == "next_if_true" else f"leave unless {words}"


def _operation(one: Mapping[str, Any]) -> str:
    name = str(one.get("property_key")).removeprefix("properties['").removesuffix("']")
    if one.get("operator") == "delete":
        return f"unset {name}"
    return f"{one.get('property_operation') or 'set'} {name}: {one.get('property_value')}"
