"""One run, step by step: everything that is due, until the run waits or ends (D1)."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import msgspec

from mktctl.engine.flows.acting import MessageNode, act
from mktctl.engine.flows.applying import applied
from mktctl.engine.flows.branching import branch
from mktctl.engine.flows.catching_up import WaitingNode, due_behind, place_at
from mktctl.engine.flows.course import ActingNode, Course, course_of
from mktctl.engine.flows.date_entry import target_of
from mktctl.engine.flows.effects import AnyEffect, Ended, Waits
from mktctl.engine.flows.leaving import ended, left_because
from mktctl.engine.flows.run import EndReason, Run
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.viewing import salt_of
from mktctl.model.flow_graph import (
    AnyNode,
    BackInStockNode,
    BranchesNode,
    DelayNode,
    FlowGraph,
    OpaqueNode,
    SplitNode,
    TargetDateNode,
)
from mktctl.model.profile import Event, Profile

_replace: Final = msgspec.structs.replace


def advance(
    graph: FlowGraph,
    name: str,
    run: Run,
    person: Profile,
    *,
    now: datetime,
    setting: Setting,
    lists: Collection[str] | None = None,
) -> tuple[Run, tuple[AnyEffect, ...]]:
    """The run after all that is due at `now`, and what it asks for; nothing when it waits for something else.

    `name` is the flow's, `lists` as of `gate`. What one step changes about the person, the next one sees (`applied`).
    Raises UndecidableError for a condition that only Klaviyo can decide.
    """
    if run.is_over or run.awaited != "time" or run.due is None or run.due > now:
        return run, ()
    walk = _Walk(graph, name, run, person, now, setting, lists)
    walk.go()
    return walk.run, tuple(walk.effects)


def start(
    graph: FlowGraph, name: str, person: Profile, *, run_id: str, event: Event | None, now: datetime, setting: Setting
) -> Run:
    """A run at the flow's first step, due at once; `enters` said yes. One of a date flow knows its day."""
    target = target_of(graph, person, now=now, setting=setting)
    day = None if target is None else target.day
    return Run(id=run_id, flow=name, person=person.id, started=now, event=event, node=graph.first, due=now, day=day)


class _Walk:
    """One call of `advance`: the run, the person and the effects so far."""

    def __init__(
        self,
        graph: FlowGraph,
        name: str,
        run: Run,
        person: Profile,
        now: datetime,
        setting: Setting,
        lists: Collection[str] | None,
    ) -> None:
        self.graph, self.name, self.run, self.person = graph, name, run, person
        self.now, self.setting, self.lists = now, setting, lists
        self.course: Course = course_of(graph)
        self.effects: list[AnyEffect] = []

    def go(self) -> None:
        """Bounded by the graph: a path holds each node once."""
        for _ in range(len(self.graph.nodes) + 1):
            reason, checks = left_because(self.graph, self.name, self.run, self.person, now=self.now)
            if reason is not None:
                self.end(reason)
                self.effects[-1] = _replace(self.effects[-1], checks=checks)
                return
            node = self.graph.nodes.get(self.run.node or "")
            if node is None:  # somebody took the step away that was ahead
                self.end("removed")
                return
            self.step(node)
            if self.run.is_over or self.run.awaited != "time" or self.run.due is None or self.run.due > self.now:
                return
        raise AssertionError(f"a way of {self.name} that does not end")

    def step(self, node: AnyNode) -> None:
        """One node; afterwards the run is at the next one, waits, or is over."""
        match node:
            case SplitNode() | BranchesNode():
                self.branch(node)
            case DelayNode() | TargetDateNode() | BackInStockNode():
                self.wait(node)
            case _:
                self.act(node)

    def branch(self, node: SplitNode | BranchesNode) -> None:
        taken = branch(node, self.run, self.person, salt=self.salt(node.id), now=self.now)
        self.effects.append(taken.effect)
        if taken.following is None:
            self.end(taken.end)
        else:
            self.move(taken.following)

    def wait(self, node: WaitingNode) -> None:
        """A wait behind which nothing is done is skipped, and the run is over at once (D7, T45)."""
        if node.id not in self.course.acting:
            self.end("finished")
            return
        if isinstance(node, BackInStockNode):
            self.effects.append(Waits(node=node.id, at=self.now, until=None))
            self.run = _replace(self.run, node=node.next, due=None, awaited="stock")
            return
        due = due_behind(node, self.graph, self.person, self.run.day, since=self.now, setting=self.setting)
        if due < self.now:
            self.catch_up(node.next, due)
            return
        self.effects.append(Waits(node=node.id, at=self.now, until=due))
        self.run = _replace(self.run, node=node.next, due=due)

    def catch_up(self, first: str | None, since: datetime) -> None:
        """What hangs on a date that has passed is lost, what comes later stays (T2)."""
        seen = place_at(
            self.graph, self.name, self.run, self.person, first=first, since=since, now=self.now, setting=self.setting
        )
        if seen is None:
            self.end("finished")
            return
        self.effects.append(Waits(node=self.run.node or "", at=self.now, until=seen.due))
        self.run = _replace(self.run, node=seen.node, due=seen.due, awaited="stock" if seen.due is None else "time")

    def act(self, node: ActingNode | OpaqueNode) -> None:
        """A message is sent or skipped once in a run, whatever is edited meanwhile (U5, U6)."""
        if node.id not in self.run.done:
            effect = act(
                node, self.graph, self.name, self.run, self.person,
                now=self.now, setting=self.setting, lists=self.lists,
            )  # fmt: skip
            if isinstance(effect, Waits):
                self.effects.append(effect)
                self.run = _replace(self.run, due=effect.until)
                return
            if effect is not None:
                self.effects.append(effect)
                self.person = applied(self.person, effect, self.setting)
            if isinstance(node, MessageNode):
                self.run = _replace(self.run, done=(*self.run.done, node.id))
        self.move(node.next)

    def move(self, following: str | None) -> None:
        if following is None:
            self.end("finished")
            return
        self.run = _replace(self.run, node=following, due=self.now)

    def salt(self, id_: str) -> str:
        return salt_of(self.name, self.course.paths.get(id_, ""))

    def end(self, reason: EndReason) -> None:
        at = self.run.node or ""
        self.effects.append(Ended(node=at, at=self.now, reason=reason))
        self.run = ended(self.run, reason, now=self.now)
