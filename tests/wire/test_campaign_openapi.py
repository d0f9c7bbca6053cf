"""The campaigns that we send are accepted by Klaviyo's OpenAPI document, strict, and pass the SDK without loss.

The stable document has the old shape; the one of the beta has the shape of 2026-10-15, but for `ab_test`, which only
the SDK knows.
"""

from typing import Any

import pytest

from mktctl.wire.campaigns import requests
from mktctl.wire.campaigns.encode import encode_campaign
from mktctl.wire.ids import Symbolic
from tests.support.campaign_cases import CampaignCase, bodies, campaign_cases, ids_of
from tests.support.openapi_strict import BETA, complaint

CASES = list(campaign_cases())
each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def create_body(case: CampaignCase) -> dict[str, Any]:
    return {"data": {"type": "campaign", "attributes": bodies(case)["create"]}}


def part_bodies(case: CampaignCase) -> dict[str, dict[str, Any]]:
    """Schema to body, of everything that changes a draft."""
    document = encode_campaign(case.campaign, ids=Symbolic())
    message = requests.message_attributes(document, variation_ids=ids_of(document))
    first = next(iter(document["variations"]))
    attributes = {
        ("CampaignPartialUpdateQuery", "campaign"): requests.campaign_attributes(document),
        ("AudienceUpdateQuery", "campaign-audience"): requests.audience_attributes(document),
        ("MessagePartialUpdateQuery", "campaign-message"): message,
        ("VariationPartialUpdateQuery", "campaign-variation"): requests.variation_attributes(document, first),
    }
    return {
        schema: {"data": {"type": kind, "id": "01A", "attributes": found}}
        for (schema, kind), found in attributes.items()
    }


def schedule_body(case: CampaignCase) -> dict[str, Any]:
    pointer = {"campaign": {"data": {"type": "campaign", "id": "01C"}}}
    attributes = {"message_schedules": [bodies(case)["schedule"]]}
    return {"data": {"type": "campaign-schedule", "attributes": attributes, "relationships": pointer}}


@each_case
def test_the_document_accepts_the_creation(case: CampaignCase) -> None:
    assert complaint("CampaignCreateQuery", create_body(case), document=BETA) is None


@each_case
def test_the_document_accepts_the_changes(case: CampaignCase) -> None:
    for schema, body in part_bodies(case).items():
        body["data"]["attributes"]["definition"].pop("ab_test", None)
        assert complaint(schema, body, document=BETA) is None


@each_case
def test_the_document_accepts_the_schedule(case: CampaignCase) -> None:
    entry = {key: value for key, value in bodies(case)["schedule"].items() if key != "message_id"}
    message = {"campaign-message": {"data": {"type": "campaign-message", "id": "01M"}}}
    body = {"data": {"type": "campaign-message-schedule", "attributes": entry, "relationships": message}}
    assert complaint("CampaignMessageScheduleQuery", body, document=BETA) is None


def test_the_judge_is_strict() -> None:
    body = create_body(CASES[0])
    body["data"]["attributes"]["messages"][0]["ab_test"] = {"winner_percentage": 80}
    assert complaint("CampaignCreateQuery", body, document=BETA) is not None


@each_case
def test_the_sdk_s_models_lose_nothing(case: CampaignCase) -> None:
    import klaviyo_api
    from openapi_client import models

    serialize = klaviyo_api.KlaviyoAPI("pk_x").api_client.sanitize_for_serialization
    sent = {"CampaignCreateQuery": create_body(case), "CampaignScheduleQuery": schedule_body(case), **part_bodies(case)}
    for name, body in sent.items():
        model = getattr(models, name)
        assert serialize(model.model_validate(body)) == body


def test_the_sdk_drops_a_test_inside_a_creation_in_silence() -> None:
    """Why the test is a second request."""
    from openapi_client.models.campaign_create_query import CampaignCreateQuery

    body = create_body(CASES[0])
    body["data"]["attributes"]["messages"][0]["ab_test"] = {"winner_percentage": 80}
    passed = CampaignCreateQuery.model_validate(body).to_dict()
    assert "ab_test" not in passed["data"]["attributes"]["messages"][0]
