"""Hand-written cases of campaigns: what stands on the wire, and what is read back from an account that stored it."""

from typing import get_args

import pytest

from mktctl.model.campaign import CampaignMessage, SendAt, SendSmart
from tests.support.campaign_cases import CAMPAIGN_CHECKS, CampaignCase, campaign_cases

CASES = list(campaign_cases())


@pytest.mark.parametrize("check", CAMPAIGN_CHECKS)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: CampaignCase, check: str) -> None:
    assert CAMPAIGN_CHECKS[check](case) is None


def test_every_case_names_its_source() -> None:
    assert [case.name for case in CASES if len(case.source) < 4] == []


def test_every_message_and_way_of_sending_has_a_case() -> None:
    assert {type(case.campaign.message) for case in CASES} == set(get_args(CampaignMessage))
    assert {type(case.campaign.send) for case in CASES} == {SendAt, SendSmart}
    tests = [case.campaign.ab_test for case in CASES if case.campaign.ab_test is not None]
    assert {one.vary for one in tests} == {"subject", "content", "send_time"}
    assert {one.metric for one in tests} == {"clicks", "opens", "orders"}
