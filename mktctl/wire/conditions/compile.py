"""A condition as Klaviyo's groups at one place, with everything that cannot be said."""

import functools
from collections.abc import Mapping, Sequence

import msgspec

from mktctl.model.condition import Condition, HasEvents
from mktctl.model.places import Path, Problem
from mktctl.wire.conditions import refusals
from mktctl.wire.conditions.expand import Expansion
from mktctl.wire.conditions.formula import And, Formula, Leaf
from mktctl.wire.conditions.normal_form import MAX_CONDITIONS, Groups, TooManyError, and_of_ors
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import Findings, Refusal


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A condition where it stands in the file; `negated` asks for its complement (P13)."""

    condition: Condition
    path: Path
    negated: bool = False


def compile_groups(
    condition: Condition,
    *,
    place: Place,
    segments: Mapping[str, Condition],
    metric: str | None = None,
    path: Path = (),
) -> tuple[Groups, tuple[Problem, ...]]:
    """AND of ORs of what `encode_groups` sends; with an error among the problems the groups mean nothing.

    `segments` holds the definitions to inline by ref (P3); `metric` is the one that starts the flow; `path` is where
    the condition is written.
    """
    written = Written(condition=condition, path=path)
    return compile_all((written,), place=place, segments=segments, metric=metric)


def condition_problems(
    condition: Condition,
    *,
    place: Place,
    segments: Mapping[str, Condition],
    metric: str | None = None,
    path: Path = (),
) -> tuple[Problem, ...]:
    """The problems of `compile_groups`. Programmes ask the same few things again and again: these are judged once."""
    try:
        fine = _is_fine(condition, place, metric)
    except TypeError:  # raw JSON has no hash
        fine = False
    return () if fine else compile_groups(condition, place=place, segments=segments, metric=metric, path=path)[1]


@functools.lru_cache(maxsize=4096)
def _is_fine(condition: Condition, place: Place, metric: str | None) -> bool:
    """Whether nothing is wrong with it. One that names a segment never is: without definitions, none can be inlined."""
    return not compile_groups(condition, place=place, segments={}, metric=metric)[1]


def compile_all(
    conditions: Sequence[Written],
    *,
    place: Place,
    segments: Mapping[str, Condition],
    metric: str | None = None,
) -> tuple[Groups, tuple[Problem, ...]]:
    """Several conditions that must all hold; none holds for everybody."""
    found = Findings()
    expansion = Expansion(place, segments, metric, found)
    parts = tuple(expansion.formula(one.condition, one.path, negated=one.negated) for one in conditions)
    if not parts or refusals.first_error(found.problems):
        return Groups(), tuple(found.problems)
    path = conditions[0].path
    try:
        groups = and_of_ors(And(parts=parts))
    except TooManyError:
        _refuse_size(found, f"more than {MAX_CONDITIONS} conditions", place, path)
        return Groups(), tuple(found.problems)
    if groups.size > MAX_CONDITIONS:
        _refuse_size(found, f"{groups.size} conditions", place, path)
    elif not groups.groups:
        _refuse_empty(found, "everybody", path)
    elif () in groups.groups:
        _refuse_empty(found, "nobody", path)
    _warn_of_several_tests(And(parts=parts), found)
    return groups, tuple(found.problems)


def _refuse_size(found: Findings, size: str, place: Place, path: Path) -> None:
    message = f"becomes {size} as Klaviyo's AND of ORs; {place} takes {MAX_CONDITIONS}"
    hint = "An any: of all:s multiplies; put parts into flow properties or split the segment."
    found.refuse(Refusal(code=refusals.TOO_MANY, message=message, hint=hint), path)


def _refuse_empty(found: Findings, whom: str, path: Path) -> None:
    found.refuse(Refusal(code=refusals.NO_SUCH_TEST, message=f"holds for {whom}: nothing is asked"), path)


def _warn_of_several_tests(formula: Formula, found: Findings) -> None:
    """P16: one account took only one entry; until that is settled people shall know."""
    for leaf in _leaves(formula):
        if isinstance(leaf.condition, HasEvents) and len(leaf.condition.where) > 1:
            warned = any(one.code == refusals.SEVERAL_IN_WHERE and one.path == leaf.path for one in found.problems)
            if not warned:
                found.warn(
                    refusals.SEVERAL_IN_WHERE,
                    "where: has more than one test; one Klaviyo account was seen to take only the first",
                    leaf.path,
                    hint="Check the result in Klaviyo's editor after the first apply.",
                )


def _leaves(formula: Formula) -> list[Leaf]:
    if isinstance(formula, Leaf):
        return [formula]
    return [leaf for part in formula.parts for leaf in _leaves(part)]
