"""Walks over a flow's steps."""

from collections.abc import Iterable, Iterator

from mktctl.model.flow import AnyStep, If


def all_steps(steps: Iterable[AnyStep]) -> Iterator[AnyStep]:
    """Every step, a branch before what hangs on it, in the order of the file."""
    for step in steps:
        yield step
        if isinstance(step, If):
            yield from all_steps(step.then)
            yield from all_steps(step.otherwise)
