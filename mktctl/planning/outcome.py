"""What the planning of one resource yields."""

import msgspec

from mktctl.model.places import Problem
from mktctl.planning.changes import Change
from mktctl.planning.steps import AnyPlanStep


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """A change for the reader, the steps that make it so, and what the reader must know or do first."""

    change: Change
    steps: tuple[AnyPlanStep, ...] = ()
    warnings: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    blockers: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    """What the files ask for and apply does not do now, each with the reason and the way."""
