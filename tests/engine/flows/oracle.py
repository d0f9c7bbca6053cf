"""A naive interpreter of flows as they are written: it looks at the clock every minute, and knows of no graph.

For flows without calendars, draws and waits for stock. It shares the evaluator of conditions with the engine, and
nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from mktctl.engine.conditions import holds
from mktctl.engine.run_view import RunView
from mktctl.model.condition import Condition
from mktctl.model.flow import AnyStep, Email, Exit, ExitIf, Flow, If, ListUpdate, Switch, UpdateProfile, Wait
from mktctl.model.profile import Event, Profile

MINUTE: Final = timedelta(minutes=1)
Line = tuple[int, str]
"""Minutes since the start, and what happened then."""


class Naive:
    """One person in one flow; `lines` are what was sent, changed, or skipped for a reason of its own.

    `left` is the minute in which `exit_when` came true while they were still inside.
    """

    def __init__(self, flow: Flow, person: Profile, starter: Event, window: timedelta) -> None:
        self.flow, self.person, self.window = flow, person, window
        self.view = RunView(started=starter.time, event=starter)
        self.now = starter.time
        self.last_mail: datetime | None = None
        self.left: int | None = None
        self.lines: list[Line] = []

    def lives(self, changes: Mapping[int, Sequence[Event | str]], minutes: int) -> list[Line]:
        """Each minute: first what happens, then whether they leave, then the steps that are due."""
        way = self.follows(self.flow.steps)
        due, is_over = self.now, self.flow.only_if is not None and not self.meets(self.flow.only_if)
        for minute in range(minutes):
            self.now = self.view.started + minute * MINUTE
            for change in changes.get(minute, ()):
                self.person = changed(self.person, change)
            if not is_over and self.flow.exit_when is not None and self.meets(self.flow.exit_when):
                self.left, is_over = minute, True
            while not is_over and due <= self.now:
                try:
                    due = next(way)
                except (StopIteration, LeftError):
                    is_over = True
        return self.lines

    def follows(self, steps: Sequence[AnyStep]) -> Iterator[datetime]:
        """The instants to wait for, one after the other; LeftError when somebody leaves."""
        for step in steps:
            match step:
                case Wait(from_start=True):
                    yield self.view.started + timedelta(minutes=step.span.total_minutes)
                case Wait():
                    yield self.now + timedelta(minutes=step.span.total_minutes)
                case Exit():
                    raise LeftError
                case ExitIf():
                    if self.meets(step.condition):
                        raise LeftError
                case If():
                    yield from self.follows(step.then if self.meets(step.condition) else step.otherwise)
                case Switch():
                    ways = (case.steps for case in step.cases if self.meets(case.condition))
                    yield from self.follows(next(ways, step.otherwise))
                case _:
                    self.does(step)

    def does(self, step: AnyStep) -> None:
        if getattr(step, "status", "live") == "draft" or (self.flow.only_if and not self.meets(self.flow.only_if)):
            return
        match step:
            case Email():
                self.mails(step)
            case UpdateProfile():
                for one in step.changes:
                    self.tell(f"set {one.property} {one.value}")
                    self.person = changed(self.person, f"{one.property}={one.value}")
            case ListUpdate():
                self.tell(f"{'join' if step.add else 'leave'} {step.list}")
            case _:
                raise AssertionError(f"{type(step).__name__} is too much for the oracle")

    def mails(self, step: Email) -> None:
        if step.only_if is not None and not self.meets(step.only_if):
            self.tell(f"skip {step.template}: only_if")
        elif step.smart_sending and self.last_mail is not None and self.now < self.last_mail + self.window:
            self.tell(f"skip {step.template}: smart_sending")
        else:
            self.tell(f"mail {step.template}")
            self.last_mail = self.now

    def meets(self, condition: Condition) -> bool:
        return holds(condition, self.person, now=self.now, run=self.view)

    def tell(self, what: str) -> None:
        self.lines.append(((self.now - self.view.started) // MINUTE, what))


class LeftError(Exception):
    """Somebody left in the middle of the steps."""


def changed(person: Profile, change: Event | str) -> Profile:
    """An event, or `property=value`."""
    if isinstance(change, Event):
        return msgspec.structs.replace(person, events=(*person.events, change))
    name, _, value = change.partition("=")
    return msgspec.structs.replace(person, properties={**person.properties, name: value})
