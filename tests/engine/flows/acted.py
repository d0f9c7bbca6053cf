"""One person in one flow, played to the end: what happens when, as short lines."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from mktctl.engine.flows.advancing import advance, start
from mktctl.engine.flows.applying import applied
from mktctl.engine.flows.compile import graph_of
from mktctl.engine.flows.effects import (
    AnyEffect,
    Branched,
    Call,
    Change,
    Ended,
    ListChange,
    Send,
    Skip,
    Waits,
)
from mktctl.engine.flows.entering import enters
from mktctl.engine.flows.leaving import react
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Setting
from mktctl.model.condition import Condition, HasProperty, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import (
    AnyStep,
    Email,
    ExitIf,
    Flow,
    If,
    MetricTrigger,
    Reentry,
    Status,
    Trigger,
    Wait,
)
from mktctl.model.flow_graph import FlowGraph
from mktctl.model.profile import Event, Profile
from mktctl.model.template import Sender

BEGIN: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
SETTING: Final = Setting(zone="UTC")
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
SENDER: Final = Sender(name="Shop", email="hello@shop.example")
MOST_STEPS: Final = 1_000


def email(key: str, *, status: Status = "live", only_if: Condition | None = None) -> Email:
    """A mail without smart sending, so that two of them may follow each other."""
    return Email(
        key=key, template=key, name=key, subject=key, preview_text="", sender=SENDER, status=status,
        smart_sending=False, only_if=only_if,
    )  # fmt: skip


def wait(amount: int, unit: str = "day") -> Wait:
    return Wait(key=f"wait-{amount}-{unit}", span=msgspec.convert({"amount": amount, "unit": unit}, Duration))


def exit_if(condition: Condition) -> ExitIf:
    return ExitIf(key="exit_if", condition=condition)


def either(condition: Condition, then: Sequence[AnyStep], otherwise: Sequence[AnyStep] = ()) -> If:
    return If(key="if", condition=condition, then=tuple(then), otherwise=tuple(otherwise))


def flow_of(
    *steps: AnyStep,
    trigger: Trigger | None = None,
    reentry: Reentry | None = None,
    only_if: Condition | None = None,
    exit_when: Condition | None = None,
) -> FlowGraph:
    """A flow that `registered` starts, unless told otherwise; keys are made unique by their number."""
    numbered = tuple(
        msgspec.structs.replace(one, key=f"{one.key}-{index}") if isinstance(one, Wait) else one
        for index, one in enumerate(steps)
    )
    flow = Flow(
        ref="x", name="X", trigger=trigger or MetricTrigger(metric="registered"),
        reentry=reentry or Reentry(mode="always"), steps=numbered, only_if=only_if, exit_when=exit_when,
    )  # fmt: skip
    return graph_of(flow, segments={})


def event(metric: str, at: timedelta = timedelta(), id_: str = "", **properties: object) -> Event:
    """Something that happens so long after the beginning."""
    return Event(id=id_ or f"{metric}@{at}", metric=metric, time=BEGIN + at, properties=properties)


ANNA_IS_VIP: Final = HasProperty(name="tier", type="text", test=Test(op="is", value="gold"))
ANNA: Final = Profile(id="anna", fields={"email": "anna@shop.example"})


def played(
    graph: FlowGraph,
    *later: Event | tuple[timedelta, Callable[[Profile], Profile]],
    person: Profile = ANNA,
    starter: Event | None = None,
    setting: Setting = SETTING,
    name: str = "X",
) -> list[str]:
    """Anna registers at the beginning; `later` are events, and changes of her by the time at which they come.

    Events stand before timers that are due at the same instant. Lines are `days:hours what`.
    """
    starter = starter or event("registered")
    person = msgspec.structs.replace(person, events=(*person.events, starter))
    entered, _ = enters(graph, name, person, starter, (), now=BEGIN, setting=setting)
    if not entered:
        return ["stays out"]
    run = start(graph, name, person, run_id="1", event=starter, now=BEGIN, setting=setting)
    ahead = sorted(later, key=_moment)
    effects: list[AnyEffect] = []
    for _ in range(MOST_STEPS):
        moments = [_moment(one) for one in ahead[:1]] + [run.due for _ in [0] if run.due is not None]
        if run.is_over or not moments:
            break
        now = min(moments)
        while ahead and _moment(ahead[0]) == now:
            one = ahead.pop(0)
            happened = one if isinstance(one, Event) else None
            person = _after(person, one)
            run, more = react(graph, name, run, person, now=now, setting=setting, happened=happened)
            effects += more
        run, more = advance(graph, name, run, person, now=now, setting=setting)
        effects += more
        for effect in more:
            person = applied(person, effect, setting)
    return [line for line in map(line_of, effects) if line] + ([] if run.is_over else [_still(run)])


def _moment(one: Event | tuple[timedelta, Callable[[Profile], Profile]]) -> datetime:
    return one.time if isinstance(one, Event) else BEGIN + one[0]


def _after(person: Profile, one: Event | tuple[timedelta, Callable[[Profile], Profile]]) -> Profile:
    if isinstance(one, Event):
        return msgspec.structs.replace(person, events=(*person.events, one))
    return one[1](person)


def _still(run: Run) -> str:
    return f"waits for {run.awaited}"


def line_of(effect: AnyEffect) -> str:
    """Waits and splits are told by what comes of them."""
    days, rest = divmod(effect.at - BEGIN, DAY)
    when = f"{days}:{rest // HOUR:02d}"
    match effect:
        case Send():
            variant = f"/{effect.variant}" if effect.variant else ""
            return f"{when} {'review' if effect.review else effect.channel} {effect.node}{variant}"
        case Skip():
            return f"{when} skip {effect.node}: {', '.join(effect.reasons)}"
        case Change():
            return f"{when} " + ", ".join(f"{one.op} {one.property} {one.value}" for one in effect.changes)
        case ListChange():
            return f"{when} {'join' if effect.add else 'leave'} {effect.list}"
        case Call():
            return f"{when} {effect.kind} {effect.node}"
        case Ended():
            return f"{when} ends: {effect.reason}"
        case Waits() | Branched():
            return ""
