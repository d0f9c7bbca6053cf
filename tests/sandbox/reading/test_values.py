"""Filters and property names as the sandbox reads them (klaviyo-api.md section 3, the table of filters)."""

from datetime import date
from typing import Any

import pytest

from mktctl.model.condition import (
    AfterDate,
    Anniversary,
    AnniversaryWithin,
    BeforeDate,
    BetweenAgo,
    BetweenDates,
    CalendarMonth,
    DateTest,
    HasProperty,
    InTheLast,
    InTheNext,
    MoreThanAgo,
    Op,
    PropertyType,
    Test,
    When,
)
from mktctl.model.duration import Duration
from tests.sandbox.reading.condition_parts import DAYS, IS_SET, RELATIVE, Json, about, read


@pytest.mark.parametrize(
    ("kind", "operator", "value", "expected_type", "op", "expected"),
    [
        ("string", "equals", "a", "text", "is", "a"),
        ("string", "not-equals", "a", "text", "is_not", "a"),
        ("string", "contains", "a", "text", "contains", "a"),
        ("string", "not-contains", "a", "text", "not_contains", "a"),
        ("string", "starts-with", "a", "text", "starts_with", "a"),
        ("string", "not-starts-with", "a", "text", "not_starts_with", "a"),
        ("string", "ends-with", "a", "text", "ends_with", "a"),
        ("string", "not-ends-with", "a", "text", "not_ends_with", "a"),
        ("string", "regex", "a", "text", "matches", "a"),
        ("string", "nregex", "a", "text", "not_matches", "a"),
        ("string", "in", ["a", "b"], "text", "in", ("a", "b")),
        ("string", "not-in", ["a", "b"], "text", "not_in", ("a", "b")),
        ("numeric", "equals", 2, "number", "is", 2),
        ("numeric", "not-equals", 2, "number", "is_not", 2),
        ("numeric", "greater-than", 2, "number", "more_than", 2),
        ("numeric", "greater-than-or-equal", 2, "number", "at_least", 2),
        ("numeric", "less-than", 2, "number", "less_than", 2),
        ("numeric", "less-than-or-equal", 2, "number", "at_most", 2),
        ("boolean", "equals", True, "boolean", "is", True),
        ("boolean", "equals", False, "boolean", "is", False),
        ("list", "contains", "a", "list", "contains", "a"),
        ("list", "not-contains", "a", "list", "not_contains", "a"),
        ("list", "length-equals", 2, "list", "length_is", 2),
        ("list", "length-greater-than", 2, "list", "length_more_than", 2),
        ("list", "length-greater-than-or-equal", 2, "list", "length_at_least", 2),
        ("list", "length-less-than", 2, "list", "length_less_than", 2),
        ("list", "length-less-than-or-equal", 2, "list", "length_at_most", 2),
    ],
)
def test_filters_with_a_value(
    kind: str, operator: str, value: Any, expected_type: PropertyType, op: Op, expected: Any
) -> None:
    document = about({"type": kind, "operator": operator, "value": value})
    assert read(document, "segment") == HasProperty(name="x", type=expected_type, test=Test(op=op, value=expected))


@pytest.mark.parametrize(("operator", "there"), [("is-set", True), ("not-set", False)])
def test_existence_presumes_no_type(operator: str, *, there: bool) -> None:
    found = read(about({"type": "existence", "operator": operator}), "segment")
    assert found == HasProperty(name="x", type="text", test=Test(op="exists", value=there))


@pytest.mark.parametrize(
    ("path", "name", "builtin"),
    [
        ("properties['tier']", "tier", False),
        ('properties["tier"]', "tier", False),
        ("properties['Favorite Color']", "Favorite Color", False),
        ("email", "email", True),
        ("location['city']", "city", True),
        ("created", "created", True),
    ],
)
def test_custom_properties_and_klaviyo_s_own(path: str, name: str, *, builtin: bool) -> None:
    """P61: a bare name is one of Klaviyo's own fields."""
    found = read(about(IS_SET, path), "segment")
    assert found == HasProperty(name=name, type="text", test=Test(op="exists", value=True), builtin=builtin)


WHENS: list[tuple[Json, When]] = [
    (RELATIVE, InTheLast(span=DAYS)),
    ({**RELATIVE, "operator": "at-least"}, MoreThanAgo(span=DAYS)),
    ({**RELATIVE, "operator": "in-the-next"}, InTheNext(span=DAYS)),
    ({**RELATIVE, "unit": "hour"}, InTheLast(span=Duration(amount=30, unit="hour"))),
    ({**RELATIVE, "unit": "week"}, InTheLast(span=Duration(amount=30, unit="week"))),
    ({**RELATIVE, "operator": "anniversary-last"}, AnniversaryWithin(span=DAYS, direction="last")),
    ({**RELATIVE, "operator": "anniversary-next"}, AnniversaryWithin(span=DAYS, direction="next")),
    ({"type": "date", "operator": "anniversary"}, Anniversary(span="today")),
    ({"type": "date", "operator": "anniversary-month"}, Anniversary(span="this_month")),
    ({"type": "date", "operator": "calendar-month", "value": 12}, CalendarMonth(month=12)),
    ({"type": "date", "operator": "after", "date": "2026-11-27T00:00:00Z"}, AfterDate(day=date(2026, 11, 27))),
    ({"type": "date", "operator": "before", "date": "2026-11-27T01:00:00+01:00"}, BeforeDate(day=date(2026, 11, 27))),
    (
        {"type": "date", "operator": "between-static", "start": "2026-11-01T00:00:00Z", "end": "2026-11-30T00:00:00Z"},
        BetweenDates(start=date(2026, 11, 1), end=date(2026, 11, 30)),
    ),
    (
        {"type": "date", "operator": "between-static", "start": "2026-11-01T00:00:00Z", "end": "2026-11-30T23:59:59Z"},
        BetweenDates(start=date(2026, 11, 1), end=date(2026, 11, 30)),
    ),
    (
        {"type": "date", "operator": "between", "start": 10, "end": 20, "unit": "day"},
        BetweenAgo(older=Duration(amount=20, unit="day"), nearer=Duration(amount=10, unit="day")),
    ),
    (
        {"type": "date", "operator": "between", "start": 20, "end": 10, "unit": "day"},
        BetweenAgo(older=Duration(amount=20, unit="day"), nearer=Duration(amount=10, unit="day")),
    ),
]


@pytest.mark.parametrize(("document", "when"), WHENS, ids=[case[0]["operator"] for case in WHENS])
def test_dates(document: Json, when: When) -> None:
    expected = HasProperty(name="x", type="date", test=DateTest(when=when))
    assert read(about(document), "segment") == expected
