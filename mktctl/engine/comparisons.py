"""Whether a value passes a test (G1): case-sensitive; a value that is not set passes none, but `exists: false`.

A value of another type than the test's passes no positive test; `is_not` and the like ask only that it is set.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from mktctl.engine.errors import UndecidableError
from mktctl.model.condition import Op, PropertyType, Test

_NEGATED: Final[Mapping[Op, Op]] = {
    "is_not": "is",
    "not_in": "in",
    "not_contains": "contains",
    "not_contains_any": "contains_any",
    "not_contains_all": "contains_all",
    "not_starts_with": "starts_with",
    "not_ends_with": "ends_with",
    "not_matches": "matches",
}


def passes(type_: PropertyType, test: Test, value: Any) -> bool:
    """`value` is None when it is not set."""
    if test.op == "exists":
        return (value is not None) == test.value
    if value is None:
        return False
    if positive := _NEGATED.get(test.op):
        return not passes(type_, Test(op=positive, value=test.value), value)
    return _COMPARE[type_](test, value)


def _text(test: Test, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    found = str(value)
    match test.op:
        case "is":
            return found == test.value
        case "in":
            return found in _several(test)
        case "contains":
            return str(test.value) in found
        case "contains_any":
            return any(str(one) in found for one in _several(test))
        case "contains_all":
            return all(str(one) in found for one in _several(test))
        case "starts_with":
            return found.startswith(str(test.value))
        case "ends_with":
            return found.endswith(str(test.value))
        case "matches":
            return _matches(str(test.value), found)
        case _:
            return False


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error as error:
        raise UndecidableError(f"{pattern} is no regular expression: {error}") from error


def _number(test: Test, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if test.op == "in":
        return value in _several(test)
    if test.op == "between":
        low, high = _several(test)
        return bool(low <= value <= high)
    compare = _ORDER.get(test.op)
    return compare is not None and compare(value, test.value)


def _boolean(test: Test, value: Any) -> bool:
    if test.op == "in":
        return isinstance(value, bool) and value in _several(test)
    return test.op == "is" and value is test.value


def _list(test: Test, value: Any) -> bool:
    if not isinstance(value, list | tuple):
        return False
    match test.op:
        case "contains":
            return _holds_one(value, test.value)
        case "contains_any":
            return any(_holds_one(value, one) for one in _several(test))
        case "contains_all":
            return all(_holds_one(value, one) for one in _several(test))
        case op:
            compare = _ORDER.get(_LENGTHS.get(op, op)) if op in _LENGTHS else None
            return compare is not None and compare(len(value), test.value)


def _holds_one(elements: list[Any] | tuple[Any, ...], wanted: Any) -> bool:
    """Elements are told apart by how they read: the platform sends list values as text."""
    return any(not isinstance(element, bool) and str(element) == str(wanted) for element in elements)


def _several(test: Test) -> tuple[Any, ...]:
    assert isinstance(test.value, tuple), f"{test.op} takes several values"
    return test.value


def _date(test: Test, value: Any) -> bool:
    """Dates are compared with the calendar (`moments`), not with values."""
    del test, value
    return False


_ORDER: Final[Mapping[Op, Callable[[Any, Any], bool]]] = {
    "is": lambda value, wanted: bool(value == wanted),
    "at_least": lambda value, wanted: bool(value >= wanted),
    "at_most": lambda value, wanted: bool(value <= wanted),
    "more_than": lambda value, wanted: bool(value > wanted),
    "less_than": lambda value, wanted: bool(value < wanted),
}
_LENGTHS: Final[Mapping[Op, Op]] = {
    "length_is": "is",
    "length_at_least": "at_least",
    "length_at_most": "at_most",
    "length_more_than": "more_than",
    "length_less_than": "less_than",
}
_COMPARE: Final[Mapping[PropertyType, Callable[[Test, Any], bool]]] = {
    "text": _text,
    "number": _number,
    "boolean": _boolean,
    "list": _list,
    "date": _date,
}
