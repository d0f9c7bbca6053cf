"""Metric aggregates over a socket: what the stored events come to, by interval and by what they say."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.sandbox.aggregating import Counted, Interval, starts, tallies
from tests.support.sandbox_api import Api, resource

BERLIN = ZoneInfo("Europe/Berlin")
# (e-mail, time, value, properties)
EVENTS: list[tuple[str, str, float | None, dict[str, Any]]] = [
    ("a", "2025-12-01T00:00:00Z", 10, {"URL": "/a", "Subject": "Hi"}),
    ("a", "2025-12-01T23:30:00Z", 5.5, {"URL": "/b", "Subject": "Hi"}),
    ("b", "2025-12-01T12:00:00Z", None, {"URL": "/a"}),
    ("b", "2025-12-03T00:00:00Z", 1, {"URL": "/a", "Bot Click": False}),
]
DECEMBER = ["greater-or-equal(datetime,2025-12-01T00:00:00)", "less-than(datetime,2025-12-03T00:00:00)"]


@pytest.fixture
def shop(api: Api) -> Api:
    for person, time, value, properties in EVENTS:
        event = {
            "time": time,
            "value": value,
            "properties": properties,
            "metric": resource("metric", {"name": "Clicked"}),
            "profile": resource("profile", {"email": f"{person}@example.com"}),
        }
        api.call("create_event", body=resource("event", event))
    return api


def ask(api: Api, **changes: Any) -> Any:
    metric = next(row["id"] for row in api.call("get_metrics").data if row["attributes"]["name"] == "Clicked")
    given = {"metric_id": metric, "measurements": ["count"], "filter": DECEMBER, **changes}
    return api.call("query_metric_aggregates", body=resource("metric-aggregate", given))


def rows(answer: Any) -> list[tuple[list[str], dict[str, list[float]]]]:
    return [(row["dimensions"], row["measurements"]) for row in answer.data["attributes"]["data"]]


def test_events_are_counted_summed_and_their_people_told_apart(shop: Api) -> None:
    answer = ask(shop, measurements=["count", "sum_value", "unique"])
    assert answer.data["attributes"]["dates"] == ["2025-12-01T00:00:00+00:00", "2025-12-02T00:00:00+00:00"]
    assert rows(answer) == [([], {"count": [3, 0], "sum_value": [15.5, 0], "unique": [2, 0]})]


def test_days_are_those_of_the_zone_and_the_last_instant_is_not_in_it(shop: Api) -> None:
    answer = ask(shop, timezone="Europe/Berlin")
    assert answer.data["attributes"]["dates"] == [
        "2025-12-01T00:00:00+01:00",
        "2025-12-02T00:00:00+01:00",
        "2025-12-03T00:00:00+01:00",
    ]
    assert rows(answer) == [([], {"count": [2, 1, 0]})]


@pytest.mark.parametrize(
    ("interval", "dates"),
    [("hour", 48), ("day", 2), ("week", 1), ("month", 1)],
)
def test_every_interval_that_the_span_touches_is_there(shop: Api, interval: str, dates: int) -> None:
    answer = ask(shop, interval=interval)
    assert len(answer.data["attributes"]["dates"]) == dates
    assert sum(rows(answer)[0][1]["count"]) == 3


def test_rows_are_what_the_events_say(shop: Api) -> None:
    assert rows(ask(shop, by=["URL"], interval="month")) == [(["/a"], {"count": [2]}), (["/b"], {"count": [1]})]
    both = ask(shop, by=["Subject", "URL"], interval="month", sort="-URL")
    assert [dimensions for dimensions, _ in rows(both)] == [["Hi", "/b"], ["", "/a"], ["Hi", "/a"]]
    most = ask(shop, by=["URL"], interval="month", sort="count")
    assert [dimensions for dimensions, _ in rows(most)] == [["/b"], ["/a"]]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('equals(URL,"/b")', 1),
        ('any(URL,["/a","/b"])', 3),
        ('equals($message,"x")', 0),
        ('equals(Subject,"")', 1),
        ('equals(Bot Click,"")', 3),
    ],
)
def test_a_filter_by_what_the_events_say(shop: Api, written: str, expected: int) -> None:
    assert rows(ask(shop, filter=[*DECEMBER, written], interval="month")) == [([], {"count": [expected]})]


def test_a_value_beyond_the_database_counts_as_near_as_it_can_be(shop: Api) -> None:
    event = {
        "time": "2025-12-02T00:00:00Z",
        "value": 2**63,
        "properties": {},
        "metric": resource("metric", {"name": "Clicked"}),
        "profile": resource("profile", {"email": "a@example.com"}),
    }
    assert shop.call("create_event", body=resource("event", event)).status == 202
    assert rows(ask(shop, measurements=["sum_value"]))[0][1]["sum_value"][1] == float(2**63)


def test_no_events_are_one_row_of_zeros_and_none_by_dimension(shop: Api) -> None:
    early = ["greater-or-equal(datetime,2024-01-01)", "less-than(datetime,2024-01-03)"]
    assert rows(ask(shop, filter=early)) == [([], {"count": [0, 0]})]
    assert rows(ask(shop, filter=early, by=["URL"])) == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"metric_id": "absent"}, "metric_id"),
        ({"measurements": []}, "measurements"),
        ({"measurements": ["mean"]}, "measurements/0"),
        ({"by": ["$attributed_flow"]}, "by/0"),
        ({"interval": "year"}, "interval"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"sort": "URL"}, "sort"),
        ({"page_cursor": "x"}, "page_cursor"),
        ({"page_size": 1, "by": ["URL"]}, "page_size"),
        ({"filter": DECEMBER[:1]}, "filter"),
        ({"filter": [*DECEMBER, DECEMBER[0]]}, "filter"),
        ({"filter": [*reversed(DECEMBER), "equals(datetime,2025-12-01)"]}, "filter/2"),
        ({"filter": [DECEMBER[0], "less-than(datetime,2026-12-03)"]}, "filter"),
        ({"filter": [DECEMBER[0], "less-than(datetime,2025-12-01)"]}, "filter"),
        ({"filter": ["greater-or-equal(datetime,0001-01-01)", "less-than(datetime,0001-01-02)"]}, "filter"),
        ({"filter": [*DECEMBER, "equals(URL,5)"]}, "filter"),
        ({"filter": [*DECEMBER, "equals("]}, "filter/2"),
    ],
)
def test_a_wrong_question_is_refused(shop: Api, changes: dict[str, Any], pointer: str) -> None:
    assert ask(shop, **changes).errors == [(400, "invalid", f"/data/attributes/{pointer}")]


# (interval, zone, from, to) → the beginnings, as the clock shows them
CLOCKS: list[tuple[Interval, str, datetime, datetime, list[str]]] = [
    (
        "hour",
        "Europe/Berlin",
        datetime(2026, 10, 25, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 3, tzinfo=UTC),
        ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00"],
    ),
    (
        "day",
        "Europe/Berlin",
        datetime(2026, 3, 28, 12, tzinfo=BERLIN),
        datetime(2026, 3, 30, 12, tzinfo=BERLIN),
        ["2026-03-28T00:00:00+01:00", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"],
    ),
    (
        "day",  # a zone whose clock skipped midnight on that day
        "America/Sao_Paulo",
        datetime(2018, 11, 3, 12, tzinfo=UTC),
        datetime(2018, 11, 5, 2, tzinfo=UTC),
        ["2018-11-03T00:00:00-03:00", "2018-11-04T01:00:00-02:00"],
    ),
    (
        "week",
        "UTC",
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 6, tzinfo=UTC),
        ["2025-12-29T00:00:00+00:00", "2026-01-05T00:00:00+00:00"],
    ),
    (
        "month",
        "Asia/Kolkata",
        datetime(2026, 1, 31, tzinfo=UTC),
        datetime(2026, 3, 1, tzinfo=UTC),
        ["2026-01-01T00:00:00+05:30", "2026-02-01T00:00:00+05:30", "2026-03-01T00:00:00+05:30"],
    ),
]


@pytest.mark.parametrize(("interval", "zone", "begin", "end", "expected"), CLOCKS)
def test_intervals_begin_by_the_clock(
    interval: Interval, zone: str, begin: datetime, end: datetime, expected: list[str]
) -> None:
    assert [start.isoformat() for start in starts(begin, end, interval, ZoneInfo(zone))] == expected


ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")
SECONDS_OF_A_YEAR = 365 * 86_400


@given(
    zone=st.sampled_from(ZONES),
    interval=st.sampled_from(("hour", "day", "week", "month")),
    year=st.integers(2005, 2030),
    offsets=st.lists(st.integers(0, SECONDS_OF_A_YEAR - 1), min_size=1, max_size=20),
)
def test_each_event_is_counted_once_in_the_interval_that_holds_it(
    zone: str, interval: Interval, year: int, offsets: list[int]
) -> None:
    begin = datetime(year, 1, 1, tzinfo=UTC)
    begins = starts(begin, begin + timedelta(seconds=SECONDS_OF_A_YEAR), interval, ZoneInfo(zone))
    events = [Counted(time=begin + timedelta(seconds=offset), profile_id="p", value=1.0) for offset in offsets]
    (row,) = tallies(events, begins, ("count", "sum_value"))
    instants = [start.astimezone(UTC) for start in begins]
    assert sorted(set(instants)) == instants
    assert instants[0] <= begin
    naive = [sum(low <= event.time < high for event in events) for low, high in itertools.pairwise(instants)]
    assert row.series["count"][:-1] == naive
    assert (row.total("count"), row.total("sum_value")) == (len(offsets), len(offsets))
