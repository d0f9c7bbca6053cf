"""An `if` or `exit_if`: which of Klaviyo's three kinds of split its condition needs (P20), and its JSON."""

import enum
from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.condition import All, AnyOf, Condition, EventProperty, Not, Raw
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.starts import LOW_INVENTORY, PRICE_DROP
from mktctl.wire.flows import switches
from mktctl.wire.ids import Ids, id_of

SIDES: Final = {"then": "next_if_true", "else": "next_if_false"}
"""Our side of a split to Klaviyo's link."""
_TYPES: Final[Mapping[str, str]] = {PRICE_DROP: "price-drop", LOW_INVENTORY: "low-inventory"}
"""What starts a flow without a metric: `trigger_type`, and `trigger_id` too, since there is no id of theirs."""
NAME: Final = "If"
"""Klaviyo wants a name for a multi-branch split; one that never changes is never a difference."""


class Split(enum.StrEnum):
    """The value is Klaviyo's type of action."""

    PERSON = "conditional-split"
    EVENT = "trigger-split"
    BOTH = switches.TYPE


PLACES: Final[Mapping[Split, Place]] = {
    Split.PERSON: Place.SPLIT,
    Split.EVENT: Place.TRIGGER,
    Split.BOTH: Place.BRANCH,
}


def kind_of(condition: Condition) -> Split:
    """About the person, about the event that started the flow, or both."""
    about = _about(condition)
    if about == {"event"}:
        return Split.EVENT
    return Split.BOTH if "event" in about else Split.PERSON


def encode_split(
    key: str, groups: Groups, kind: Split, links: Mapping[str, str | None], metric: str | None, ids: Ids
) -> dict[str, Any]:
    """`{type, links, data}`; `links` by side, `then` and `else`."""
    document = encode_groups(groups, ids)
    if kind is Split.BOTH:
        then = switches.branch(key, "then", 0, document, links["then"])
        otherwise = switches.branch(key, "else", 1, None, links["else"])
        return {"type": str(kind), "data": {"name": NAME, "branches": [then, otherwise]}}
    wired = {SIDES[slot]: target for slot, target in links.items()}
    if kind is Split.PERSON:
        return {"type": str(kind), "links": wired, "data": {"profile_filter": document}}
    assert metric is not None, "only an event starts a flow whose event is asked about"
    trigger_type = _TYPES.get(metric, "metric")
    trigger_id = id_of(ids, "metric", metric) if trigger_type == "metric" else trigger_type
    data = {"trigger_filter": document, "trigger_id": trigger_id, "trigger_type": trigger_type}
    return {"type": str(kind), "links": wired, "data": data}


def _about(condition: Condition) -> set[str]:
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            return set().union(*(_about(part) for part in parts))
        case Not(of=part):
            return _about(part)
        case EventProperty():
            return {"event"}
        case Raw(json={"type": "metric-property" | "price-drop-property" | "low-inventory-property"}):
            return {"event"}
        case _:
            return {"person"}
