"""Campaigns against Klaviyo's own descriptions: the beta document, operations.json and the SDK's typed models."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import klaviyo_api
import pytest

from mktctl.model.operations import operations
from mktctl.sandbox.vocabulary import CHOICES
from tests.sandbox.test_tour import ANSWERED
from tests.support.campaign_shop import AB_TEST, TOMORROW, CampaignShop, Json, Made, open_shop, schedule_body, variation
from tests.support.openapi_judge import BETA, judge
from tests.support.sandbox_api import resource

OURS: Final = sorted(name for name in ANSWERED if operations()[name].path.startswith("/api/campaign"))
# In the older document, not in the SDK 2026-10-15, which lists only campaigns beside many messages.
_BETA_ONLY_INCLUDE: Final = {("get_campaign_messages", "campaign-variations")}
# The sandbox has no images and no translations, and the beta does not include tags.
_ABSENT_INCLUDE: Final = {("get_campaign_variation", "image"), ("get_campaign_variation", "translation")}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CampaignShop]:
    folder: Path = tmp_path_factory.mktemp("contract")
    with open_shop(folder) as opened:
        yield opened


def bodies(shop: CampaignShop, made: Made) -> dict[str, Json]:
    """A full body for each operation that takes one and that the beta document has."""
    campaign = {"campaign": {"data": {"type": "campaign", "id": made.campaign}}}
    audience = {"campaign-audience": {"data": {"type": "campaign-audience", "id": made.audience}}}
    message = {"campaign-message": {"data": {"type": "campaign-message", "id": made.message}}}
    settings = {"send_timezone": "UTC", "send_strategy": "timezone", "send_passed_rltz_immediately": True}
    groups = {"name": "All", "included": [shop.list_id], "excluded": []}
    sending = {
        "strategy": "throttled",
        "send_time": TOMORROW,
        "throttled_options": {"throttling_percentage": 20, "throttle_unit": "hour"},
    }
    plan = {
        "name": "Mail",
        "tracking_options": {"is_add_utm": True, "is_tracking_clicks": True, "is_tracking_opens": False},
        "send_options": {"throttling_type": "none", "is_ignoring_unsubscribes": False},
    }
    twice = {"id": made.audience, "name": "Copy"}
    return {
        "create_campaign": shop.body(
            *(
                variation(shop.template_id, channel, channel=channel)
                for channel in ("email", "sms", "push", "whatsapp")
            ),
            description="Spring sale",
            color="ff5733",
            send_settings=settings,
        ),
        "update_campaign": resource("campaign", {"definition": {"name": "Other"}}, id=made.campaign),
        "create_campaign_audience": resource("campaign-audience", {"definition": groups}, relationships=campaign),
        "update_campaign_audience": resource(
            "campaign-audience", {"definition": {**groups, "priority": 1}}, id=made.audience
        ),
        "create_campaign_message": resource(
            "campaign-message",
            {"definition": plan, "variations": [variation(shop.template_id)]},
            relationships={**campaign, **audience},
        ),
        "update_campaign_message": resource("campaign-message", {"definition": plan}, id=made.message),
        "create_campaign_variation": resource(
            "campaign-variation", variation(shop.template_id, "B"), relationships=message
        ),
        "update_campaign_variation": resource("campaign-variation", variation(shop.template_id), id=made.variation),
        "schedule_campaign_message": resource("campaign-message-schedule", sending, relationships=message),
        "update_campaign_message_schedule": resource(
            "campaign-message-schedule", {"action": "revert"}, id=made.message
        ),
        "clone_campaign": resource("campaign", {"name": "Copy"}, id=made.campaign),
        "clone_campaign_audience": resource("campaign-audience-clone", twice, id=made.audience, relationships=campaign),
        "clone_campaign_message": resource(
            "campaign-message", {"id": made.message, "name": "Copy"}, id=made.message, relationships=audience
        ),
    }


def test_the_beta_document_takes_the_bodies_that_the_sandbox_takes(shop: CampaignShop) -> None:
    made = shop.make()
    beta = judge(BETA)
    for name, body in bodies(shop, made).items():
        row = operations()[name]
        assert beta.body_problems(row.method, row.path, body) == [], name
        object_id = body["data"].get("id", "") if "{id}" in row.path else ""
        answer = shop.api.call(name, object_id, body)
        assert answer.status == row.success, (name, answer.document)


def test_the_sandbox_refuses_what_the_beta_document_refuses(shop: CampaignShop) -> None:
    """Each body with one key that nobody knows, at each place where there are keys."""
    beta = judge(BETA)
    for name, body in bodies(shop, shop.make()).items():
        row = operations()[name]
        object_id = body["data"].get("id", "") if "{id}" in row.path else ""
        for place in _objects(body):
            place["surprise"] = 1
            assert beta.body_problems(row.method, row.path, body) != [], name
            assert shop.api.call(name, object_id, body).status == 400, name
            del place["surprise"]


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


@pytest.mark.parametrize("name", OURS)
def test_an_operation_takes_the_query_that_the_beta_document_gives_it(name: str) -> None:
    row = operations()[name]
    beta = judge(BETA)
    if not beta.knows(row.method, row.path):
        return
    choices = CHOICES.get(name)
    sort = {f"{sign}{field}" for field in (choices.sort if choices else ()) for sign in ("", "-")}
    include = {(name, one) for one in (choices.include if choices else ()) if one != "tags"}
    described = beta.choices(row.method, row.path)
    assert described.get("sort", set()) == sort
    if name == "get_messages_for_campaign":
        assert include == {(name, "campaign")}  # in the SDK alone
        return
    expected = {(name, one) for one in described.get("include", set())} - _BETA_ONLY_INCLUDE - _ABSENT_INCLUDE
    assert include == expected


@pytest.fixture
def sdk(shop: CampaignShop) -> Iterator[Any]:
    front = klaviyo_api.KlaviyoAPI("pk_sandbox", max_retries=1, test_host=shop.api.url)
    yield front
    front.api_client.rest_client.pool_manager.clear()


def test_the_sdk_s_models_take_a_campaign_from_its_making_to_its_sending(shop: CampaignShop, sdk: Any) -> None:
    variations = [variation(shop.template_id, "A"), variation(shop.template_id, "B", subject="Hello")]
    made = sdk.Campaigns.create_campaign(shop.body(*variations)).data
    shown = sdk.Campaigns.get_campaign(made.id, include=["campaign-messages", "campaign-audiences", "tags"])
    assert shown.data.attributes.definition.name == "Spring"
    message = shown.data.relationships.campaign_messages.data[0].id
    patch = resource("campaign-message", {"definition": {"ab_test": AB_TEST}}, id=message)
    changed = sdk.Campaigns.update_campaign_message(message, patch).data.attributes.definition
    assert (changed.ab_test.winner_percentage, changed.status) == (80, "draft")
    read = sdk.Campaigns.get_campaign_message(message, include=["campaign-variations"])
    assert [one["attributes"]["definition"]["name"] for one in read.included] == ["A", "B"]
    body = schedule_body(
        Made(campaign=made.id, message=message, audience="", variation=""),
        {"strategy": "static", "send_time": TOMORROW},
    )
    (result,) = sdk.Campaigns.schedule_campaign(body).data.attributes.messages
    assert (result.id, result.strategy) == (message, "static")
    listed = sdk.Campaigns.get_campaign_messages(filter='equals(status,"scheduled")', include=["campaign"])
    assert [one.id for one in listed.data] == [message]
    revert = resource("campaign-message-schedule", {"action": "revert"}, id=message)
    sdk.Campaigns.update_campaign_message_schedule(message, revert)
    job = sdk.Campaigns.send_campaign({"data": {"type": "campaign-send-job", "id": made.id}}).data
    assert job.attributes.status == "processing"
    stop = resource("campaign-send-job", {"action": "cancel"}, id=made.id)
    sdk.Campaigns.cancel_campaign_send(made.id, stop)
    assert sdk.Campaigns.get_campaign_send_job(made.id).data.attributes.status == "cancelled"
    sdk.Campaigns.delete_campaign(made.id)


def test_the_sdk_s_models_take_every_part(shop: CampaignShop, sdk: Any) -> None:
    made = shop.make()
    calls = sdk.Campaigns
    given = bodies(shop, made)
    assert calls.get_campaigns(include=["campaign-messages", "campaign-audiences"], page_size=100).included
    assert calls.update_campaign(made.campaign, given["update_campaign"]).data.attributes.definition.name == "Other"
    assert calls.create_campaign_audience(given["create_campaign_audience"]).data.attributes.definition.included
    assert calls.update_campaign_audience(made.audience, given["update_campaign_audience"]).data.id == made.audience
    assert calls.get_campaign_audience(made.audience, include=["campaign"]).included
    assert calls.get_campaign_messages_for_campaign_audience(made.audience).data[0].id == made.message
    assert calls.create_campaign_message(given["create_campaign_message"]).data.attributes.definition.name == "Mail"
    assert calls.create_campaign_variation(given["create_campaign_variation"]).data.attributes.definition.details
    assert calls.get_campaign_variation(made.variation, include=["campaign-message"]).included
    assert len(calls.get_variations_for_campaign_message(made.message).data) == 2
    assert calls.get_messages_for_campaign(made.campaign, include=["campaign"]).included
    assert calls.get_audience_for_campaign_message(made.message).data.id == made.audience
    assert calls.get_template_for_campaign_message(made.message).data.attributes.html == "<p>Spring</p>"
    assert calls.clone_campaign(given["clone_campaign"]).data.attributes.definition.name == "Copy"
    single = shop.make()
    template = {"template": {"data": {"type": "template", "id": shop.template_id}}}
    assign = {"data": {"type": "campaign-message", "id": single.message, "relationships": template}}
    assert calls.assign_template_to_campaign_message(assign).data.attributes.channel == "email"
    to = {"campaign-message": {"data": {"type": "campaign-message", "id": single.message}}}
    smart = resource(
        "campaign-message-schedule", {"strategy": "smart_send_time", "send_date": "2026-01-03"}, relationships=to
    )
    scheduled = calls.schedule_campaign_message(smart).data.attributes
    assert (scheduled.strategy, str(scheduled.send_date), scheduled.send_time) == (
        "smart_send_time",
        "2026-01-03",
        None,
    )
    tag = sdk.Tags.create_tag(resource("tag", {"name": "spring"})).data.id
    sdk.Tags.tag_campaigns(tag, {"data": [{"type": "campaign", "id": made.campaign}]})
    assert [one.id for one in calls.get_tags_for_campaign(made.campaign).data] == [tag]
    sdk.Tags.remove_tag_from_campaigns(tag, {"data": [{"type": "campaign", "id": made.campaign}]})
    assert calls.get_tag_ids_for_campaign(made.campaign).data == []
