"""A `split` by chance as `conditional-split`s inside one another, each with a `profile-sample` (P30).

A sample is a whole percentage of those who come by, so each draw takes its share of what the draws before have left:
thirds are 33 of all, then 50 of the rest. The nested draws are called `split-1:2`, `split-1:3`.
"""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.flow import Split
from mktctl.model.places import Path, Problem
from mktctl.wire.flows.splits import SIDES

_MOST_OFF: Final = 1.0
"""Points that a real share may differ from the written one (P30)."""
_TYPE: Final = "conditional-split"


def real_shares(split: Split) -> tuple[float, ...]:
    """What each way really gets, in percent of all who come by; `split` has at least two ways."""
    return shares_of(_percents(split))


def shares_of(percents: tuple[int, ...]) -> tuple[float, ...]:
    """The shares that come of draws, and the rest: (33, 50) gives 33, 33.5 and 33.5."""
    left, shares = 100.0, []
    for percent in percents:
        shares.append(left * percent / 100)
        left -= shares[-1]
    return (*shares, left)


def share_problems(split: Split, path: Path) -> tuple[Problem, ...]:
    """A share that whole percentages miss by more than a point; many small ways add up such differences."""
    for index, (share, real) in enumerate(zip(split.shares, real_shares(split), strict=True)):
        if abs(share.percent - real) > _MOST_OFF or share.percent <= 0:
            return (
                Problem(
                    code="FLW110",
                    message=f"{share.percent:g}% would become {real:.1f}%: Klaviyo draws whole percents of those left",
                    path=(*path, "split", index, "share"),
                    hint="Put the largest shares first, or write fewer ways.",
                ),
            )
    return ()


def draw_key(key: str, number: int) -> str:
    """The compiled key of the draw with that number, from 1."""
    return key if number == 1 else f"{key}:{number}"


def encode_draws(key: str, split: Split, links: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """The draws in their order; `links` by word of each way, "1" and so on."""
    percents = _percents(split)
    targets = list(links.values())
    actions = []
    for number, percent in enumerate(percents, start=1):
        rest = targets[-1] if number == len(percents) else draw_key(key, number + 1)
        yes, no = SIDES["then"], SIDES["else"]
        sample = {"type": "profile-sample", "percentage": percent}
        actions.append(
            {
                "temporary_id": draw_key(key, number),
                "type": _TYPE,
                "links": {yes: targets[number - 1], no: rest},
                "data": {"profile_filter": {"condition_groups": [{"conditions": [sample]}]}},
            }
        )
    return actions


def percent_of(action: Mapping[str, Any]) -> int | None:
    """The percentage of a draw; None for any other action."""
    if action["type"] != _TYPE:
        return None
    match (action.get("data") or {}).get("profile_filter"):
        case {"condition_groups": [{"conditions": [{"type": "profile-sample", "percentage": int(percent)}]}]}:
            return percent
    return None


def _percents(split: Split) -> tuple[int, ...]:
    """The draws: each share as a whole percentage of what those before really left."""
    left, percents = 100.0, []
    for share in split.shares[:-1]:
        percent = min(99, max(1, round(share.percent / left * 100)))
        percents.append(percent)
        left -= left * percent / 100
    return tuple(percents)
