"""Steps laid out as Klaviyo's strict tree: no action has two predecessors, so a tail is copied behind each way: P11."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from mktctl.model.flow import (
    Alert,
    AnyStep,
    Email,
    Exit,
    ExitIf,
    ListUpdate,
    Push,
    RawStep,
    Sms,
    Split,
    UpdateProfile,
    Wait,
    Webhook,
    WhatsApp,
)
from mktctl.model.places import Path
from mktctl.model.steps import BRANCHING, Branch, branches
from mktctl.wire.flows import keys
from mktctl.wire.flows.waits import Refused, elapsed_behind, remaining

MANY_ACTIONS: Final = 50
MAX_ACTIONS: Final = 500
"""P11: a warning above the first, an error above the second."""

DOES_SOMETHING: Final = (Email, Sms, Push, WhatsApp, Alert, Webhook, UpdateProfile, ListUpdate, RawStep)
"""Steps whose absence behind a wait makes the wait pointless (D7)."""


class Placed(msgspec.Struct, kw_only=True):
    """One action of the tree: `step` as it is sent, `links` by slot (`next`, or the word of each way).

    A split stands for as many actions as it has ways but one. `path` is the step's place in the file; `refused` says
    why a wait cannot be worked out here.
    """

    key: str
    step: AnyStep
    path: Path
    links: dict[str, str | None]
    refused: Refused | None = None


class _Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """A step still to be laid out, with the ways that lead to this copy of it."""

    step: AnyStep
    path: Path
    ways: tuple[str, ...] = ()


class _Open(msgspec.Struct, frozen=True, kw_only=True):
    """A link that waits for the first of `ahead`.

    `elapsed_minutes` since the start, None when nobody can know; `trail` is every way taken since then.
    """

    ahead: tuple[_Ahead, ...]
    elapsed_minutes: int | None
    trail: tuple[str, ...]
    links: dict[str, str | None]
    slot: str


def lay_out(steps: Sequence[AnyStep]) -> list[Placed]:
    """Every action in document order: what branches, then what hangs on its first way, and so on.

    `action_count(steps)` must be at most MAX_ACTIONS: copies double at every `if`.
    """
    placed: list[Placed] = []
    root: dict[str, str | None] = {"entry": None}
    stack = [_Open(ahead=tuple(_ahead(steps, ("steps",))), elapsed_minutes=0, trail=(), links=root, slot="entry")]
    while stack:
        _lay_path(stack.pop(), placed, stack)
    return placed


def action_count(steps: Sequence[AnyStep]) -> int:
    """How many actions the steps become, without laying them out."""
    return _count(steps, 0)


def falls_through(steps: Sequence[AnyStep]) -> bool:
    """Whether anybody comes out at the end."""
    for step in steps:
        if type(step) is Exit:
            return False
        if type(step) in BRANCHING and not any(falls_through(one.steps) for one in branches(step)):
            return False
    return True


def is_copied_behind(ways: Sequence[Branch]) -> bool:
    """Whether what follows stands behind more than one way."""
    return sum(falls_through(one.steps) for one in ways) > 1


def _lay_path(start: _Open, placed: list[Placed], stack: list[_Open]) -> None:
    links, slot, elapsed = start.links, start.slot, start.elapsed_minutes
    for index, one in enumerate(start.ahead):
        if isinstance(one.step, Exit):
            return
        action = _placed(one, start.trail, elapsed)
        placed.append(action)
        links[slot] = action.key
        if type(one.step) in BRANCHING:
            behind = msgspec.structs.replace(
                start, ahead=start.ahead[index + 1 :], elapsed_minutes=elapsed, links=action.links
            )
            _open_ways(one, behind, stack)
            return
        if action.refused is None:
            elapsed = elapsed_behind(elapsed, action.step)
        links, slot = action.links, "else" if isinstance(one.step, ExitIf) else "next"


def _placed(one: _Ahead, trail: tuple[str, ...], elapsed_minutes: int | None) -> Placed:
    key = keys.compiled(one.step.key, one.ways, trail)
    action = Placed(key=key, step=one.step, path=one.path, links=dict.fromkeys(_slots(one.step)))
    if isinstance(one.step, Wait):
        left = remaining(one.step, elapsed_minutes)
        if isinstance(left, Refused):
            action.refused = left
        else:
            action.step = left
    return action


def _slots(step: AnyStep) -> tuple[str, ...]:
    if isinstance(step, ExitIf):
        return ("then", "else")
    return tuple(one.word for one in branches(step)) or ("next",)


def _open_ways(one: _Ahead, behind: _Open, stack: list[_Open]) -> None:
    """Every way, each with what lies behind it: a copy only when several come out there."""
    ways = branches(one.step)
    copied = is_copied_behind(ways)
    for branch in reversed(ways):  # the stack gives back the last one first
        marker = keys.way(one.step.key, branch.word)
        rest = behind.ahead
        if copied:
            rest = tuple(msgspec.structs.replace(far, ways=(*far.ways, marker)) for far in rest)
        own = tuple(_ahead(branch.steps, (*one.path, *branch.path), one.ways))
        trail = (*behind.trail, marker)
        stack.append(msgspec.structs.replace(behind, ahead=own + rest, trail=trail, slot=branch.word))


def _ahead(steps: Sequence[AnyStep], path: Path, ways: tuple[str, ...] = ()) -> Iterator[_Ahead]:
    for index, step in enumerate(steps):
        yield _Ahead(step=step, path=(*path, index), ways=ways)


def _count(steps: Sequence[AnyStep], behind: int) -> int:
    total = behind
    for step in reversed(steps):
        if type(step) is Exit:
            total = 0
        elif type(step) in BRANCHING:
            ways = branches(step)
            own = len(ways) - 1 if type(step) is Split else 1
            total = own + sum(_count(one.steps, total) for one in ways)
        else:
            total += 1
    return total
