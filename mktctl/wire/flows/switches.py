"""A `switch` as one multi-branch-split: the first branch whose condition holds; the last takes the rest."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mktctl.model.flow import Switch
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.ids import Ids

TYPE: Final = "multi-branch-split"
NAME: Final = "Switch"
"""Klaviyo wants a name. It tells a switch from an `if` about person and event, which is called `If`."""
ELSE: Final = "else"


def encode_switch(
    key: str, switch: Switch, conditions: Sequence[Groups], links: Mapping[str, str | None], ids: Ids
) -> dict[str, Any]:
    """`{type, data}`; `conditions` in the order of the cases, `links` by word of each way."""
    branches = [
        branch(key, str(index + 1), index, encode_groups(groups, ids), links[str(index + 1)], one.name)
        for index, (one, groups) in enumerate(zip(switch.cases, conditions, strict=True))
    ]
    branches.append(branch(key, ELSE, len(branches), None, links[ELSE]))
    return {"type": TYPE, "data": {"name": NAME, "branches": branches}}


def branch(
    key: str, word: str, order: int, condition: dict[str, Any] | None, following: str | None, name: str = ""
) -> dict[str, Any]:
    """One way; without a condition it takes the rest. A name that nobody wrote is the way's word."""
    return {
        "branch_id": f"{key}.{word}",
        "order": order,
        "is_else": condition is None,
        "branch_filter": condition,
        "links": {"next": following},
        "name": name or word,
    }
