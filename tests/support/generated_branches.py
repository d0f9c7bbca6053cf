"""Steps with several ways, of lists of steps that were generated before."""

from collections.abc import Callable

import msgspec

from mktctl.model import condition as c
from mktctl.model.flow import AnyStep, Case, If, Share, Split, Switch


def switch_of(ways: list[tuple[AnyStep, ...]], conditions: list[c.Condition]) -> Switch:
    """One way a condition; a third way is the rest."""
    cases = tuple(Case(condition=one, steps=steps) for one, steps in zip(conditions, ways, strict=False))
    return Switch(key="", cases=cases, otherwise=ways[2] if len(ways) > 2 else ())


def split_of(ways: list[tuple[AnyStep, ...]]) -> Split:
    """Two halves, or thirds as whole percents."""
    percents = (50.0, 50.0) if len(ways) == 2 else (34.0, 33.0, 33.0)
    shares = zip(percents, ways, strict=True)
    return Split(key="", shares=tuple(Share(percent=percent, steps=steps) for percent, steps in shares))


def with_ways(step: AnyStep, edit: Callable[[tuple[AnyStep, ...]], tuple[AnyStep, ...]]) -> AnyStep:
    """The step with each list of steps that it holds edited."""
    match step:
        case If():
            return msgspec.structs.replace(step, then=edit(step.then), otherwise=edit(step.otherwise))
        case Switch():
            cases = tuple(msgspec.structs.replace(one, steps=edit(one.steps)) for one in step.cases)
            return msgspec.structs.replace(step, cases=cases, otherwise=edit(step.otherwise))
        case Split():
            shares = tuple(msgspec.structs.replace(one, steps=edit(one.steps)) for one in step.shares)
            return msgspec.structs.replace(step, shares=shares)
    return step
