"""Keys of steps, which survive edits around them (P44).

A message is called by its template's ref; where the ref stands more than once, with the branches in front
(`if-1.then/review`, `switch-1.2/review`), and as the last resort with its number (`review.2`). Anything else is the
n-th of its verb before the message that follows (`wait-1@review`), or before the end of its branch. `id:` pins.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, TypeGuard

import msgspec

from mktctl.kinds.report import Report
from mktctl.model.flow import (
    Alert,
    AnyStep,
    DateWait,
    Email,
    Exit,
    ExitIf,
    If,
    ListUpdate,
    Message,
    Push,
    RawStep,
    Sms,
    Split,
    StockWait,
    Switch,
    UpdateProfile,
    Wait,
    Webhook,
    WhatsApp,
)
from mktctl.model.steps import BRANCHING, all_steps, branches, placed_steps, with_branches

_END: Final = "end"
_MESSAGES: Final = frozenset({Email, Sms, Push, WhatsApp})
_VERBS: Final[dict[type, str]] = {
    Wait: "wait", StockWait: "wait", DateWait: "wait", If: "if", Switch: "switch", Split: "split", ExitIf: "exit-if",
    Exit: "exit", Webhook: "webhook", UpdateProfile: "update-profile", Alert: "alert", RawStep: "raw",
}  # fmt: skip


def with_keys(steps: Sequence[AnyStep], report: Report) -> tuple[AnyStep, ...]:
    """The steps with every key filled in; an `id:` that another step has already is an error."""
    naming = _Naming(steps)
    keyed = naming.named(steps, "")
    if not naming.pinned:
        return keyed
    pinned = {path for path, step in placed_steps(steps) if step.key}
    seen: set[str] = set()
    for path, step in placed_steps(keyed):
        if step.key in seen and path in pinned:
            hint = "Ids are unique within a flow, and unlike the names of its templates"
            report.error("FLW010", (*path, "id"), f"another step is called {step.key} already", hint)
        seen.add(step.key)
    return keyed


class _Naming:
    def __init__(self, steps: Sequence[AnyStep]) -> None:
        every = list(all_steps(steps))
        self._uses = Counter(step.template for step in every if _is_message(step) and not step.key)
        self.pinned = {step.key for step in every if step.key}
        self._counts: defaultdict[tuple[str, str], int] = defaultdict(int)

    def named(self, steps: Sequence[AnyStep], way: str) -> tuple[AnyStep, ...]:
        """`way` is the branches in front, with a slash behind each."""
        ways = _ways(steps)
        targets = self._targets(steps, ways, way)
        return tuple(map(self._named, steps, ways, targets, itertools.repeat(way)))

    def _named(self, step: AnyStep, below: str, target: str, way: str) -> AnyStep:
        key = step.key or (self._message(step, way) if _is_message(step) else self._other(step, target))
        named = msgspec.structs.replace(step, key=key)
        if type(step) not in BRANCHING:
            return named
        return with_branches(named, [self.named(one.steps, f"{way}{below}.{one.word}/") for one in branches(step)])

    def _message(self, step: Message, way: str) -> str:
        key = self._wanted(step, way)
        self._counts["message", key] += 1
        number = self._counts["message", key]
        return key if number == 1 and key not in self.pinned else f"{key}.{number + (key in self.pinned)}"

    def _wanted(self, step: Message, way: str) -> str:
        if step.key:
            return step.key
        return step.template if self._uses[step.template] == 1 else f"{way}{step.template}"

    def _other(self, step: AnyStep, target: str) -> str:
        verb = _VERBS.get(type(step)) or (
            "add-to-list" if isinstance(step, ListUpdate) and step.add else "remove-from-list"
        )
        self._counts[verb, target] += 1
        return f"{verb}-{self._counts[verb, target]}@{target}"

    def _targets(self, steps: Sequence[AnyStep], ways: Sequence[str], way: str) -> list[str]:
        """For each step the key of the first message at or behind it, else the end of the branch."""
        found = [""] * len(steps)
        target = f"{way}{_END}"
        for index in range(len(steps) - 1, -1, -1):
            step = steps[index]
            if type(step) in _MESSAGES or type(step) in BRANCHING:
                target = self._first_message(step, ways[index], way) or target
            found[index] = target
        return found

    def _first_message(self, step: AnyStep, below: str, way: str) -> str:
        if _is_message(step):
            return self._wanted(step, way)
        if type(step) not in BRANCHING:
            return ""
        for branch in branches(step):
            inner = f"{way}{below}.{branch.word}/"
            for one, deeper in zip(branch.steps, _ways(branch.steps), strict=True):
                if key := self._first_message(one, deeper, inner):
                    return key
        return ""


def _is_message(step: AnyStep) -> TypeGuard[Message]:
    return type(step) in _MESSAGES


def _ways(steps: Sequence[AnyStep]) -> list[str]:
    """What each branching step of the list is called in the keys below it: its id, or its verb and number there.

    Empty for other steps, below which nothing stands.
    """
    ways = [""] * len(steps)
    numbers: defaultdict[str, int] = defaultdict(int)
    for index, step in enumerate(steps):
        if type(step) in BRANCHING:
            verb = _VERBS[type(step)]
            numbers[verb] += 1
            ways[index] = step.key or f"{verb}-{numbers[verb]}"
    return ways
