"""Where conditions stand on Klaviyo, and which of them stand where (P19, P20)."""

import enum
from collections.abc import Mapping
from typing import Final

from mktctl.model.condition import EventProperty, Funnel, NotInFlow, NotSent, Raw, Sample


class Place(enum.StrEnum):
    """Each has its own set of conditions; the value is how messages call it."""

    SEGMENT = "a segment"
    FLOW = "a flow's filter"
    MESSAGE = "a message's filter"
    SPLIT = "a split"
    TRIGGER = "a test of the event"
    BRANCH = "a split that asks about the person and the event"


IN_A_RUN: Final = frozenset({Place.FLOW, Place.MESSAGE, Place.SPLIT, Place.BRANCH})
ABOUT_THE_EVENT: Final = frozenset({Place.TRIGGER, Place.BRANCH})

STANDS_ONLY: Final[Mapping[type, tuple[frozenset[Place], str]]] = {
    Sample: (IN_A_RUN, "sample: stands in flows; a segment cannot draw lots"),
    NotSent: (IN_A_RUN, "not_sent: stands in flows; in a segment write {metric: received_email, count: 0, within: …}"),
    NotInFlow: (frozenset({Place.FLOW}), "not being in the flow is a filter of the whole flow; write reentry:"),
    Funnel: (frozenset({Place.SEGMENT}), "funnel: stands in segments; put it into segments/x.yaml as trigger"),
    EventProperty: (
        ABOUT_THE_EVENT,
        "event: asks about the event that started the flow; it stands in if: and exit_if: where a metric starts it",
    ),
}  # fmt: skip
"""Leaf to the places that take it and, for the others, why not."""


def refusal(leaf: object, place: Place) -> str | None:
    """Why this leaf cannot stand at `place`; None when it can."""
    allowed, reason = STANDS_ONLY.get(type(leaf), (None, ""))
    if allowed is not None and place not in allowed:
        return reason
    if place is Place.TRIGGER and not isinstance(leaf, EventProperty | Raw):
        return "only properties of the event can be tested here"
    return None
