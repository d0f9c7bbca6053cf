"""When and to whom, in words (`mktctl/planning/campaign_words.py`, `campaign_shown.py`)."""

from datetime import timedelta
from typing import Any

import pytest

from mktctl.model.address import Address
from mktctl.model.campaign import Audience
from mktctl.planning.campaign_shown import shown_fields, versions_words
from mktctl.planning.campaign_words import audience_words, schedule_words, span_words
from mktctl.planning.changes import FieldChange
from mktctl.planning.fields import field_changes

AT = "2026-12-01T08:00:00+00:00"
SCHEDULES = {
    "Tue 1 Dec 2026 09:00 in Europe/Paris": {"strategy": "static", "send_time": AT},
    "Tue 1 Dec 2026 09:00 in Europe/Paris, 20% per hour": {
        "strategy": "throttled",
        "send_time": AT,
        "throttled_options": {"throttling_percentage": 20, "throttle_unit": "hour"},
    },
    "Tue 1 Dec 2026 08:00 in each recipient's zone": {
        "strategy": "local_timezone",
        "send_time": AT,
        "timezone_options": {"send_past_timezones_tomorrow": True},
    },
    "Tue 1 Dec 2026 08:00 in each recipient's zone, at once where that is past": {
        "strategy": "local_timezone",
        "send_time": AT,
        "timezone_options": {"send_past_timezones_tomorrow": False},
    },
    "Tue 1 Dec 2026, at each person's best time": {"strategy": "smart_send_time", "send_date": "2026-12-01"},
    "": {},
}


@pytest.mark.parametrize("words", SCHEDULES)
def test_a_schedule_in_words(words: str) -> None:
    assert schedule_words(SCHEDULES[words], "Europe/Paris") == words


def test_an_audience_in_words() -> None:
    one, other = Address(kind="list", ref="newsletter"), Address(kind="segment", ref="sunset")
    assert audience_words(Audience(include=(one,))) == "list/newsletter"
    assert audience_words(Audience(include=(one,), exclude=(other,))) == "list/newsletter without segment/sunset"
    assert audience_words(Audience(include=(one, other))) == "list/newsletter and segment/sunset"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (25, "25 minutes"), (60, "1 hour"), (119, "1 hour"), (60 * 47, "47 hours"), (60 * 48, "2 days")],
)
def test_how_soon(minutes: int, words: str) -> None:
    assert span_words(timedelta(minutes=minutes)) == words


def document(**parts: Any) -> dict[str, Any]:
    mail = {"channel": "email", "subject": "Hello"}
    return {"name": "Sale", "variations": {"Main": mail}, **parts}


CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[str, Any, Any]]]] = {
    "subject": (
        document(),
        document(variations={"Main": {"channel": "email", "subject": "Better"}}),
        [("variations.Main.subject", "Hello", "Better")],
    ),
    "a version more": (
        document(),
        document(variations={**document()["variations"], "b": {"channel": "sms", "body": "Hi"}}),
        [("variations.b", None, "Hi")],
    ),
    "audience": (
        document(audience={"included": ["list/a"], "excluded": ["list/b"]}),
        document(audience={"included": ["list/a", "segment/c"]}),
        [("audience.included", "list/a", "list/a, segment/c"), ("audience.excluded", "list/b", None)],
    ),
    "clock": (
        document(send_settings={"send_timezone": "Europe/Paris"}),
        document(
            send_settings={
                "send_timezone": "UTC",
                "send_strategy": "timezone",
                "send_passed_rltz_immediately": False,
            }
        ),
        [("send_settings", "Europe/Paris", "each recipient's zone")],
    ),
    "smart sending": (
        document(message={"send_options": {"throttling_type": "throttle-for-campaigns"}}),
        document(message={"send_options": {"throttling_type": "none"}}),
        [("message.smart_sending_enabled", True, False)],
    ),
    "name": (
        document(message={"name": "Sale"}),
        document(name="Sales", message={"name": "Sales"}),
        [("name", "Sale", "Sales")],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_fields_as_a_reader_sees_them(change: str) -> None:
    before, after, shown = CHANGES[change]
    fields = shown_fields(field_changes(before, after), before, after)
    assert sorted(fields, key=lambda one: one.path) == sorted(
        (FieldChange(path=path, before=was, after=will) for path, was, will in shown), key=lambda one: one.path
    )


def test_a_test_in_words() -> None:
    two = document(variations={"a": {}, "b": {}})
    assert versions_words(two) is None
    assert versions_words({**two, "ab_test": {"winner_metric": "clicks_unique"}}) == "2 versions, evenly"
    test = {"winner_metric": "opens_unique", "winner_percentage": 80, "winner_wait_hours": 4}
    words = "2 versions to 20%, the winner by opens to the rest after 4 h"
    assert versions_words({**two, "ab_test": test}) == words
