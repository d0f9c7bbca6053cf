"""What nobody reaches and what Klaviyo drops: steps behind an exit, waits with nothing behind them (P46, D7)."""

from collections.abc import Iterator, Sequence
from typing import Final

from mktctl.model.flow import AnyStep, DateWait, Exit, StockWait, Wait
from mktctl.model.places import Path, Problem
from mktctl.model.steps import BRANCHING, branches
from mktctl.wire.flows.tree import DOES_SOMETHING, falls_through

_STEPS: Path = ("steps",)
_WAITS: Final = frozenset({Wait, StockWait, DateWait})


def unreachable(steps: Sequence[AnyStep], path: Path = _STEPS) -> Iterator[Problem]:
    """The first step behind an exit, in each list of steps."""
    open_so_far = True
    for index, step in enumerate(steps):
        if not open_so_far:
            yield Problem(
                code="FLW107",
                message="nobody comes here: everybody has left above",
                path=(*path, index),
                hint="Remove the step, or the exit above it.",
            )
            break
        if type(step) in BRANCHING:
            for branch in branches(step):
                yield from unreachable(branch.steps, (*path, index, *branch.path))
            open_so_far = falls_through((step,))
        elif type(step) is Exit:
            open_so_far = False


def trailing_waits(steps: Sequence[AnyStep]) -> list[Problem]:
    """Waits on whose every way onward nothing is done."""
    found: list[Problem] = []
    _acts(steps, _STEPS, behind=False, found=found)
    return found[::-1]


def _acts(steps: Sequence[AnyStep], path: Path, *, behind: bool, found: list[Problem]) -> bool:
    """Whether anything is done from here on; `behind` says so of what follows the list. Walks from the end."""
    acts = behind
    for index in range(len(steps) - 1, -1, -1):
        step = steps[index]
        kind = type(step)
        if kind is Exit:
            acts = False
        elif kind in BRANCHING:
            ways = branches(step)[::-1]
            on_ways = [_acts(one.steps, (*path, index, *one.path), behind=acts, found=found) for one in ways]
            acts = any(on_ways)
        elif not acts and kind in _WAITS:
            found.append(
                Problem(
                    code="WAI104",
                    message="nothing follows this wait; Klaviyo skips it and the run ends here",
                    path=(*path, index, "wait"),
                    hint="Remove the wait, or add the step that it waits for.",
                )
            )
        else:
            acts = acts or kind in DOES_SOMETHING
    return acts
