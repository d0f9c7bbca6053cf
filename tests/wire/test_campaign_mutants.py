"""Classic mistakes with campaigns; each is caught by the JSON written down by hand, without our own decoder."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from mktctl.model.ab_test import ABTest
from mktctl.model.campaign import Audience, SendAt, SendSmart
from mktctl.wire.campaigns import ab_tests, encode, requests, schedules, variations
from tests.support.campaign_cases import campaign_cases, stored, wrong_decoding, wrong_encoding

CASES = list(campaign_cases())
Patch = pytest.MonkeyPatch


def the_sample_is_the_winner_s_part(patch: Patch) -> None:
    def sample_itself(test: ABTest) -> dict[str, Any]:
        settings = ab_tests.encode_ab_test(test)
        return {**settings, "winner_percentage": test.sample} if test.sample else settings

    patch.setattr(encode, "encode_ab_test", sample_itself)


def the_test_goes_into_the_creation(patch: Patch) -> None:
    patch.setattr(requests, "experiment_attributes", lambda document, variation_ids: None)


def local_time_sent_as_utc(patch: Patch) -> None:
    patch.setattr(schedules, "in_utc", lambda at, zone: f"{at.isoformat()}+00:00")


def recipient_s_time_converted(patch: Patch) -> None:
    whole = schedules.in_utc
    patch.setattr(schedules, "in_utc", lambda at, zone: whole(at, "Europe/Paris" if zone == "recipient" else zone))


def included_and_excluded_swapped(patch: Patch) -> None:
    whole = encode.encode_campaign

    def swapped(campaign: Any, **words: Any) -> dict[str, Any]:
        groups = Audience(include=campaign.audience.exclude, exclude=campaign.audience.include)
        return whole(msgspec.structs.replace(campaign, audience=groups), **words)

    patch.setattr("tests.support.campaign_cases.encode_campaign", swapped)


def past_zones_the_other_way_round(patch: Patch) -> None:
    def turned(send: SendAt | SendSmart) -> dict[str, Any]:
        if isinstance(send, SendAt):
            send = msgspec.structs.replace(send, if_past="now" if send.if_past == "next_day" else "next_day")
        return schedules.encode_schedule(send)

    patch.setattr(encode, "encode_schedule", turned)


def days_for_hours(patch: Patch) -> None:
    def in_days(test: ABTest) -> dict[str, Any]:
        settings = ab_tests.encode_ab_test(test)
        return {**settings, "winner_wait_hours": settings["winner_wait_hours"] // 24} if test.sample else settings

    patch.setattr(encode, "encode_ab_test", in_days)


def read_words_in_the_creation(patch: Patch) -> None:
    whole = requests.create_attributes

    def as_read(document: dict[str, Any]) -> dict[str, Any]:
        made = whole(document)
        made["messages"][0]["throttling_type"] = document["message"]["send_options"]["throttling_type"]
        return made

    patch.setattr(requests, "create_attributes", as_read)


def opt_out_dropped(patch: Patch) -> None:
    whole = variations._sms

    def without(content: Any) -> dict[str, Any]:
        return {key: value for key, value in whole(content).items() if key != "add_opt_out_language"}

    patch.setattr(variations, "_sms", without)


BUGS: list[Callable[[Patch], None]] = [
    the_sample_is_the_winner_s_part,
    the_test_goes_into_the_creation,
    local_time_sent_as_utc,
    recipient_s_time_converted,
    included_and_excluded_swapped,
    past_zones_the_other_way_round,
    days_for_hours,
    read_words_in_the_creation,
    opt_out_dropped,
]


def caught() -> list[str]:
    return [one for one in map(wrong_encoding, CASES) if one]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_the_hand_written_json_catches(bug: Callable[[Patch], None], monkeypatch: Patch) -> None:
    assert caught() == []
    bug(monkeypatch)
    assert caught() != []


def test_our_own_decoder_is_no_judge(monkeypatch: Patch) -> None:
    """Why the cases are needed: a sample sent as the winner's part reads back as it was sent."""
    the_sample_is_the_winner_s_part(monkeypatch)
    assert [one for one in map(wrong_decoding, CASES) if one] == []


def test_the_small_account_shows_a_draft_without_a_schedule() -> None:
    from tests.support.campaign_cases import bodies

    message = stored(bodies(CASES[0]), scheduled=False).messages[0]["definition"]
    assert (message["status"], message["send_options"]["send_time"]) == ("draft", None)
