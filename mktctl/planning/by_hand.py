"""What only Klaviyo's own pages can do to a flow: named by the plan, never fought over."""

from collections.abc import Iterator
from typing import Any

from mktctl.model.bindings import Binding
from mktctl.planning.action_parts import (
    AB_TEST,
    DECIDED,
    RUNNING,
    every_action,
    experiment_status,
    message_of,
)
from mktctl.planning.desired import Desired
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject
from mktctl.planning.steps import PatchAction


def by_hand_of(outcome: Outcome, desired: Desired, flow: SeenObject | None, binding: Binding | None) -> tuple[str, ...]:
    """`transactional` of each message (P28), the start of each A/B test (P35), and a flow that is in the archive."""
    if outcome.change.verdict == "by_hand":
        return ()
    fresh = outcome.change.verdict in ("create", "replace")
    keys = {} if fresh or binding is None else {action.id: key for key, action in binding.actions.items()}
    there = {} if flow is None else {keys[one["id"]]: one for one in _actions(flow) if one["id"] in keys}
    lines = [*_transactional(outcome, desired, there), *_experiments(desired, there)]
    if flow is not None and flow.attributes.get("archived"):
        lines.append("take the flow out of the archive in Klaviyo; archived it starts for nobody")
    return tuple(f"{desired.address}: {line}" for line in lines)


def _transactional(outcome: Outcome, desired: Desired, there: dict[str, dict[str, Any]]) -> Iterator[str]:
    marked = {key for key, action in there.items() if _is_marked(action)}
    patched = {step.key for step in outcome.steps if isinstance(step, PatchAction)}
    unmarked: list[str] = []
    for action in every_action(desired.document["definition"]["actions"]):
        key = action["temporary_id"]
        if _is_marked(action) and key not in marked:
            unmarked.append(key)
        elif _is_marked(action) and key in patched:
            yield (
                f"look whether the message {key} is still marked as transactional in Klaviyo: "
                "a change through its API may take the mark away"
            )
        elif key in marked and not _is_marked(action):
            yield (
                f"the message {key} is marked as transactional in Klaviyo and not in the files: "
                "take the mark away there, or write transactional: true"
            )
    if unmarked:
        messages = "messages" if len(unmarked) > 1 else "message"
        yield f"mark the {messages} {', '.join(unmarked)} as transactional in Klaviyo; its API stores that as off"


def _experiments(desired: Desired, there: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Until somebody starts a test everybody gets its first version; nobody is told who won but in Klaviyo."""
    for action in desired.document["definition"]["actions"]:
        key = action["temporary_id"]
        if action["type"] != AB_TEST or desired.statuses.get(key) == "draft":
            continue
        status = experiment_status(there[key]) if key in there else ""
        if status == DECIDED:
            yield f"the A/B test {key} has ended: write the version that won into the file, and take ab_test: out"
        elif status != RUNNING:
            yield (
                f"start the A/B test {key} in Klaviyo, on the flow's own page, once the flow is live; its API leaves "
                "that to a person, and until then everybody gets the first version"
            )


def _actions(flow: SeenObject) -> Iterator[dict[str, Any]]:
    return every_action(flow.actions.values())


def _is_marked(action: dict[str, Any]) -> bool:
    return bool(message_of(action).get("transactional"))
