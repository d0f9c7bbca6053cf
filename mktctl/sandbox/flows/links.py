"""The links of an action's JSON, wherever its type keeps them. Tolerant: it is also used on what is not valid yet."""

import copy
from collections.abc import Mapping
from typing import Any

from mktctl.sandbox.flows.action_shapes import MULTI_BRANCH, YES_NO, kind_of

Slot = tuple[str | int, ...]
"""Where one link stands in an action: `("links", "next")`, `("data", "branches", 0, "links", "next")`."""

Action = dict[str, Any]


def slots(action: Mapping[str, Any]) -> dict[Slot, str | None]:
    """Every link of an action, absent ones as None, in order: yes before no, branches as listed."""
    kind = kind_of(action)
    if kind == MULTI_BRANCH:
        branches = _inner(action, "data").get("branches")
        listed = enumerate(branches if isinstance(branches, list) else ())
        return {
            ("data", "branches", index, "links", "next"): _link(_inner(branch, "links"), "next")
            for index, branch in listed
        }
    names = ("next_if_true", "next_if_false") if kind in YES_NO else ("next",)
    return {("links", name): _link(_inner(action, "links"), name) for name in names}


def with_link(action: Action, slot: Slot, target: str | None) -> Action:
    """A copy whose link at `slot` leads to `target`."""
    changed = copy.deepcopy(action)
    inner: Any = changed
    for key in slot[:-1]:
        if isinstance(inner, dict) and inner.get(key) is None:
            inner[key] = {}
        inner = inner[key]
    inner[slot[-1]] = target
    return changed


def relinked(action: Action, ids: Mapping[str, str]) -> Action:
    """A copy whose links have the ids that the temporary ones stand for."""
    changed = action
    for slot, target in slots(action).items():
        if target is not None:
            changed = with_link(changed, slot, ids.get(target, target))
    return changed


def pointer(slot: Slot) -> str:
    """The slot as the end of a JSON pointer: `/links/next`."""
    return "".join(f"/{key}" for key in slot)


def _inner(value: Any, key: str) -> Mapping[str, Any]:
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def _link(links: Mapping[str, Any], name: str) -> str | None:
    target = links.get(name)
    return target if isinstance(target, str) else None
