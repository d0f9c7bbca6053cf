"""The instants at which time alone can move somebody into a segment or out of it (G2, T33)."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

import msgspec

from mktctl.engine.moments import instant_of
from mktctl.model.condition import Condition
from mktctl.model.duration import Duration
from mktctl.model.profile import Profile

_BEHIND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)


def spans_of(condition: Condition) -> frozenset[timedelta]:
    """Every relative span that a condition speaks of, wherever it stands."""
    return frozenset(timedelta(minutes=span.total_minutes) for span in _durations(condition))


def next_turn(condition: Condition, person: Profile, now: datetime) -> datetime:
    """The first instant behind `now` at which the answer may change by itself: an edge of a window, or a new UTC day.

    Windows are told to the second; one with an edge at an instant is asked a second later as well.
    """
    midnight = datetime.combine(now.astimezone(UTC).date() + _DAY, time(), tzinfo=UTC)
    edges = (
        edge
        for known in _instants(person)
        for span in spans_of(condition)
        for edge in (known + span, known + span + _BEHIND, known - span, known - span + _BEHIND)
        if edge > now
    )
    return min((*edges, midnight))


def next_pass(at: time, now: datetime) -> datetime:
    """The next daily pass behind `now`; `at` is in UTC."""
    today = datetime.combine(now.astimezone(UTC).date(), at, tzinfo=UTC)
    return today if today > now else today + _DAY


def _durations(value: Any) -> Iterator[Duration]:
    if isinstance(value, Duration):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _durations(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _durations(one)


def _instants(person: Profile) -> Iterator[datetime]:
    yield from (event.time for event in person.events)
    yield from (joined for joined in person.lists.values() if joined is not None)
    yield from (record.date for record in person.consents.values() if record.date is not None)
    yield from (sent.time for sent in person.sent)
    dates = (instant_of(value) for value in (*person.fields.values(), *person.properties.values()))
    yield from (one for one in dates if one is not None)
