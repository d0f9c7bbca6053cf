"""mktctl.yaml as written, presets included."""

from datetime import datetime

import pytest

from mktctl.kinds.project import SANDBOX_START, parse_project
from mktctl.model.project import (
    Coupon,
    DeclaredProperty,
    Defaults,
    Environment,
    EventField,
    Freeze,
    Metric,
    MetricSeed,
    Recommendation,
    TopUp,
    UniversalContent,
)  # fmt: skip
from mktctl.model.segment import ContactList
from tests.kinds.written import document, project

HEAD = "mktctl: 1\nbrand: {name: Shop, sender: {name: Shop, email: hello@shop.example}}\n"
STORE = "store: {platform: custom}\n"


def test_the_smallest_project_has_defaults() -> None:
    made = project(HEAD + "store: {}\n")
    assert (made.shop.platform, made.shop.currency, made.shop.timezone) == ("custom", "EUR", "UTC")
    assert made.defaults == Defaults()
    assert made.sandbox.start == SANDBOX_START
    assert made.environments == {"sandbox": Environment(name="sandbox", seed_metrics=True)}
    assert made.max_destructive_share == 0.3
    assert {"placed_order", "opened_email", "clicked_sms", "subscribed_to_back_in_stock"} <= set(made.metrics)
    assert all(metric.builtin for metric in made.metrics.values())


@pytest.mark.parametrize(
    ("platform", "ref", "name", "field"),
    [
        ("custom", "placed_order", "Placed Order", "Categories"),
        ("custom", "started_checkout", "Started Checkout", "CheckoutURL"),
        ("shopify", "started_checkout", "Checkout Started", "Collections"),
        ("shopify", "placed_order", "Placed Order", "Collections"),
        ("woocommerce", "started_checkout", "Started Checkout", "Categories"),
        ("magento", "cancelled_order", "Canceled Order", "Reason"),
    ],
)
def test_a_platform_brings_its_metrics(platform: str, ref: str, name: str, field: str) -> None:
    metric = project(HEAD + f"store: {{platform: {platform}}}\n").metrics[ref]
    assert metric.name == name
    assert field in metric.fields
    assert (
        metric.integration
        == {"custom": None, "shopify": "Shopify", "woocommerce": "WooCommerce", "magento": "Magento"}[platform]
    )


def test_a_declared_metric_keeps_what_the_preset_knows() -> None:
    made = project(HEAD + STORE + "metrics: {placed_order: {name: Order Placed, properties: {Gift: boolean}}}\n")
    metric = made.metrics["placed_order"]
    assert (metric.name, metric.builtin) == ("Order Placed", False)
    assert metric.fields["Gift"] == EventField(name="Gift", type="boolean")
    assert metric.fields["Categories"].type == "list"


def test_every_section() -> None:
    made = project(
        HEAD
        + STORE
        + """
environments:
  sandbox: {set: {shop_url: https://test.example, beta: true}}
  production: {account: AbC123, protect: true, status_at_most: manual}
properties: {tier: {type: text, values: [silver, gold], example: gold}, points: number}
metrics:
  cart:
    name: Cart
    integration: API
    properties: {Items: {type: list, items: {Name: text}}}
    seed: {profile: anna, properties: {$value: 1}}
lists: {news: {name: News, opt_in: single, external: true, tags: [a], protect: true}}
coupons:
  sale: {pool: SALE, warn_below: 200, description: Ten percent, top_up: {to: 500, pattern: "SALE-########"}}
  filed: {pool: FILED, top_up: {to: 20, file: coupons/filed.txt}}
  hello: {code: HELLO}
universal_content:
  hours: {name: Opening hours, file: partials/hours.html}
  news: {html: "<p>News</p>"}
feeds: {best: {url: https://shop.example/best.json}, other: {}}
recommendations: {you: {property: picks, fallback: {feed: best}}}
defaults: {smart_sending: false, utm: false, timezone: account, quiet_hours: false}
costs: {sms: 0.065 EUR}
guards: {freeze: [{from: 2026-11-26 18:00, to: 2026-12-01 08:00, reason: Sale}], destructive_at_most: 10%}
personas: {anna: {email: anna@shop.example, zip: "75001", consent: [email], properties: {tier: gold}}}
sandbox: {start: 2026-11-02 09:00, settings: {quick: true}}
"""
    )
    assert made.environments["production"] == Environment(
        name="production", account="AbC123", protect=True, status_at_most="manual"
    )
    assert made.environments["sandbox"].set == {"shop_url": "https://test.example", "beta": True}
    assert made.properties == {
        "tier": DeclaredProperty(name="tier", type="text", values=("silver", "gold"), example="gold"),
        "points": DeclaredProperty(name="points", type="number"),
    }
    assert made.metrics["cart"] == Metric(
        ref="cart", name="Cart", integration="API",
        fields={"Items": EventField(name="Items", type="list", items={"Name": "text"})},
        seed=MetricSeed(profile="anna", properties={"$value": 1}),
    )  # fmt: skip
    assert made.lists == {
        "news": ContactList(ref="news", name="News", opt_in="single", external=True, tags=("a",), protect=True)
    }
    assert made.coupons == {
        "sale": Coupon(
            ref="sale", pool="SALE", warn_below=200, description="Ten percent",
            top_up=TopUp(to=500, pattern="SALE-########"),
        ),
        "filed": Coupon(ref="filed", pool="FILED", top_up=TopUp(to=20, file="coupons/filed.txt")),
        "hello": Coupon(ref="hello", code="HELLO"),
    }  # fmt: skip
    assert made.universal_content == {
        "hours": UniversalContent(ref="hours", name="Opening hours", file="partials/hours.html"),
        "news": UniversalContent(ref="news", name="news", html="<p>News</p>"),
    }
    assert made.feeds == {"best": {"url": "https://shop.example/best.json"}, "other": {}}
    assert made.recommendations == {"you": Recommendation(ref="you", property="picks", fallback_feed="best")}
    assert made.defaults == Defaults(smart_sending=False, utm=False, timezone="account", quiet_hours=False)
    assert made.freezes == (
        Freeze(start=datetime(2026, 11, 26, 18), end=datetime(2026, 12, 1, 8), reason="Sale"),  # noqa: DTZ001
    )
    assert made.max_destructive_share == 0.1
    assert made.personas["anna"]["zip"] == "75001"
    assert made.sandbox.start == datetime(2026, 11, 2, 9)  # noqa: DTZ001
    assert made.sandbox.settings == {"quick": True}


def test_a_property_with_the_name_of_a_field_is_pointed_out() -> None:
    _, problems = parse_project(document(HEAD + STORE + "properties: {country: text}\n"))
    assert [(one.code, one.severity.value) for one in problems] == [("PRJ009", "warning")]


def test_a_broken_section_leaves_the_others_readable() -> None:
    made, problems = parse_project(document(HEAD + STORE + "lists: [news]\nproperties: {points: number}\n"))
    assert [one.code for one in problems] == ["KEY003"]
    assert "points" in made.properties
