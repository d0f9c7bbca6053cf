"""Hand-written cases of conditions: what stands on the wire, and who matches by the model and both readings of it."""

from typing import get_args

import pytest

from mktctl.model import condition as model
from tests.support.wire_cases import CHECKS, ConditionCase, condition_cases

CASES = list(condition_cases())


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: ConditionCase, check: str) -> None:
    assert CHECKS[check](case) is None


def test_every_case_names_its_source() -> None:
    assert [case.name for case in CASES if len(case.source) < 4] == []


def test_every_condition_has_a_case() -> None:
    conditions = {one.__name__ for one in get_args(model.Condition)}
    seen = {type(case.condition).__name__ for case in CASES}
    assert conditions - seen == set()


@pytest.mark.parametrize("type_", ["text", "number", "boolean", "list"])
def test_every_comparison_of_a_type_has_a_case(type_: str) -> None:
    """The table of `comparisons`, spelt out once more."""
    wanted = {
        "text": {"is", "is_not", "in", "not_in", "contains", "not_contains", "contains_any", "contains_all"}
        | {"not_contains_any", "not_contains_all", "starts_with", "not_starts_with", "ends_with", "not_ends_with"}
        | {"matches", "not_matches", "exists"},
        "number": {
            "is",
            "is_not",
            "in",
            "not_in",
            "at_least",
            "at_most",
            "more_than",
            "less_than",
            "between",
            "exists",
        },
        "boolean": {"is", "is_not"},
        "list": {"contains", "not_contains", "contains_any", "contains_all", "not_contains_any", "not_contains_all"}
        | {"length_is", "length_at_least", "length_at_most", "length_more_than", "length_less_than", "exists"},
    }
    seen = {
        case.condition.test.op
        for case in CASES
        if isinstance(case.condition, model.HasProperty)
        and case.condition.type == type_
        and isinstance(case.condition.test, model.Test)
    }
    assert wanted[type_] - seen == set()


@pytest.mark.parametrize("kind", [model.Window, model.When])
def test_every_window_has_a_case(kind: object) -> None:
    windows = {type(case.condition.window) for case in CASES if isinstance(case.condition, model.HasEvents)}
    dates = {type(c.condition.test.when) for c in CASES if isinstance(c.condition, model.HasProperty)
             and isinstance(c.condition.test, model.DateTest)}  # fmt: skip
    wanted = set(get_args(model.Window)) if kind is model.Window else set(get_args(model.When))
    assert wanted - (windows if kind is model.Window else windows | dates) == set()
