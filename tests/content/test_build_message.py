"""SMS and push templates through the build step: the same marks as mails, the same checks of Klaviyo's tags."""

from typing import Any

import pytest

from mktctl.content.build_message import build_message
from mktctl.content.message_texts import message_texts
from mktctl.diagnostics import Severity
from mktctl.model.places import Problem
from mktctl.model.template import (
    MessageTemplate,
    PushBadge,
    PushButton,
    PushLinks,
    PushTemplate,
    SmsTemplate,
    WhatsAppTemplate,
)
from tests.content.small import PROJECT

FILES = {"sms/cart.txt": "Hello {{ first_name }},\nyour cart at [[ store.url ]] waits\n"}


def sms(body: str = "", **more: Any) -> tuple[MessageTemplate | None, list[Problem]]:
    return build_message(SmsTemplate(ref="cart", name="Cart", body=body, **more), files=FILES, project=PROJECT)


def push(**more: Any) -> tuple[MessageTemplate | None, list[Problem]]:
    template = PushTemplate(ref="cart", name="Cart", **{"body": "It waits", **more})
    return build_message(template, files=FILES, project=PROJECT)


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_an_sms_is_built_like_a_mail() -> None:
    body = "{{ first_name }}, your code at [[ brand.name ]]: [[ coupon('cart-10') ]]\n"
    built, problems = sms(body, fallbacks={"first_name": "Hello"})
    assert isinstance(built, SmsTemplate)
    assert built.body == "{{ first_name|default:'Hello' }}, your code at Mientior: {% coupon_code 'CART10' %}"
    assert built.fallbacks == {}
    assert problems == []


def test_the_body_may_stand_in_a_file() -> None:
    built, problems = sms(source="sms/cart.txt", fallbacks={"person.first_name": "friend"})
    assert isinstance(built, SmsTemplate)
    assert built.body == "Hello {{ first_name|default:'friend' }},\nyour cart at https://mientior.example waits"
    assert built.source is None
    assert problems == []


def test_every_text_of_a_push_message_is_built() -> None:
    address = "[[ store.url ]]/cart"
    built, problems = push(
        title="[[ brand.name ]]", body="[[ coupon('welcome') ]]", image=f"{address}.png",
        open=PushLinks(ios="shop://[[ brand.name ]]", web=address),
        buttons=(
            PushButton(label="[[ brand.name ]]!", open=PushLinks(web=address)), PushButton(label="No", open="dismiss"),
        ),
        data={"shop": "[[ brand.name ]]"}, badge=PushBadge(increment=True),
    )  # fmt: skip
    assert built is not None
    assert problems == []
    assert message_texts(built) == {
        ("title",): "Mientior",
        ("body",): "BIENVENUE",
        ("image",): "https://mientior.example/cart.png",
        ("open", "ios"): "shop://Mientior",
        ("open", "web"): "https://mientior.example/cart",
        ("buttons", 0, "label"): "Mientior!",
        ("buttons", 0, "open", "web"): "https://mientior.example/cart",
        ("buttons", 1, "label"): "No",
        ("data", "shop"): "Mientior",
    }


def test_what_meta_approved_stays_as_it_is() -> None:
    template = WhatsAppTemplate(ref="order", name="Order", vendor_id="[[ order ]]")
    assert build_message(template, files={}, project=PROJECT) == (template, [])


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"title": "[[ brand.nmae ]]"}, ("title",), "TPL102"),
        ({"body": "[[ universal('hours') ]]"}, ("body",), "TPL109"),
        ({"data": {"a": "[[ x ]"}}, ("data", "a"), "TPL101"),
        ({"open": PushLinks(web="https://[[ coupon('x') ]]")}, ("open", "web"), "TPL106"),
        ({"body": "{{ event.x|uper }}"}, ("body",), "TPL123"),
        ({"buttons": (PushButton(label="{{ first_name }}", open="app"),)}, ("buttons", 0, "label"), "TPL127"),
        ({"fallbacks": {"city": "here"}}, ("fallbacks", "city"), "TPL108"),
        ({"image": "http://x.example/a.png"}, ("image",), "TPL156"),
        ({"image": "/a.png"}, ("image",), "TPL156"),
        ({"open": PushLinks(web="shop://sale")}, ("open", "web"), "TPL156"),
        ({"open": PushLinks(ios="sale")}, ("open", "ios"), "TPL156"),
        ({"title": "x" * 66}, ("title",), "TPL155"),
        ({"body": "{% web_view 'Look' %}"}, ("body",), "TPL153"),
        ({"badge": PushBadge(property="open_orders")}, ("badge", "property"), "TPL157"),
    ],
)
def test_a_mistake_is_named_where_it_stands(more: dict[str, Any], path: tuple[str | int, ...], code: str) -> None:
    _, problems = push(**more)
    assert [(problem.path, problem.code) for problem in problems] == [(path, code)]


@pytest.mark.parametrize(
    "more",
    [
        {"image": "{{ event.ImageURL|default:'https://x.example/a.png' }}"},
        {"image": "https://x.example/{{ event.Id|default:'a' }}.png"},
        {"open": PushLinks(ios="shop://sale?x=1", android="mailto:a@b.example", web="HTTP://x.example")},
        {"badge": PushBadge(count=3)},
    ],
)
def test_addresses_may_hold_tags(more: dict[str, Any]) -> None:
    assert push(**more)[1] == []


def test_a_mistake_in_the_file_is_named_there() -> None:
    files = {"sms/a.txt": "Hello\nyou {{ first_name|uper }}"}
    template = SmsTemplate(ref="a", name="A", source="sms/a.txt", fallbacks={"first_name": "friend"})
    _, problems = build_message(template, files=files, project=PROJECT)
    (problem,) = problems
    assert problem.code == "TPL123"
    assert problem.place is not None
    assert (problem.place.file, problem.place.line, problem.place.column) == ("templates/sms/a.txt", 2, 5)


def test_no_build_goes_on_without_end() -> None:
    built, problems = sms("[% for i in range(1000) %][% for j in range(1000) %]x[% endfor %][% endfor %]")
    assert built is None
    assert codes(problems) == ["TPL103"]


@pytest.mark.parametrize(
    ("body", "more", "found"),
    [
        ("Code [[ coupon('cart-10') ]] or [[ coupon('cart-10') ]]", {}, ["TPL152"]),
        ("{% if event.a %}[[ coupon('cart-10') ]]{% else %}[[ coupon('cart-10') ]]{% endif %}", {}, []),
        ("Mientior: your cart waits", {}, ["TPL154"]),
        ("Mientior has your cart", {}, []),
        ("Your cart waits", {"prefix": False}, ["TPL154"]),
        ("Your cart at Mientior waits", {"prefix": False}, []),
        ("{% unsubscribe_link %}", {}, ["TPL153"]),
        ("x" * 116, {}, []),
        ("x" * 117, {}, ["TPL151"]),
    ],
)
def test_what_an_sms_must_not_have(body: str, more: dict[str, Any], found: list[str]) -> None:
    assert codes(sms(body, **more)[1]) == found


def test_many_text_messages_for_one_sms_are_a_warning() -> None:
    found = {length: sms("x" * length, prefix=False, opt_out=False)[1][-1] for length in (161, 612, 613)}
    assert [one.code for one in found.values()] == ["TPL151"] * 3
    assert [one.severity for one in found.values()] == [Severity.NOTE, Severity.NOTE, Severity.WARNING]
