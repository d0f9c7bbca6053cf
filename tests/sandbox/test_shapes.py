"""Shapes: what is said of a value that has not the shape, and where."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.sandbox.jsonapi.shapes import (
    Anything,
    Either,
    Field,
    Findings,
    Flag,
    FreeObject,
    Instant,
    Items,
    Number,
    Record,
    Reference,
    Shape,
    Text,
    Variants,
    check,
    nullable,
    required,
)

THING = Record(name="thing", fields={"name": required(Text()), "note": nullable(Text()), "size": Field(Number())})
KIND = Variants(
    name="kind",
    key="on",
    cases={
        True: Record(name="on", fields={"on": required(Flag(only=True))}),
        "maybe": Record(name="maybe", fields={"on": required(Text()), "a": required(Text())}),
        None: Record(name="off", fields={"b": required(Text())}),
    },
)
NUMBER_OR_TEXT = Either(shapes=(Number(), Text()), expected="a number or text")

# (shape, value) → pointers of what is wrong
CASES: list[tuple[Shape, Any, list[str]]] = [
    (Text(), "x", []),
    (Text(), 1, [""]),
    (Text(), None, [""]),
    (Text(choices=("a", "b")), "c", [""]),
    (Text(min_length=1), "", [""]),
    (Text(max_length=2), "abc", [""]),
    (Text(pattern="a+"), "aab", [""]),
    (Number(), 1.5, []),
    (Number(), True, [""]),
    (Number(), "1", [""]),
    (Number(whole=True), 1.0, [""]),
    (Number(minimum=0, maximum=1), 0, []),
    (Number(minimum=0), -0.1, [""]),
    (Number(maximum=1), 2, [""]),
    (Flag(), False, []),
    (Flag(), 0, [""]),
    (Flag(only=True), False, [""]),
    (Instant(), "2026-01-01T00:00:00Z", []),
    (Instant(), "2026-01-01T00:00:00+02:00", []),
    (Instant(), "01.01.2026", [""]),
    (Instant(), 1767225600, [""]),
    (Anything(), 0, []),
    (Anything(), None, [""]),
    (FreeObject(), {"any": [1]}, []),
    (FreeObject(), [], [""]),
    (FreeObject(at_most=1), {"a": 1, "b": 2}, [""]),
    (FreeObject(values=Text()), {"a/b~c": 1}, ["/a~1b~0c"]),
    (Items(of=Text()), ["a", 1, None], ["/1", "/2"]),
    (Items(of=Text()), "ab", [""]),
    (Items(of=Text(), at_least=1), [], [""]),
    (Items(of=Text(), at_most=1), [1, 2], [""]),
    (Reference(kinds=("list",)), 5, [""]),
    (THING, {"name": "x", "note": None, "size": 1}, []),
    (THING, {}, ["/name"]),
    (THING, {"name": None, "size": None}, ["/name", "/size"]),
    (THING, {"name": "x", "a/b": 1, "": 2}, ["/a~1b", "/"]),
    (THING, ["name"], [""]),
    (KIND, {"on": True}, []),
    (KIND, {"on": "maybe", "a": "x"}, []),
    (KIND, {"b": "x"}, []),
    (KIND, {"on": False}, ["/on"]),
    (KIND, {"on": ["maybe"]}, ["/on"]),
    (KIND, {"on": True, "a": "x"}, ["/a"]),
    (KIND, "on", [""]),
    (NUMBER_OR_TEXT, "x", []),
    (NUMBER_OR_TEXT, [], [""]),
]


@pytest.mark.parametrize(("shape", "value", "pointers"), CASES, ids=[str(number) for number in range(len(CASES))])
def test_a_value_is_held_against_a_shape(shape: Shape, value: Any, pointers: list[str]) -> None:
    findings = Findings()
    check(shape, value, "", findings)
    assert [problem.pointer for problem in findings.problems] == pointers
    assert all(problem.status == 400 and problem.detail for problem in findings.problems)


def test_a_mention_counts_only_where_the_shape_fits() -> None:
    either = Either(shapes=(Items(of=Reference(kinds=("list",)), at_least=2), Text()), expected="two ids or text")
    findings = Findings()
    check(either, ["LiSt01"], "", findings)
    assert findings.mentions == []
    check(either, ["LiSt01", "LiSt02"], "/ids", findings)
    assert [mention.pointer for mention in findings.mentions] == ["/ids/0", "/ids/1"]


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("on", "a", "b", "name")), inner),
    max_leaves=8,
)


@given(value=ANY_JSON)
def test_no_json_breaks_a_check(value: Any) -> None:
    for shape, _, _ in CASES:
        findings = Findings()
        check(shape, value, "", findings)
        assert all(problem.pointer is not None for problem in findings.problems)
