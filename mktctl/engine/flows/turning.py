"""From when on a condition would have another answer by time alone, if nothing else happens."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from mktctl.engine.conditions import holds
from mktctl.engine.moments import instant_of
from mktctl.engine.run_view import RunView
from mktctl.model.condition import (
    All,
    AnyOf,
    BetweenAgo,
    Condition,
    Consent,
    DateTest,
    Engaged,
    HasEvents,
    HasProperty,
    InList,
    InTheLast,
    InTheNext,
    MoreThanAgo,
    Not,
    NotSent,
    When,
)
from mktctl.model.duration import Duration
from mktctl.model.profile import Profile

_TICK: Final = timedelta(microseconds=1)
"""Some edges of windows belong to them, so the answer turns just behind."""
_LATEST_LOOKED_AT: Final = 200


def turns_at(condition: Condition, person: Profile, *, now: datetime, run: RunView) -> datetime | None:
    """The first instant behind `now` at which the answer is another one; None where none was found.

    Looked at are the edges of spans that count from the present, over the latest two hundred.
    """
    present = holds(condition, person, now=now, run=run)
    edges = sorted({edge for leaf in _leaves(condition) for edge in _edges(leaf, person)})
    ahead = [moment for edge in edges for moment in (edge, edge + _TICK) if moment > now][:_LATEST_LOOKED_AT]
    return next((one for one in ahead if holds(condition, person, now=one, run=run) is not present), None)


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            for part in parts:
                yield from _leaves(part)
        case Not(of=part):
            yield from _leaves(part)
        case _:
            yield condition


def _edges(leaf: Condition, person: Profile) -> Iterator[datetime]:
    """When something that the leaf asks about comes to an edge of its window."""
    match leaf:
        case HasEvents(metric=metric, window=window):
            yield from _moved((one.time for one in person.events if one.metric == metric), window)
        case Engaged(window=window):
            yield from _moved((one.time for one in person.events), window)
        case NotSent(channel=channel, window=window):
            yield from _moved((one.time for one in person.sent if one.channel == channel), window)
        case HasProperty(name=name, test=DateTest(when=when), builtin=builtin):
            found = instant_of((person.fields if builtin else person.properties).get(name))
            yield from _moved(iter(() if found is None else (found,)), when)
        case InList(list=ref, joined=when) if when is not None:
            joined = person.lists.get(ref)
            yield from _moved(iter(() if joined is None else (joined,)), when)
        case Consent(channel=channel, since=when) if when is not None:
            record = person.consents.get(channel)
            given = None if record is None else record.date
            yield from _moved(iter(() if given is None else (given,)), when)


def _moved(instants: Iterator[datetime], when: When) -> Iterator[datetime]:
    for instant in instants:
        for span in _spans(when):
            yield instant + span


def _spans(when: When) -> tuple[timedelta, ...]:
    """How long behind an instant the window's edge passes over it."""
    match when:
        case InTheLast(span=span) | MoreThanAgo(span=span):
            return (_length(span),)
        case InTheNext(span=span):
            return (-_length(span), timedelta())
        case BetweenAgo(older=older, nearer=nearer):
            return (_length(nearer), _length(older))
    return ()


def _length(span: Duration) -> timedelta:
    return timedelta(minutes=span.total_minutes)
