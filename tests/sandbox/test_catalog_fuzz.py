"""Slightly wrong bodies to the catalog, images, webhooks and aggregates: an answer, and no change when refused."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.model.operations import operations
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.catalog_shop import (
    STOCKED,
    add_category,
    add_item,
    add_variant,
    item_body,
    to_many,
    variant_body,
    waiting_body,
)
from tests.support.openapi_judge import judge
from tests.support.sandbox_api import Api, database, resource
from tests.support.shape_samples import slightly_wrong

CHANGES_MOST = 3
MADE = "SELECT count(*) FROM {}"
TABLES = ("catalog_item", "catalog_variant", "catalog_category", "profile", "event", "image", "webhook")
TOLD = {"webhook-topics": {"data": [{"type": "webhook-topic", "id": "event:klaviyo.sent_sms"}]}}
HOOK = {"name": "CRM", "description": "x", "endpoint_url": "https://crm.example/in", "secret_key": "0123456789abcdef"}
SHOWN: dict[str, Any] = {
    "images": ["https://a"],
    "custom_metadata": {"a": 1},
    "published": True,
    "image_full_url": "https://a",
}
DECEMBER = ["greater-or-equal(datetime,2025-12-01)", "less-than(datetime,2025-12-03)", 'any(URL,["a"])']


class World:
    """An account with one of everything, and a right body for each operation that writes."""

    def __init__(self, api: Api) -> None:
        self.api = api
        item = add_item(api)
        variant = add_variant(api)
        category = add_category(api, "shoes", "A-1")
        picture = resource("image", {"import_from_url": "https://a.example/logo.png", "name": "x", "hidden": False})
        logo = api.call("upload_image_from_url", body=picture).id
        hook = api.call("create_webhook", body=resource("webhook", HOOK, relationships=TOLD)).id
        metric = api.call("get_metrics").data[0]["id"]
        asked: dict[str, Any] = {"measurements": ["count", "unique"], "filter": DECEMBER, "interval": "day"}
        asked |= {"metric_id": metric, "by": ["URL"], "timezone": "Europe/Berlin", "page_size": 10, "sort": "-count"}
        some_items, some_categories = to_many("catalog-item", "A-1"), to_many("catalog-category", "shoes")
        change = {"title": "x", "price": 5, **SHOWN}
        self.bodies: dict[str, tuple[str, Any]] = {
            "create_catalog_item": ("", item_body("A-2", price=5, **SHOWN)),
            "update_catalog_item": (item, resource("catalog-item", change, id=item)),
            "create_catalog_variant": ("", variant_body("A-1-43", inventory_policy=1, **SHOWN)),
            "update_catalog_variant": (variant, resource("catalog-variant", {**STOCKED, **SHOWN}, id=variant)),
            "create_catalog_category": (
                "",
                resource("catalog-category", {"external_id": "x", "name": "x"}, relationships={"items": some_items}),
            ),
            "update_catalog_category": (category, resource("catalog-category", {"name": "x"}, id=category)),
            "add_items_to_catalog_category": (category, some_items),
            "update_items_for_catalog_category": (category, some_items),
            "remove_items_from_catalog_category": (category, some_items),
            "add_categories_to_catalog_item": (item, some_categories),
            "update_categories_for_catalog_item": (item, some_categories),
            "remove_categories_from_catalog_item": (item, some_categories),
            "create_back_in_stock_subscription": ("", waiting_body(channels=["EMAIL", "SMS"])),
            "query_metric_aggregates": ("", resource("metric-aggregate", asked)),
            "upload_image_from_url": ("", picture),
            "update_image": (logo, resource("image", {"name": "y", "hidden": True}, id=logo)),
            "create_webhook": ("", resource("webhook", HOOK, relationships=TOLD)),
            "update_webhook": (hook, resource("webhook", {**HOOK, "enabled": True}, id=hook, relationships=TOLD)),
        }


OPERATIONS = sorted(
    """
    create_catalog_item update_catalog_item create_catalog_variant update_catalog_variant create_catalog_category
    update_catalog_category add_items_to_catalog_category update_items_for_catalog_category
    remove_items_from_catalog_category add_categories_to_catalog_item update_categories_for_catalog_item
    remove_categories_from_catalog_item create_back_in_stock_subscription query_metric_aggregates upload_image_from_url
    update_image create_webhook update_webhook
    """.split()
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    with running(database(folder), Options(limits="none")) as sandbox, Api(sandbox) as api:
        yield World(api)


def counts(api: Api) -> list[int]:
    return [api.sandbox.store.count(MADE.format(table)) for table in TABLES]


def test_each_operation_has_a_right_body(world: World) -> None:
    assert sorted(world.bodies) == OPERATIONS


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_right_body_is_right_and_so_it_is_for_klaviyo(world: World, name: str) -> None:
    object_id, body = world.bodies[name]
    assert world.api.call(name, object_id, body).status in (200, 201, 202, 204, 409)
    row = operations()[name]
    assert judge().body_problems(row.method, row.path, body) == []


@given(name=st.sampled_from(OPERATIONS), seed=st.integers(0, 2**32))
def test_a_slightly_wrong_body_never_breaks_the_sandbox(world: World, name: str, seed: int) -> None:
    rng = random.Random(seed)
    object_id, body = world.bodies[name]
    for _ in range(rng.randint(1, CHANGES_MOST)):
        body = slightly_wrong(body, rng)
    before = counts(world.api)
    answer = world.api.call(name, object_id, body)
    assert answer.status in (200, 201, 202, 204, 400, 404, 409), (body, answer.document)
    if answer.status >= 400:
        assert counts(world.api) == before
        assert all(error["detail"] for error in answer.document["errors"])


@given(text=st.text("eqand(),[]\"'$ .URL=datetime0129T:Z-", max_size=60))
def test_no_filter_breaks_an_aggregate(world: World, text: str) -> None:
    _, body = world.bodies["query_metric_aggregates"]
    asked = {**body["data"]["attributes"], "filter": [*DECEMBER, text]}
    answer = world.api.call("query_metric_aggregates", body=resource("metric-aggregate", asked))
    assert answer.status in (200, 400)
