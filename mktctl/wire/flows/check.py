"""Everything about a flow that Klaviyo cannot express, or would drop in silence."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mktctl.diagnostics import Severity
from mktctl.model.condition import Condition
from mktctl.model.flow import AnyStep, Flow, Split, Switch, Wait
from mktctl.model.places import Path, Problem
from mktctl.model.steps import placed_steps
from mktctl.wire.flows import ends
from mktctl.wire.flows.check_steps import InFlow, copied_tests, step_problems
from mktctl.wire.flows.filters import filter_problems
from mktctl.wire.flows.reentry import reentry_refusal
from mktctl.wire.flows.tree import MANY_ACTIONS, MAX_ACTIONS, action_count, lay_out
from mktctl.wire.flows.triggers import trigger_metric, trigger_problems
from mktctl.wire.flows.waits import Refused, remaining

_FEWER_COPIES: Final = "Let one side end with exit, or write only_if: on the messages instead; nothing is copied then."
_Steps = Sequence[tuple[Path, AnyStep]]
"""Every step of a flow with its place, as `placed_steps` walks them: once for all that is asked here."""


def check_flow(flow: Flow, *, segments: Mapping[str, Condition]) -> list[Problem]:
    """All findings, with paths into the flow's file; `segments` are the definitions to inline by ref."""
    problems: list[Problem] = [*trigger_problems(flow.trigger)]
    if reason := reentry_refusal(flow.reentry):
        problems.append(Problem(code="FLW101", message=f"reentry: {reason}", path=("reentry",)))
    problems += filter_problems(flow, segments)
    about = InFlow(metric=trigger_metric(flow.trigger), segments=segments)
    placed = list(placed_steps(flow.steps))
    for path, step in placed:
        problems += step_problems(step, path, about)
    problems += copied_tests(flow.steps)
    problems += ends.unreachable(flow.steps)
    problems += ends.trailing_waits(flow.steps)
    problems += _size(flow, placed)
    return problems


def _size(flow: Flow, steps: _Steps) -> Iterator[Problem]:
    """How many actions, and waits that cannot be worked out where a copy of them stands."""
    count = action_count(flow.steps)
    followed, sides = _copied(steps) if count > MANY_ACTIONS else ("", "")
    if count > MAX_ACTIONS:
        told = f"{count}" if count < 100 * MAX_ACTIONS else "far too many"
        yield Problem(
            code="FLW103",
            message=f"becomes {told} actions, because Klaviyo copies what follows {followed} behind {sides}; "
            f"{MAX_ACTIONS} is the limit",
            path=("steps",),
            hint=_FEWER_COPIES,
        )
        return
    if count > MANY_ACTIONS:
        yield Problem(
            code="FLW102",
            message=f"becomes {count} actions, because what follows {followed} is copied behind {sides}",
            path=("steps",),
            hint=_FEWER_COPIES,
            severity=Severity.WARNING,
        )
    refused: dict[tuple[Path, str], Problem] = {}
    for at, left in _waits(flow, steps):
        if type(left) is Refused:
            path = (*at, "wait")
            problem = Problem(code=left.code, message=left.message, hint=left.hint, path=path)
            refused.setdefault((path, left.code), problem)
    yield from refused.values()


def _copied(steps: _Steps) -> tuple[str, str]:
    """What of this flow is followed by copies, in the author's words."""
    several = {type(step) for _, step in steps} & {Switch, Split}
    return ("a branch", "each of its ways") if several else ("an if", "both sides")


def _waits(flow: Flow, steps: _Steps) -> Iterator[tuple[Path, Wait | Refused | None]]:
    """Each wait and what is left of it. Only one that counts from the start depends on the way that leads to it."""
    waits = [(path, step) for path, step in steps if type(step) is Wait]
    if any(step.from_start for _, step in waits):
        yield from ((placed.path, placed.refused) for placed in lay_out(flow.steps))
    else:
        yield from ((path, remaining(step, None)) for path, step in waits)
