"""Templates of campaigns are clones: unlisted, fixed, and deaf to later edits of the library's template."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.campaign_shop import CampaignShop, Json, Made, open_shop, variation
from tests.support.sandbox_api import Answer, resource


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[CampaignShop]:
    with open_shop(tmp_path) as opened:
        yield opened


def assign(shop: CampaignShop, made: Made, template_id: str) -> Answer:
    template: Json = {"template": {"data": {"type": "template", "id": template_id}}}
    body = {"data": {"type": "campaign-message", "id": made.message, "relationships": template}}
    return shop.api.call("assign_template_to_campaign_message", body=body)


def html_of(shop: CampaignShop, made: Made) -> str:
    found: str = shop.api.call("get_template_for_campaign_message", made.message).data["attributes"]["html"]
    return found


def test_the_library_s_template_is_cloned(shop: CampaignShop) -> None:
    made = shop.make()
    clone = shop.details(made)["template_id"]
    assert clone != shop.template_id
    assert shop.api.call("get_template_id_for_campaign_message", made.message).data["id"] == clone
    assert [one["id"] for one in shop.api.call("get_templates").data] == [shop.template_id]
    patch = resource("template", {"html": "<p>x</p>"}, id=clone)
    assert shop.api.call("update_template", clone, patch).status == 404


def test_edits_of_the_library_reach_a_campaign_only_by_another_clone(shop: CampaignShop) -> None:
    made = shop.make()
    patch = resource("template", {"html": "<p>Summer</p>"}, id=shop.template_id)
    shop.api.call("update_template", shop.template_id, patch)
    assert html_of(shop, made) == "<p>Spring</p>"
    shop.change("campaign-variation", made.variation, details={"channel": "email", "template_id": shop.template_id})
    assert html_of(shop, made) == "<p>Summer</p>"


def test_a_clone_that_is_named_again_stays(shop: CampaignShop) -> None:
    made = shop.make()
    details = shop.details(made)
    shown = shop.change("campaign-variation", made.variation, details={**details, "subject": "Other"}).data
    assert shown["attributes"]["definition"]["details"] == {**details, "subject": "Other"}


def test_another_s_clone_is_not_there(shop: CampaignShop) -> None:
    clone = shop.details(shop.make())["template_id"]
    details = {"channel": "email", "template_id": clone}
    answer = shop.change("campaign-variation", shop.make().variation, details=details)
    assert answer.errors == [(400, "invalid", "/data/attributes/definition/details/template_id")]


def test_another_channel_is_another_message(shop: CampaignShop) -> None:
    made = shop.make()
    shown = shop.change("campaign-variation", made.variation, details={"channel": "sms", "body": "Hi"}).data
    details = shown["attributes"]["definition"]["details"]
    assert (details["channel"], details["body"], details["template_id"]) == ("sms", "Hi", None)
    assert "subject" not in details


def test_a_template_is_assigned_as_a_clone(shop: CampaignShop) -> None:
    made = shop.make(shop.body({"definition": {"name": "A"}}))
    assert shop.api.call("get_template_for_campaign_message", made.message).status == 404
    answer = assign(shop, made, shop.template_id)
    assert (answer.status, answer.data["attributes"]["channel"]) == (200, "email")
    clone = shop.details(made)["template_id"]
    assert answer.data["relationships"]["template"]["data"]["id"] == clone != shop.template_id


def test_what_cannot_be_assigned_is_refused(shop: CampaignShop) -> None:
    text = shop.make(shop.body(variation("", channel="sms")))
    assert assign(shop, text, shop.template_id).errors == [(400, "invalid", "/data/id")]
    two = shop.make(shop.body(variation(shop.template_id), variation(shop.template_id, "B")))
    assert assign(shop, two, shop.template_id).errors == [(400, "invalid", "/data/id")]
    pointer = "/data/relationships/template/data/id"
    clone = shop.details(two)["template_id"]
    assert assign(shop, shop.make(), clone).errors == [(400, "invalid", pointer)]
