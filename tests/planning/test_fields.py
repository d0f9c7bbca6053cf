"""Field by field (`mktctl/planning/fields.py`)."""

import subprocess
import sys
from typing import Any

import pytest

from mktctl.planning.fields import field_changes


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("a", 1, 2)]),
        ({}, {"a": 1}, [("a", None, 1)]),
        ({"a": 1}, {}, [("a", 1, None)]),
        ({"message": {"subject_line": "x"}}, {"message": {"subject_line": "y"}}, [("message.subject_line", "x", "y")]),
        ({"a": [1, 2, 3]}, {"a": [1, 9, 8]}, [("a", [1, 2, 3], [1, 9, 8])]),
        ({"a": {"b": [{"c": 1}]}}, {"a": {"b": [{"c": 2}]}}, [("a.b", [{"c": 1}], [{"c": 2}])]),
        ({"profile_filter": {"x": {"y": 1}}}, {"profile_filter": {"x": {"y": 2}}},
         [("profile_filter", {"x": {"y": 1}}, {"x": {"y": 2}})]),
        ({"a": 20}, {"a": 20.0}, []),
        ({"a": 1}, {"a": "1"}, [("a", 1, "1")]),
        ({}, {"a": 1, "b": 2, "c": 3}, [("a", None, 1), ("b", None, 2), ("c", None, 3)]),
        ({"m": {"a": 1}}, {"m": {"b": 1, "c": 2}}, [("m.a", 1, None), ("m.b", None, 1), ("m.c", None, 2)]),
        ({"a": {"b": 1}}, {"a": 2}, [("a", {"b": 1}, 2)]),
        ({"b": 1, "a": 1}, {"b": 2, "a": 2}, [("a", 1, 2), ("b", 1, 2)]),
        ({"headers": {"X-Shop.id": "a"}}, {"headers": {"X-Shop.id": "b"}}, [("headers.X-Shop.id", "a", "b")]),
    ],
)  # fmt: skip
def test_what_differs_is_named_with_both_values(before: Any, after: Any, changes: list[Any]) -> None:
    assert [(one.path, one.before, one.after) for one in field_changes(before, after)] == changes


def test_equal_documents_do_not_pay_for_the_comparison() -> None:
    script = "import sys; from mktctl.planning.fields import field_changes; field_changes({'a': 1}, {'a': 1}); "
    script += "sys.exit('deepdiff' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
