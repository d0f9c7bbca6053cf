"""The mails of this repository: what a store would send, for each of its personas."""

import re
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

from mktctl.content.build import build_email
from mktctl.content.context import persona_context, sample_event
from mktctl.content.footer import footer_problems
from mktctl.content.render import render
from mktctl.content.setting import Setting
from mktctl.content.variables import event_uses
from mktctl.model.template import EmailTemplate
from tests.support import programme

REFS = programme.template_refs()
PROJECT = programme.project()
SETTING = Setting(now=PROJECT.sandbox.start.replace(tzinfo=ZoneInfo(PROJECT.shop.timezone)))
GMAIL_BYTES_MAX = 102_000
BESTSELLERS = [
    {"ProductName": "Boot <Pont-Neuf> & laces", "Price": 210, "ImageURL": "https://cdn.example/b.jpg"},
    {"ProductName": "Sneaker Belleville", "Price": 149.5, "ImageURL": "", "ProductURL": "https://shop.example/s"},
]


EVENTS = {
    "placed_order": {
        "$value": 229,
        "OrderId": "MT-10482",
        "Items": [
            {
                "ProductName": "Derby Montaigne, dark brown", "Quantity": 1, "ItemPrice": 189, "RowTotal": 189,
                "ImageURL": "https://cdn.example/derby.jpg", "ProductURL": "https://shop.example/p/derby",
            },
            {
                "ProductName": "Laces & cream", "Quantity": 2, "ItemPrice": 20, "RowTotal": 40,
                "ImageURL": "https://cdn.example/care.jpg", "ProductURL": "https://shop.example/p/care",
            },
        ],
    },
    "subscribed_to_back_in_stock": {
        "$value": 235, "ProductName": "Chelsea boot Canal", "ProductID": "P7", "VariantName": "Size 38",
        "VariantID": "V38", "ImageURL": "https://cdn.example/canal.jpg", "URL": "https://shop.example/p/canal",
        "Price": 235,
    },
}  # fmt: skip
"""Events that the store's integration sends, and the project has no seed for."""


def event_of(ref: str) -> dict[str, Any]:
    """An event that starts the flow which sends the mail; empty without one."""
    return next((EVENTS.get(metric) or sample_event(PROJECT, metric) for metric in programme.events_of(ref)), {})


def built(ref: str) -> EmailTemplate:
    """The template `ref`, which must be without problems."""
    template, problems = build_email(programme.template_source(ref), files=programme.template_files(), project=PROJECT)
    assert problems == []
    assert template is not None
    assert list(footer_problems(template, "", path=())) == []
    return template


def shown(template: EmailTemplate, persona: str) -> dict[str, str]:
    """Subject, preview, HTML and text as the persona gets them."""
    context = persona_context(PROJECT, persona, event=event_of(template.ref), feeds={"bestsellers": BESTSELLERS})
    parts = {"subject": template.subject, "preview": template.preview_text, "text": template.text or ""}
    rendered = {name: render(text, context, SETTING, escape=False) for name, text in parts.items()}
    rendered["html"] = render(template.html, context, SETTING)
    assert all(isinstance(text, str) for text in rendered.values()), rendered
    return {name: str(text) for name, text in rendered.items()}


def test_the_programme_is_there() -> None:
    assert {"welcome-1", "welcome-2-recommendations", "welcome-3-first-purchase"} <= set(REFS)
    assert {"cart-reminder", "cart-10-percent", "cart-15-percent"} <= set(REFS)


@pytest.mark.parametrize("persona", PROJECT.personas)
@pytest.mark.parametrize("ref", REFS)
def test_every_mail_reads_well_for_every_persona(ref: str, persona: str) -> None:
    """Requirements 16.4 and 17.3: nothing is missing, nothing is left over, there is a way out and an address."""
    mail = shown(built(ref), persona)
    page = LexborHTMLParser(mail["html"])
    words = page.body.text(separator=" ") if page.body is not None else ""
    for text in (mail["subject"], mail["preview"], mail["text"], words):
        assert not re.search(r"\bNone\b|[{\[]{2}|[{\[]%|\ue000| ,|\(\)", text)
    assert mail["subject"].strip() == mail["subject"]
    assert 10 <= len(mail["subject"]) <= 60
    assert 40 <= len(mail["preview"]) <= 130 or ref == "welcome-3-first-purchase"
    assert SETTING.link("unsubscribe") in mail["html"]
    assert PROJECT.brand.address in mail["html"]
    assert mail["text"] == "" or SETTING.link("unsubscribe") in mail["text"]


@pytest.mark.parametrize("ref", REFS)
def test_every_mail_can_be_read_by_everybody(ref: str) -> None:
    """A language and a title, one first heading, words for each picture, layout tables that say so, secure links."""
    html = shown(built(ref), "anna")["html"]
    page = LexborHTMLParser(html)
    assert [(root.attributes["lang"], root.attributes["dir"]) for root in page.css("html")] == [("en", "ltr")]
    assert [title.text() for title in page.css("title")] == [PROJECT.brand.name]
    assert len(page.css("h1")) == 1
    assert all("alt" in image.attributes and image.attributes.get("width") for image in page.css("img"))
    assert all(image.attributes["alt"] for image in page.css("a img"))
    links = [link.attributes["href"] or "" for link in page.css("a")]
    assert links
    assert all(link.startswith("https://") for link in links)
    assert len(html.encode()) < GMAIL_BYTES_MAX


@pytest.mark.parametrize("ref", ["cart-reminder", "cart-10-percent", "cart-15-percent"])
def test_the_cart_is_shown_with_its_contents(ref: str) -> None:
    """Requirement 7.2: name, quantity, price and picture of each item, and the way back."""
    html = shown(built(ref), "chloe")["html"]
    event = sample_event(PROJECT, "cart_abandoned")
    for item in event["Items"]:
        assert item["ProductName"].replace("&", "&amp;") in html
        assert item["ImageURL"] in html
        assert SETTING.money(item["ItemPrice"] * item["Quantity"]) in html
    assert "2 × €40.00" in html
    assert SETTING.money(event["$value"]) in html
    assert event["CheckoutURL"] in html


@pytest.mark.parametrize(
    ("ref", "code", "percent"),
    [
        ("cart-10-percent", "SAMPLE-CART10", "10%"),
        ("cart-15-percent", "SAMPLE-CART15", "15%"),
        ("welcome-3-first-purchase", "BIENVENUE10", "10%"),
        ("winback-20-percent", "SAMPLE-BACK20", "20%"),
        ("winback-25-percent", "SAMPLE-BACK25", "25%"),
    ],
)
def test_discounts_carry_their_code(ref: str, code: str, percent: str) -> None:
    """Requirements 6.4, 7.3, 7.4, 9.3 and 9.4."""
    mail = shown(built(ref), "ben")
    assert code in mail["html"]
    assert percent in mail["subject"]


@pytest.mark.parametrize("ref", ["welcome-2-recommendations", "replenishment", "winback-miss-you"])
def test_recommendations_are_the_person_s_own_or_the_bestsellers(ref: str) -> None:
    """Requirements 6.3, 8.5 and 9.2."""
    template = built(ref)
    own, fallback = shown(template, "anna")["html"], shown(template, "ben")["html"]
    assert "Loafer Odéon" in own
    assert "Picked for you" in own
    assert "Pont-Neuf" not in own
    assert "Boot &lt;Pont-Neuf&gt; &amp; laces" in fallback
    assert "https://images.example/missing.png" in fallback


def test_an_order_is_confirmed_with_what_was_ordered() -> None:
    """Requirement 8.2."""
    html = shown(built("order-confirmation"), "ben")["html"]
    order = EVENTS["placed_order"]
    assert order["OrderId"] in html
    for item in order["Items"]:
        assert item["ProductName"].replace("&", "&amp;") in html
        assert SETTING.money(item["RowTotal"]) in html
    assert SETTING.money(order["$value"]) in html


def test_what_is_back_in_stock_is_shown_with_a_way_to_it() -> None:
    """Requirement 19.4: product details and a direct link."""
    html = shown(built("back-in-stock"), "ben")["html"]
    product = EVENTS["subscribed_to_back_in_stock"]
    for shown_part in ("ProductName", "VariantName", "ImageURL"):
        assert product[shown_part] in html
    assert f'href="{product["URL"]}"' in html
    assert SETTING.money(product["Price"]) in html


def test_at_most_four_products_are_shown() -> None:
    template = built("welcome-2-recommendations")
    context = persona_context(PROJECT, "ben", feeds={"bestsellers": BESTSELLERS * 5})
    assert str(render(template.html, context, SETTING)).count("Sneaker Belleville</a>") == 2


@pytest.mark.parametrize("ref", REFS)
def test_mails_read_only_what_their_event_declares(ref: str) -> None:
    """P48: what the cart mails show is what the metric declares."""
    seed = event_of(ref)
    declared = {(name,) for name in seed} | {("Items", name) for item in seed.get("Items", []) for name in item}
    assert {use.path for use in event_uses(built(ref))} <= declared


def test_names_of_people_and_products_cannot_break_a_mail() -> None:
    template = built("cart-10-percent")
    item = {"ProductName": "<script>x</script>\"'&", "Quantity": 1, "ItemPrice": 3, "ImageURL": '" onerror="x'}
    context = persona_context(PROJECT, "anna", event={"$value": 3, "Items": [item]})
    page = LexborHTMLParser(str(render(template.html, context, SETTING)))
    assert page.css("script") == []
    assert all("onerror" not in image.attributes for image in page.css("img"))


def test_templates_of_the_programme_are_plain_values() -> None:
    template = built("welcome-1")
    assert msgspec.json.decode(msgspec.json.encode(template), type=EmailTemplate) == template
