"""The days of date flows (T1, T56): yearly, monthly, weekly, once; days that a month lacks."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.flows.occurrences import date_of, next_day, occurs_on
from mktctl.model.duration import Duration
from mktctl.model.flow_graph import DateEntry
from mktctl.model.profile import Profile

WORDS = ("annually", "monthly", "weekly", "never")


def entry(word: str | None, path: str = "properties['birthday']") -> DateEntry:
    settings = {} if word is None else {"recurrence_frequency": word}
    return DateEntry(property=path, before=Duration(amount=0, unit="day"), settings=settings)


# how often, the stored date, since when → the next day
DAYS: tuple[tuple[str | None, str, str, str | None], ...] = (
    ("annually", "1990-05-17", "2026-05-16", "2026-05-17"),
    ("annually", "1990-05-17", "2026-05-17", "2026-05-17"),
    ("annually", "1990-05-17", "2026-05-18", "2027-05-17"),
    ("annually", "1990-12-31", "2026-12-31", "2026-12-31"),
    ("annually", "1990-01-01", "2026-12-31", "2027-01-01"),
    ("annually", "2031-05-17", "2026-01-01", "2026-05-17"),
    ("annually", "2004-02-29", "2027-01-01", "2027-02-28"),
    ("annually", "2004-02-29", "2028-01-01", "2028-02-29"),
    ("annually", "2004-02-29", "2028-02-29", "2028-02-29"),
    ("monthly", "2026-01-31", "2026-02-01", "2026-02-28"),
    ("monthly", "2026-01-31", "2026-03-01", "2026-03-31"),
    ("monthly", "2026-01-15", "2026-12-16", "2027-01-15"),
    ("weekly", "2026-11-02", "2026-11-03", "2026-11-09"),
    ("weekly", "2026-11-02", "2026-11-09", "2026-11-09"),
    ("never", "2026-11-02", "2026-11-02", "2026-11-02"),
    ("never", "2026-11-02", "2026-11-03", None),
    (None, "2026-01-15", "2026-12-16", "2027-01-15"),
)


@pytest.mark.parametrize(("word", "stored", "since", "expected"), DAYS)
def test_the_next_day(word: str | None, stored: str, since: str, expected: str | None) -> None:
    found = next_day(entry(word), date.fromisoformat(stored), date.fromisoformat(since))
    assert found == (None if expected is None else date.fromisoformat(expected))


@given(
    st.sampled_from(WORDS),
    st.dates(date(1950, 1, 1), date(2035, 1, 1)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_days_rise_and_occur(word: str, stored: date, since: date) -> None:
    found = next_day(entry(word), stored, since)
    if found is None:
        assert word == "never"
        assert stored < since
    else:
        assert found >= since
        assert occurs_on(entry(word), stored, found)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("properties['birthday']", "1990-05-17", date(1990, 5, 17)),
        ("properties['birthday']", "1990-05-17T23:59:00+14:00", date(1990, 5, 17)),
        ("properties['birthday']", datetime(1990, 5, 17, 23, 59, tzinfo=UTC), date(1990, 5, 17)),
        ("properties['birthday']", date(1990, 5, 17), date(1990, 5, 17)),
        ("properties['birthday']", "soon", None),
        ("properties['birthday']", 19900517, None),
        ("properties['birthday']", None, None),
        ("last_event_date", "2026-11-02", date(2026, 11, 2)),
        ("object.renewal", "2026-11-02", None),
    ],
)
def test_the_date_is_read_without_its_time(path: str, value: Any, expected: date | None) -> None:
    person = Profile(id="anna", fields={"last_event_date": value}, properties={"birthday": value})
    assert date_of(entry("annually", path), person) == expected
