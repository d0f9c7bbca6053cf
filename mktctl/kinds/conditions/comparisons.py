"""TEST: one comparison, as the declared type of what is compared allows it (P14)."""

from collections.abc import Mapping, Set
from typing import Final

from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.conditions.test_values import read_length, read_pair, read_value, read_values
from mktctl.kinds.conditions.windows import read_window
from mktctl.kinds.durations import WINDOWS, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import listed, shown, truth_meant
from mktctl.model.condition import Anniversary, CalendarMonth, DateTest, InTheNext, Op, PropertyType, Test
from mktctl.model.places import KEY, Path

_TEXT: Final[Set[PropertyType]] = frozenset({"text"})
_NUMBER: Final[Set[PropertyType]] = frozenset({"number"})
_LIST: Final[Set[PropertyType]] = frozenset({"list"})
_DATE: Final[Set[PropertyType]] = frozenset({"date"})
TESTS: Final[Mapping[str, Set[PropertyType]]] = {
    "is": frozenset({"text", "number", "boolean"}), "is_not": frozenset({"text", "number", "boolean"}),
    "in": frozenset({"text", "number"}), "not_in": frozenset({"text", "number"}),
    "contains": frozenset({"text", "list"}), "not_contains": frozenset({"text", "list"}),
    "contains_any": _LIST, "contains_all": _LIST, "not_contains_any": _LIST, "not_contains_all": _LIST,
    "length": _LIST,
    "starts_with": _TEXT, "not_starts_with": _TEXT, "ends_with": _TEXT, "not_ends_with": _TEXT,
    "matches": _TEXT, "not_matches": _TEXT,
    "at_least": _NUMBER, "at_most": _NUMBER, "more_than": _NUMBER, "less_than": _NUMBER,
    "between": frozenset({"number", "date"}),
    "exists": frozenset({"text", "number", "boolean", "date", "list"}),
    "within": _DATE, "before": _DATE, "after": _DATE, "next": _DATE, "anniversary": _DATE, "month": _DATE,
}  # fmt: skip
"""Test to the types that it works on."""
TEST_KEYS: Final = frozenset(TESTS)
_OF_DATES: Final = frozenset({"within", "before", "after", "between", "next", "anniversary", "month"})
_NUMBER_TESTS: Final = ("is", "is_not", "at_least", "at_most", "more_than", "less_than", "between")
_SEVERAL: Final = frozenset({"in", "not_in", "contains_any", "contains_all", "not_contains_any", "not_contains_all"})
_INSTEAD: Final = {
    "equals": "Write is:", "eq": "Write is:", "equal": "Write is:", "not": "Write is_not:", "ne": "Write is_not:",
    "greater_than": "Write more_than:", "gt": "Write more_than:", "gte": "Write at_least:", "min": "Write at_least:",
    "lt": "Write less_than:", "lte": "Write at_most:", "max": "Write at_most:", "value": "Write is:",
    "regex": "Write matches:", "has": "Write contains:", "includes": "Write contains:", "one_of": "Write in:",
    "is_set": "Write  exists: true", "set": "Write  exists: true", "of": "Write in:",
    "since": "since: start  is about events; a date has within:, before:, after:", "ever": "Write  exists: true",
    "count": "count: is about events, beside metric:",
    "operator": "The test is a key of its own:  is: gold,  at_least: 20,  contains: Shoes",
    "op": "The test is a key of its own:  is: gold,  at_least: 20,  contains: Shoes",
    "type": "The type stands in mktctl.yaml, under properties:",
}  # fmt: skip
_ADVICE: Final[Mapping[PropertyType, str]] = {
    "text": "Texts take is, in, contains, starts_with, ends_with, matches and exists",
    "number": "Numbers take is, in, at_least, at_most, more_than, less_than, between and exists",
    "boolean": "true or false takes is and exists",
    "date": "Dates take within, before, after, between, next, anniversary, month and exists",
    "list": "Lists take contains, contains_any, contains_all, length and exists",
}


def read_test(
    fields: Fields,
    kind: PropertyType,
    scope: Scope,
    *,
    subject: str,
    beside: Set[str] = frozenset(),
    values: tuple[str, ...] = (),
    of_event: bool = False,
) -> Test | DateTest | None:
    """The one test of `fields`, whose other keys are `beside`. `values` is what a text may be; empty: anything."""
    fields.only(TEST_KEYS | beside, instead=_INSTEAD, what="a test")
    tests = [key for key in fields.values if key in TEST_KEYS]
    if len(tests) != 1:
        _refuse_number(fields, tests, scope, subject, known=not fields.values.keys() - TEST_KEYS - beside)
        return None
    test = tests[0]
    if kind not in TESTS[test]:
        _refuse_type(test, fields, kind, scope, subject)
        return None
    if kind == "date" and test in _OF_DATES:
        if of_event:
            hint = "Test the date when the event is made, and send the result as true or false"
            scope.error("CND039", fields.at(test), "Klaviyo tests no dates of events", hint)
            return None
        return _date_test(test, fields, scope)
    return one_test(test, fields.values[test], fields.at(test), kind, scope, values)


def one_test(
    test: str, value: object, path: Path, kind: PropertyType, scope: Scope, values: tuple[str, ...] = ()
) -> Test | None:
    """One comparison that fits its type, as far as its value fits too."""
    if test == "exists":
        if isinstance(value, bool):
            return Test(op="exists", value=value)
        scope.error("CND040", path, f"exists: is true or false, not {shown(value)}", truth_meant(value))
        return None
    if test == "length":
        return read_length(value, path, scope)
    if test == "between":
        pair = read_pair(value, path, scope)
        return Test(op="between", value=pair) if pair else None
    op: Op = test  # type: ignore[assignment]  # the remaining words are the operators of the model
    if test in _SEVERAL:
        several = read_values(value, path, kind, scope, key=test, values=values if test in ("in", "not_in") else ())
        return Test(op=op, value=several) if several else None
    known = values if test in ("is", "is_not") else ()
    one = read_value(value, path, kind, scope, key=test, values=known)
    return Test(op=op, value=one) if one is not None else None


def read_number_test(value: Mapping[str, object], path: Path, scope: Scope, *, key: str) -> Test | None:
    """NUMTEST, of counts and sums."""
    fields = Fields(scope.report, value, path)
    fields.only(frozenset(_NUMBER_TESTS), instead=_INSTEAD, what=f"{key}:")
    tests = [name for name in value if name in _NUMBER_TESTS]
    if len(tests) != 1:
        _refuse_number(fields, tests, scope, key, known=not value.keys() - set(_NUMBER_TESTS))
        return None
    return one_test(tests[0], value[tests[0]], fields.at(tests[0]), "number", scope)


def _refuse_number(fields: Fields, tests: list[str], scope: Scope, subject: str, *, known: bool) -> None:
    if not tests and known:
        scope.error(
            "CND036", fields.path, f"{subject}: what must it be?", "Add one test, such as  is: gold  or  at_least: 2"
        )
    elif {"at_least", "at_most"} == set(tests):
        low, high = (shown(fields.values[one]) for one in ("at_least", "at_most"))
        scope.error("CND037", (*fields.at(tests[1]), KEY), "one test at a time", f"Write  between: [{low}, {high}]")
    elif tests:
        hint = "Write one condition for each, under all:"
        scope.error("CND037", (*fields.at(tests[1]), KEY), f"one test at a time; here are {listed(tests)}", hint)


def _refuse_type(test: str, fields: Fields, kind: PropertyType, scope: Scope, subject: str) -> None:
    value, hint = fields.values[test], _ADVICE[kind]
    if kind == "list" and test in ("is", "in"):
        hint = f"Write  contains: {shown(value)}" if test == "is" else "Write  contains_any: […]"
    elif kind == "text" and test in ("contains_any", "contains_all"):
        hint = f"Write  in: […],  or declare {subject} as a list"
    elif kind == "text" and "number" in TESTS[test]:
        hint = f"If {subject} is a number, declare it so in mktctl.yaml; {hint[0].lower()}{hint[1:]}"
    elif kind == "date" and test in ("at_least", "more_than", "at_most", "less_than", "is"):
        hint = "Write  after: 2026-11-27,  before: 2026-11-27  or  within: 30 days"
    scope.error("CND038", (*fields.at(test), KEY), f"{subject} is a {kind}, which {test}: cannot test", hint)


def _date_test(test: str, fields: Fields, scope: Scope) -> DateTest | None:
    value, path = fields.values[test], fields.at(test)
    if test == "next":
        span = read_duration(scope.report, value, path, WINDOWS)
        return DateTest(when=InTheNext(span=span)) if span else None
    if test == "anniversary":
        if value in ("today", "this month"):
            return DateTest(when=Anniversary(span="today" if value == "today" else "this_month"))
        scope.error("CND040", path, f"anniversary: is today or this month, not {shown(value)}")
        return None
    if test == "month":
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 12:
            return DateTest(when=CalendarMonth(month=value))
        scope.error("CND040", path, f"month: is a number from 1 to 12, not {shown(value)}")
        return None
    window = read_window(fields, scope)
    return DateTest(when=window) if window else None
