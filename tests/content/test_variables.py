"""P48: what a mail reads of its event, and whether the event has it."""

import pytest

from mktctl.content.variables import event_problems, event_uses
from mktctl.model.project import EventField, Metric
from mktctl.model.template import EmailTemplate

CART = Metric(
    ref="cart_abandoned",
    name="Cart Abandoned",
    fields={
        "$value": EventField(name="$value", type="number"),
        "CheckoutURL": EventField(name="CheckoutURL", type="text"),
        "Items": EventField(name="Items", type="list", items={"Name": "text", "Price": "number"}),
    },
)


def mail(html: str) -> EmailTemplate:
    return EmailTemplate(ref="cart", name="Cart", subject="{{ event.CheckoutURL }}", html=html)


@pytest.mark.parametrize(
    ("html", "paths"),
    [
        ("{{ person.x }} {{ first_name }}", []),
        ("{{ event.City }} {{ event|lookup:'Ship To'|default:'x' }}", [("City",), ("Ship To",)]),
        ("{% if event.a > 1 and event|lookup:'$value' %}{% endif %}", [("$value",), ("a",)]),
        ("{% for i in event.Items|slice:':3' %}{{ i.Name }}{{ i|lookup:'Price' }}{% endfor %}{{ i.Gone }}",
         [("Items",), ("Items", "Name"), ("Items", "Price")]),
        ("{% for i in event.Items %}{% for j in i.Tags %}{{ j.t }}{% endfor %}{% endfor %}",
         [("Items",), ("Items", "Tags"), ("Items", "Tags", "t")]),
        ("{% for event in person.list %}{{ event.Own }}{% endfor %}", []),
        ("{{ event.Items.0.Name }} {{ event.extra.anything }}", [("Items", "Name")]),
        ("{% currency_format event.Price %} {% with p=event.Total %}{{ p }}{% endwith %}", [("Price",), ("Total",)]),
        ("{% comment %}{{ event.Hidden }}{% endcomment %}{# {{ event.Hidden }} #}", []),
    ],
)  # fmt: skip
def test_what_a_mail_reads_of_its_event(html: str, paths: list[tuple[str, ...]]) -> None:
    assert [use.path for use in event_uses(mail(html))] == sorted([("CheckoutURL",), *paths])


@pytest.mark.parametrize(
    ("html", "message", "hint"),
    [
        ("{{ event.CheckoutUrl }}", "event.CheckoutUrl, which cart_abandoned does not declare", "CheckoutURL?"),
        ("{{ event|lookup:'$valu' }}", "event|lookup:'$valu', which", "$value?"),
        ("{% for i in event.Items %}{{ i.Nam }}{% endfor %}", "event.Items.Nam, which the items", "Name?"),
    ],
)
def test_what_the_event_does_not_have_is_a_problem_of_the_step(html: str, message: str, hint: str) -> None:
    (problem,) = event_problems(mail(html), CART, path=("steps", 2, "email"))
    assert (problem.code, problem.path) == ("TPL141", ("steps", 2, "email"))
    assert message in problem.message
    assert "templates/cart.yaml" in problem.message
    assert hint in problem.hint


def test_declared_values_and_metrics_of_the_platform_pass() -> None:
    html = "{{ event|lookup:'$value' }}{% for i in event.Items %}{{ i.Name }}{% endfor %}"
    assert event_problems(mail(html), CART, path=()) == []
    assert event_problems(mail("{{ event.Any }}"), Metric(ref="o", name="O", builtin=True), path=()) == []


def test_a_flow_without_an_event_has_nothing_to_read() -> None:
    (problem,) = event_problems(mail(""), None, path=())
    assert "no event starts this flow" in problem.message
