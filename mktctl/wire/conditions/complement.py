"""`not:` of a single leaf (P13): its true complement, or why Klaviyo has none.

Comparisons of a property drop people without it (G1), so a complement adds "or not set".
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from mktctl.model.condition import (
    AnyOf,
    BestChannel,
    Condition,
    Consent,
    Distance,
    EventProperty,
    Funnel,
    HasCustomObject,
    HasEvents,
    HasProperty,
    InList,
    InRegion,
    NotInFlow,
    NotSent,
    Op,
    Predicted,
    Raw,
    Sample,
    Suppressed,
    Test,
)
from mktctl.wire.conditions.consent_matrix import consent_complement

_PAIRS: Final[tuple[tuple[Op, Op], ...]] = (
    ("is", "is_not"),
    ("in", "not_in"),
    ("contains", "not_contains"),
    ("contains_any", "not_contains_any"),
    ("contains_all", "not_contains_all"),
    ("starts_with", "not_starts_with"),
    ("ends_with", "not_ends_with"),
    ("matches", "not_matches"),
    ("at_least", "less_than"),
    ("at_most", "more_than"),
    ("length_at_least", "length_less_than"),
    ("length_at_most", "length_more_than"),
)
OPPOSITE: Final[Mapping[Op, Op]] = {**dict(_PAIRS), **{second: first for first, second in _PAIRS}}
"""Of a value that is set; `between`, `length_is` and `exists` have their own rules."""

_NO_COMPLEMENT: Final[Mapping[type, str]] = {
    Sample: "a random sample; take the other side of the split",
    Distance: "a distance; write more_than or less_than the other way round, people without a place are in neither",
    Predicted: "a prediction; people without one would be lost",
    BestChannel: "a prediction; people without one would be lost",
    Funnel: "a funnel; write its last step as did_not",
    NotSent: "not_sent; count the messages instead, {metric: received_email, within: …}",
    NotInFlow: "an earlier run; write reentry:",
    HasCustomObject: "a custom object's properties; negate its count",
    Raw: "raw JSON; write the opposite JSON",
}


def complement(leaf: Condition) -> Condition | str:
    """A condition that holds exactly when `leaf` does not; text with the reason when Klaviyo cannot say it."""
    match leaf:
        case HasProperty(test=Test() as test) | EventProperty(test=test):
            return _or_unset(leaf, test)
        case HasProperty():
            return "a date in a window; write the other window, people without the date are in neither"
        case HasEvents():
            return _measured_otherwise(leaf)
        case InList(joined=None):
            return msgspec.structs.replace(leaf, member=not leaf.member)
        case InList():
            return "when somebody joined; without the window, not: {list: …} works"
        case InRegion():
            return msgspec.structs.replace(leaf, inside=not leaf.inside)
        case Consent():
            return consent_complement(leaf)
        case Suppressed(because=None):
            return Consent(channel="email", status="any", can_receive=True)
        case Suppressed():
            return "one reason of suppression; not: {suppressed: email} and can_receive: email work"
        case _:
            return _NO_COMPLEMENT[type(leaf)]


def opposite_tests(test: Test) -> tuple[Test, ...]:
    """Tests of which one holds exactly when a value is set and `test` fails."""
    match test.op:
        case "between":
            low, high = _pair(test)
            return (Test(op="less_than", value=low), Test(op="more_than", value=high))
        case "length_is":
            return (Test(op="length_less_than", value=test.value), Test(op="length_more_than", value=test.value))
        case op:
            return (Test(op=OPPOSITE[op], value=test.value),)


def _or_unset(leaf: HasProperty | EventProperty, test: Test) -> Condition:
    if test.op == "exists":
        return msgspec.structs.replace(leaf, test=Test(op="exists", value=not test.value))
    unset = Test(op="exists", value=False)
    return AnyOf(of=tuple(msgspec.structs.replace(leaf, test=one) for one in (*opposite_tests(test), unset)))


def _measured_otherwise(leaf: HasEvents) -> Condition:
    """Everybody has a count, so there is no "unset" to add."""
    found = tuple(msgspec.structs.replace(leaf, test=one) for one in opposite_tests(leaf.test))
    return found[0] if len(found) == 1 else AnyOf(of=found)


def _pair(test: Test) -> tuple[str | int | float, str | int | float]:
    assert isinstance(test.value, tuple), "between takes a pair"
    low, high = test.value
    return low, high
