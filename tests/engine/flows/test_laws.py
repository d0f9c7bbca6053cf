"""Laws of runs, for generated flows and lives: the naive interpreter agrees, and what must never happen does not."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktctl.engine.flows.advancing import advance, start
from mktctl.engine.flows.applying import applied
from mktctl.engine.flows.compile import graph_of
from mktctl.engine.flows.effects import AnyEffect, Change, Ended, ListChange, Send, Skip
from mktctl.engine.flows.entering import enters
from mktctl.engine.flows.leaving import react, restocked
from mktctl.engine.flows.run import Run
from mktctl.model.condition import AnyOf, Condition, Ever, HasEvents, HasProperty, InTheLast, Not, SinceStart, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import (
    Case,
    Exit,
    ExitIf,
    Flow,
    If,
    ListUpdate,
    MetricTrigger,
    PropertyChange,
    Reentry,
    Switch,
    UpdateProfile,
    Wait,
)
from mktctl.model.flow_graph import FlowGraph
from mktctl.model.profile import Event, Profile
from mktctl.wire.flows.check import check_flow
from tests.engine.flows.acted import ANNA, BEGIN, SETTING, email, event
from tests.engine.flows.oracle import MINUTE, Line, Naive, changed
from tests.engine.flows.test_paths import with_other_ids
from tests.support.flow_strategies import flows, keyed
from tests.support.wire_strategies import profiles

WINDOW: Final = timedelta(minutes=60)
SMART: Final = msgspec.structs.replace(SETTING, email_window=WINDOW)
LIFE: Final = 1_500
"""Minutes of a life: longer than all waits of a generated flow together."""
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STARTER: Final = event("registered")

_counts = st.builds(
    HasEvents,
    metric=st.sampled_from(("placed_order", "left")),
    test=st.sampled_from((Test(op="at_least", value=1), Test(op="is", value=0), Test(op="at_least", value=2))),
    window=st.sampled_from((SinceStart(), Ever(), InTheLast(span=Duration(amount=2, unit="hour")))),
)
_tiers = st.builds(
    HasProperty,
    name=st.just("tier"),
    type=st.just("text"),
    test=st.sampled_from((Test(op="is", value="gold"), Test(op="is_not", value="gold"))),
)
_asked: st.SearchStrategy[Condition] = st.one_of(
    _counts, _tiers, st.builds(Not, of=_tiers), st.builds(AnyOf, of=st.tuples(_counts, _tiers))
)
_mails = st.builds(
    lambda name, status, only_if, smart: msgspec.structs.replace(
        email(name, status=status, only_if=only_if), smart_sending=smart
    ),
    st.sampled_from(("e1", "e2", "e3")),
    st.sampled_from(("live", "live", "live", "draft")),
    st.one_of(st.none(), st.none(), _asked),
    st.sampled_from((True, True, False)),
)
_waits = st.builds(Wait, key=st.just(""), span=st.builds(Duration, amount=st.integers(1, 120), unit=st.just("minute")))
_from_start = st.builds(
    Wait, key=st.just(""), span=st.builds(Duration, amount=st.integers(8, 20), unit=st.just("hour")),
    from_start=st.just(True),
)  # fmt: skip
_updates = st.builds(
    lambda value: UpdateProfile(
        key="", changes=(PropertyChange(op="set", property="tier", type="text", value=value),), status="live"
    ),
    st.sampled_from(("gold", "silver")),
)
_lists = st.builds(ListUpdate, key=st.just(""), list=st.just("news"), add=st.booleans(), status=st.just("live"))
_acts = st.one_of(_mails, _mails, _mails, _updates, _lists)
_stops = st.one_of(st.builds(ExitIf, key=st.just(""), condition=_asked), st.builds(Exit, key=st.just("")))
_later = st.tuples(st.one_of(_waits, _waits, _waits, _from_start), _acts)
"""Waits with something behind them: others are refused, or end the run."""


def _flat(blocks: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(one for block in blocks for one in (block if isinstance(block, tuple) else (block,)))


def _branching(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    listed = st.lists(st.one_of(inner, inner, _stops), min_size=1, max_size=3).map(_flat)
    perhaps = st.one_of(st.just(()), listed)
    cases = st.lists(st.builds(Case, condition=_asked, steps=listed), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(If, key=st.just(""), condition=_asked, then=listed, otherwise=perhaps),
        st.builds(Switch, key=st.just(""), cases=cases, otherwise=perhaps),
    )


def _is_sound(flow: Flow) -> bool:
    """What the check refuses is no flow, but for waits that nothing follows and steps that nobody reaches."""
    errors = [one.code for one in check_flow(flow, segments={}) if one.severity == "error"]
    return set(errors) <= {"WAI104", "FLW107"}


_blocks = st.recursive(
    st.one_of(_acts, _later, _later), lambda inner: st.one_of(inner, inner, _branching(inner)), max_leaves=5
)
_GOLD: Final = HasProperty(name="tier", type="text", test=Test(op="is", value="gold"))
_NOT_GOLD: Final = Not(of=_GOLD)
_ORDERED: Final = HasEvents(metric="placed_order", test=Test(op="at_least", value=1), window=SinceStart())
_stop = st.one_of(
    st.just(()), st.just(()), st.builds(ExitIf, key=st.just(""), condition=_asked).map(lambda one: (one,))
)
_some = st.lists(_blocks, max_size=2).map(_flat)
simple_flows = st.builds(
    lambda parts, only_if, exit_when: Flow(
        ref="x", name="X", trigger=MetricTrigger(metric="registered"), reentry=Reentry(mode="always"),
        steps=keyed(_flat(parts)), only_if=only_if, exit_when=exit_when,
    ),
    st.tuples(_some, _later, _stop, _some, _later, _mails),
    st.sampled_from((None, None, None, _GOLD, _NOT_GOLD, Not(of=_ORDERED))),
    st.sampled_from((None, None, _ORDERED)),
).filter(_is_sound)  # fmt: skip
_happenings = st.one_of(st.sampled_from(("placed_order", "left")), st.sampled_from(("tier=gold", "tier=silver")))
lives = st.lists(st.tuples(st.integers(0, 300), _happenings), max_size=6)


def changes_of(life: Sequence[tuple[int, str]]) -> dict[int, list[Event | str]]:
    """By minute; an order that comes in the minute of the start comes behind it."""
    changes: dict[int, list[Event | str]] = {}
    for number, (minute, what) in enumerate(life):
        happened = what if "=" in what else event(what, minute * MINUTE, id_=f"{what}{number}")
        changes.setdefault(minute + 1, []).append(
            happened
            if isinstance(happened, str)
            else msgspec.structs.replace(happened, time=BEGIN + (minute + 1) * MINUTE)
        )
    return changes


def told(effect: AnyEffect, start_: datetime) -> list[Line]:
    minute = (effect.at - start_) // MINUTE
    match effect:
        case Send():
            return [(minute, f"mail {effect.node.rpartition('+')[2]}")]
        case Skip(reasons=reasons) if "flow_filter" not in reasons and "draft" not in reasons:
            return [(minute, f"skip {effect.node}: {reasons[0]}")]
        case Change(changes=changes):
            return [(minute, f"set {one.property} {one.value}") for one in changes]
        case ListChange(list=ref, add=add):
            return [(minute, f"{'join' if add else 'leave'} {ref}")]
    return []


def engine_lives(
    flow: Flow, life: dict[int, list[Event | str]], graph: FlowGraph
) -> tuple[list[AnyEffect], Run | None]:
    """From one thing to the next: no clock ticks in between."""
    person = msgspec.structs.replace(ANNA, events=(STARTER,), properties={"tier": "gold"})
    if not enters(graph, flow.name, person, STARTER, (), now=BEGIN, setting=SMART)[0]:
        return [], None
    run = start(graph, flow.name, person, run_id="1", event=STARTER, now=BEGIN, setting=SMART)
    effects: list[AnyEffect] = []
    ahead = sorted(life)
    for _ in range(LIFE):
        instants = [BEGIN + ahead[0] * MINUTE] if ahead else []
        instants += [run.due] if run.due is not None else []
        if not instants or run.is_over:
            break
        now = min(instants)
        if ahead and now == BEGIN + ahead[0] * MINUTE:
            for change in life[ahead.pop(0)]:
                person = changed(person, change)
                run, more = react(graph, flow.name, run, person, now=now, setting=SMART)
                effects += more
        run, more = advance(graph, flow.name, run, person, now=now, setting=SMART)
        effects += more
        for effect in more:
            person = applied(person, effect, SMART)
    return effects, run


@many
@given(flow=simple_flows, life=lives)
def test_the_naive_interpreter_agrees(flow: Flow, life: list[tuple[int, str]]) -> None:
    changes = changes_of(life)
    person = msgspec.structs.replace(ANNA, events=(STARTER,), properties={"tier": "gold"})
    naive = Naive(flow, person, STARTER, WINDOW)
    expected = naive.lives(changes, LIFE)
    graph = graph_of(flow, segments={})
    effects, run = engine_lives(flow, changes, graph)
    templates = {id_: getattr(node, "template", id_) for id_, node in graph.nodes.items()}
    lines = [
        line
        for one in effects
        for line in told(msgspec.structs.replace(one, node=templates.get(one.node, one.node)), BEGIN)
    ]
    assert lines == expected
    assert run is None or run.is_over
    if run is not None and flow.only_if is None:
        ended = ((run.ended_at or BEGIN) - BEGIN) // MINUTE
        assert run.ended != "exit_when" or naive.left == ended, "at once, and not before"
        assert naive.left is None or ended < naive.left or run.ended == "exit_when", "an order is never overlooked"


everything = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def all_of_it(
    graph: FlowGraph, person: Profile, starter: Event | None, *, is_kept: bool = False
) -> tuple[list[AnyEffect], Run]:
    """A run from its start on, whoever may enter; what waits for stock gets it a day later.

    `is_kept`: between two steps it is written down, and read again.
    """
    run = start(graph, "X", person, run_id="1", event=starter, now=BEGIN, setting=SETTING)
    effects: list[AnyEffect] = []
    now = BEGIN
    for _ in range(2 * len(graph.nodes) + 2):
        if is_kept:
            run = msgspec.json.decode(msgspec.json.encode(run), type=Run)
        run, more = advance(graph, "X", run, person, now=now, setting=SETTING)
        effects += more
        for effect in more:
            person = applied(person, effect, SETTING)
        if run.is_over:
            break
        if run.awaited == "stock":
            now += timedelta(days=1)
            run = restocked(run, now=now)
        assert run.due is not None
        assert run.due >= now, "time goes on"
        now = run.due
    return effects, run


@everything
@given(flow=flows, person=profiles)
def test_a_run_that_is_kept_as_text_goes_on_as_it_was(flow: Flow, person: Profile) -> None:
    """Whoever keeps runs between two steps may stop at any of them (T59)."""
    graph, starter = graph_of(flow, segments={}), starter_of(flow)
    assert all_of_it(graph, person, starter, is_kept=True) == all_of_it(graph, person, starter)


def starter_of(flow: Flow) -> Event | None:
    return event(flow.trigger.metric) if isinstance(flow.trigger, MetricTrigger) else None


@everything
@given(flow=flows, person=profiles)
def test_every_run_ends_and_sends_nothing_twice(flow: Flow, person: Profile) -> None:
    """Flows of every kind of step, with calendars, draws and stock that comes."""
    effects, run = all_of_it(graph_of(flow, segments={}), person, starter_of(flow))
    assert run.is_over
    assert [type(one) for one in effects].count(Ended) == 1
    assert isinstance(effects[-1], Ended)
    told_of = [one.node for one in effects if isinstance(one, Send | Skip)]
    assert len(told_of) == len(set(told_of))
    assert [one.at for one in effects] == sorted(one.at for one in effects)


@everything
@given(flow=flows, person=profiles)
def test_ids_of_the_platform_decide_nothing(flow: Flow, person: Profile) -> None:
    """Draws, ways and ends are the same whatever the account calls the steps (T59)."""
    graph = graph_of(flow, segments={})
    effects, run = all_of_it(graph, person, starter_of(flow))
    others, other_run = all_of_it(with_other_ids(graph), person, starter_of(flow))
    assert [without_ids(one) for one in others] == [without_ids(one) for one in effects]
    assert other_run.ended == run.ended


def without_ids(effect: AnyEffect) -> Any:
    """What stays when the ids of steps are taken out."""
    document = msgspec.to_builtins(effect)
    names = {name: str(document.get(name)).removeprefix("id:") for name in ("node", "message")}
    return {**document, **names, "what": None}
