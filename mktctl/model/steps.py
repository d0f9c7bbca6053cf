"""Walks over a flow's steps.

Steps have no subclasses, and walks ask for `type(step)`: where the answer is no, `isinstance` takes six times as long.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from mktctl.model.flow import AnyStep, If, Split, Switch
from mktctl.model.places import Path

BRANCHING: Final = frozenset({If, Switch, Split})
"""Steps that hold lists of steps."""


class Branch(msgspec.Struct, frozen=True):
    """One way out of a branching step: its place below the step in the file, and its word in keys (`if-1.then`)."""

    path: Path
    word: str
    steps: tuple[AnyStep, ...]


def branches(step: AnyStep) -> tuple[Branch, ...]:
    """The ways out of a step in the order of the file; none of a step that does not branch.

    An `if` and a `switch` always have their else, empty where none is written.
    """
    match step:
        case If(then=then, otherwise=otherwise):
            return (Branch(("then",), "then", then), Branch(("else",), "else", otherwise))
        case Switch(cases=cases, otherwise=otherwise):
            ways = (Branch(("switch", index, "then"), str(index + 1), one.steps) for index, one in enumerate(cases))
            return (*ways, Branch(("switch", len(cases), "else"), "else", otherwise))
        case Split(shares=shares):
            return tuple(
                Branch(("split", index, "steps"), str(index + 1), one.steps) for index, one in enumerate(shares)
            )
    return ()


def with_branches(step: AnyStep, ways: Sequence[tuple[AnyStep, ...]]) -> AnyStep:
    """The step with other steps in its ways, in the order of `branches`; itself when it does not branch."""
    replace = msgspec.structs.replace
    match step:
        case If():
            then, otherwise = ways
            return replace(step, then=then, otherwise=otherwise)
        case Switch(cases=cases):
            *whens, otherwise = ways
            changed = tuple(replace(one, steps=steps) for one, steps in zip(cases, whens, strict=True))
            return replace(step, cases=changed, otherwise=otherwise)
        case Split(shares=shares):
            return replace(
                step, shares=tuple(replace(one, steps=steps) for one, steps in zip(shares, ways, strict=True))
            )
    return step


def all_steps(steps: Iterable[AnyStep]) -> Iterator[AnyStep]:
    """Every step, a branch before what hangs on it, in the order of the file."""
    for step in steps:
        yield step
        if type(step) in BRANCHING:
            for branch in branches(step):
                yield from all_steps(branch.steps)


def placed_steps(steps: Iterable[AnyStep], path: Path = ("steps",)) -> Iterator[tuple[Path, AnyStep]]:
    """Every step with its place in the file, in the same order."""
    for index, step in enumerate(steps):
        here = (*path, index)
        yield here, step
        if type(step) in BRANCHING:
            for branch in branches(step):
                yield from placed_steps(branch.steps, (*here, *branch.path))
