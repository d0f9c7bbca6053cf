"""Keys of compiled actions: the step's own key, with the way that led to a copy in front.

`review` behind both sides of `if-1` becomes `if-1.then+review` and `if-1.else+review`; behind a second one
`if-1.then+if-2.else+review`. Behind a switch or split the ways are `switch-1.1`, `switch-1.else`. Own keys never hold
the `+`.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from mktctl.model.flow import AnyStep, If, Split, Switch

_JOINT: Final = "+"


def way(key: str, word: str) -> str:
    """One way out of the step of that key, as it stands in the keys behind it; `word` is the branch's."""
    return f"{key.rpartition(_JOINT)[2]}.{word}"


def ways_in(key: str) -> list[str]:
    """The ways that led to the copy of that key."""
    return key.split(_JOINT)[:-1]


def compiled(key: str, ways: tuple[str, ...], trail: tuple[str, ...]) -> str:
    """The key of the copy that lies behind `ways`.

    `trail` is every way from the flow's start to here, in its order. A step that was read back may carry some of its
    ways in its own key already.
    """
    *carried, own = key.split(_JOINT)
    marked = {*carried, *ways}
    known = [one for one in trail if one in marked]
    return _JOINT.join([*(one for one in carried if one not in trail), *known, own])


def without(step: AnyStep, taken: str) -> AnyStep:
    """The step, and all steps below it, with one way taken out of the keys."""
    *ways, own = step.key.split(_JOINT)
    if taken in ways:
        ways.remove(taken)
    key = _JOINT.join([*ways, own])
    return _with_steps(msgspec.structs.replace(step, key=key), lambda below: without(below, taken))


def keyless(step: AnyStep) -> AnyStep:
    """The step without keys and notes, for comparing what two steps do."""
    return _with_steps(msgspec.structs.replace(step, key="", note=""), keyless)


def _with_steps(step: AnyStep, change: Callable[[AnyStep], AnyStep]) -> AnyStep:
    """The step with every step right below it changed."""

    def changed(steps: tuple[AnyStep, ...]) -> tuple[AnyStep, ...]:
        return tuple(change(one) for one in steps)

    match step:
        case If():
            return msgspec.structs.replace(step, then=changed(step.then), otherwise=changed(step.otherwise))
        case Switch():
            cases = tuple(msgspec.structs.replace(one, steps=changed(one.steps)) for one in step.cases)
            return msgspec.structs.replace(step, cases=cases, otherwise=changed(step.otherwise))
        case Split():
            shares = tuple(msgspec.structs.replace(one, steps=changed(one.steps)) for one in step.shares)
            return msgspec.structs.replace(step, shares=shares)
    return step
