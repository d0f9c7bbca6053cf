"""Whether a person meets a condition: the one evaluator, for segments, filters, splits, samples and previews."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from mktctl.engine import events, people
from mktctl.engine.comparisons import passes
from mktctl.engine.errors import UndecidableError
from mktctl.engine.moments import lies_in
from mktctl.engine.run_view import RunView
from mktctl.engine.sampling import falls_into
from mktctl.model.condition import (
    All,
    AnyOf,
    BestChannel,
    Condition,
    Consent,
    Distance,
    Engaged,
    EventProperty,
    Funnel,
    HasCustomObject,
    HasEvents,
    HasProperty,
    InList,
    InRegion,
    InSegment,
    Not,
    NotInFlow,
    NotSent,
    Predicted,
    Raw,
    Sample,
    Suppressed,
)
from mktctl.model.profile import Profile

_NO_SEGMENTS: Final[Mapping[str, Condition]] = {}


def holds(
    condition: Condition,
    profile: Profile,
    *,
    now: datetime,
    run: RunView | None = None,
    segments: Mapping[str, Condition] = _NO_SEGMENTS,
) -> bool:
    """Whether `profile` meets `condition` at `now` (with a zone); `segments` are definitions by ref.

    Time frames are UTC, text is case-sensitive, what is not set passes no comparison but `exists: false`, and `Not` is
    everybody else (G1, P13). Raises UndecidableError for raw JSON, custom objects, and for the start or the event of a
    run where there is no `run`; for a regular expression of another dialect.
    """
    match condition:
        case All(of=parts):
            return all(holds(part, profile, now=now, run=run, segments=segments) for part in parts)
        case AnyOf(of=parts):
            return any(holds(part, profile, now=now, run=run, segments=segments) for part in parts)
        case Not(of=part):
            return not holds(part, profile, now=now, run=run, segments=segments)
        case InSegment(segment=ref):
            if ref not in segments:
                raise UndecidableError(f"the conditions of segment/{ref} are not known here")
            return holds(segments[ref], profile, now=now, run=run, segments=segments)
        case HasEvents():
            return events.has_events(condition, profile, now, run)
        case Engaged():
            return events.has_engaged(condition, profile, now, run)
        case EventProperty() | NotInFlow() | Sample():
            return _in_run(condition, profile, now, run)
        case _:
            return _about_the_person(condition, profile, now)


def _about_the_person(condition: Condition, profile: Profile, now: datetime) -> bool:
    match condition:
        case HasProperty():
            return people.has_property(condition, profile, now)
        case InList():
            return people.is_on_list(condition, profile, now)
        case Consent():
            return people.has_consented(condition, profile, now)
        case Suppressed():
            return people.is_suppressed(condition, profile)
        case InRegion():
            return people.is_in_region(condition, profile)
        case Distance():
            return people.is_at_distance(condition, profile)
        case Predicted():
            return people.is_predicted(condition, profile, now)
        case BestChannel():
            return people.is_best_on(condition, profile)
        case NotSent():
            return people.was_not_sent(condition, profile, now)
        case Funnel():
            return events.has_gone_through(condition, profile, now)
        case HasCustomObject():
            raise UndecidableError("custom objects are known to Klaviyo only")
        case Raw(json=json):
            raise UndecidableError(f"raw JSON of type {json.get('type')} can be decided by Klaviyo only")
        case _:
            raise AssertionError(f"{type(condition).__name__} is no condition")


def _in_run(
    condition: EventProperty | NotInFlow | Sample, profile: Profile, now: datetime, run: RunView | None
) -> bool:
    """What depends on the run: its event, the earlier ones, and which lot is drawn."""
    match condition:
        case Sample(percent=percent):
            return falls_into(percent, profile.sample_key or profile.id, "" if run is None else run.salt)
        case NotInFlow(window=window):
            earlier = () if run is None else run.earlier
            return not any(lies_in(window, start, now, None if run is None else run.started) for start in earlier)
        case EventProperty():
            if run is None:
                raise UndecidableError("event: has no answer outside a run of a flow")
            fits = run.event is not None and condition.metric in (None, run.event.metric)
            value = run.event.property(condition.field) if fits and run.event is not None else None
            return passes(condition.type, condition.test, value)
