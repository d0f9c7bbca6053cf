"""The official SDK on the sandbox's catalog, images, webhooks and aggregates: its models take the answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import klaviyo_api
import pytest

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.catalog_shop import item_body, to_many, variant_body, waiting_body
from tests.support.sandbox_api import database, resource


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("sdk")
    with running(database(folder), Options(limits="none")) as sandbox:
        front = klaviyo_api.KlaviyoAPI("pk_sandbox", max_retries=1, test_host=sandbox.url)
        front.Catalogs.create_catalog_item(item_body())
        front.Catalogs.create_catalog_variant(variant_body())
        yield front
        front.api_client.rest_client.pool_manager.clear()


def test_variants(sdk: Any) -> None:
    (item,) = sdk.Catalogs.get_catalog_items(include=["variants"]).data
    (variant,) = sdk.Catalogs.get_variants_for_catalog_item(item.id).data
    change = resource("catalog-variant", {"inventory_quantity": 3}, id=variant.id)
    assert sdk.Catalogs.update_catalog_variant(variant.id, change).data.attributes.inventory_quantity == 3
    assert sdk.Catalogs.get_catalog_variants(filter='equals(sku,"D42")').data[0].relationships.item.data.id == item.id


def test_categories(sdk: Any) -> None:
    made = sdk.Catalogs.create_catalog_category(resource("catalog-category", {"external_id": "s", "name": "S"})).data
    sdk.Catalogs.add_items_to_catalog_category(made.id, to_many("catalog-item", "A-1"))
    (item,) = sdk.Catalogs.get_items_for_catalog_category(made.id).data
    assert sdk.Catalogs.get_category_ids_for_catalog_item(item.id).data[0].id == made.id
    sdk.Catalogs.remove_items_from_catalog_category(made.id, to_many("catalog-item", "A-1"))
    assert sdk.Catalogs.get_item_ids_for_catalog_category(made.id).data == []


def test_waiting_is_counted(sdk: Any) -> None:
    sdk.Catalogs.create_back_in_stock_subscription(waiting_body())
    metrics = {row.attributes.name: row.id for row in sdk.Metrics.get_metrics().data}
    asked = {
        "metric_id": metrics["Subscribed to Back in Stock"],
        "measurements": ["count", "sum_value"],
        "filter": ["greater-or-equal(datetime,2026-01-01)", "less-than(datetime,2026-01-02)"],
    }
    found = sdk.Metrics.query_metric_aggregates(resource("metric-aggregate", asked)).data.attributes
    assert found.data[0].measurements == {"count": [1.0], "sum_value": [189.0]}


def test_images(sdk: Any) -> None:
    body = resource("image", {"import_from_url": "https://cdn.example/logo.png"})
    made = sdk.Images.upload_image_from_url(body).data
    hidden = sdk.Images.update_image(made.id, resource("image", {"hidden": True}, id=made.id)).data
    assert (hidden.attributes.hidden, hidden.attributes.image_url) == (True, "https://cdn.example/logo.png")
    assert sdk.Images.get_images(filter="equals(hidden,true)", sort="-size").data[0].id == made.id


def test_webhooks(sdk: Any) -> None:
    topic = sdk.Webhooks.get_webhook_topics().data[0].id
    told = {"webhook-topics": {"data": [{"type": "webhook-topic", "id": topic}]}}
    given = {"name": "CRM", "endpoint_url": "https://crm.example/in", "secret_key": "0123456789abcdef"}
    made = sdk.Webhooks.create_webhook(resource("webhook", given, relationships=told)).data
    shown = sdk.Webhooks.get_webhook(made.id, include=["webhook-topics"])
    assert [one.id for one in shown.included] == [topic]
    assert sdk.Webhooks.get_webhooks().data[0].attributes.enabled is True
    sdk.Webhooks.delete_webhook(made.id)
