"""Conditions about a person's properties, lists, place and predictions (klaviyo-api.md section 3).

Each reader gets one condition and answers None where the model has no word for it.
"""

from typing import Any, Final, Literal

from mktctl.model.condition import (
    BestChannel,
    Condition,
    Distance,
    HasCustomObject,
    HasProperty,
    InList,
    InRegion,
    NotInFlow,
    NotSent,
    Predicted,
    Sample,
    Test,
)
from mktctl.sandbox.reading.filters import property_type, read_filter, read_test
from mktctl.sandbox.reading.names import Names, property_name
from mktctl.sandbox.reading.windows import read_window

_REGIONS: Final[dict[str, Literal["eu", "us"]]] = {"european_union": "eu", "united_states": "us"}
_DISTANCES: Final[dict[str, Literal["less_than", "more_than"]]] = {
    "less-than": "less_than",
    "greater-than": "more_than",
}
_NOT_SENT: Final[dict[str, Literal["email", "sms", "push"]]] = {
    "profile-not-sent-email": "email",
    "profile-not-sent-sms": "sms",
    "profile-not-sent-push": "push",
}


def read_property(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-property`."""
    del names
    test = read_filter(document["filter"])
    if test is None:
        return None
    name, builtin = property_name(document["property"])
    return HasProperty(name=name, type=property_type(document["filter"]), test=test, builtin=builtin)


def read_membership(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-group-membership` of exactly one list; several ids are "not any of" them (P31) and stay raw."""
    if len(document["group_ids"]) != 1:
        return None
    (group_id,) = document["group_ids"]
    joined = None
    if document.get("timeframe_filter") is not None:
        joined = read_window(document["timeframe_filter"])
        if joined is None:
            return None
    return InList(list=names("list", group_id), member=document["is_member"], joined=joined)


def read_region(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-region`."""
    del names
    return InRegion(region=_REGIONS[document["region"]], inside=document["in_region"])


def read_distance(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-postal-code-distance`; the model counts whole kilometres or miles."""
    del names
    amount = document["filter"]["value"]
    if amount != int(amount):
        return None
    return Distance(
        postal_code=document["postal_code"],
        country=document["country_code"],
        op=_DISTANCES[document["filter"]["operator"]],
        amount=int(amount),
        unit=document["unit"],
    )


def read_prediction(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-predictive-analytics`: a number, a date, a gender, or which channel suits best."""
    del names
    if document["dimension"] == "channel_affinity":
        affinity = read_test(document["filter"])
        if affinity is None:
            return None
        return BestChannel(channel=document["predicted_channel"], measure=document["measurement"], test=affinity)
    test = read_filter(document["filter"])
    return None if test is None else Predicted(dimension=document["dimension"], test=test)


def read_sample(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-sample`."""
    del names
    return Sample(percent=document["percentage"])


def read_not_sent(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-not-sent-email`, `-sms`, `-push`."""
    del names
    window = read_window(document["timeframe_filter"])
    return None if window is None else NotSent(channel=_NOT_SENT[document["type"]], window=window)


def read_not_in_flow(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-not-in-flow` (E5)."""
    del names
    window = read_window(document["timeframe_filter"])
    return None if window is None else NotInFlow(window=window)


def read_custom_object(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-has-custom-object`; its property filters stay JSON, as their names are the platform's numbers."""
    del names
    count = read_test(document["filter"])
    assert isinstance(count, Test), "the count of custom objects is numeric"
    return HasCustomObject(
        object_type_id=document["object_type_id"],
        relationship_id=document["object_type_relationship_id"],
        test=count,
        where=tuple(document["filters"]),
    )
