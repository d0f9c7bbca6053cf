"""The grammar of `filter`."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.sandbox.jsonapi.errors import Refused
from mktctl.sandbox.jsonapi.filters import MAX_LENGTH, MAX_TERMS, Filter, parse_filter

ALLOWED = {
    "name": ("equals", "any", "contains"),
    "created": ("greater-than", "equals"),
    "archived": ("equals",),
    "size": ("greater-than",),
    "profile": ("has",),
    "integration.name": ("equals",),
}
INSTANT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

READ: dict[str, list[tuple[str, str, Any]]] = {
    'equals(name,"Welcome")': [("equals", "name", "Welcome")],
    "equals(name,'Welcome')": [("equals", "name", "Welcome")],
    ' equals ( name , "a b" ) ': [("equals", "name", "a b")],
    'equals(name,"say \\"hi\\" \\\\ (now), ok")': [("equals", "name", 'say "hi" \\ (now), ok')],
    'any(name,["a","b,c"])': [("any", "name", ("a", "b,c"))],
    "equals(archived,true)": [("equals", "archived", True)],
    "greater-than(size,-3)": [("greater-than", "size", -3)],
    "greater-than(size,2.5)": [("greater-than", "size", 2.5)],
    "greater-than(created,2026-01-02T03:04:05Z)": [("greater-than", "created", INSTANT)],
    "greater-than(created,2026-01-02T03:04:05+00:00)": [("greater-than", "created", INSTANT)],
    "greater-than(created,2026-01-02T03:04:05)": [("greater-than", "created", INSTANT)],
    "has(profile)": [("has", "profile", None)],
    'equals(integration.name,"API")': [("equals", "integration.name", "API")],
    'equals(name,"a"),equals(archived,false)': [("equals", "name", "a"), ("equals", "archived", False)],
    'and(equals(name,"a"),equals(archived,false))': [("equals", "name", "a"), ("equals", "archived", False)],
}

REFUSED = {
    "nothing": "",
    "an unknown field": 'equals(colour,"red")',
    "an operator of another field": 'contains(created,"x")',
    "an unknown operator": 'like(name,"x")',
    "OR": 'or(equals(name,"a"),equals(name,"b"))',
    "NOT": 'not(equals(name,"a"))',
    "AND in AND": 'and(and(equals(name,"a")))',
    "text without quotes": "equals(name,Welcome)",
    "an open quote": 'equals(name,"Welcome)',
    "an open bracket": 'any(name,["a"',
    "an empty array": "any(name,[])",
    "no value": "equals(name)",
    "a missing parenthesis": 'equals(name,"a"',
    "something behind": 'equals(name,"a") equals(name,"b")',
    "a comma at the end": 'equals(name,"a"),',
    "only a word": "name",
    "a date that is none": "greater-than(created,2026-13-01)",
    "too long": f'equals(name,"{"x" * MAX_LENGTH}")',
    "too many": ",".join(['equals(name,"a")'] * (MAX_TERMS + 1)),
}


@pytest.mark.parametrize("text", READ)
def test_a_filter_is_read(text: str) -> None:
    assert [(term.operator, term.field, term.value) for term in parse_filter(text, ALLOWED)] == READ[text]


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_filter_is_refused_with_its_parameter(what: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_filter(REFUSED[what], ALLOWED)
    assert {(problem.status, problem.parameter) for problem in refused.value.problems} == {(400, "filter")}


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_any_text_survives_in_quotes(names: list[str]) -> None:
    one = parse_filter(f"equals(name,{quoted(names[0])})", ALLOWED)
    several = parse_filter(f"any(name,[{','.join(map(quoted, names))}])", ALLOWED)
    assert one == (Filter(operator="equals", field="name", value=names[0]),)
    assert several[0].value == tuple(names)


@given(st.text(alphabet="and(equals,name\"[]any) \\'true1.-:T", max_size=60))
def test_any_noise_is_read_or_refused(noise: str) -> None:
    try:
        terms = parse_filter(noise, ALLOWED)
    except Refused as refusal:
        terms = ()
        status = refusal.status
    else:
        status = 200
    assert (status == 200 and terms) or status == 400
