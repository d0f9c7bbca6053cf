"""AND of ORs by distribution, without repetition and without what another part already says."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from mktctl.model.condition import Condition
from mktctl.wire.conditions.formula import And, Formula, Leaf

MAX_CONDITIONS: Final = 100
"""Klaviyo's limit for one definition (G1)."""
_MAX_GROUPS_MET: Final = 400
"""Distribution stops here: what passes through more groups does not end below a hundred, and 2^30 must not be tried."""

_Group = dict[Any, Condition]


class Groups(msgspec.Struct, frozen=True, kw_only=True):
    """Klaviyo's condition groups: the outer tuple is ANDed, each inner one ORed. No group is true."""

    groups: tuple[tuple[Condition, ...], ...] = ()

    @property
    def size(self) -> int:
        """Conditions in all, as Klaviyo counts them."""
        return sum(len(group) for group in self.groups)


class TooManyError(Exception):
    """Distribution ran past its bound; the caller makes it a finding."""


def and_of_ors(formula: Formula) -> Groups:
    """The normal form; raises TooManyError instead of growing without end."""
    return Groups(groups=tuple(tuple(group.values()) for group in _distributed(formula)))


def _distributed(formula: Formula) -> list[_Group]:
    if isinstance(formula, Leaf):
        return [{_key(formula.condition): formula.condition}]
    parts = [_distributed(part) for part in formula.parts]
    if isinstance(formula, And):
        return _absorbed(group for part in parts for group in part)
    if parts and all(len(part) == 1 for part in parts):  # an OR of leaves, as nearly always: nothing multiplies
        parts = [[{key: leaf for part in parts for key, leaf in part[0].items()}]]
    joined: list[_Group] = [{}]
    for part in parts:
        joined = _absorbed({**left, **right} for left in joined for right in part)
        if joined and min(map(len, joined)) > MAX_CONDITIONS:  # groups only grow: what follows would be for nothing
            raise TooManyError
    return joined


def _absorbed(groups: Iterable[_Group]) -> list[_Group]:
    """Without repeated groups and without groups that a smaller one implies: `a AND (a OR b)` is `a`."""
    unique: dict[frozenset[Any], _Group] = {}
    for group in groups:
        unique.setdefault(frozenset(group), group)
        if len(unique) > _MAX_GROUPS_MET:
            raise TooManyError
    if len(set(map(len, unique))) < 2:  # all of one size, as nearly always: none is a part of another
        return list(unique.values())
    return [group for keys, group in unique.items() if not any(other < keys for other in unique)]


def _key(condition: Condition) -> Any:
    """Equal for equal conditions; raw JSON cannot be hashed, its text can."""
    try:
        hash(condition)
    except TypeError:
        return msgspec.json.encode(condition, order="sorted")
    return condition
