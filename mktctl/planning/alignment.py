"""Which actions of a flow stay, come and go: an alignment of the seen tree with the wanted one.

Both are trees of actions joined by named links (`next`, or `next_if_true` and `next_if_false`). An action is the same
when its key is; a left-over pair of one type in one place is the same too, so that another template in a step keeps
the step's statistics (P44). What lies in a line can be inserted and removed in place; every other difference of shape
is a reason to replace the flow (`klaviyo-api.md` section 0).
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from mktctl.planning.action_links import BRANCHING, MULTI_BRANCH, Action, links_of
from mktctl.planning.action_parts import AB_TEST

LINEAR_TYPES: Final = frozenset(
    {
        "send-email", "send-sms", "send-mobile-push", "send-whatsapp", "send-webhook", "send-internal-alert",
        "time-delay", "countdown-delay", "back-in-stock-delay", "update-profile", "list-update",
    }
)  # fmt: skip
"""Action types with one outgoing link that the platform can insert and delete in place."""
REMOVABLE_TYPES: Final = LINEAR_TYPES | {AB_TEST}
"""A test cannot be inserted, but it lies in a line and leaves it as a message does."""


class Insertion(msgspec.Struct, frozen=True, kw_only=True):
    """Put `key` before the seen action `before`, or at the end of `anchor`'s link `slot` when nothing follows.

    `way` is the link of a new switch on which what it stands before goes on; its other ways are empty at first.
    """

    key: str
    before: str | None
    anchor: str | None
    slot: str = "next"
    way: str = "next"


class Alignment(msgspec.Struct, frozen=True, kw_only=True):
    """`matched`: wanted key to seen key. `reasons` is not empty when the flow has to be replaced."""

    matched: dict[str, str]
    inserted: tuple[Insertion, ...] = ()
    removed: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def align(
    seen: Mapping[str, Action], seen_entry: str | None, wanted: Mapping[str, Action], wanted_entry: str | None
) -> Alignment:
    """Walk both trees from their entries. Work is linear in the number of actions; each is visited once."""
    walk = _Walk(seen, wanted)
    walk.pair(seen_entry, wanted_entry, anchor=None, slot="next")
    return Alignment(
        matched=walk.matched,
        inserted=tuple(walk.inserted),
        removed=tuple(walk.removed),
        reasons=tuple(dict.fromkeys(walk.reasons)),
    )


class _Walk:
    def __init__(self, seen: Mapping[str, Action], wanted: Mapping[str, Action]) -> None:
        self.seen, self.wanted = seen, wanted
        self.matched: dict[str, str] = {}
        self.inserted: list[Insertion] = []
        self.removed: list[str] = []
        self.reasons: list[str] = []
        self.passed: set[str] = set()

    def pair(self, seen: str | None, wanted: str | None, *, anchor: str | None, slot: str) -> None:
        """Align what hangs on one link; `anchor` is the wanted key that the link leaves."""
        while seen is not None or wanted is not None:
            if seen in self.passed:
                self.reasons.append(f"step {seen} has several ways in on the platform, which no file can say")
                return
            if seen is not None and wanted is not None and self._same(seen, wanted):
                self.matched[wanted] = seen
                self.passed.add(seen)
                old, new = links_of(self.seen[seen]), links_of(self.wanted[wanted])
                if old.keys() != new.keys():
                    self.reasons.append(_other_branches(wanted, self.seen[seen]["type"], len(old), len(new)))
                    return
                if "next" not in new:
                    for branch in new:
                        self.pair(old[branch], new[branch], anchor=wanted, slot=branch)
                    return
                seen, wanted, anchor, slot = old["next"], new["next"], wanted, "next"
            elif wanted is not None and wanted not in self.seen and self._can_insert(wanted):
                self.inserted.append(Insertion(key=wanted, before=seen, anchor=anchor, slot=slot))
                wanted, anchor, slot = links_of(self.wanted[wanted])["next"], wanted, "next"
            elif wanted is not None and wanted not in self.seen and self._is_switch_before(wanted, seen):
                self._insert_switch(wanted, seen, anchor, slot)
                return
            elif seen is not None and seen not in self.wanted and self.seen[seen]["type"] in REMOVABLE_TYPES:
                self.removed.append(seen)
                self.passed.add(seen)
                seen = links_of(self.seen[seen])["next"]
            else:
                self.reasons.append(self._reason(seen, wanted))
                return

    def _same(self, seen: str, wanted: str) -> bool:
        if seen == wanted:
            return bool(self.seen[seen]["type"] == self.wanted[wanted]["type"])
        left_over = seen not in self.wanted and wanted not in self.seen
        return bool(left_over and self.seen[seen]["type"] == self.wanted[wanted]["type"])

    def _can_insert(self, wanted: str) -> bool:
        return bool(self.wanted[wanted]["type"] in LINEAR_TYPES)

    def _is_switch_before(self, wanted: str, seen: str | None) -> bool:
        return bool(self.wanted[wanted]["type"] == MULTI_BRANCH) and (
            seen is None or seen in self.wanted or self.seen[seen]["type"] not in BRANCHING
        )

    def _insert_switch(self, wanted: str, seen: str | None, anchor: str | None, slot: str) -> None:
        """What stands behind goes on along the way that has most of it; the other ways are filled from nothing."""
        ways = links_of(self.wanted[wanted])
        behind = self._line(seen, self.seen)
        goes_on = max(ways, key=lambda way: (len(behind & self._line(ways[way], self.wanted)), ways[way] is not None))
        self.inserted.append(Insertion(key=wanted, before=seen, anchor=anchor, slot=slot, way=goes_on))
        for way, first in ways.items():
            self.pair(seen if way == goes_on else None, first, anchor=wanted, slot=way)

    def _line(self, first: str | None, actions: Mapping[str, Action]) -> set[str]:
        """The steps up to the next branch, without the ways in front of their keys."""
        names: set[str] = set()
        while first is not None and first in actions and (name := first.rpartition("+")[2]) not in names:
            names.add(name)
            first = links_of(actions[first]).get("next")
        return names

    def _reason(self, seen: str | None, wanted: str | None) -> str:
        if wanted is None and seen is not None:
            type_ = self.seen[seen]["type"]
            if type_ not in BRANCHING:
                return f"step {seen} ({type_}) goes away, and the platform cannot take it out"
            return f"branch {seen} goes away, and the platform cannot take out a branch"
        assert wanted is not None, "one of the two is there"
        if wanted not in self.seen and self.wanted[wanted]["type"] not in BRANCHING:
            return f"step {wanted} ({self.wanted[wanted]['type']}) is new, and the platform cannot insert one"
        if wanted not in self.seen:
            return f"branch {wanted} is new, and the platform cannot insert a branch into a flow that exists"
        if seen == wanted:
            return f"step {wanted} becomes another kind of step"
        if seen is not None and seen in self.wanted:
            return f"steps {seen} and {wanted} stand in another order"
        return f"step {wanted} moves to another branch"


def _other_branches(key: str, type_: str, before: int, after: int) -> str:
    if type_ == MULTI_BRANCH and before != after:
        return f"switch {key} has {after} ways and had {before}"
    return f"step {key} becomes another kind of branch"
