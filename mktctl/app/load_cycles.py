"""Flows that change what starts them, or that start each other in a circle (P47, E9)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from mktctl.app.load_leaves import Leaf, answer_after, leaves
from mktctl.app.load_uses import VERBS, Survey
from mktctl.diagnostics import Severity
from mktctl.model.address import Address
from mktctl.model.condition import Condition, Consent
from mktctl.model.flow import (
    AnyStep,
    DateTrigger,
    Flow,
    ListTrigger,
    ListUpdate,
    PropertyChange,
    SegmentTrigger,
    UpdateProfile,
)
from mktctl.model.places import Path, Problem
from mktctl.model.steps import BRANCHING, branches

Fact = tuple[str, str]
"""What a step can change, `("property", "tier")` or `("list", "newsletter")`."""


_CHANGES: Final = frozenset({UpdateProfile, ListUpdate})


class Effect(NamedTuple):
    """A step that changes something of a person; `followed`: a message of the flow may come after it."""

    path: Path
    change: PropertyChange | ListUpdate
    followed: bool

    @property
    def fact(self) -> Fact:
        """What it changes."""
        if isinstance(self.change, ListUpdate):
            return ("list", self.change.list)
        return ("property", self.change.property)


def cycles(
    flows: Mapping[str, Flow], surveys: Mapping[str, Survey], segments: Mapping[str, Condition]
) -> Iterator[tuple[Address, list[Problem]]]:
    """For each flow what it does to its own trigger; then each circle of several, at one flow of it."""
    effects = {ref: _effects_of(flow) for ref, flow in flows.items() if surveys[ref].kinds & _CHANGES}
    if not effects:
        return
    readers = _Readers(flows, segments)
    starts: dict[str, dict[str, Effect]] = {}
    for ref, found in effects.items():
        problems = [problem for effect in found for problem in _own_trigger(flows[ref], effect, readers)]
        yield Address(kind="flow", ref=ref), problems
        starts[ref] = {other: effect for effect in found for other in readers.started_by(effect) if other != ref}
    for circle in _circles(starts):
        effect = starts[circle[0]][circle[1]]
        chain = " → ".join(f"flows/{ref}.yaml" for ref in circle)
        message = f"flows that start each other in a circle: {chain}"
        steps = "; ".join(f"{one} changes the {' '.join(starts[one][two].fact)}" for one, two in pairwise(circle))
        hint = f"{steps}. Let one of them change something else, or ask for people who were not in it"
        problem = Problem(code="FLW202", message=message, path=effect.path, hint=hint, severity=Severity.WARNING)
        yield Address(kind="flow", ref=circle[0]), [problem]


def _effects_of(flow: Flow) -> list[Effect]:
    return list(_effects(flow.steps, ("steps",), followed=False))


class _Readers:
    """Which flows are started by which facts."""

    def __init__(self, flows: Mapping[str, Flow], segments: Mapping[str, Condition]) -> None:
        self._leaves: dict[str, tuple[Leaf, ...]] = {}
        self._by_fact: dict[Fact, list[tuple[str, Leaf | None]]] = defaultdict(list)
        self._by_flow: dict[tuple[str, Fact], list[Leaf]] = defaultdict(list)
        for ref, flow in flows.items():
            match flow.trigger:
                case ListTrigger(list=name):
                    self._by_fact["list", name].append((ref, None))
                case DateTrigger(property=name):
                    self._by_fact["property", name].append((ref, None))
                case SegmentTrigger(segment=name) if name in segments:
                    for leaf in self.of_segment(name, segments):
                        if not isinstance(leaf.asked, Consent):
                            self._by_fact[_fact(leaf)].append((ref, leaf))
                            self._by_flow[ref, _fact(leaf)].append(leaf)

    def of_segment(self, name: str, segments: Mapping[str, Condition]) -> tuple[Leaf, ...]:
        """What the segment asks, found once."""
        if name not in self._leaves:
            self._leaves[name] = tuple(dict.fromkeys(leaves(segments[name], segments)))
        return self._leaves[name]

    def asked(self, ref: str, fact: Fact) -> list[Leaf]:
        """What the segment that starts `ref` asks about the fact."""
        return self._by_flow.get((ref, fact), [])

    def started_by(self, effect: Effect) -> Iterator[str]:
        """Flows that somebody may enter because of the change."""
        for ref, leaf in self._by_fact.get(effect.fact, ()):
            if leaf is None:
                if not isinstance(effect.change, ListUpdate) or effect.change.add:
                    yield ref
            else:
                assert not isinstance(leaf.asked, Consent)
                if answer_after(effect.change, leaf.asked) is not (not leaf.wanted):
                    yield ref


def _fact(leaf: Leaf) -> Fact:
    assert not isinstance(leaf.asked, Consent)
    return ("property", leaf.asked.name) if hasattr(leaf.asked, "name") else ("list", leaf.asked.list)


def _effects(steps: Sequence[AnyStep], path: Path, *, followed: bool) -> Iterator[Effect]:
    """Every change of a person. Steps are looked at from the end, for what follows."""
    for index in range(len(steps) - 1, -1, -1):
        step, here = steps[index], (*path, index)
        kind = type(step)
        if kind in BRANCHING:
            inside = [(branch.steps, (*here, *branch.path)) for branch in branches(step)]
            for below, place in inside:
                yield from _effects(below, place, followed=followed)
            followed = followed or any(_sends(below) for below, _ in inside)
        elif kind in VERBS:
            followed = True
        elif isinstance(step, UpdateProfile):
            place = (*here, "update_profile")
            yield from (Effect((*place, one.op, one.property), one, followed) for one in step.changes)
        elif isinstance(step, ListUpdate):
            yield Effect((*here, "add_to_list" if step.add else "remove_from_list"), step, followed)


def _sends(steps: Sequence[AnyStep]) -> bool:
    return any(
        type(step) in VERBS or (type(step) in BRANCHING and any(_sends(branch.steps) for branch in branches(step)))
        for step in steps
    )


def _own_trigger(flow: Flow, effect: Effect, readers: _Readers) -> Iterator[Problem]:
    """What a change does to the trigger of its own flow."""
    kind, name = effect.fact
    message, hint = "", ""
    match flow.trigger, effect.change:
        case DateTrigger(property=date), PropertyChange() if (kind, name) == ("property", date):
            message = f"this changes {name}, the date that starts the flow"
            hint = "Who has a new date enters again at that date"
        case ListTrigger(list=own), ListUpdate(add=add) if name == own and (add or effect.followed):
            message = f"people in this flow are on the list {name} already: it starts the flow"
            hint = "Leave the step out"
            if not add:
                message = f"this takes people off the list {name}, which starts the flow: they skip the rest of it"
                hint = "Klaviyo sends nothing more to who is off the list; make it the last step"
        case SegmentTrigger(segment=own), _:
            again = flow.reentry.mode != "never"
            drops_out = any(
                not isinstance(leaf.asked, Consent) and answer_after(effect.change, leaf.asked) is not leaf.wanted
                for leaf in readers.asked(flow.ref, effect.fact)
            )
            if drops_out and (effect.followed or again):
                message = (
                    f"this changes the {kind} {name}, which segments/{own}.yaml asks for, and that starts the flow"
                )
                hint = "Klaviyo sends nothing more to who drops out of the segment; make it the last step"
                if not effect.followed:
                    hint = "Who drops out and comes back enters again: write  reentry: never  if that is not meant"
    if message:
        yield Problem(code="FLW201", message=message, path=effect.path, hint=hint, severity=Severity.WARNING)


def _circles(starts: Mapping[str, Mapping[str, object]]) -> Iterator[list[str]]:
    """One circle of each group of flows that reach each other, from its first flow back to it."""
    done: set[str] = set()  # everything that is reachable from there was looked at
    for first in starts:
        trail: list[str] = []
        at: dict[str, int] = {}
        waiting = [(first, iter(starts.get(first, ())))] if first not in done else []
        if waiting:
            at[first] = 0
            trail.append(first)
        while waiting:
            ref, others = waiting[-1]
            other = next(others, None)
            if other is None:
                waiting.pop()
                done.add(ref)
                del at[trail.pop()]
            elif other in at:
                yield [*trail[at[other] :], other]
                done.update(trail)
                break
            elif other not in done:
                at[other] = len(trail)
                trail.append(other)
                waiting.append((other, iter(starts.get(other, ()))))
