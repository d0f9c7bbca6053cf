"""Segments: attributes of create_segment, and back."""

from collections.abc import Mapping
from typing import Any

from mktctl.model.condition import Condition
from mktctl.model.places import Path, Problem
from mktctl.model.segment import Segment
from mktctl.wire.conditions.compile import compile_groups
from mktctl.wire.conditions.decode import decode_groups
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import first_error
from mktctl.wire.ids import Ids

_WHO: Path = ("who",)


def encode_segment(segment: Segment, *, segments: Mapping[str, Condition], ids: Ids) -> dict[str, Any]:
    """`{name, definition, is_starred}`. The segment has conditions and passed `check_segment`; else an assert."""
    assert segment.who is not None, "an external segment is never sent"
    groups, problems = compile_groups(segment.who, place=Place.SEGMENT, segments=segments, path=_WHO)
    problem = first_error(problems)
    assert problem is None, f"segment/{segment.ref} was not checked: {problem}"
    return {"name": segment.name, "definition": encode_groups(groups, ids), "is_starred": segment.starred}


def decode_segment(attributes: Mapping[str, Any], ids: Ids, ref: str) -> Segment:
    """A segment as the platform tells it; conditions in normal form (`conditions.decode`)."""
    return Segment(
        ref=ref,
        name=str(attributes.get("name") or ""),
        who=decode_groups(attributes["definition"], ids),
        starred=bool(attributes.get("is_starred")),
        active=attributes.get("is_active") is not False,
    )


def check_segment(segment: Segment, *, segments: Mapping[str, Condition]) -> list[Problem]:
    """Everything about the segment that Klaviyo cannot express."""
    if segment.who is None:
        return []
    _, problems = compile_groups(segment.who, place=Place.SEGMENT, segments=segments, path=_WHO)
    return list(problems)
