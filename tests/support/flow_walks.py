"""What happens to one person in a flow, told as short lines: from the model's steps, and from the sandbox's graph.

Two readings that share nothing but the evaluator of conditions; at an instant that does not move, so that what is told
is the flow's shape. A line begins with the minutes since the start, `?` behind a wait whose length depends on the day.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from mktctl.engine.conditions import holds
from mktctl.engine.run_view import RunView
from mktctl.model.condition import Condition
from mktctl.model.flow import (
    AnyStep,
    Email,
    Exit,
    ExitIf,
    Flow,
    If,
    ListUpdate,
    PropertyChange,
    UpdateProfile,
    Wait,
    Webhook,
)
from mktctl.model.profile import Profile
from mktctl.sandbox.reading import graph

DAY = 1440


class Walker:
    """One person on their way; `lines` are what happened."""

    def __init__(self, profile: Profile, run: RunView, now: datetime, segments: Mapping[str, Condition]) -> None:
        self.profile, self.run, self.now, self.segments = profile, run, now, segments
        self.elapsed: int | None = 0
        self.lines: list[str] = []

    def meets(self, condition: Condition | None) -> bool:
        """No condition is met by everybody."""
        if condition is None:
            return True
        return holds(condition, self.profile, now=self.now, run=self.run, segments=self.segments)

    def tell(self, what: str) -> None:
        """One line, at this moment."""
        self.lines.append(f"{'?' if self.elapsed is None else self.elapsed} {what}")

    def wait(self, minutes: int, at: str | None, weekdays: Sequence[str], zone: str) -> None:
        """A plain wait moves the clock; a calendar one is told."""
        if not at and not weekdays:
            self.elapsed = None if self.elapsed is None else self.elapsed + minutes
            return
        days, rest = divmod(minutes, DAY)
        length = f"{minutes} minutes" if rest else f"{days} day{'' if days == 1 else 's'}"
        until = f" until {at}" if at else ""
        self.tell(" ".join([f"{length}{until}", *weekdays, zone]))
        self.elapsed = None

    def change(self, changes: Sequence[PropertyChange]) -> None:
        """Each operation on the profile."""
        for one in changes:
            self.tell(f"{one.op} {one.property} {one.value}")


def walk_steps(flow: Flow, walker: Walker) -> list[str]:
    """From the model: the steps as written."""
    _steps(flow.steps, flow, walker)
    return walker.lines


def _steps(steps: Sequence[AnyStep], flow: Flow, walker: Walker) -> bool:
    """Whether the person is still there behind the steps."""
    return all(_step(step, flow, walker) for step in steps)


def _step(step: AnyStep, flow: Flow, walker: Walker) -> bool:
    let_on = walker.meets(flow.only_if) and not (flow.exit_when is not None and walker.meets(flow.exit_when))
    match step:
        case Exit():
            return False
        case ExitIf(condition=condition):
            return not walker.meets(condition)
        case If(condition=condition):
            return _steps(step.then if walker.meets(condition) else step.otherwise, flow, walker)
        case Wait():
            minutes = step.span.total_minutes
            if step.from_start:
                assert walker.elapsed is not None, "refused by check_flow"
                minutes -= walker.elapsed
            zone = "profile" if step.zone == "recipient" else step.zone
            ordered = [day for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") if day in step.weekdays]
            walker.wait(minutes, step.at, ordered, zone)
        case Email():
            sent = let_on and walker.meets(step.only_if)
            walker.tell(f"{'email' if sent else 'skipped'} {step.template}")
        case Webhook():
            walker.tell(f"{'webhook' if let_on else 'skipped'} {step.url}")
        case UpdateProfile() if let_on:
            walker.change(step.changes)
        case ListUpdate() if let_on:
            walker.tell(f"{'add to' if step.add else 'remove from'} {step.list}")
    return True


def walk_graph(flow: graph.FlowGraph, walker: Walker) -> list[str]:
    """From the sandbox's reading of the definition."""
    at = flow.first
    for node in _way(flow, at, walker):
        let_on = walker.meets(flow.filter)
        match node:
            case graph.DelayNode():
                walker.wait(node.span.total_minutes, node.at and node.at[:5], node.weekdays, node.zone)
            case graph.EmailNode():
                sent = let_on and walker.meets(node.only_if)
                walker.tell(f"{'email' if sent else 'skipped'} {node.template}")
            case graph.WebhookNode():
                walker.tell(f"{'webhook' if let_on else 'skipped'} {node.url}")
            case graph.UpdateProfileNode() if let_on:
                walker.change(node.changes)
            case graph.ListUpdateNode() if let_on:
                walker.tell(f"{'add to' if node.add else 'remove from'} {node.list}")
    return walker.lines


def _way(flow: graph.FlowGraph, at: str | None, walker: Walker) -> Iterator[graph.AnyNode]:
    for _ in range(len(flow.nodes) + 1):
        if at is None:
            return
        node = flow.nodes[at]
        yield node
        match node:
            case graph.SplitNode():
                at = node.if_true if walker.meets(node.condition) else node.if_false
            case graph.BranchesNode():
                at = next(one.next for one in node.branches if walker.meets(one.condition))
            case _:
                at = node.next
    raise AssertionError("a way that does not end")
