"""Templates rendered as the platform does: its tags, its filters, its way with what is missing."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.content.render import Unrenderable, render
from mktctl.content.setting import Setting
from mktctl.content.vocabulary import BLOCK_TAGS, DJANGO_FILTERS, OWN_FILTERS, SINGLE_TAGS

CODES = {"CART10": "CART10-ABCD"}
ITEMS = {"derby": {"title": "Derby", "metadata": {"price": 189}}}
SETTING = Setting(
    now=datetime(2026, 11, 2, 9, 5, tzinfo=ZoneInfo("Europe/Paris")),
    links={"unsubscribe": "https://out.example/?a=1&b=2"},
    coupon_code=CODES.get,
    catalog_item=ITEMS.get,
)
CONTEXT: dict[str, Any] = {
    "first_name": "Zoë",
    "person": {"first_name": "Zoë", "Favorite Color": "blue", "age": "30", "tier": "gold", "html": "<b>&"},
    "event": {
        "$value": 129.5,
        "Items": [{"Name": "A & B", "Price": 20, "n": 2}, {"Name": "C", "Price": "9.5", "n": 1}],
        "at": "2016-02-11T16:46:08-05:00",
        "words": ["x", None, "y", "x"],
    },
    "organization": {"name": "Mientior", "full_address": "1 rue de Rivoli"},
    "big": list(range(1_000)),
}

# source → text
RENDERS = {
    "{{ first_name }} {{ person.first_name }}": "Zoë Zoë",
    "{{ person.html }} {{ person.html|safe }}": "&lt;b&gt;&amp; <b>&",
    "[{{ missing }}] [{{ person.missing }}]": "[] []",
    "{{ person|lookup:'missing' }}": "None",
    "{{ person|lookup:'missing'|default:'d' }} {{ missing|default:'e' }}": "d e",
    "{{ person|lookup:'Favorite Color' }} {{ event|lookup:'$value' }}": "blue 129.5",
    "{{ event|lookup:'Items'|lookup:'1'|lookup:'Name' }} {{ event.Items.0.Name }}": "C A &amp; B",
    "{% if missing < 79 %}below{% else %}not{% endif %}": "below",
    "{% if missing > 0 or missing >= 0 %}above{% else %}not{% endif %}": "not",
    "{% if person.tier == 'gold' and event.Items|length >= 2 %}yes{% endif %}": "yes",
    "{% if a %}1{% elif person.tier %}2{% else %}3{% endif %}{% if a %}1{% else %}2{% endif %}": "22",
    "{% for i in event.Items %}{{ forloop.counter }}{{ i.Name|safe }}{% if forloop.last %}.{% endif %}{% endfor %}": (
        "1A & B2C."
    ),
    "{% for i in missing %}x{% empty %}none{% endfor %}": "none",
    "{% with a=event.Items|first %}{{ a.Price|multiply:a.n }}{% endwith %}": "40.0",
    "{% currency_format event|lookup:'$value' %} {% currency_format 1290|floatformat:2 %}": "€129.50 €1,290.00",
    "{% currency_format '$40' %} {% currency_format -5 %}": "$40 -€5.00",
    "{% unsubscribe person.html %}": '<a href="https://out.example/?a=1&amp;b=2">&lt;b&gt;&amp;</a>',
    "{% unsubscribe %}": '<a href="https://out.example/?a=1&amp;b=2">Unsubscribe</a>',
    "{% manage_preferences_link %}": "https://links.example/manage-preferences",
    "{% coupon_code 'CART10' %} {% coupon_code 'CART10' cut=3 %}": "CART10-ABCD CART10-ABCD",
    "{% catalog 'derby' %}{{ catalog_item.title }}{% endcatalog %}[{{ catalog_item.title }}]": "Derby[]",
    "{% today '%Y-%m-%d' as day %}{{ day }} {{ day|days_later:30|date:'j F' }}": "2026-11-02 2 December",
    "{% current_year %} {% current_month_name %} {% current_weekday %} {% current_day %}": "2026 November Monday 2",
    "{% now 'H:i' %}": "09:05",
    "{{ event.at|format_date_string|date:'F d, Y' }}": "February 11, 2016",
    "{{ 'soon'|format_date_string }}": "None",
    "{{ '2.5'|round }} {{ 5.123|round_up:2 }} {{ 5.129|round_down:2 }} {{ 5.01|ceil }} {{ 5.9|floor }}": (
        "3.0 5.13 5.12 6.0 5.0"
    ),
    "{{ 'x'|multiply:2 }} {{ 10|divide:4 }} {{ 1|divide:0 }} {{ 5|remainder:2 }} {{ '.25'|percentize:2 }}": (
        "0.0 2.5 0.0 1.0 25.00%"
    ),
    "{{ 1|floatadd:1.5 }} {{ -3|abs }} {{ 1|at_least:5 }} {{ 9|at_most:5 }}": "2.5 3.0 5.0 5.0",
    "{{ 'Hi, you, '|find_replace:',|-' }}": "Hi- you- ",
    "{{ 'a a a'|replace_first:'a|b' }} {{ 'a a a'|replace_last:'a|b' }} {{ 'a a'|remove:'a' }}": "b a a a a b  ",
    "{{ 'a,b,c'|split:','|list_to_string }} {{ event.words|compact|uniq|join:'+' }}": "a, b and c x+y",
    "{{ event.Items|map:'Name'|join:'/' }} {{ event.Items|list_where:'Name=C'|length }}": "A &amp; B/C 1",
    "{{ 'abc'|base64_encode }} {{ 'YWJj'|base64_decode }} {{ 'a b&c'|urlencode }} {{ '/x/'|trim_slash }}": (
        "YWJj abc a%20b%26c x"
    ),
    "{{ 'éa'|capitalize }} {{ 'x'|append:'y'|prepend:'z' }} {{ 'x.de'|httpize }} {{ 'abcdef'|truncate:4 }}": (
        "Éa zxy http://x.de abc…"
    ),
    "{% comment %}{{ event.x }}{% endcomment %}{# no #}{% verbatim %}{{ raw }}{% endverbatim %}": "{{ raw }}",
}
# source → part of the reason, line (0: not the template's fault)
REFUSED = {
    "{{ event.$value }}": ("$value", 1),
    "\n\n{{ a|default: 'b' }}": ("default", 3),
    "\n{% elsif a %}": ("elsif", 2),
    "{% if a %}": ("Unclosed tag", 1),
    "{% load static %}": ("load", 1),
    "{% include 'x.html' %}": ("include", 1),
    "{% extends 'x.html' %}": ("extends", 1),
    "{% debug %}": ("debug", 1),
    "{% url 'x' %}": ("url", 1),
    "{% csrf_token %}": ("csrf_token", 1),
    "{{ _setting }}": ("underscore", 1),
    "{{ person.__class__ }}": ("underscore", 1),
    "{{ 'a'|ljust:999999999 }}": ("ljust", 1),
    "{{ 'a'|resplit:'(a+)+' }}": ("resplit", 1),
    "{% barcode 'x' %}": ("only the platform", 1),
    "{% coupon_code 'NONE' %}": ("no code of NONE is left", 0),
    "{% catalog 'gone' %}x{% endcatalog %}": ("no item gone", 0),
    "{{ 'a'|stringformat:'999999999s' }}": ("stringformat", 0),
    "{{ 1|floatformat:999999999 }}": ("decimals", 0),
    "{% for a in big %}{% for b in big %}x{% endfor %}{% endfor %}": ("loops run", 0),
    "{% with a='aaaaaaaaaaaaaaaaaaaaaaaa' %}" + "{% with a=a|add:a %}" * 40 + "{% endwith %}" * 41: ("writes more", 0),
    "{% if a %}" * 3_000 + "{% endif %}" * 3_000: ("without end", 0),
    "{% for a, b in big %}x{% endfor %}": ("cannot take", 0),
    "x" * 2_000_001: ("longer than", 0),
}


@pytest.mark.parametrize("source", RENDERS)
def test_rendering(source: str) -> None:
    assert render(source, CONTEXT, SETTING) == RENDERS[source]


@pytest.mark.parametrize("source", REFUSED, ids=lambda source: source[:40])
def test_what_the_platform_refuses_is_a_value_with_its_line(source: str) -> None:
    refused = render(source, CONTEXT, SETTING)
    assert isinstance(refused, Unrenderable)
    reason, line = REFUSED[source]
    assert reason in refused.message
    assert refused.line == line


def test_subjects_are_not_escaped() -> None:
    assert render("{{ person.html }}", CONTEXT, SETTING, escape=False) == "<b>&"


def test_a_template_cannot_change_what_it_was_given() -> None:
    context = {"event": {"a": 1}}
    render("{{ event.clear }}{{ event.popitem }}", context, SETTING)
    assert context == {"event": {"a": 1}}


def test_no_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.html").write_text("secret")
    monkeypatch.chdir(tmp_path)
    assert isinstance(render("{% include 'x.html' %}", {}, SETTING), Unrenderable)


@pytest.mark.parametrize(
    ("currency", "amount", "shown"),
    [("EUR", 1290, "€1,290.00"), ("USD", -5.5, "-$5.50"), ("JPY", 1290.4, "¥1,290"), ("CHF", 3, "CHF 3.00")],
)
def test_money_stands_in_the_account_s_currency(currency: str, amount: float, shown: str) -> None:
    assert Setting(now=SETTING.now, currency=currency).money(amount) == shown


WORDS = sorted(DJANGO_FILTERS | OWN_FILTERS | SINGLE_TAGS | set(BLOCK_TAGS) | {f"end{name}" for name in BLOCK_TAGS})
MARKS = (
    "{{ }} {% %} {# #} | : ' \" . , = == < > as in and not 0 -1 99999999999 1e308 nan person event Items big".split()
)


@given(st.lists(st.sampled_from(WORDS + MARKS * 8), max_size=20), st.sampled_from(["", " "]))
def test_whatever_is_rendered_the_answer_is_a_value(words: list[str], between: str) -> None:
    assert isinstance(render(between.join(words), CONTEXT, SETTING), str | Unrenderable)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(VALUES, st.sampled_from(sorted(DJANGO_FILTERS | OWN_FILTERS)), st.sampled_from(["", ":a", ":b", ":'x|y'", ":3"]))
def test_every_filter_takes_every_value(value: object, name: str, argument: str) -> None:
    context = {"a": value, "b": [value, 1]}
    shown = render(f"{{{{ a|{name}{argument} }}}}", context, SETTING)
    assert isinstance(shown, str | Unrenderable)
