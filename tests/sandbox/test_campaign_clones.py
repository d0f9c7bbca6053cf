"""Copies of campaigns and their parts are drafts of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.campaign_shop import AB_TEST, CampaignShop, open_shop, variation
from tests.support.sandbox_api import resource


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[CampaignShop]:
    with open_shop(tmp_path) as opened:
        yield opened


def test_a_campaign_is_cloned_with_all_its_parts(shop: CampaignShop) -> None:
    made = shop.make(shop.body(variation(shop.template_id), variation(shop.template_id, "B"), archived=True))
    shop.change("campaign-message", made.message, ab_test=AB_TEST)
    shop.schedule(made)
    copy = shop.api.call("clone_campaign", body=resource("campaign", {}, id=made.campaign))
    assert copy.data["attributes"]["definition"]["name"] == "Copy of Spring"
    assert copy.data["attributes"]["definition"]["archived"] is False
    (message,) = shop.api.call("get_messages_for_campaign", copy.id).data
    definition = message["attributes"]["definition"]
    assert (definition["status"], definition["ab_test"], definition["name"]) == ("draft", AB_TEST, "Mail")
    assert definition["send_options"]["send_time"] is None
    assert definition["send_options"]["throttling_type"] == "throttle-for-campaigns"
    (audience,) = shop.api.call("get_campaign_audiences_for_campaign", copy.id).data
    assert audience["attributes"]["definition"]["included"] == [shop.list_id]
    variations = shop.api.call("get_variations_for_campaign_message", message["id"]).data
    clones = {one["attributes"]["definition"]["details"]["template_id"] for one in variations}
    assert len(clones - {shop.details(made)["template_id"], shop.template_id}) == 2


def test_a_clone_has_the_name_that_is_given(shop: CampaignShop) -> None:
    body = resource("campaign", {"name": "Summer"}, id=shop.make().campaign)
    assert shop.api.call("clone_campaign", body=body).data["attributes"]["definition"]["name"] == "Summer"


def _part(kind: str, part_id: str, **relationships: str) -> Any:
    related = {
        name.replace("_", "-"): {"data": {"type": name.replace("_", "-"), "id": object_id}}
        for name, object_id in relationships.items()
    }
    attributes = {"id": part_id, "name": "Copy"}
    return resource(kind, attributes, id=part_id, **({"relationships": related} if related else {}))


def test_parts_are_cloned_into_a_draft(shop: CampaignShop) -> None:
    made, other = shop.make(), shop.make()
    body = _part("campaign-audience-clone", made.audience, campaign=other.campaign)
    audience = shop.api.call("clone_campaign_audience", body=body)
    assert audience.data["attributes"]["definition"]["name"] == "Copy"
    assert len(shop.api.call("get_campaign_audiences_for_campaign", other.campaign).data) == 2
    own = shop.api.call("clone_campaign_audience", body=_part("campaign-audience-clone", made.audience))
    assert shop.api.call("get_campaign_id_for_campaign_audience", own.id).data["id"] == made.campaign
    body = _part("campaign-message", made.message, campaign_audience=audience.id)
    message = shop.api.call("clone_campaign_message", body=body)
    assert message.data["attributes"]["definition"]["name"] == "Copy"
    assert shop.api.call("get_campaign_id_for_campaign_message", message.id).data["id"] == other.campaign
    assert len(shop.api.call("get_variations_for_campaign_message", message.id).data) == 1


def test_what_cannot_be_cloned_is_refused(shop: CampaignShop) -> None:
    made, scheduled = shop.make(), shop.make()
    shop.schedule(scheduled)
    for operation, body, pointer in (
        ("clone_campaign", resource("campaign", {}, id="absent"), "/data/id"),
        ("clone_campaign_audience", _part("campaign-audience-clone", "absent"), "/data/id"),
        ("clone_campaign_audience", _part("campaign-audience-clone", scheduled.audience), ""),
        (
            "clone_campaign_message",
            _part("campaign-message", made.message, campaign_audience=scheduled.audience),
            "",
        ),
        (
            "clone_campaign_message",
            _part("campaign-message", made.message, campaign_audience="absent"),
            "/data/relationships/campaign-audience/data/id",
        ),
    ):
        assert shop.api.call(operation, body=body).errors == [(400, "invalid", pointer)]
    twice = _part("campaign-audience-clone", made.audience)
    twice["data"]["attributes"]["id"] = scheduled.audience
    assert shop.api.call("clone_campaign_audience", body=twice).errors == [(400, "invalid", "/data/attributes/id")]
