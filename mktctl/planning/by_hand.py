"""What only Klaviyo's own pages can do to a flow: named by the plan, never fought over."""

from mktctl.model.bindings import Binding
from mktctl.planning.desired import Desired
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject
from mktctl.planning.steps import PatchAction


def by_hand_of(outcome: Outcome, desired: Desired, flow: SeenObject | None, binding: Binding | None) -> tuple[str, ...]:
    """`transactional` of each message (P28), and a flow that was put into the archive."""
    lines = list(_transactional(outcome, desired, flow, binding))
    if flow is not None and flow.attributes.get("archived"):
        lines.append(f"{desired.address}: take the flow out of the archive in Klaviyo; archived it starts for nobody")
    return tuple(lines)


def _transactional(outcome: Outcome, desired: Desired, flow: SeenObject | None, binding: Binding | None) -> list[str]:
    fresh = outcome.change.verdict in ("create", "replace")
    keys = {} if fresh or binding is None else {action.id: key for key, action in binding.actions.items()}
    marked = {keys[id_] for id_, action in (flow.actions if flow else {}).items() if id_ in keys and _is_marked(action)}
    patched = {step.key for step in outcome.steps if isinstance(step, PatchAction)}
    lines = []
    for action in desired.document["definition"]["actions"]:
        key = action["temporary_id"]
        if _is_marked(action) and key not in marked:
            lines.append(f"mark the message {key} as transactional in Klaviyo; its API stores that as off")
        elif _is_marked(action) and key in patched:
            lines.append(
                f"look whether the message {key} is still marked as transactional in Klaviyo: "
                "a change through its API may take the mark away"
            )
        elif key in marked and not _is_marked(action):
            lines.append(
                f"the message {key} is marked as transactional in Klaviyo and not in the files: "
                "take the mark away there, or write transactional: true"
            )
    return [f"{desired.address}: {line}" for line in lines]


def _is_marked(action: dict[str, object]) -> bool:
    data = action.get("data")
    message = data.get("message") if isinstance(data, dict) else None
    return bool(isinstance(message, dict) and message.get("transactional"))
