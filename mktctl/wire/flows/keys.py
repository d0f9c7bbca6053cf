"""Keys of compiled actions: the step's own key, with the way that led to a copy in front.

`review` behind both sides of `if-1` becomes `if-1.then+review` and `if-1.else+review`; behind a second one
`if-1.then+if-2.else+review`. Own keys never hold the `+`.
"""

from typing import Final

import msgspec

from mktctl.model.flow import AnyStep, If

_JOINT: Final = "+"


def side(if_key: str, *, then: bool) -> str:
    """The way past an `if`, as it stands in the keys behind it."""
    return f"{if_key.rpartition(_JOINT)[2]}.{'then' if then else 'else'}"


def compiled(key: str, ways: tuple[str, ...], trail: tuple[str, ...]) -> str:
    """The key of the copy that lies behind `ways`.

    `trail` is every way from the flow's start to here, in its order. A step that was read back may carry some of its
    ways in its own key already.
    """
    *carried, own = key.split(_JOINT)
    marked = {*carried, *ways}
    known = [way for way in trail if way in marked]
    return _JOINT.join([*(way for way in carried if way not in trail), *known, own])


def without(step: AnyStep, way: str) -> AnyStep:
    """The step, and all steps below it, with one way taken out of the keys."""
    *ways, own = step.key.split(_JOINT)
    if way in ways:
        ways.remove(way)
    key = _JOINT.join([*ways, own])
    if isinstance(step, If):
        return msgspec.structs.replace(
            step,
            key=key,
            then=tuple(without(one, way) for one in step.then),
            otherwise=tuple(without(one, way) for one in step.otherwise),
        )
    return msgspec.structs.replace(step, key=key)


def keyless(step: AnyStep) -> AnyStep:
    """The step without keys and notes, for comparing what two steps do."""
    if isinstance(step, If):
        return msgspec.structs.replace(
            step,
            key="",
            note="",
            then=tuple(keyless(one) for one in step.then),
            otherwise=tuple(keyless(one) for one in step.otherwise),
        )
    return msgspec.structs.replace(step, key="", note="")
