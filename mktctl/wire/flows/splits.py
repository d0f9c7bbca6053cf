"""Splits: which of Klaviyo's three kinds a condition needs (P20), and their JSON both ways."""

import enum
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.model.condition import All, AnyOf, Condition, EventProperty, Not, Raw
from mktctl.wire.conditions.decode import decode_groups
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.errors import UnreadableError
from mktctl.wire.ids import Ids, id_of

NEXT_IF: Final = {"then": "next_if_true", "otherwise": "next_if_false"}
"""Our side of a split to Klaviyo's link."""

_NAME: Final = "If"
"""Klaviyo wants a name for a multi-branch split; one that never changes is never a difference."""


class Split(enum.StrEnum):
    """The value is Klaviyo's type of action."""

    PERSON = "conditional-split"
    EVENT = "trigger-split"
    BOTH = "multi-branch-split"


PLACES: Final[Mapping[Split, Place]] = {
    Split.PERSON: Place.SPLIT,
    Split.EVENT: Place.TRIGGER,
    Split.BOTH: Place.BRANCH,
}


class ReadSplit(msgspec.Struct, frozen=True, kw_only=True):
    """A split as read: its condition and the actions behind it."""

    condition: Condition
    then: str | None
    otherwise: str | None


def kind_of(condition: Condition) -> Split:
    """About the person, about the event that started the flow, or both."""
    about = _about(condition)
    if about == {"event"}:
        return Split.EVENT
    return Split.BOTH if "event" in about else Split.PERSON


def encode_split(
    key: str, groups: Groups, kind: Split, links: Mapping[str, str | None], metric: str | None, ids: Ids
) -> dict[str, Any]:
    """`{type, links, data}`; `links` by side, `then` and `otherwise`."""
    document = encode_groups(groups, ids)
    if kind is Split.BOTH:
        return {"type": str(kind), "data": {"name": _NAME, "branches": _branches(key, document, links)}}
    wired = {NEXT_IF[slot]: target for slot, target in links.items()}
    if kind is Split.PERSON:
        return {"type": str(kind), "links": wired, "data": {"profile_filter": document}}
    assert metric is not None, "only a metric starts a flow whose event is asked about"
    data = {"trigger_filter": document, "trigger_id": id_of(ids, "metric", metric), "trigger_type": "metric"}
    return {"type": str(kind), "links": wired, "data": data}


def decode_split(action: Mapping[str, Any], ids: Ids, where: str) -> ReadSplit:
    """Any of the three; a multi-branch split needs exactly one condition and the rest."""
    data = action.get("data") or {}
    if action["type"] == Split.BOTH:
        return _decode_branches(data, ids, where)
    links = action.get("links") or {}
    document = data.get("profile_filter") or data.get("trigger_filter")
    if not document or not document.get("condition_groups"):
        raise UnreadableError(where, "a split without conditions")
    return ReadSplit(
        condition=decode_groups(document, ids),
        then=links.get(NEXT_IF["then"]),
        otherwise=links.get(NEXT_IF["otherwise"]),
    )


def _branches(key: str, document: dict[str, Any], links: Mapping[str, str | None]) -> list[dict[str, Any]]:
    return [
        {
            "branch_id": f"{key}.then",
            "order": 0,
            "is_else": False,
            "branch_filter": document,
            "links": {"next": links["then"]},
            "name": "then",
        },
        {
            "branch_id": f"{key}.else",
            "order": 1,
            "is_else": True,
            "branch_filter": None,
            "links": {"next": links["otherwise"]},
            "name": "else",
        },
    ]


def _decode_branches(data: Mapping[str, Any], ids: Ids, where: str) -> ReadSplit:
    branches = sorted(data.get("branches") or (), key=lambda one: (bool(one.get("is_else")), one.get("order") or 0))
    if len(branches) != 2 or branches[0].get("is_else") or not branches[1].get("is_else"):
        raise UnreadableError(where, f"a split with {len(branches)} branches")
    then, otherwise = branches
    document = then.get("branch_filter")
    if not document or not document.get("condition_groups"):
        raise UnreadableError(where, "a split without conditions")
    return ReadSplit(
        condition=decode_groups(document, ids),
        then=(then.get("links") or {}).get("next"),
        otherwise=(otherwise.get("links") or {}).get("next"),
    )


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
