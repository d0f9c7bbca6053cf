"""Keys of steps, which survive edits around them (P44).

A message is called by its template's ref; where the ref stands more than once, with the branches in front
(`if-1.then/review`), and as the last resort with its number (`review.2`). Anything else is the n-th of its verb before
the message that follows (`wait-1@review`), or before the end of its branch. `id:` pins.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from mktctl.kinds.report import Report
from mktctl.model.flow import AnyStep, Email, Exit, ExitIf, If, ListUpdate, UpdateProfile, Wait, Webhook
from mktctl.model.places import Path
from mktctl.model.steps import all_steps

_END: Final = "end"
_VERBS: Final[dict[type, str]] = {
    Wait: "wait", If: "if", ExitIf: "exit-if", Exit: "exit", Webhook: "webhook", UpdateProfile: "update-profile",
}  # fmt: skip


def with_keys(steps: Sequence[AnyStep], report: Report) -> tuple[AnyStep, ...]:
    """The steps with every key filled in; an `id:` that another step has already is an error."""
    keyed = _Naming(steps).named(steps, "")
    pinned = {path for path, step in _places(steps, ("steps",)) if step.key}
    if not pinned:
        return keyed
    seen: set[str] = set()
    for path, step in _places(keyed, ("steps",)):
        if step.key in seen and path in pinned:
            hint = "Ids are unique within a flow, and unlike the names of its templates"
            report.error("FLW010", (*path, "id"), f"another step is called {step.key} already", hint)
        seen.add(step.key)
    return keyed


def _places(steps: Sequence[AnyStep], path: Path) -> Iterator[tuple[Path, AnyStep]]:
    for index, step in enumerate(steps):
        here = (*path, index)
        yield here, step
        if type(step) is If:
            yield from _places(step.then, (*here, "then"))
            yield from _places(step.otherwise, (*here, "else"))


class _Naming:
    def __init__(self, steps: Sequence[AnyStep]) -> None:
        every = list(all_steps(steps))
        self._uses = Counter(step.template for step in every if type(step) is Email and not step.key)
        self._taken = {step.key for step in every if step.key}
        self._counts: Counter[tuple[str, str]] = Counter()

    def named(self, steps: Sequence[AnyStep], way: str) -> tuple[AnyStep, ...]:
        """`way` is the branches in front, with a slash behind each."""
        ways = list(_ways(steps, way))
        targets = self._targets(steps, ways, way)
        return tuple(
            self._named(step, below, target, way) for step, below, target in zip(steps, ways, targets, strict=True)
        )

    def _named(self, step: AnyStep, below: str, target: str, way: str) -> AnyStep:
        key = step.key or (self._message(step, way) if type(step) is Email else self._other(step, target))
        if type(step) is not If:
            return msgspec.structs.replace(step, key=key)
        return msgspec.structs.replace(
            step,
            key=key,
            then=self.named(step.then, f"{way}{below}.then/"),
            otherwise=self.named(step.otherwise, f"{way}{below}.else/"),
        )

    def _message(self, step: Email, way: str) -> str:
        key = self._wanted(step, way)
        self._counts["message", key] += 1
        number = self._counts["message", key]
        return key if number == 1 and key not in self._taken else f"{key}.{number + (key in self._taken)}"

    def _wanted(self, step: Email, way: str) -> str:
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
            inside = self._first_message(step, ways[index], way)
            target = inside or target
            found[index] = target
        return found

    def _first_message(self, step: AnyStep, below: str, way: str) -> str:
        if type(step) is Email:
            return self._wanted(step, way)
        if type(step) is not If:
            return ""
        for word, branch in (("then", step.then), ("else", step.otherwise)):
            inner = f"{way}{below}.{word}/"
            for one, deeper in zip(branch, _ways(branch, inner), strict=True):
                if key := self._first_message(one, deeper, inner):
                    return key
        return ""


def _ways(steps: Sequence[AnyStep], way: str) -> Iterator[str]:
    """What each `if` of the list is called in the keys below it: its id, or its number in the list."""
    number = 0
    for step in steps:
        number += type(step) is If
        yield step.key or f"if-{number}"
