"""Whether a value passes a test (G1). Values of the declared type are in tests/wire/cases; here are the others."""

from typing import Any

import pytest

from mktctl.engine.comparisons import passes
from mktctl.engine.errors import UndecidableError
from mktctl.model.condition import Op, PropertyType, Test

# type, operator, what is wanted, the value, whether it passes, why
ROWS: list[tuple[PropertyType, Op, Any, Any, bool, str]] = [
    ("text", "is", "5", 5, True, "a number reads as text"),
    ("text", "is", "True", True, False, "true is no text"),
    ("text", "is_not", "gold", True, True, "set, and not gold"),
    ("text", "contains", "a", ["a"], False, "a list is no text"),
    ("text", "at_least", "a", "b", False, "texts have no order"),
    ("number", "is", 5, "5", False, "text is no number"),
    ("number", "is_not", 5, "5", True, "set, and not the number 5"),
    ("number", "at_least", 0, True, False, "true is no 1"),
    ("number", "is", 1, True, False, "true is no 1"),
    ("number", "contains", 1, 1, False, "numbers hold nothing"),
    ("boolean", "is", True, 1, False, "1 is not true"),
    ("boolean", "is", False, 0, False, "0 is not false"),
    ("boolean", "is_not", True, "yes", True, "set, and not true"),
    ("boolean", "in", (True, False), False, True, "one of both"),
    ("boolean", "contains", True, True, False, "no such comparison"),
    ("list", "contains", "a", "a", False, "a text is no list"),
    ("list", "not_contains", "a", "a", True, "set, and no list with it"),
    ("list", "contains", 5, ["5"], True, "elements are compared as they read"),
    ("list", "contains", "True", [True], False, "true is no text"),
    ("list", "length_is", 0, "", False, "a text has no length here"),
    ("list", "is", "a", ["a"], False, "no such comparison"),
    ("date", "is", "2026-01-01", "2026-01-01", False, "dates are for windows"),
    ("date", "exists", True, "2026-01-01", True, "set"),
]


@pytest.mark.parametrize(("type_", "op", "wanted", "value", "passed", "why"), ROWS)
def test_a_value_of_another_type(type_: PropertyType, op: Op, wanted: Any, value: Any, passed: bool, why: str) -> None:
    assert passes(type_, Test(op=op, value=wanted), value) is passed, why


def test_a_pattern_of_another_dialect_is_undecidable() -> None:
    with pytest.raises(UndecidableError, match="no regular expression"):
        passes("text", Test(op="matches", value="(gold"), "gold")


@pytest.mark.parametrize("type_", ["text", "number", "boolean", "list", "date"])
@pytest.mark.parametrize("op", ["is", "is_not", "in", "not_in", "contains", "not_contains", "matches", "not_matches"])
def test_what_is_not_set_passes_nothing(type_: PropertyType, op: Op) -> None:
    wanted: Any = ("a",) if op in ("in", "not_in") else "a"
    assert passes(type_, Test(op=op, value=wanted), None) is False
