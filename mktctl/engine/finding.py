"""What a condition finds out about somebody, in words, beside what it asks (`telling.told`): "2, last 2026-05-05 …"."""

from datetime import datetime
from math import fsum

from mktctl.engine.events import all_pass, in_window
from mktctl.engine.run_view import RunView
from mktctl.model.condition import (
    All,
    AnyOf,
    BestChannel,
    Condition,
    Consent,
    Engaged,
    EventProperty,
    HasEvents,
    HasProperty,
    InList,
    InRegion,
    InSegment,
    Not,
    NotSent,
    Predicted,
    SinceStart,
    Suppressed,
)
from mktctl.model.profile import Profile

_NOTHING = "not set"


def found(condition: Condition, person: Profile, *, now: datetime, run: RunView | None = None) -> str:
    """One value for each leaf, in their order, apart by "; ". Empty for what is looked up nowhere, such as a draw."""
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            values = (found(part, person, now=now, run=run) for part in parts)
            return "; ".join(value for value in values if value)
        case Not(of=part):
            return found(part, person, now=now, run=run)
        case HasEvents():
            return _events(condition, person, now, run)
        case EventProperty(field=field):
            return _text(None if run is None or run.event is None else run.event.property(field))
        case _:
            return _of_the_person(condition, person)


def _events(condition: HasEvents, person: Profile, now: datetime, run: RunView | None) -> str:
    if isinstance(condition.window, SinceStart) and run is None:
        return ""
    inside = [
        one
        for one in in_window(person.events, condition.metric, condition.window, now, run)
        if all_pass(condition.where, one)
    ]
    if not inside:
        return "0"
    total = f" of {fsum(one.value or 0 for one in inside):g} in all" if condition.measure == "sum" else ""
    return f"{len(inside)}{total}, last {max(one.time for one in inside).isoformat()}"


def _of_the_person(condition: Condition, person: Profile) -> str:
    match condition:
        case HasProperty(name=name, builtin=builtin):
            return _text((person.fields if builtin else person.properties).get(name))
        case InList(list=ref):
            joined = person.lists.get(ref)
            return "not on it" if ref not in person.lists else f"joined {_text(joined)}" if joined else "on it"
        case Consent(channel=channel):
            record = person.consents.get(channel)
            return "never_subscribed" if record is None else record.status
        case Suppressed():
            return ", ".join(sorted(person.suppressions)) or "not suppressed"
        case InRegion():
            return _text(person.fields.get("country"))
        case Predicted(dimension=dimension):
            return _text(person.predictions.get(dimension))
        case BestChannel(channel=channel):
            known = person.affinities.get(channel)
            return _NOTHING if known is None else f"{known.rank}, priority {known.priority}"
        case NotSent(channel=channel) | Engaged(channel=channel):
            last = max((one.time for one in person.sent if one.channel == channel), default=None)
            return "nothing sent" if last is None else f"last sent {last.isoformat()}"
        case InSegment(segment=ref):
            return f"segment {ref}"
        case _:
            return ""


def _text(value: object) -> str:
    if value is None:
        return _NOTHING
    return value.isoformat() if isinstance(value, datetime) else str(value)
