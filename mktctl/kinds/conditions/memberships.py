"""`list:` and `segment:`, one each (P31)."""

from typing import Final

from mktctl.kinds.conditions.scope import UNREADABLE, Scope
from mktctl.kinds.conditions.windows import WINDOW_KEYS, read_window
from mktctl.kinds.fields import Fields
from mktctl.kinds.refs import list_ref, segment_ref
from mktctl.model.condition import Condition, InList, InSegment
from mktctl.model.places import KEY

_LIST_KEYS: Final = frozenset({"list", "within", "before", "after", "between"})
_INSTEAD: Final = {
    "joined": "Write  within: 30 days  beside list:",
    "since": "Joining has a date of its own: write  within: 30 days",
    "member": "Who is not on it:  not: {list: …}",
    "is": "Who is not on it:  not: {list: …}",
}


def read_list(fields: Fields, scope: Scope) -> Condition:
    """`list: ref`; with a window, joined then."""
    fields.only(_LIST_KEYS, instead=_INSTEAD, what="a condition about a list")
    ref = list_ref(fields, "list", scope.names)
    joined = read_window(fields, scope) if WINDOW_KEYS & fields.values.keys() else None
    return InList(list=ref, joined=joined) if ref else UNREADABLE


def read_segment(fields: Fields, scope: Scope) -> Condition:
    """`segment: ref`; its definition is inlined, so it has no time (P3)."""
    for key in sorted(WINDOW_KEYS & fields.values.keys()):
        message = "nobody knows since when somebody is in a segment"
        scope.error("CND052", (*fields.at(key), KEY), message, "Write the condition itself, with its own time")
        return UNREADABLE
    fields.only(
        frozenset({"segment"}),
        instead={"is": "Who is not in it:  not: {segment: …}"},
        what="a condition about a segment",
    )
    ref = segment_ref(fields, "segment", scope.names)
    return InSegment(segment=ref) if ref else UNREADABLE
