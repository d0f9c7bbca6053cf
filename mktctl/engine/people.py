"""Conditions about who somebody is: consent, suppression, lists, place, predictions."""

from datetime import datetime
from typing import Final

from mktctl.engine.comparisons import passes
from mktctl.engine.moments import instant_of, lies_in
from mktctl.engine.regions import lies_in_region
from mktctl.model.condition import (
    BestChannel,
    Consent,
    DateTest,
    Distance,
    Ever,
    HasProperty,
    InList,
    InRegion,
    NotSent,
    Predicted,
    Suppressed,
)
from mktctl.model.profile import Profile

_KM_PER_MILE: Final = 1.609344


def has_property(condition: HasProperty, profile: Profile, now: datetime) -> bool:
    """A field of Klaviyo's or a custom property (P61)."""
    value = (profile.fields if condition.builtin else profile.properties).get(condition.name)
    if isinstance(condition.test, DateTest):
        instant = instant_of(value)
        return instant is not None and lies_in(condition.test.when, instant, now)
    return passes(condition.type, condition.test, value)


def is_on_list(condition: InList, profile: Profile, now: datetime) -> bool:
    """On the list, or not; with a window, joined then."""
    if condition.list not in profile.lists:
        return not condition.member
    if condition.joined is None or isinstance(condition.joined, Ever):
        return condition.member
    joined = profile.lists[condition.list]
    return joined is not None and lies_in(condition.joined, joined, now)


def has_consented(condition: Consent, profile: Profile, now: datetime) -> bool:
    """One cell of the consent matrix (G3): what they said, and whether the platform would deliver (C1)."""
    if profile.can_receive(condition.channel) != condition.can_receive:
        return False
    record = profile.consents.get(condition.channel)
    status = "never_subscribed" if record is None else record.status
    if condition.status not in ("any", status):
        return False
    if condition.double_opt_in is not None and condition.double_opt_in != (record is not None and record.double_opt_in):
        return False
    if condition.method is not None and (record is None or record.method != condition.method):
        return False
    if condition.since is None or isinstance(condition.since, Ever):
        return True
    return record is not None and record.date is not None and lies_in(condition.since, record.date, now)


def is_suppressed(condition: Suppressed, profile: Profile) -> bool:
    """Mail is not delivered: for whatever reason, "unsubscribed" among them, or for the one that is named."""
    if condition.because is None:
        return not profile.can_receive(condition.channel)
    return condition.because in profile.suppressions


def is_in_region(condition: InRegion, profile: Profile) -> bool:
    """By the profile's country."""
    return lies_in_region(profile.fields.get("country"), condition.region) == condition.inside


def is_at_distance(condition: Distance, profile: Profile) -> bool:
    """People whose place is unknown are neither near nor far."""
    known = profile.distances_km.get(f"{condition.country}/{condition.postal_code}")
    if known is None:
        return False
    wanted = condition.amount * (_KM_PER_MILE if condition.unit == "miles" else 1)
    return known < wanted if condition.op == "less_than" else known > wanted


def is_predicted(condition: Predicted, profile: Profile, now: datetime) -> bool:
    """People without a prediction pass nothing."""
    value = profile.predictions.get(condition.dimension)
    if isinstance(condition.test, DateTest):
        instant = instant_of(value)
        return instant is not None and lies_in(condition.test.when, instant, now)
    return passes("text" if isinstance(value, str) else "number", condition.test, value)


def is_best_on(condition: BestChannel, profile: Profile) -> bool:
    """How well the channel suits them."""
    known = profile.affinities.get(condition.channel)
    if known is None:
        return False
    if condition.measure == "priority":
        return passes("number", condition.test, known.priority)
    return passes("text", condition.test, known.rank)


def was_not_sent(condition: NotSent, profile: Profile, now: datetime) -> bool:
    """No message of the channel in the window."""
    return not any(
        one.channel == condition.channel and one.time <= now and lies_in(condition.window, one.time, now)
        for one in profile.sent
    )
