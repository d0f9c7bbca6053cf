"""What is wrong with a template: a stable code, the key or the file that holds it, and what to write instead."""

import pytest

from mktctl.content.footer import footer_problems
from mktctl.diagnostics import Place, Severity
from mktctl.model.codes_template import TEMPLATE_CODES
from mktctl.model.places import KEY, Problem
from tests.content.small import PROJECT, build, build_hero, build_html

HERO = ("sections", "hero")

# the section's text → code, part of the message, part of the hint
IN_A_SECTION = {
    "[[ brand.colors.primry ]]": ("TPL102", "brand.colors has no primry", "Did you mean primary?"),
    "[[ brnd.name ]]": ("TPL102", "brnd is not known here", "brand, store, set"),
    "[[ coupons.welcome ]]": ("TPL102", "coupons is not known here", "coupon('…')"),
    "[[ shop.url ]]": ("TPL102", "shop is not known here", "Did you mean store?"),
    "[[ person.first_name ]]": ("TPL102", "person is not known here", "{{ person.first_name }}"),
    "[[ brand.name ]": ("TPL101", "unexpected", "[[ … ]]"),
    "[[ brand.name": ("TPL101", "", ""),
    "[% if %]": ("TPL101", "", ""),
    "[% endfor %]": ("TPL101", "endfor", ""),
    "[[ brand.name|uper ]]": ("TPL101", "uper", ""),
    "[% set a %]body[% endset %]": ("TPL101", "not part of the build step", ""),
    "[[ 'a' + 'b' ]]": ("TPL102", "works on numbers only", "~"),
    "[[ 1 / 0 ]]": ("TPL102", "has no result", ""),
    "[[ brand.name.upper() ]]": ("TPL102", "cannot be called", "filters"),
    "[[ coupon('welcom') ]]": ("TPL106", "no coupon is called welcom", "Did you mean welcome?"),
    "[[ coupon() ]]": ("TPL102", "", ""),
    "[[ universal('hour') ]]": ("TPL109", "no universal block is called hour", "Did you mean hours?"),
    "[[ products('for-me', 4) ]]": ("TPL107", "no recommendations are called for-me", "Did you mean for-you?"),
    "[[ products('for-you', 0, 'card.html') ]]": ("TPL107", "1 to 20 products", ""),
    "[[ products('for-you', 4) ]]": ("TPL104", "partials/product-card.mjml does not exist", "card.html"),
    "[% include 'card.htm' %]": ("TPL104", "card.htm does not exist", "Did you mean card.html?"),
    "<mj-txet>x</mj-txet>": ("TPL112", "MJML has no mj-txet", "Did you mean mj-text?"),
    "<mj-include path='x'/>": ("TPL112", "mj-include reads files", "[% include"),
    "<mj-text>x": ("TPL111", "<mj-text> is not closed", ""),
    "<mj-text>a < b</mj-text>": ("TPL111", "opens no element", "&lt;"),
    "<mj-text><b>x</mj-text></b>": ("TPL111", "<b> is not closed", ""),
    "<mj-text></i>x</mj-text>": ("TPL111", "</i> closes nothing", ""),
    "<mj-social>{% if a %}<mj-social-element/>{% endif %}</mj-social>": ("TPL111", "{% if a %}", ""),
    "<mj-divider {{ x }} />{% if a %}": ("TPL113", "MJML drops {{ x }}", ""),
    "<mj-text>{{ a\n}}</mj-text>": ("TPL121", "not closed on its line", ""),
    "<mj-text>{% unsubscrib %}</mj-text>": ("TPL122", "no tag unsubscrib", "Did you mean unsubscribe?"),
    "<mj-text>{{ a|uper }}</mj-text>": ("TPL123", "no filter uper", "Did you mean upper?"),
    "<mj-text>{{ a|default: 'b' }}</mj-text>": ("TPL124", "no space", "|default:'b'"),
    "<mj-text>{{ event.$value }}</mj-text>": ("TPL124", "no plain name", "{{ event|lookup:'$value' }}"),
    "<mj-text>{% if a %}x</mj-text>": ("TPL125", "not closed", "{% endif %}"),
    "<mj-text><a href=\"{% unsubscribe 'x' %}\">x</a></mj-text>": ("TPL126", "whole link", "{% unsubscribe_link %}"),
    "<mj-text>{{ store.url }}</mj-text>": ("TPL128", "knows no store", "[[ store.url ]]"),
    "<mj-text>{{ firstName }}</mj-text>": ("TPL128", "knows no firstName", "Did you mean first_name?"),
    "<mj-text>{{ organisation.name }}</mj-text>": ("TPL128", "organisation", "Did you mean organization?"),
    "<mj-text>*|FNAME|*</mj-text>": ("TPL128", "another mail program", "{{ person.first_name"),
    "<mj-text>{{ person.tier }}</mj-text>": ("TPL127", "person.tier prints nothing", "|default:"),
}


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize("text", IN_A_SECTION)
def test_a_mistake_in_a_section_stands_at_its_key(text: str) -> None:
    code, message, hint = IN_A_SECTION[text]
    _, problems = build_hero(text, {"card.html": "x"})
    found = next(problem for problem in problems if problem.code == code)
    assert found.path == HERO
    assert found.place is None
    assert message in found.message
    assert hint in found.hint
    assert "0x" not in found.message


def test_names_that_a_template_binds_itself_are_no_strangers() -> None:
    bound = (
        "{% for store in event.stores %}{{ store.name }}{% endfor %}{% with brand=event.x %}{{ brand }}{% endwith %}"
        "{% today '%Y' as set %}{{ set }}{{ anything_else }}"
    )
    _, problems = build_hero(f"<mj-text>{bound}</mj-text>")
    assert codes(problems) == []


def test_a_value_that_cannot_be_read_is_not_said_to_lack_a_default_too() -> None:
    _, problems = build_hero("<mj-text>{{ first_name|default: 'you' }}</mj-text>")
    assert codes(problems) == ["TPL124"]


def test_the_line_in_a_long_text_is_said() -> None:
    _, problems = build_hero("<mj-text>\n  fine\n  {{ a|uper }}\n</mj-text>\n")
    assert [(problem.line, problem.written) for problem in problems] == [(3, "{{ a|uper }}")]


@pytest.mark.parametrize(
    ("layout", "line", "column"),
    [
        ("<mj-text>ok</mj-text>\n  <mj-text>{{ a|uper }}</mj-text>", 2, 12),
        ("[% for n in range(3) %]\n<mj-text>x</mj-text>\n[% endfor %]\n<mj-text>{% if a %}</mj-text>", 4, 10),
        ("[# a note #]\n\n  <mj-txet>x</mj-txet>", 3, 3),
        ("<mj-text>[[ brand.name ]]</mj-text><mj-text>\n\n", 1, 1),
    ],
)
def test_a_mistake_in_another_file_stands_there(layout: str, line: int, column: int) -> None:
    """The place is that of the file, however many templates, loops and layouts stand between."""
    _, problems = build_hero("[% include 'part.mjml' %]", {"part.mjml": layout})
    file_place = Place(file="templates/part.mjml", line=line, column=column)
    assert [(problem.place, problem.path) for problem in problems] == [(file_place, ("base",))]


def test_a_mistake_of_the_build_step_in_another_file_stands_there() -> None:
    _, problems = build_hero("[% include 'part.mjml' %]", {"part.mjml": "a\nb [[ brand.nam ]]\n"})
    assert [problem.place for problem in problems] == [Place(file="templates/part.mjml", line=2)]


def test_sections_filled_by_a_file_point_at_it() -> None:
    written = {"base": "layouts/base.mjml", "sections": {"hero": {"file": "part.mjml"}}}
    _, problems = build(written, {"part.mjml": "<mj-text>{{ a|uper }}</mj-text>"})
    assert [(one.path, one.place) for one in problems] == [(HERO, Place(file="templates/part.mjml", line=1, column=10))]


@pytest.mark.parametrize(
    ("written", "code", "path", "hint"),
    [
        ({"base": "layouts/bse.mjml"}, "TPL104", ("base",), "layouts/base.mjml"),
        ({"source": "mial.mjml"}, "TPL104", ("source",), "mail.mjml"),
        ({"base": "layouts/base.mjml", "sections": {"heor": "x"}}, "TPL105", ("sections", "heor", KEY), "hero"),
        ({"base": "layouts/base.mjml", "sections": {"hero": {"file": "mial.mjml"}}}, "TPL104", HERO, "mail.mjml"),
        ({"source": "mail.mjml", "subject": "[[ brand.nam ]]"}, "TPL102", ("subject",), "name"),
        ({"source": "mail.mjml", "subject": "{{ a|uper }}"}, "TPL123", ("subject",), "upper"),
        ({"source": "mail.mjml", "preview_text": "{% if a %}"}, "TPL125", ("preview_text",), "endif"),
        ({"source": "mail.mjml", "text": "{{ x|round(2) }} {% unsubscribe_link %}"}, "TPL124", ("text",), "round"),
        ({"source": "mail.mjml", "fallbacks": {"frst": "x"}}, "TPL108", ("fallbacks", "frst"), "organization"),
    ],
)
def test_the_key_that_is_wrong_is_named(
    written: dict[str, object], code: str, path: tuple[str, ...], hint: str
) -> None:
    mail = (
        "<mjml><mj-body><mj-section><mj-column><mj-text>{{ organization.full_address }} {% unsubscribe 'Out' %}"
        "</mj-text></mj-column></mj-section></mj-body></mjml>"
    )
    _, problems = build(dict(written), {"mail.mjml": mail})
    assert [(problem.code, problem.path) for problem in problems] == [(code, path)]
    assert hint in problems[0].hint


@pytest.mark.parametrize(
    ("footer", "expected"),
    [
        ("{% unsubscribe 'x' %} {{ organization.full_address }}", []),
        ('<a href="{% unsubscribe_link %}">x</a> [[ brand.address ]]', []),
        ("{% manage_preferences 'x' %} 1 rue de Rivoli, 75001 Paris", []),
        ("{{ organization.full_address }}", ["TPL131"]),
        ("{% unsubscribe 'x' %}", ["TPL132"]),
        ("{% comment %}{% unsubscribe %}{% endcomment %} {# {{ organization.full_address }} #}", ["TPL131", "TPL132"]),
    ],
)
def test_a_marketing_mail_has_a_way_out_and_an_address(footer: str, expected: list[str]) -> None:
    """Requirement 17.3."""
    built, problems = build({"source": "mail.html"}, {"mail.html": footer})
    assert problems == []
    assert built is not None
    assert codes([*footer_problems(built, PROJECT.brand.address, path=("source",))]) == expected


@pytest.mark.parametrize(("text", "expected"), [("bye", ["TPL133"]), ("{% unsubscribe_link %}", [])])
def test_the_text_part_has_a_way_out(text: str, expected: list[str]) -> None:
    page = "{% unsubscribe %} {{ organization.full_address }}"
    built, _ = build({"source": "mail.html", "text": text}, {"mail.html": page})
    assert built is not None
    assert codes([*footer_problems(built, "", path=("source",))]) == expected


@pytest.mark.parametrize("guard", ["{% if person.tier %}", "{% if a %}{% elif person.tier == 'gold' %}"])
def test_a_value_that_was_asked_for_needs_no_default(guard: str) -> None:
    _, problems = build_html(guard + "{{ person.tier }}{% endif %}")
    assert problems == []


def test_a_gap_is_a_warning_and_an_address_is_none() -> None:
    built, problems = build_html("{{ person.email }} {{ email }} {{ last_name }} {{ person|lookup:'tier' }}")
    assert built is not None
    assert [(one.code, one.severity) for one in problems] == [("TPL127", Severity.WARNING)] * 2


def test_all_mistakes_are_reported_at_once() -> None:
    built, problems = build_html("{{ a|uper }} {% foo %} {{ event.$v }} {% if x %}")
    assert built is not None
    assert sorted(codes(problems)) == ["TPL122", "TPL123", "TPL124", "TPL125"]


def test_every_code_is_explained_and_tried() -> None:
    raised = {IN_A_SECTION[text][0] for text in IN_A_SECTION}
    raised |= {
        "TPL103",
        "TPL105",
        "TPL108",
        "TPL131",
        "TPL132",
        "TPL133",
        "TPL141",
        *(f"TPL15{number}" for number in range(1, 8)),
    }  # by the other tests of this folder
    raised.add("TPL158")  # by tests/cases: it depends on who sends the message
    assert raised == set(TEMPLATE_CODES)
