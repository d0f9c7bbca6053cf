"""Campaigns over a socket: made whole, read, listed, changed, deleted; everything that is wrong is said at once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.campaign_shop import AB_TEST, DETAILS, TOMORROW, CampaignShop, Json, open_shop, variation
from tests.support.sandbox_api import Api, database, resource


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[CampaignShop]:
    with open_shop(tmp_path) as opened:
        yield opened


def test_one_request_makes_a_campaign_with_all_its_parts(shop: CampaignShop) -> None:
    body = shop.body(variation(shop.template_id, "A"), variation(shop.template_id, "B", subject="Hello"))
    tag = shop.api.call("create_tag", body=resource("tag", {"name": "spring"})).id
    body["data"]["relationships"] = {"tags": {"data": [{"type": "tag", "id": tag}]}}
    made = shop.make(body)
    answer = shop.api.call("get_campaign", made.campaign, include=["campaign-messages", "campaign-audiences", "tags"])
    shown = answer.data["attributes"]["definition"]
    assert (shown["name"], shown["builder"], shown["archived"]) == ("Spring", "wizard", False)
    message, audience, tagged = answer.document["included"]
    assert message["attributes"]["definition"]["status"] == "draft"
    assert message["attributes"]["definition"]["tracking_options"]["is_add_utm"] is True
    assert message["attributes"]["definition"]["send_options"]["throttling_type"] == "throttle-for-campaigns"
    assert "ab_test" not in message["attributes"]["definition"]
    assert audience["attributes"]["definition"]["included"] == [shop.list_id]
    assert tagged["id"] == tag
    variations = shop.api.call("get_variations_for_campaign_message", made.message).data
    assert [one["attributes"]["definition"]["name"] for one in variations] == ["A", "B"]


def test_one_read_gives_a_message_with_its_variations(shop: CampaignShop) -> None:
    made = shop.make(shop.body(variation(shop.template_id, "A"), variation(shop.template_id, "B")))
    answer = shop.api.call("get_campaign_message", made.message, include=["campaign-variations"])
    assert [one["attributes"]["definition"]["name"] for one in answer.document["included"]] == ["A", "B"]


@pytest.mark.parametrize("channel", DETAILS)
def test_a_variation_shows_what_was_sent_and_the_defaults(shop: CampaignShop, channel: str) -> None:
    sent = variation(shop.template_id, channel=channel)
    shown = shop.details(shop.make(shop.body(sent)))
    given = {key: value for key, value in sent["definition"]["details"].items() if key != "template_id"}
    assert shown.items() >= given.items()
    assert len(shown) > len(given)


def test_a_message_without_variations_gets_an_empty_one(shop: CampaignShop) -> None:
    body = shop.body()
    del body["data"]["attributes"]["messages"][0]["variations"]
    assert shop.details(shop.make(body)) is None


def _put(*path: str | int, value: Any) -> Callable[[Json], None]:
    def change(body: Json) -> None:
        place: Any = body["data"]
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change


_DEFINITION = ("attributes", "definition")
_MESSAGE = ("attributes", "messages", 0)
_ONE = (*_MESSAGE, "variations", 0, "definition", "details")
_AUDIENCE = ("attributes", "audiences", 0)
WRONG: list[tuple[tuple[str | int, ...], Any, str]] = [
    ((*_DEFINITION, "name"), "", ""),
    ((*_DEFINITION, "name"), None, ""),
    ((*_DEFINITION, "status"), "draft", ""),
    ((*_DEFINITION, "builder"), "magic", ""),
    ((*_DEFINITION, "color"), "#ff5733", ""),
    ((*_DEFINITION, "send_settings"), None, ""),
    ((*_DEFINITION, "send_settings", "send_timezone"), "Europe/Atlantis", ""),
    ((*_DEFINITION, "send_settings", "send_strategy"), "timezone", "send_timezone"),
    ((*_DEFINITION, "send_settings", "exit_condition_conversion_metric_id"), "absent", ""),
    (("attributes", "send_strategy"), {"method": "static"}, ""),
    ((*_AUDIENCE, "included"), ["absent"], "included/0"),
    ((*_AUDIENCE, "included"), [5], "included/0"),
    ((*_AUDIENCE, "priority"), 1, ""),
    ((*_MESSAGE, "audience_temporary_id"), "other", ""),
    ((*_MESSAGE, "ab_test"), AB_TEST, ""),
    ((*_MESSAGE, "throttling_type"), "throttle-for-campaigns", ""),
    ((*_ONE, "channel"), "fax", ""),
    ((*_ONE, "body"), "<p>inline</p>", ""),
    ((*_ONE, "template_id"), "absent", ""),
    ((*_ONE, "subject"), "x" * 251, ""),
    (("relationships",), {"tags": {"data": [{"type": "tag", "id": "absent"}]}}, "relationships/tags/data/0/id"),
]


@pytest.mark.parametrize(("path", "value", "last"), WRONG, ids=["/".join(map(str, one[0])) for one in WRONG])
def test_what_is_wrong_is_refused_with_a_pointer(
    shop: CampaignShop, path: tuple[str | int, ...], value: Any, last: str
) -> None:
    body = shop.body()
    _put(*path, value=value)(body)
    where = "/".join(map(str, path[:-1] if last else path))
    expected = f"/data/{where}/{last}".rstrip("/").replace("//", "/")
    assert shop.api.call("create_campaign", body=body).errors == [(400, "invalid", expected)]
    assert shop.api.call("get_campaigns").data == []


def test_two_audiences_need_two_temporary_ids(shop: CampaignShop) -> None:
    body = shop.body()
    body["data"]["attributes"]["audiences"] *= 2
    answer = shop.api.call("create_campaign", body=body)
    assert answer.errors == [(400, "invalid", "/data/attributes/audiences/1/temporary_id")]


def test_an_audience_includes_at_most_fifteen_groups(shop: CampaignShop) -> None:
    body = shop.body()
    body["data"]["attributes"]["audiences"][0]["included"] = [shop.list_id] * 16
    assert shop.api.call("create_campaign", body=body).status == 400


def test_campaigns_are_listed_sorted_and_filtered(shop: CampaignShop) -> None:
    first = shop.make(shop.body(name="Alpha", builder="canvas")).campaign
    shop.advance(hours=1)
    second = shop.make(shop.body(name="Beta 10 %", archived=True)).campaign
    expected = {
        'contains(name,"10 %")': [second],
        f'any(id,["{first}"])': [first],
        "equals(archived,true)": [second],
        'equals(builder,"canvas")': [first],
        "greater-than(created_at,2026-01-01T00:00:00Z)": [second],
        "less-or-equal(updated_at,2026-01-01T00:00:00Z)": [first],
    }
    for term, found in expected.items():
        assert [one["id"] for one in shop.api.call("get_campaigns", filter=term).data] == found, term
    assert [one["id"] for one in shop.api.call("get_campaigns", sort="-name").data] == [second, first]
    page = shop.api.call("get_campaigns", page_size=1)
    assert [one["id"] for one in shop.api.follow(page.document["links"]["next"]).data] == [second]


def test_messages_of_all_campaigns_are_filtered_by_campaign_and_status(shop: CampaignShop) -> None:
    first, second = shop.make(), shop.make()
    shop.schedule(second)
    for term, found in {
        f'equals(campaign_id,"{first.campaign}")': first.message,
        'equals(status,"scheduled")': second.message,
        'equals(status,"draft")': first.message,
        f'equals(id,"{second.message}")': second.message,
    }.items():
        assert [one["id"] for one in shop.api.call("get_campaign_messages", filter=term).data] == [found], term
    assert len(shop.api.call("get_campaign_messages", sort="status", include=["campaign"]).document["included"]) == 2


def test_a_patch_keeps_what_it_does_not_name(shop: CampaignShop) -> None:
    made = shop.make()
    shop.advance(minutes=1)
    shown = shop.change("campaign", made.campaign, description="Sale").data["attributes"]
    assert (shown["definition"]["name"], shown["definition"]["description"]) == ("Spring", "Sale")
    assert shown["updated_at"] > shown["created_at"]
    settings = shop.change("campaign", made.campaign, send_settings={"exit_condition_enabled": True}).data
    assert settings["attributes"]["definition"]["send_settings"]["send_timezone"] == "Europe/Amsterdam"
    audience = shop.change("campaign-audience", made.audience, priority=2).data["attributes"]["definition"]
    assert (audience["included"], audience["priority"]) == ([shop.list_id], 2)
    message = shop.change("campaign-message", made.message, ab_test=AB_TEST, status="draft").data
    assert message["attributes"]["definition"]["ab_test"] == AB_TEST
    assert message["attributes"]["definition"]["name"] == "Mail"
    assert "ab_test" not in shop.change("campaign-message", made.message, ab_test=None).data["attributes"]["definition"]
    planned = shop.change("campaign-message", made.message, send_options={"send_time": "2026-01-02T10:00:00+01:00"})
    options = planned.data["attributes"]["definition"]["send_options"]
    assert (options["send_time"], options["throttling_type"]) == (TOMORROW, "throttle-for-campaigns")


def test_with_the_switch_off_a_patch_replaces_the_definition(tmp_path: Path) -> None:
    with open_shop(tmp_path, merges_campaign_patches=False) as shop:
        made = shop.make()
        audience = shop.change("campaign-audience", made.audience, excluded=[shop.list_id]).data
        assert audience["attributes"]["definition"] == {
            "name": "All",
            "included": None,
            "excluded": [shop.list_id],
            "priority": None,
        }


def test_with_the_switch_off_no_message_takes_an_ab_test(tmp_path: Path) -> None:
    with open_shop(tmp_path, ab_test_in_campaigns=False) as shop:
        answer = shop.change("campaign-message", shop.make().message, ab_test=AB_TEST)
        assert answer.errors == [(400, "invalid", "/data/attributes/definition/ab_test")]


PATCHES: list[tuple[str, Json, str]] = [
    ("campaign", {"name": None}, "name"),
    ("campaign", {"send_settings": {"send_strategy": "timezone"}}, "send_settings/send_timezone"),
    ("campaign-audience", {"included": ["absent"]}, "included/0"),
    ("campaign-message", {"status": "scheduled"}, "status"),
    ("campaign-message", {"ab_test": {"winner_percentage": 0}}, "ab_test/winner_percentage"),
    ("campaign-message", {"ab_test": {"winner_wait_hours": 1.5}}, "ab_test/winner_wait_hours"),
    ("campaign-message", {"ab_test": {"confidence": 95}}, "ab_test/confidence"),
    ("campaign-message", {"send_options": {"throttling_type": "FOR_CAMPAIGNS"}}, "send_options/throttling_type"),
    ("campaign-variation", {"details": {"channel": "sms", "body": "x", "cost": 1}}, "details/cost"),
    ("campaign-variation", {"details": {"subject": "x"}}, "details/channel"),
]


@pytest.mark.parametrize(("kind", "definition", "last"), PATCHES, ids=[f"{one[0]} {one[2]}" for one in PATCHES])
def test_a_wrong_patch_changes_nothing(shop: CampaignShop, kind: str, definition: Json, last: str) -> None:
    made = shop.make()
    object_id = getattr(made, kind.removeprefix("campaign-"))
    before = shop.api.call(f"get_{kind.replace('-', '_')}", object_id).data
    answer = shop.change(kind, object_id, **definition)
    assert answer.errors == [(400, "invalid", f"/data/attributes/definition/{last}")]
    assert shop.api.call(f"get_{kind.replace('-', '_')}", object_id).data == before


def test_parts_are_added_to_a_draft_and_taken_away(shop: CampaignShop) -> None:
    made = shop.make()
    of_campaign = {"campaign": {"data": {"type": "campaign", "id": made.campaign}}}
    definition = {"definition": {"name": "Few", "included": [shop.list_id]}}
    audience = shop.api.call(
        "create_campaign_audience", body=resource("campaign-audience", definition, relationships=of_campaign)
    ).id
    to = {**of_campaign, "campaign-audience": {"data": {"type": "campaign-audience", "id": audience}}}
    body = {"definition": {"name": "Text", "ab_test": AB_TEST}, "variations": [variation("", channel="sms")]}
    message = shop.api.call("create_campaign_message", body=resource("campaign-message", body, relationships=to)).id
    of_message = {"campaign-message": {"data": {"type": "campaign-message", "id": message}}}
    added = shop.api.call(
        "create_campaign_variation",
        body=resource("campaign-variation", variation("", "B", channel="sms"), relationships=of_message),
    ).id
    assert len(shop.api.call("get_messages_for_campaign", made.campaign).data) == 2
    assert shop.api.call("get_message_ids_for_campaign_audience", audience).data[0]["id"] == message
    assert shop.api.call("delete_campaign_audience", audience).status == 400
    assert shop.api.call("delete_campaign_variation", added).status == 204
    (last,) = shop.api.call("get_variation_ids_for_campaign_message", message).data
    assert shop.api.call("delete_campaign_variation", last["id"]).status == 400
    assert shop.api.call("delete_campaign_message", message).status == 204
    assert shop.api.call("delete_campaign_audience", audience).status == 204
    assert len(shop.api.call("get_messages_for_campaign", made.campaign).data) == 1


def test_a_message_goes_to_an_audience_of_its_own_campaign(shop: CampaignShop) -> None:
    one, other = shop.make(), shop.make()
    answer = shop.api.call(
        "create_campaign_message",
        body=resource(
            "campaign-message",
            {"definition": {"name": "x"}},
            relationships={
                "campaign": {"data": {"type": "campaign", "id": one.campaign}},
                "campaign-audience": {"data": {"type": "campaign-audience", "id": other.audience}},
            },
        ),
    )
    assert answer.errors == [(400, "invalid", "/data/relationships/campaign-audience/data/id")]


def test_a_deleted_campaign_is_gone_with_its_parts_and_tags(shop: CampaignShop) -> None:
    made = shop.make()
    tag = shop.api.call("create_tag", body=resource("tag", {"name": "spring"})).id
    shop.api.call("tag_campaigns", tag, {"data": [{"type": "campaign", "id": made.campaign}]})
    assert shop.api.call("get_campaign_ids_for_tag", tag).data == [{"type": "campaign", "id": made.campaign}]
    assert shop.api.call("delete_campaign", made.campaign).status == 204
    assert shop.api.call("get_campaign_ids_for_tag", tag).data == []
    for kind in ("campaign", "campaign-audience", "campaign-message", "campaign-variation"):
        object_id = getattr(made, kind.removeprefix("campaign-"))
        assert shop.api.call(f"get_{kind.replace('-', '_')}", object_id).status == 404


def test_campaigns_outlive_the_server(tmp_path: Path) -> None:
    with open_shop(tmp_path) as shop:
        made = shop.make()
        shop.schedule(made)
        before = shop.api.call("get_campaign_message", made.message, include=["campaign-variations"]).document
    with running(database(tmp_path), Options(limits="none")) as sandbox, Api(sandbox) as api:
        after = api.call("get_campaign_message", made.message, include=["campaign-variations"]).document
    for old, new in zip([before["data"], *before["included"]], [after["data"], *after["included"]], strict=True):
        assert old["attributes"] == new["attributes"]
