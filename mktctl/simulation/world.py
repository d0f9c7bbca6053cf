"""The world in memory: people, their events and runs, and a clock that goes from one thing to the next.

At one instant the order is total: what happens before what is due, then flow, person, run (T23, T43, T60). So the same
history gives the same story, in whatever order its parts were told.
"""

import heapq
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from mktctl.engine.conditions import holds
from mktctl.engine.flows.advancing import advance, start
from mktctl.engine.flows.applying import applied
from mktctl.engine.flows.effects import AnyEffect, Send
from mktctl.engine.flows.entering import enters
from mktctl.engine.flows.leaving import react, restocked
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Setting
from mktctl.model.condition import Channel, Condition
from mktctl.model.flow_graph import DateEntry, FlowGraph, ListEntry, MetricEntry, ProductEntry, SegmentEntry
from mktctl.model.flow_test import Happening, Interacted, ListMoved, ProductMoved, Restocked
from mktctl.model.profile import Event, Profile
from mktctl.simulation.arrivals import PRODUCT_METRICS, REACTED, RECEIVED, after, with_event
from mktctl.simulation.errors import EndlessError
from mktctl.simulation.timeline import Entered, Lived, Refused, Story, Unmet
from mktctl.simulation.turns import next_pass, next_turn

STEPS_MAX: Final = 1_000_000
"""Things that one call of `play` does at most: flows that start each other would go on for ever."""
DEPTH_MAX: Final = 100
"""Things at one instant that follow from each other."""
_HAPPENS, _LOOKED_AT, _DUE = 0, 1, 2


class LiveFlow(msgspec.Struct, frozen=True, kw_only=True):
    """A flow that runs. `templates` maps the ids of messages to the template that they are made of."""

    name: str
    graph: FlowGraph
    templates: Mapping[str, str] = {}


class _Due(msgspec.Struct, order=True, frozen=True):
    """An entry of the heap, in the order of its fields; `number` settles the rest."""

    at: datetime
    rank: int
    flow: str
    person: str
    run: str
    number: int


class _Change(msgspec.Struct, frozen=True, kw_only=True):
    """What about a person changed, as far as triggers ask."""

    event: Event | None = None
    joined: str | None = None
    about: str | None = None
    changed: bool = False
    """A field or property of theirs."""
    looked_at: bool = False
    """Nothing changed: it is the daily pass."""


class World:
    """People and flows. Tell it what `happens`, then let it `play`."""

    def __init__(
        self, people: Iterable[Profile], flows: Iterable[LiveFlow], *, segments: Mapping[str, Condition],
        setting: Setting, now: datetime,
    ) -> None:  # fmt: skip
        self.people = {person.id: person for person in people}
        self.flows = {flow.name: flow for flow in sorted(flows, key=lambda one: one.name)}
        self.setting = setting
        self.now = now
        self.runs: dict[str, Run] = {}
        self._segments = segments
        self._watched = sorted(
            {
                flow.graph.entry.segment or ""
                for flow in self.flows.values()
                if isinstance(flow.graph.entry, SegmentEntry)
            }
        )
        self._dated = any(isinstance(flow.graph.entry, DateEntry) for flow in self.flows.values())
        self._members = {(ref, person): self._is_in(ref, person) for ref in self._watched for person in self.people}
        self._of: dict[str, list[str]] = {person: [] for person in self.people}
        self._told: dict[int, tuple[str, Happening]] = {}
        self._heap: list[_Due] = []
        self._lived: list[Lived] = []
        self._states: list[tuple[datetime, str, Profile]] = [(now, one.id, one) for one in self.people.values()]
        self._numbers = 0
        self._looks: dict[str, datetime] = {}
        self._depth = 0
        for person in self.people if self._watched or self._dated else ():
            self._look_again(person)

    def happens(self, person: str, happening: Happening) -> None:
        """Something will happen, not before now; `play` brings it about."""
        assert happening.at >= self.now, "what is past cannot happen any more"
        self._told[self._push(happening.at, _HAPPENS, person=person)] = (person, happening)

    def play(self, until: datetime) -> Story:
        """Everything up to and including `until`; then the clock stands there. Can be called again and again.

        Raises EndlessError, and UndecidableError for a condition that only Klaviyo can decide.
        """
        for _ in range(STEPS_MAX):
            if not self._heap or self._heap[0].at > until:
                self.now = max(self.now, until)
                return Story(lived=tuple(self._lived), states=tuple(self._states))
            self._do(heapq.heappop(self._heap))
        raise EndlessError(f"more than {STEPS_MAX} things happen until {until.isoformat()}")

    @property
    def next_due(self) -> datetime | None:
        """When the next run goes on; None when no run waits for time."""
        return min((run.due for run in self.runs.values() if run.due is not None), default=None)

    def _do(self, due: _Due) -> None:
        self.now = due.at
        if due.rank == _HAPPENS:
            person, happening = self._told.pop(due.number)
            self._happen(person, happening)
        elif due.rank == _LOOKED_AT:
            if self._looks[due.person] == due.at:  # else another look was found to be due earlier
                self._changed(due.person, _Change(looked_at=self._is_pass()))
                self._look_again(due.person)
        elif (run := self.runs[due.run]).due == due.at:
            self._advance(run)

    def _happen(self, person: str, happening: Happening) -> None:
        match happening:
            case Interacted():
                self._react_to_message(person, happening)
            case Restocked():
                self._restock(person, happening)
            case _:
                changed, event = after(self.people[person], happening, f"event-{self._number()}")
                before = self.people[person]
                self._becomes(changed)
                joined = happening.list if isinstance(happening, ListMoved) and happening.joins else None
                change = _Change(
                    event=event,
                    joined=None if joined in before.lists else joined,
                    about=happening.about if isinstance(happening, ProductMoved) else None,
                    changed=(before.fields, before.properties) != (changed.fields, changed.properties),
                )
                self._changed(person, change)

    def _react_to_message(self, person: str, happening: Interacted) -> None:
        """The last message of that template that they got."""
        got = [
            (one, effect)
            for one in self._lived
            if one.person == person and isinstance(effect := one.what, Send) and not effect.review
            and self.flows[one.flow].templates.get(effect.node) == happening.template
        ]  # fmt: skip
        metric = REACTED.get((happening.act, got[-1][1].channel)) if got else None
        if metric is None:
            self._live(person, Unmet(kind="not_received", what=happening.template, path=happening.path))
            return
        lived, sent = got[-1]
        properties: dict[str, Any] = {"$flow": lived.flow, "$message": sent.message}
        properties["Apple Privacy Open"] = happening.by == "apple_privacy"
        properties["Bot Click"] = happening.by == "bot"
        self._record(person, metric, properties)

    def _restock(self, person: str, happening: Restocked) -> None:
        waiting = [
            run
            for run in self._runs_of(person)
            if run.awaited == "stock" and not run.is_over and _waits_for(run, happening.product)
        ]
        if not waiting:
            what = happening.product or "anything"
            self._live(person, Unmet(kind="not_awaited", what=what, path=happening.path))
        for run in waiting:
            self._keep(restocked(run, now=self.now))

    def _record(self, person: str, metric: str, properties: Mapping[str, Any]) -> None:
        """One more event of the platform's own."""
        event = Event(id=f"event-{self._number()}", metric=metric, time=self.now, properties=properties)
        self._becomes(with_event(self.people[person], event)[0])
        self._changed(person, _Change(event=event))

    def _changed(self, person: str, change: _Change) -> None:
        """Runs that go on hear of it first, then triggers: a new run is not ended by what started it."""
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise EndlessError(f"at {self.now.isoformat()} the flows start each other without an end")
        for id_ in sorted(self._of[person]):
            run = self.runs[id_]
            if run.is_over:
                continue
            flow = self.flows[run.flow]
            after_it, effects = react(
                flow.graph, flow.name, run, self.people[person], now=self.now, setting=self.setting,
                happened=change.event,
            )  # fmt: skip
            self._carry_out(after_it, effects)
        moved_in = self._segments_joined(person)
        for flow in self.flows.values():
            if _is_asked(flow.graph, change, moved_in):
                self._enter(flow, person, change)
        if self._watched and self.setting.options.mode == "exact":
            self._look_again(person)  # what happened may move them earlier than was known
        self._depth -= 1

    def _enter(self, flow: LiveFlow, person: str, change: _Change) -> None:
        started_by = None if isinstance(flow.graph.entry, DateEntry | ListEntry | SegmentEntry) else change.event
        earlier = tuple(run for run in self._runs_of(person) if run.flow == flow.name)
        profile = self.people[person]
        right, checks = enters(
            flow.graph, flow.name, profile, started_by, earlier, now=self.now, setting=self.setting,
            changed=change.changed,
        )  # fmt: skip
        if not right:
            if not isinstance(flow.graph.entry, DateEntry):  # they are asked every day
                self._live(person, Refused(checks=checks), flow=flow.name)
            return
        run = start(
            flow.graph, flow.name, profile, run_id=f"{flow.name}/{person}/{len(earlier) + 1:04}", event=started_by,
            now=self.now, setting=self.setting,
        )  # fmt: skip
        self.runs[run.id] = run
        self._of[person].append(run.id)
        self._live(person, Entered(checks=checks), flow=flow.name, run=run.id)
        self._advance(run)

    def _advance(self, run: Run) -> None:
        flow = self.flows[run.flow]
        segments = [ref for ref in self._watched if self._members[ref, run.person]]
        after_it, effects = advance(
            flow.graph, flow.name, run, self.people[run.person], now=self.now, setting=self.setting,
            lists=segments if isinstance(flow.graph.entry, SegmentEntry) else None,
        )  # fmt: skip
        self._carry_out(after_it, effects)

    def _carry_out(self, run: Run, effects: tuple[AnyEffect, ...]) -> None:
        """All effects before anybody hears of them: steps that follow each other run together (D1)."""
        person, before = run.person, self.people[run.person]
        self._keep(run)
        received: list[tuple[Channel, Send]] = []
        for effect in effects:
            self._becomes(applied(self.people[person], effect, setting=self.setting))
            self._live(person, effect, flow=run.flow, run=run.id)
            if isinstance(effect, Send) and not effect.review:
                received.append((effect.channel, effect))
        for channel, sent in received:
            if metric := RECEIVED.get(channel):
                self._record(person, metric, {"$flow": run.flow, "$message": sent.message})
        now_on = self.people[person].lists
        for ref in sorted(now_on.keys() - before.lists.keys()):
            self._changed(person, _Change(joined=ref))
        if self.people[person].properties != before.properties or before.lists.keys() - now_on.keys():
            self._changed(person, _Change(changed=True))

    def _segments_joined(self, person: str) -> frozenset[str]:
        moved: set[str] = set()
        for ref in self._watched:
            inside = self._is_in(ref, person)
            if inside and not self._members[ref, person]:
                moved.add(ref)
            self._members[ref, person] = inside
        return frozenset(moved)

    def _is_in(self, ref: str, person: str) -> bool:
        condition = self._segments.get(ref)
        return condition is not None and holds(condition, self.people[person], now=self.now, segments=self._segments)

    def _look_again(self, person: str) -> None:
        """Time alone moves people into segments: seen at the second, or in the daily pass (G2)."""
        at = next_pass(self.setting.options.daily_pass, self.now)
        if self.setting.options.mode == "exact":
            conditions = [self._segments[ref] for ref in self._watched if ref in self._segments]
            at = min((at, *(next_turn(one, self.people[person], self.now) for one in conditions)))
        if self._looks.get(person) != at:
            self._looks[person] = at
            self._push(at, _LOOKED_AT, person=person)

    def _is_pass(self) -> bool:
        at = self.now.astimezone(UTC)
        return at.time() == self.setting.options.daily_pass

    def _becomes(self, person: Profile) -> None:
        if person is not self.people[person.id]:
            self.people[person.id] = person
            self._states.append((self.now, person.id, person))

    def _keep(self, run: Run) -> None:
        self.runs[run.id] = run
        if run.due is not None:
            self._push(run.due, _DUE, flow=run.flow, person=run.person, run=run.id)

    def _runs_of(self, person: str) -> list[Run]:
        return [self.runs[id_] for id_ in sorted(self._of[person])]

    def _live(self, person: str, what: AnyEffect | Entered | Refused | Unmet, *, flow: str = "", run: str = "") -> None:
        self._lived.append(Lived(at=self.now, person=person, flow=flow, run=run, what=what))

    def _push(self, at: datetime, rank: int, *, flow: str = "", person: str = "", run: str = "") -> int:
        number = self._number()
        heapq.heappush(self._heap, _Due(at, rank, flow, person, run, number))
        return number

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers


def _is_asked(graph: FlowGraph, change: _Change, moved_in: frozenset[str]) -> bool:
    """Whether the change is of the kind that the flow waits for."""
    match graph.entry:
        case MetricEntry(metric=metric):
            return change.event is not None and change.event.metric == metric
        case ListEntry(list=ref):
            return ref is not None and change.joined == ref
        case SegmentEntry(segment=ref):
            return ref in moved_in
        case ProductEntry(about=about):
            return change.about == about and change.event is not None and change.event.metric == PRODUCT_METRICS[about]
        case DateEntry():
            return change.changed or change.looked_at


def _waits_for(run: Run, product: str | None) -> bool:
    """Of the starting event the variant counts, else the product (T4)."""
    if product is None or run.event is None:
        return product is None
    waited_for: object = run.event.property("VariantID") or run.event.property("ProductID")
    return waited_for == product
