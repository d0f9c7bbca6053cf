"""What a condition asks about people that steps of flows can change: properties and lists, segments inlined."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mktctl.model.condition import All, AnyOf, Condition, Consent, HasProperty, InList, InSegment, Not, Test
from mktctl.model.flow import ListUpdate, PropertyChange

LEAVES_MAX: Final = 1_000
"""Of one condition: Klaviyo takes 100 conditions, and more are a mistake of its own."""
_DEPTH_MAX: Final = 32
"""Of segments inside segments; a circle of them is a mistake of its own."""


class Leaf(NamedTuple):
    """A question about one property or list; `wanted` is False below an odd number of `not`."""

    asked: HasProperty | InList | Consent
    wanted: bool


def leaves(condition: Condition, segments: Mapping[str, Condition]) -> Iterator[Leaf]:
    """The first LEAVES_MAX such questions of the condition; each segment in it is entered once."""
    return itertools.islice(_leaves(condition, segments, set(), wanted=True, depth=0), LEAVES_MAX)


def _leaves(
    condition: Condition, segments: Mapping[str, Condition], seen: set[tuple[str, bool]], *, wanted: bool, depth: int
) -> Iterator[Leaf]:
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            for part in parts:
                yield from _leaves(part, segments, seen, wanted=wanted, depth=depth)
        case Not(of=part):
            yield from _leaves(part, segments, seen, wanted=not wanted, depth=depth)
        case InSegment(segment=ref):
            if ref in segments and depth < _DEPTH_MAX and (ref, wanted) not in seen:
                seen.add((ref, wanted))
                yield from _leaves(segments[ref], segments, seen, wanted=wanted, depth=depth + 1)
        case HasProperty() | InList() | Consent():
            yield Leaf(condition, wanted)


def answer_after(change: PropertyChange | ListUpdate, asked: HasProperty | InList) -> bool | None:
    """What the question's answer is once the change was made; None when it may be either."""
    if isinstance(asked, InList):
        assert isinstance(change, ListUpdate)
        return change.add == asked.member if asked.joined is None else None
    assert isinstance(change, PropertyChange)
    test = asked.test
    if not isinstance(test, Test):
        return None
    if test.op == "exists":
        return (change.op != "unset") == test.value if change.op in ("set", "unset") else None
    if change.op == "set":
        return _equality(test, change.value)
    if change.op in ("add", "remove") and test.op in ("contains", "not_contains") and test.value == change.value:
        return (change.op == "add") == (test.op == "contains")
    return None


def _equality(test: Test, value: object) -> bool | None:
    """Of tests that ask for a value itself."""
    match test.op:
        case "is":
            return bool(test.value == value)
        case "is_not":
            return bool(test.value != value)
        case "in":
            return isinstance(test.value, tuple) and value in test.value
        case "not_in":
            return isinstance(test.value, tuple) and value not in test.value
    return None
