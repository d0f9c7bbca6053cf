"""Conditions about what somebody did: counts and sums, engagement, funnels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import fsum
from typing import Final

from mktctl.engine.comparisons import passes
from mktctl.engine.errors import UndecidableError
from mktctl.engine.moments import lies_in
from mktctl.engine.run_view import RunView
from mktctl.model.condition import Engaged, EventTest, Funnel, FunnelStep, HasEvents, SinceStart, Window
from mktctl.model.funnel_limits import funnel_hours
from mktctl.model.profile import Event, Profile

_CENT_FRACTIONS: Final = 6
"""Sums of money are compared to this many decimals: 0.1 + 0.2 is 0.3 to a shop."""

# metric → the property that is true when a machine did it (X5, P21)
_SIGNS: Final[Mapping[str, tuple[tuple[str, str | None], ...]]] = {
    "email": (("opened_email", "Apple Privacy Open"), ("clicked_email", "Bot Click")),
    "sms": (("clicked_sms", None),),
    "push": (("opened_push", None),),
}


def has_events(condition: HasEvents, profile: Profile, now: datetime, run: RunView | None) -> bool:
    """`metric: placed_order, count: {at_least: 2}, within: 60 days`; nobody has less than none (P23, P24)."""
    counted = [
        event
        for event in in_window(profile.events, condition.metric, condition.window, now, run)
        if all_pass(condition.where, event)
    ]
    if condition.measure == "count":
        return passes("number", condition.test, len(counted))
    total = fsum(value for event in counted if isinstance(value := event.property("$value"), int | float))
    return passes("number", condition.test, round(total, _CENT_FRACTIONS))


def has_engaged(condition: Engaged, profile: Profile, now: datetime, run: RunView | None) -> bool:
    """Opened or clicked themselves: the flag that a machine did it is there and false."""
    return any(
        flag is None or event.property(flag) is False
        for metric, flag in _SIGNS[condition.channel]
        for event in in_window(profile.events, metric, condition.window, now, run)
    )


def has_gone_through(condition: Funnel, profile: Profile, now: datetime) -> bool:
    """The steps in their order, from some first one inside the window on."""
    limit = _limit(condition.complete_within)
    firsts = in_window(profile.events, condition.steps[0].metric, condition.window, now, None)
    return any(
        _goes_through(condition.steps[1:], profile.events, first.time, min(now, first.time + limit))
        for first in firsts
        if all_pass(condition.steps[0].where, first)
    )


def in_window(
    events: Iterable[Event], metric: str, window: Window, now: datetime, run: RunView | None
) -> Iterator[Event]:
    """What has happened by now; `since: start` never counts the event that started the run (P24)."""
    started: datetime | None = None
    if isinstance(window, SinceStart):
        if run is None:
            raise UndecidableError("since: start has no answer outside a run of a flow")
        started = run.started
    for event in events:
        if event.metric != metric or event.time > now:
            continue
        if started is not None and run is not None and event.id == run.started_by:
            continue
        if lies_in(window, event.time, now, started):
            yield event


def all_pass(where: Iterable[EventTest], event: Event) -> bool:
    """Every test of the event's own properties (E3)."""
    return all(passes(one.type, one.test, event.property(one.field)) for one in where)


def _goes_through(steps: Sequence[FunnelStep], events: tuple[Event, ...], since: datetime, until: datetime) -> bool:
    """The earliest next event is always the best: it leaves the most time, and the least for what must not happen."""
    at = since
    forbidden: list[FunnelStep] = []
    for step in steps:
        if not step.did:
            forbidden.append(step)
            continue
        later = [one for one in events if _fits(step, one) and at < one.time <= until]
        if not later:
            return False
        found = min(later, key=lambda one: one.time)
        if any(_fits(one, event) and at < event.time <= found.time for one in forbidden for event in events):
            return False
        at, forbidden = found.time, []
    return not any(_fits(one, event) and at < event.time <= until for one in forbidden for event in events)


def _fits(step: FunnelStep, event: Event) -> bool:
    return event.metric == step.metric and all_pass(step.where, event)


def _limit(name: str | None) -> timedelta:
    """Without a limit the whole history counts."""
    hours = None if name is None else funnel_hours(name)
    return timedelta(days=36_500) if hours is None else timedelta(hours=hours)
