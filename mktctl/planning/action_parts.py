"""Actions inside an action: an A/B test holds its message and the variations of it, each an action with an id.

Klaviyo lists only the test; a part is read and changed through its own id (`klaviyo-api.md` section 0).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

AB_TEST: Final = "ab-test"
RUNNING: Final = "live"
DECIDED: Final = "completed"
WITH_STATUS: Final = frozenset(
    {
        "send-email", "send-sms", "send-mobile-push", "send-whatsapp", "send-webhook", "send-internal-alert",
        "update-profile", "list-update", AB_TEST,
    }
)  # fmt: skip
"""Types of actions that are on or off; waits and splits have no status."""

Action = Mapping[str, Any]


def parts_of(action: Action) -> tuple[dict[str, Any], ...]:
    """The main message, then the variations in their order; none of any action but a test."""
    if action["type"] != AB_TEST:
        return ()
    data = action.get("data") or {}
    main = data.get("main_action")
    variations = (data.get("current_experiment") or {}).get("variations") or ()
    return (*((main,) if main else ()), *variations)


def with_parts(action: Action, edit: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """The action itself edited, and each of its parts."""
    whole = dict(action)
    if action["type"] == AB_TEST:
        data = dict(action.get("data") or {})
        if data.get("main_action"):
            data["main_action"] = edit(data["main_action"])
        if experiment := data.get("current_experiment"):
            variations = [edit(one) for one in experiment.get("variations") or ()]
            data["current_experiment"] = {**experiment, "variations": variations}
        whole["data"] = data
    return edit(whole)


def with_status(action: Action, status: str) -> dict[str, Any]:
    """The action in that status, its parts too: a test and its messages are on or off together."""
    return with_parts(action, lambda one: {**one, "data": {**(one.get("data") or {}), "status": status}})


def every_action(actions: Iterable[Action]) -> Iterator[dict[str, Any]]:
    """Each action, followed by its parts."""
    for action in actions:
        yield dict(action)
        yield from parts_of(action)


def message_of(action: Action) -> dict[str, Any]:
    """What the action sends; empty when it sends nothing, or only through its parts."""
    message = (action.get("data") or {}).get("message")
    return message if isinstance(message, dict) else {}


def experiment_status(action: Action) -> str:
    """Whether a test is a `draft`, `live` (runs) or `completed`; empty of any other action."""
    if action["type"] != AB_TEST:
        return ""
    return str((action.get("data") or {}).get("experiment_status") or "draft")
