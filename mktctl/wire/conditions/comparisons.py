"""Comparisons that Klaviyo has, by type and place (P14, P15), and the others in terms of those."""

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from mktctl.model.condition import EventTest, Op, PropertyType, Test
from mktctl.wire.conditions import refusals
from mktctl.wire.conditions.refusals import Refusal

_TEXT: Final[tuple[Op, ...]] = (
    "is", "is_not", "in", "not_in", "contains", "not_contains", "starts_with", "not_starts_with",
    "ends_with", "not_ends_with", "matches", "not_matches", "exists",
)  # fmt: skip
_NUMBER: Final[frozenset[Op]] = frozenset({"is", "is_not", "at_least", "at_most", "more_than", "less_than", "exists"})
_LENGTHS: Final[frozenset[Op]] = frozenset(
    {"length_is", "length_at_least", "length_at_most", "length_more_than", "length_less_than"}
)
_NATIVE: Final[Mapping[PropertyType, frozenset[Op]]] = {
    "text": frozenset(_TEXT),
    "number": _NUMBER,
    "boolean": frozenset({"is", "exists"}),
    "date": frozenset({"exists"}),
    "list": _LENGTHS | {"contains", "not_contains", "exists"},
}
_SETS: Final[frozenset[Op]] = frozenset({"contains_any", "contains_all", "not_contains_any", "not_contains_all"})

# an operator over several values → the operator for each, and whether all of them must hold
_EACH: Final[Mapping[tuple[PropertyType, Op], tuple[Op, bool]]] = {
    ("text", "contains_any"): ("contains", False),
    ("text", "contains_all"): ("contains", True),
    ("text", "not_contains_any"): ("not_contains", True),
    ("text", "not_contains_all"): ("not_contains", False),
    ("list", "contains_any"): ("contains", False),
    ("list", "contains_all"): ("contains", True),
    ("list", "not_contains_any"): ("not_contains", True),
    ("list", "not_contains_all"): ("not_contains", False),
    ("number", "in"): ("is", False),
    ("number", "not_in"): ("is_not", True),
}
# counts have no "more than none": Klaviyo's editor writes "at least once" and "zero times"
_PLAIN_COUNTS: Final[Mapping[tuple[Op, Any], tuple[Op, int]]] = {
    ("less_than", 1): ("is", 0),
    ("at_most", 0): ("is", 0),
    ("more_than", 0): ("at_least", 1),
    ("is_not", 0): ("at_least", 1),
}


class Comparisons(msgspec.Struct, frozen=True, kw_only=True):
    """Tests that Klaviyo has; all of them must hold, or one."""

    tests: tuple[Test, ...]
    all_hold: bool = True


def expressed_test(type_: PropertyType, test: Test, *, native_between: bool = False) -> Comparisons | Refusal:
    """A test of a property. Only triggers know `between` (P15), `native_between`."""
    if type_ == "boolean" and test.op == "is_not":
        return Comparisons(tests=(Test(op="is", value=not test.value),))
    if test.op in ("matches", "not_matches") and (mistake := _mistake_in(str(test.value))):
        return Refusal(code=refusals.NO_SUCH_TEST, message=f"matches: {test.value} is no regular expression: {mistake}")
    if test.op in _NATIVE[type_]:
        return Comparisons(tests=(test,))
    if test.op == "between" and type_ == "number":
        return Comparisons(tests=(test,)) if native_between else _between(test)
    if each := _EACH.get((type_, test.op)):
        op, all_hold = each
        return Comparisons(tests=tuple(Test(op=op, value=value) for value in _values(test)), all_hold=all_hold)
    return _no_such_test(type_, test.op)


def expressed_count(test: Test, measure: Literal["count", "sum"]) -> Comparisons | Refusal:
    """How often, or how much in all."""
    said = expressed_test("number", test)
    if isinstance(said, Refusal) or test.op == "exists":
        return _no_such_test("number", test.op)
    if measure == "sum":
        return said
    return msgspec.structs.replace(said, tests=tuple(_plain_count(one) for one in said.tests))


def expressed_where(where: tuple[EventTest, ...]) -> tuple[EventTest, ...] | Refusal:
    """`metric_filters`: an AND without any OR (P16), and with its own words for lists (P14)."""
    expressed: list[EventTest] = []
    for one in where:
        said = _in_where(one)
        if isinstance(said, Refusal):
            return msgspec.structs.replace(said, at=("where", one.field))
        type_: PropertyType = one.type
        expressed += [
            EventTest(field=one.field, type="text" if test.op == "exists" else type_, test=test) for test in said.tests
        ]
    return tuple(expressed)


def _in_where(one: EventTest) -> Comparisons | Refusal:
    op, value = one.test.op, one.test.value
    if one.type == "list" and op in ("contains", "not_contains"):
        set_op: Op = "contains_any" if op == "contains" else "not_contains_any"
        return Comparisons(tests=(Test(op=set_op, value=(str(value),)),))
    if one.type == "list" and op in _SETS:
        return Comparisons(tests=(Test(op=op, value=tuple(str(each) for each in _values(one.test))),))
    said = expressed_test(one.type, one.test)
    if isinstance(said, Comparisons) and not said.all_hold and len(said.tests) > 1:
        return Refusal(
            code=refusals.ONLY_AND,
            message=f"{op.replace('_', ' ')} is an OR, and Klaviyo joins the tests of an event with AND only",
            hint="For text write in: […]; else write the condition once per value under any:.",
        )
    return said


def _mistake_in(pattern: str) -> str:
    """What is wrong with a regular expression; empty when nothing is."""
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


def _between(test: Test) -> Comparisons:
    low, high = _values(test)
    return Comparisons(tests=(Test(op="at_least", value=low), Test(op="at_most", value=high)))


def _plain_count(test: Test) -> Test:
    plain = _PLAIN_COUNTS.get((test.op, test.value))
    return test if plain is None else Test(op=plain[0], value=plain[1])


def _values(test: Test) -> tuple[str | int | float, ...]:
    assert isinstance(test.value, tuple), f"{test.op} takes several values"
    return test.value


def _no_such_test(type_: PropertyType, op: Op) -> Refusal:
    if type_ == "date":
        return Refusal(
            code=refusals.NO_SUCH_TEST,
            message=f"a date is not compared with {op}",
            hint="A date takes within, next, before, after, between, anniversary, month; an event's only exists.",
        )
    known = sorted(_NATIVE[type_] | {each for kind, each in _EACH if kind == type_})
    return Refusal(
        code=refusals.NO_SUCH_TEST,
        message=f"Klaviyo does not compare a {type_} with {op}",
        hint=f"A {type_} takes {', '.join(known)}.",
    )
