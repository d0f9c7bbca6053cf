"""Templates of each channel as written: what they mean, and where their mistakes stand."""

from typing import Any

import pytest

from mktctl.kinds.template import parse_template
from mktctl.kinds.template_push import links_of
from mktctl.model.places import KEY, Problem
from mktctl.model.template import (
    PushBadge,
    PushButton,
    PushLinks,
    PushTemplate,
    SmsTemplate,
    TemplateSource,
    WhatsAppTemplate,
    WrittenTemplate,
)
from tests.kinds.written import document

WEB = PushLinks(web="https://shop.example/sale")
APP = PushLinks(ios="shop://sale", android="shop://sale")


def read(text: str) -> tuple[WrittenTemplate | None, list[Problem]]:
    return parse_template(document(text), "cart")


RIGHT: dict[str, WrittenTemplate] = {
    "channel: sms\nbody: Hi": SmsTemplate(ref="cart", name="cart", body="Hi"),
    "name: Cart\nchannel: sms\nsource: sms/a.txt\nopt_out: false\nprefix: false\nshorten_links: false\n"
    "contact_card: true\nimage: https://shop.example/a.png\nfallbacks: {first_name: you}\ntags: [a]": SmsTemplate(
        ref="cart", name="Cart", source="sms/a.txt", opt_out=False, prefix=False, shorten_links=False,
        contact_card=True, image="https://shop.example/a.png", fallbacks={"first_name": "you"}, tags=("a",),
    ),
    "channel: push\nbody: Hi": PushTemplate(ref="cart", name="cart", body="Hi"),
    "channel: push\ntitle: T\nbody: Hi\nopen: https://shop.example/sale\nsound: true\ndata: {a: b}": PushTemplate(
        ref="cart", name="cart", title="T", body="Hi", open=WEB, sound=True, data={"a": "b"}
    ),
    "channel: push\nbody: Hi\nopen: {ios: shop://a, web: https://b.example}\nbuttons:\n"
    "  - {label: Buy, open: shop://sale}\n  - {label: App, open: app}\n  - {label: No, open: dismiss}": PushTemplate(
        ref="cart", name="cart", body="Hi", open=PushLinks(ios="shop://a", web="https://b.example"),
        buttons=(
            PushButton(label="Buy", open=APP), PushButton(label="App", open="app"),
            PushButton(label="No", open="dismiss"),
        ),
    ),
    "channel: whatsapp\nvendor_id: order_1": WhatsAppTemplate(ref="cart", name="cart", vendor_id="order_1"),
    "channel: email\nsubject: Hi\nsource: a.html": TemplateSource(
        ref="cart", name="cart", subject="Hi", source="a.html"
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_each_channel_is_read(text: str) -> None:
    assert read(text) == (RIGHT[text], [])


BADGES: dict[str, PushBadge | None] = {
    "+1": PushBadge(increment=True),
    '"+1"': PushBadge(increment=True),
    "1": PushBadge(count=1),
    "0": PushBadge(count=0),
    "{property: points}": PushBadge(property="points"),
    "+2": None,
    "-1": None,
    "true": None,
    "many": None,
    "{}": None,
    "[1]": None,
}


@pytest.mark.parametrize("written", BADGES)
def test_a_badge_adds_counts_or_reads_a_property(written: str) -> None:
    """YAML reads +1 as the number 1: what is written decides."""
    made, problems = read(f"channel: push\nbody: Hi\nbadge: {written}")
    assert isinstance(made, PushTemplate)
    assert made.badge == BADGES[written]
    assert bool(problems) == (BADGES[written] is None)


LINKS = {
    "https://shop.example/sale": WEB,
    "shop://sale": APP,
    "{{ event.URL }}": PushLinks(web="{{ event.URL }}"),
    "{{ event.URL|default:'https://a.example' }}": PushLinks(web="{{ event.URL|default:'https://a.example' }}"),
    "{{ event.URL|default: 'shop://a' }}": PushLinks(
        ios="{{ event.URL|default: 'shop://a' }}", android="{{ event.URL|default: 'shop://a' }}"
    ),
}


@pytest.mark.parametrize("text", LINKS)
def test_an_address_leads_to_the_web_or_into_the_app(text: str) -> None:
    assert links_of(text) == LINKS[text]


WRONG: dict[str, tuple[str, tuple[Any, ...]]] = {
    "channel: sms": ("KEY002", (KEY,)),
    "channel: sms\nbody: 5": ("KEY008", ("body",)),
    "channel: sms\nbody: a\nsource: a.txt": ("TPL002", ("source",)),
    "channel: sms\nsource: a.html": ("TPL003", ("source",)),
    "channel: sms\nsource: ../a.txt": ("TPL004", ("source",)),
    "channel: sms\nbody: a\nsubject: b": ("KEY006", ("subject", KEY)),
    "channel: sms\nbody: a\nopt_out: no": ("KEY004", ("opt_out",)),
    "body: a": ("KEY002", (KEY,)),
    "channel: text\nbody: a": ("KEY004", ("channel",)),
    "channel: [sms]\nbody: a": ("KEY004", ("channel",)),
    "channel: push": ("KEY002", (KEY,)),
    "channel: push\nbody: a\nopen: app": ("KEY004", ("open",)),
    "channel: push\nbody: a\nopen: {}": ("KEY003", ("open",)),
    "channel: push\nbody: a\nopen: {url: b}": ("KEY006", ("open", "url", KEY)),
    "channel: push\nbody: a\nopen: 5": ("KEY008", ("open",)),
    "channel: push\nbody: a\nbuttons: {label: a}": ("KEY003", ("buttons", KEY)),
    "channel: push\nbody: a\nbuttons: [{label: b}]": ("KEY002", ("buttons", 0, KEY)),
    "channel: push\nbody: a\nbuttons: [{label: b, open: home}]": ("KEY004", ("buttons", 0, "open")),
    "channel: push\nbody: a\nbuttons: [{label: b, open: [c]}]": ("KEY003", ("buttons", 0, "open")),
    "channel: push\nbody: a\ndata: {b: 1}": ("KEY008", ("data", "b")),
    "channel: whatsapp": ("KEY002", (KEY,)),
    "channel: whatsapp\nvendor_id: a\nbody: b": ("KEY006", ("body", KEY)),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_is_told_once_where_it_stands(text: str) -> None:
    assert [(one.code, one.path) for one in read(text)[1]] == [WRONG[text]]
