"""Waiting for a variant over a socket: who waits, and the event that flows start by."""

from typing import Any

import pytest

from mktctl.sandbox.tables.back_in_stock import waiting_for
from tests.support.catalog_shop import add_item, add_variant, catalog_id, waiting_body
from tests.support.sandbox_api import Api, resource


@pytest.fixture
def shop(api: Api) -> Api:
    add_item(api, image_full_url="https://cdn.example/derby.jpg")
    add_variant(api)
    return api


def wait(api: Api, **changes: Any) -> Any:
    return api.call("create_back_in_stock_subscription", body=waiting_body(**changes))


def test_who_waits_is_an_event_about_the_variant(shop: Api) -> None:
    assert wait(shop).status == 202
    (event,) = shop.call("get_events", include="metric,profile").document["data"]
    assert event["attributes"]["event_properties"] == {
        "$currency_code": "EUR",
        "$event_id": "A-1-42:1767225600",
        "$value": 189,
        "ImageURL": "https://cdn.example/derby.jpg",
        "Price": 189,
        "ProductID": "A-1",
        "ProductName": "Derby",
        "SKU": "D42",
        "URL": "https://shop.example/derby",
        "VariantID": "A-1-42",
        "VariantName": "Derby",
    }
    metric = shop.call("get_metric_for_event", event["id"]).data["attributes"]
    assert (metric["name"], metric["integration"]["name"]) == ("Subscribed to Back in Stock", "Klaviyo")
    person = shop.call("get_profile_for_event", event["id"]).data["attributes"]
    assert person["email"] == "ada@example.com"


def test_a_person_waits_once_for_each_variant(shop: Api) -> None:
    add_variant(shop, "A-1-43")
    wait(shop)
    wait(shop, channels=["EMAIL", "PUSH", "PUSH"])
    wait(shop, variant="A-1-43")
    store = shop.sandbox.store
    assert [row["channels"] for row in waiting_for(store, catalog_id("A-1-42"))] == ['["EMAIL","PUSH"]']
    assert len(waiting_for(store, catalog_id("A-1-43"))) == 1
    assert len(shop.call("get_events").data) == 2
    assert len(shop.call("get_profiles").data) == 1


def test_waiting_is_no_consent(shop: Api) -> None:
    wait(shop)
    (person,) = shop.call("get_profiles", additional_fields_profile=["subscriptions"]).data
    assert person["attributes"]["subscriptions"]["email"]["marketing"]["consent"] == "NEVER_SUBSCRIBED"


def test_who_waits_for_what_is_gone_waits_no_more(shop: Api) -> None:
    wait(shop)
    shop.call("delete_catalog_variant", catalog_id("A-1-42"))
    assert shop.sandbox.store.count("SELECT count(*) FROM back_in_stock_subscription") == 0


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"variant": "A-1-99"}, (400, "invalid", "/data/relationships/variant/data/id")),
        ({"channels": []}, (400, "invalid", "/data/attributes/channels")),
        ({"channels": ["FAX"]}, (400, "invalid", "/data/attributes/channels/0")),
        ({"person": {}}, (400, "invalid", "/data/attributes/profile/data/attributes")),
        ({"person": {"first_name": "Ada"}}, (400, "invalid", "/data/attributes/profile/data/attributes/first_name")),
        ({"person": {"email": "no"}}, (400, "invalid", "/data/attributes/profile/data/attributes/email")),
    ],
)
def test_a_wrong_request_is_refused_and_nobody_is_made(shop: Api, changes: Any, error: Any) -> None:
    assert wait(shop, **changes).errors == [error]
    assert shop.call("get_profiles").data == []


def test_a_known_person_may_be_named_by_id(shop: Api) -> None:
    known = shop.call("create_profile", body=resource("profile", {"email": "bo@example.com"})).id
    body = waiting_body(person={})
    body["data"]["attributes"]["profile"]["data"]["id"] = known
    assert shop.call("create_back_in_stock_subscription", body=body).status == 202
    body["data"]["attributes"]["profile"]["data"]["id"] = "nobody"
    assert shop.call("create_back_in_stock_subscription", body=body).errors == [(404, "not_found", "")]
    assert [row["profile_id"] for row in waiting_for(shop.sandbox.store, catalog_id("A-1-42"))] == [known]
