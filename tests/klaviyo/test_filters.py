"""Filters quote what people name things."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.klaviyo.filters import any_of, both, equals

EXACT: list[tuple[str, str]] = [
    (equals("name", "Autumn sale"), 'equals(name,"Autumn sale")'),
    (equals("name", "two  blanks\tand a tab"), 'equals(name,"two  blanks\\tand a tab")'),
    (equals("name", 'the "best", (really)'), 'equals(name,"the \\"best\\", (really)")'),
    (equals("name", "Größe 🎉"), 'equals(name,"Größe 🎉")'),
    (equals("archived", False), "equals(archived,false)"),
    (any_of("id", ["a", "b c"]), 'any(id,["a","b c"])'),
    (both(equals("archived", True), any_of("id", ("x",))), 'equals(archived,true),any(id,["x"])'),
]


@pytest.mark.parametrize(("built", "expected"), EXACT, ids=[expected for _, expected in EXACT])
def test_a_filter_reads_as_documented(built: str, expected: str) -> None:
    assert built == expected


@given(st.text())
def test_no_name_can_leave_its_quotation_marks(name: str) -> None:
    quoted = re.fullmatch(r"equals\(name,(\".*\")\)", equals("name", name), flags=re.DOTALL)
    assert quoted is not None
    assert json.loads(quoted[1]) == name


def test_a_filter_over_nothing_is_our_mistake() -> None:
    with pytest.raises(AssertionError):
        any_of("id", [])
