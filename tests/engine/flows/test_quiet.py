"""Quiet hours of text messages (M4), and whose clock tells them."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.flows.phone_zones import ZONE_OF_PREFIX, zone_of_number
from mktctl.engine.flows.quiet import held_until, quiet_zone
from mktctl.engine.flows.setting import Options, Setting
from mktctl.model.profile import Profile
from tests.support.node_messages import email, push, sms

PARIS = Setting(zone="Europe/Paris", options=Options(quiet_zone="profile"))
ABROAD = Profile(id="1", fields={"timezone": "America/Los_Angeles"})


def at(text: str, zone: str = "America/Los_Angeles") -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "held"),
    [
        ("2026-05-05 20:59:59", None),
        ("2026-05-05 21:00", "2026-05-06 08:00"),
        ("2026-05-06 00:00", "2026-05-06 08:00"),
        ("2026-05-06 07:59:59", "2026-05-06 08:00"),
        ("2026-05-06 08:00", None),
        ("2026-03-07 21:30", "2026-03-08 08:00-07:00"),
        ("2026-10-31 21:30", "2026-11-01 08:00-08:00"),
    ],
)
def test_t20_held_until_eight_by_their_clock(now: str, held: str | None) -> None:
    found = held_until(sms(), ABROAD, now=at(now), setting=PARIS)
    assert found == (None if held is None else at(held))


def test_t20_mail_and_push_know_no_night() -> None:
    night = at("2026-03-07 21:30")
    assert held_until(email(), ABROAD, now=night, setting=PARIS) is None
    assert held_until(push(), ABROAD, now=night, setting=PARIS) is None
    assert held_until(sms(settings={"sms_quiet_hours_enabled": False}), ABROAD, now=night, setting=PARIS) is None
    assert held_until(sms(transactional=True), ABROAD, now=night, setting=PARIS) == at("2026-03-08 08:00")


@pytest.mark.parametrize(
    ("now", "held"), [("2026-05-05 23:00", None), ("2026-05-05 12:00", "2026-05-05 22:00"), ("2026-05-05 05:59", None)]
)
def test_t16_a_window_across_midnight_is_not_turned_round(now: str, held: str | None) -> None:
    """Messages go out from 22:00 to 06:00: the quiet hours lie inside a day."""
    by_day = Setting(zone="UTC", quiet_from=time(6), quiet_until=time(22))
    found = held_until(sms(), Profile(id="1"), now=at(now, "UTC"), setting=by_day)
    assert found == (None if held is None else at(held, "UTC"))


def test_t17_a_window_of_hours_after_the_clock_change() -> None:
    """From 22:00 to 07:00 in Paris: what is due at 07:30 on the new clock goes out, at 06:30 half an hour later."""
    paris = Setting(zone="Europe/Paris", quiet_from=time(22), quiet_until=time(7))
    found = [
        held_until(sms(), Profile(id="1"), now=at(now, "Europe/Paris"), setting=paris)
        for now in ("2026-10-26 07:30", "2026-10-26 06:30", "2026-10-25 06:30")
    ]
    assert found == [None, at("2026-10-26 07:00+01:00"), at("2026-10-25 07:00+01:00")]


def test_no_quiet_hours_at_all() -> None:
    never = Setting(zone="UTC", quiet_from=time(8), quiet_until=time(8))
    assert held_until(sms(), Profile(id="1"), now=at("2026-05-05 08:00", "UTC"), setting=never) is None


def test_a_night_that_ends_in_the_repeated_hour_ends_once() -> None:
    early = Setting(zone="America/New_York", quiet_until=time(1, 30))
    now = datetime(2026, 11, 1, 6, 15, tzinfo=UTC)
    assert held_until(sms(), Profile(id="1"), now=now, setting=early) is None


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime.fromisoformat("2024-01-01")), st.times(), st.times())
def test_what_was_held_goes_out(now: datetime, begins: time, ends: time) -> None:
    setting = Setting(zone="Australia/Lord_Howe", quiet_from=begins, quiet_until=ends)
    held = held_until(sms(), Profile(id="1"), now=now, setting=setting)
    if held is not None:
        assert held > now
        assert held_until(sms(), Profile(id="1"), now=held, setting=setting) is None


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+13105550123", "America/Los_Angeles"),
        ("+1 (212) 555-0123", "America/New_York"),
        ("+14165550123", "America/New_York"),
        ("+18085550123", "Pacific/Honolulu"),
        ("+12045550123", "America/Winnipeg"),
        ("+447700900123", "Europe/London"),
        ("+61491570006", "Australia/Sydney"),
        ("+33612345678", "Europe/Paris"),
        ("+21612345678", None),
        ("0612345678", None),
        ("", None),
    ],
)
def test_the_zone_of_a_number(number: str, zone: str | None) -> None:
    assert zone_of_number(number) == zone


def test_every_zone_of_the_table_exists() -> None:
    assert {ZoneInfo(zone).key for zone in ZONE_OF_PREFIX.values()} == set(ZONE_OF_PREFIX.values())
    assert {len(code) for code in ZONE_OF_PREFIX} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("fields", "option", "zone"),
    [
        ({"phone_number": "+13105550123", "timezone": "Europe/Rome"}, "phone_number", "America/Los_Angeles"),
        ({"phone_number": "+13105550123", "timezone": "Europe/Rome"}, "profile", "Europe/Rome"),
        ({"phone_number": "+21612345678", "timezone": "Africa/Tunis"}, "phone_number", "Africa/Tunis"),
        ({"phone_number": "+13105550123"}, "profile", "UTC"),
        ({}, "phone_number", "UTC"),
    ],
)
def test_whose_clock_counts(fields: dict[str, str], option: Any, zone: str) -> None:
    setting = Setting(zone="UTC", options=Options(quiet_zone=option))
    assert quiet_zone(Profile(id="1", fields=fields), setting) == zone
