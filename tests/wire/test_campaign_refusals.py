"""What Klaviyo cannot send is an error that says why; and what is read that campaigns in git cannot hold."""

from datetime import datetime
from typing import Any

import msgspec
import pytest

from mktctl.model.ab_test import ABTest, Variant, Winner
from mktctl.model.campaign import Campaign, SendAgain, SendAt, SendSmart, Spread
from mktctl.model.duration import Duration
from mktctl.model.places import KEY
from mktctl.wire.campaigns.check import check_campaign
from mktctl.wire.campaigns.decode import CampaignParts, decode_campaign, status_of, throttling
from mktctl.wire.campaigns.encode import encode_campaign
from mktctl.wire.campaigns.requests import message_attributes
from mktctl.wire.errors import UnreadableError
from mktctl.wire.ids import Symbolic
from tests.support.campaign_cases import bodies, campaign_cases, ids_of, stored

CASES = {case.name: case for case in campaign_cases()}
PLAIN = CASES["a mail in full"].campaign
AT = datetime.fromisoformat("2026-12-01T09:00")
EVEN = ABTest(vary="subject", variants=(Variant(name="a"), Variant(name="b")), shares=(50, 50))
SAMPLED = msgspec.structs.replace(EVEN, sample=20, winner=Winner(after=Duration(amount=4, unit="hour")))
TIMES = msgspec.structs.replace(EVEN, vary="send_time")
RECIPIENT = SendAt(at=AT, zone="recipient")
SPREAD = Spread(percent=20, unit="hour")


REFUSED: list[tuple[str, dict[str, Any], tuple[Any, ...]]] = [
    ("CMP031", {"send": RECIPIENT, "ab_test": SAMPLED}, ("ab_test", "sample", KEY)),
    ("CMP031", {"send": SendAgain(cron="0 9 * * 2", zone="recipient"), "ab_test": SAMPLED}, ("ab_test", "sample", KEY)),
    ("CMP035", {"send": RECIPIENT, "ab_test": TIMES}, ("send", "timezone")),
    ("CMP032", {"send": SendAt(at=AT, zone="UTC", spread=SPREAD), "ab_test": EVEN}, ("send", "spread", KEY)),
    ("CMP033", {"send": SendAt(at=AT, zone="recipient", spread=SPREAD)}, ("send", "spread", KEY)),
    ("CMP034", {"send": SendSmart(day=AT.date()), "ab_test": EVEN}, ("ab_test", KEY)),
]
TAKEN: list[dict[str, Any]] = [
    {"send": RECIPIENT, "ab_test": EVEN},
    {"send": SendAt(at=AT, zone="UTC"), "ab_test": SAMPLED},
    {"send": SendAt(at=AT, zone="UTC"), "ab_test": TIMES},
    {"send": SendAt(at=AT, zone="UTC", spread=SPREAD)},
]


def changed(**fields: Any) -> Campaign:
    return msgspec.structs.replace(PLAIN, **fields)


@pytest.mark.parametrize(("code", "fields", "path"), REFUSED)
def test_refused(code: str, fields: dict[str, Any], path: tuple[Any, ...]) -> None:
    found = check_campaign(changed(**fields))
    assert [(one.code, one.path) for one in found] == [(code, path)]
    assert found[0].hint


@pytest.mark.parametrize("fields", TAKEN)
def test_taken(fields: dict[str, Any]) -> None:
    assert check_campaign(changed(**fields)) == []


def test_one_of_several_dates_is_sent_never_all_of_them() -> None:
    with pytest.raises(AssertionError, match="on each of its dates"):
        encode_campaign(changed(send=SendAgain(cron="0 9 * * 2", zone="UTC")), ids=Symbolic())


def parts(**fields: Any) -> CampaignParts:
    return msgspec.structs.replace(stored(bodies(CASES["a mail in full"]), scheduled=True), **fields)


def test_a_campaign_of_two_messages_is_left_alone() -> None:
    whole = parts()
    with pytest.raises(UnreadableError, match="2 messages"):
        decode_campaign(parts(messages=whole.messages * 2), ids=Symbolic())
    with pytest.raises(UnreadableError, match="0 audiences"):
        decode_campaign(parts(audiences=()), ids=Symbolic())


def test_the_status_is_that_of_the_message() -> None:
    assert status_of(parts()) == "scheduled"
    assert status_of(parts(messages=())) == "draft"
    assert (
        status_of(parts(messages=({"definition": {"status": "draft"}}, {"definition": {"status": "sent"}}))) == "sent"
    )


@pytest.mark.parametrize(
    ("there", "read"),
    [
        ("FOR_CAMPAIGNS", "throttle-for-campaigns"),
        ("throttle-for-campaigns", "throttle-for-campaigns"),
        ("FOR_CAMPAIGNS_AND_FLOWS", "throttle-for-campaigns-and-flows"),
        ("NONE", "none"),
        (None, "none"),
    ],
)
def test_smart_sending_is_written_and_read_in_two_ways(there: Any, read: str) -> None:
    assert throttling(there) == read


def test_what_people_see_on_klaviyo_of_a_test_s_strategy_is_the_schedule_behind_it() -> None:
    whole = parts()
    definition = whole.messages[0]["definition"]
    options = {**definition["send_options"], "send_strategy": "content_variation_local_timezone"}
    document = decode_campaign(
        parts(messages=({"definition": {**definition, "send_options": options}},)), ids=Symbolic()
    )
    assert document["schedule"]["strategy"] == "local_timezone"


def test_an_unknown_group_and_a_copy_of_a_template_keep_their_ids() -> None:
    audience = {"definition": {"included": ["AbC123"], "excluded": None}}
    variation = {
        "definition": {"name": "Main", "details": {"channel": "email", "template_id": "XyZ", "cc_email": "a@b.c"}}
    }
    document = decode_campaign(parts(audiences=(audience,), variations=(variation,)), ids=Symbolic())
    assert document["audience"] == {"included": ["AbC123"]}
    assert document["variations"]["Main"] == {"channel": "email", "template_id": "XyZ", "cc_email": "a@b.c"}


def test_an_update_takes_back_what_a_test_had_before() -> None:
    document = encode_campaign(CASES["contents split evenly, in recipients' zones"].campaign, ids=Symbolic())
    sent = message_attributes(document, variation_ids=ids_of(document))["definition"]
    assert sent["ab_test"] == {"winner_metric": "clicks_unique", "winner_percentage": None, "winner_wait_hours": None}
    assert sent["send_options"] == {"throttling_type": "throttle-for-campaigns"}
