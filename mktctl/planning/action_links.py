"""The named outgoing links of an action, wherever its type keeps them.

`next`, `next_if_true` and `next_if_false` stand in `links`; a multi-branch split keeps one link in each of its
branches, called here `branches.0`, `branches.1` in the order in which they are listed.
"""

from collections.abc import Mapping
from typing import Any, Final

MULTI_BRANCH: Final = "multi-branch-split"
_TWO_SIDED: Final = frozenset({"conditional-split", "trigger-split", "action-output-split"})
BRANCHING: Final = _TWO_SIDED | {MULTI_BRANCH}
"""Types of actions with several ways on."""

Action = Mapping[str, Any]
"""An action as the platform tells it, or as a reading keeps it, with every link in `links`."""


def links_of(action: Action) -> dict[str, str | None]:
    """Every link by its slot; an absent one is None."""
    links = action.get("links") or {}
    if action["type"] in _TWO_SIDED:
        return {slot: links.get(slot) for slot in ("next_if_true", "next_if_false")}
    if action["type"] == MULTI_BRANCH:
        found = ((branch_slot(index), branch) for index, branch in enumerate(branches_of(action)))
        return {slot: links.get(slot) or (branch.get("links") or {}).get("next") for slot, branch in found}
    return {"next": links.get("next")}


def branches_of(action: Action) -> list[dict[str, Any]]:
    """The branches of a multi-branch split, the rest last; none of any other action."""
    return list((action.get("data") or {}).get("branches") or ())


def branch_slot(index: int) -> str:
    """The name of a branch's link."""
    return f"branches.{index}"


def is_branch(slot: str) -> bool:
    """Whether the link is one of a branch."""
    return slot.startswith("branches.")
