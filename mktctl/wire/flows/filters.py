"""The flow's one filter: `only_if`, and the complement of `exit_when` (P8).

Klaviyo skips while its filter fails (F1). What has happened stays happened, so the complement of such a condition,
once false, is false for good: skipping every step is leaving. Groups of that sort stand last, and are read as
`exit_when` again.
"""

import functools
from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.condition import (
    AfterDate,
    All,
    AnyOf,
    BeforeDate,
    BetweenDates,
    Condition,
    Consent,
    Ever,
    HasEvents,
    HasProperty,
    InList,
    SinceStart,
    Suppressed,
)
from mktctl.model.flow import Flow
from mktctl.model.places import Problem
from mktctl.wire.conditions.compile import Written, compile_all
from mktctl.wire.conditions.complement import complement
from mktctl.wire.conditions.decode import decode_groups
from mktctl.wire.conditions.expand import Expansion
from mktctl.wire.conditions.express import express
from mktctl.wire.conditions.formula import Formula, Leaf
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import Findings, Refusal
from mktctl.wire.ids import Ids

_STANDING_STILL: Final = (Ever, SinceStart, AfterDate, BeforeDate, BetweenDates)
_CHANGES_BACK: Final = "FLW044"


def compile_filter(flow: Flow, segments: Mapping[str, Condition]) -> tuple[Groups, tuple[Problem, ...]]:
    """The flow's filter as groups, those of `exit_when` last, and what cannot be said of either."""
    return _compile(flow.only_if, flow.exit_when, segments)


def filter_problems(flow: Flow, segments: Mapping[str, Condition]) -> tuple[Problem, ...]:
    """The problems of `compile_filter`; most flows of a programme share their filter, which is judged once."""
    try:
        fine = _is_fine(flow.only_if, flow.exit_when)
    except TypeError:  # raw JSON has no hash
        fine = False
    return () if fine else compile_filter(flow, segments)[1]


@functools.lru_cache(maxsize=4096)
def _is_fine(only_if: Condition | None, exit_when: Condition | None) -> bool:
    """Whether nothing is wrong. With a segment in it, it never is: without definitions, none can be inlined."""
    return not _compile(only_if, exit_when, {})[1]


def _compile(
    only_if: Condition | None, exit_when: Condition | None, segments: Mapping[str, Condition]
) -> tuple[Groups, tuple[Problem, ...]]:
    written = []
    if only_if is not None:
        written.append(Written(condition=only_if, path=("only_if",)))
    if exit_when is not None:
        written.append(Written(condition=exit_when, path=("exit_when",), negated=True))
    groups, problems = compile_all(written, place=Place.FLOW, segments=segments)
    if exit_when is not None:
        problems = (*problems, *_changing_back(exit_when, segments))
    lasting = [group for group in groups.groups if _gone_for_good(group)]
    passing = [group for group in groups.groups if not _gone_for_good(group)]
    return Groups(groups=(*passing, *lasting)), problems


def decode_filter(document: Mapping[str, Any] | None, ids: Ids) -> tuple[Condition | None, Condition | None]:
    """`only_if` and `exit_when`; a filter on what happened since the start is the same as leaving."""
    groups = (document or {}).get("condition_groups", ())
    read = [decode_groups({"condition_groups": [group]}, ids) for group in groups]
    members = [one.of if isinstance(one, AnyOf) else (one,) for one in read]
    passing = tuple(one for one, group in zip(read, members, strict=True) if not _gone_for_good(group))
    leaving = tuple(
        _single(All, tuple(_opposite(leaf) for leaf in group)) for group in members if _gone_for_good(group)
    )
    return _single(All, passing) if passing else None, _single(AnyOf, leaving) if leaving else None


def _gone_for_good(group: tuple[Condition, ...]) -> bool:
    """Whether the group, once it fails, fails for the rest of the run."""
    return bool(group) and all(_falls_once(leaf) for leaf in group)


def _falls_once(leaf: Condition) -> bool:
    """ "Fewer than": events are never taken back. A sum counts too: values are not negative (P23)."""
    if not isinstance(leaf, HasEvents) or not isinstance(leaf.window, _STANDING_STILL):
        return False
    return leaf.test.op in ("less_than", "at_most") or (leaf.test.op, leaf.test.value) == ("is", 0)


def _changing_back(exit_when: Condition, segments: Mapping[str, Condition]) -> list[Problem]:
    """One error for each place of `exit_when` that can become false again."""
    found = Findings()
    formula = Expansion(Place.FLOW, segments, None, found).formula(exit_when, ("exit_when",), negated=True)
    errors: dict[Any, Problem] = {}
    for leaf in _leaves(formula):
        if not _falls_once(leaf.condition):
            errors.setdefault(leaf.path, _error(leaf))
    return list(errors.values())


def _error(leaf: Leaf) -> Problem:
    return Problem(
        code=_CHANGES_BACK,
        message=f"exit_when holds only what stays true; {_subject(leaf.condition)} can change back",
        path=leaf.path,
        hint="To skip while true write  only_if: {not: …}; to leave here  exit_if: …",
    )


def _subject(leaf: Condition) -> str:
    match leaf:
        case HasProperty(name=name):
            return name
        case HasEvents(metric=metric, window=window) if isinstance(window, _STANDING_STILL):
            return f"a count of {metric} that need not grow"
        case HasEvents(metric=metric):
            return f"{metric} in a window that moves"
        case InList(list=ref):
            return f"being on {ref}"
        case Consent() | Suppressed():
            return "consent"
        case _:
            return "this"


def _leaves(formula: Formula) -> list[Leaf]:
    if isinstance(formula, Leaf):
        return [formula]
    return [leaf for part in formula.parts for leaf in _leaves(part)]


def _opposite(leaf: Condition) -> Condition:
    """The event condition that holds exactly when `leaf` does not, as a count is written."""
    opposite = complement(leaf)
    assert isinstance(opposite, HasEvents), "only counts fall once"
    said = express(opposite, Place.FLOW, None)
    assert not isinstance(said, Refusal), "the opposite of a count is a count"
    return said


def _single(junction: type[All] | type[AnyOf], parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else junction(of=parts)
