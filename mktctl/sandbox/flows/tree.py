"""The rule that a flow made by the API is a strict tree (klaviyo-api.md section 2, server rules).

No action has two predecessors, each is reachable from the entry, each link leads to an action that exists.
"""

from collections.abc import Mapping
from typing import Any, Literal

from mktctl.sandbox.flows.links import pointer, slots
from mktctl.sandbox.jsonapi.shapes import Findings


def check_tree(
    actions: list[Any],
    entry: Any,
    place: str,
    findings: Findings,
    *,
    key: Literal["temporary_id", "id"] = "temporary_id",
) -> None:
    """Hold actions against the rule; `place` points at the definition, `key` is what their links name."""
    known = _by_id(actions, key, place, findings)
    if entry is None and actions:
        findings.wrong(f"{place}/entry_action_id", "'entry_action_id' must name the first action.")
    if isinstance(entry, str) and entry not in known:
        findings.wrong(f"{place}/entry_action_id", f"There is no action with the {key} '{entry}'.")
    predecessors: dict[str, str] = {entry: "entry_action_id"} if isinstance(entry, str) else {}
    for own_id, (index, action) in known.items():
        for slot, target in slots(action).items():
            if target is None:
                continue
            where = f"{place}/actions/{index}{pointer(slot)}"
            if target not in known:
                findings.wrong(where, f"There is no action with the {key} '{target}'.")
            elif target in predecessors:
                findings.wrong(
                    where,
                    f"The action '{target}' already follows {predecessors[target]}: "
                    "paths cannot be joined, an action has one predecessor.",
                )
            else:
                predecessors[target] = f"'{own_id}'"
    reached = _reached(entry, known)
    for own_id, (index, _) in known.items():
        if own_id not in reached:
            findings.wrong(
                f"{place}/actions/{index}", f"The action '{own_id}' cannot be reached from the entry action."
            )


def _by_id(actions: list[Any], key: str, place: str, findings: Findings) -> dict[str, tuple[int, dict[str, Any]]]:
    known: dict[str, tuple[int, dict[str, Any]]] = {}
    for index, action in enumerate(actions):
        own_id = action.get(key) if isinstance(action, dict) else None
        if not isinstance(own_id, str):
            continue
        if own_id in known:
            findings.wrong(f"{place}/actions/{index}/{key}", f"The {key} '{own_id}' is used more than once.")
        else:
            known[own_id] = (index, action)
    return known


def _reached(entry: Any, known: Mapping[str, tuple[int, dict[str, Any]]]) -> set[str]:
    reached: set[str] = set()
    waiting = [entry]
    while waiting:  # each action is taken at most once
        own_id = waiting.pop()
        if isinstance(own_id, str) and own_id in known and own_id not in reached:
            reached.add(own_id)
            waiting.extend(slots(known[own_id][1]).values())
    return reached
