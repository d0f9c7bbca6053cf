"""The platform's language checked without rendering, held against the renderer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.content.dialect import nesting, spelling
from mktctl.content.expression import parse
from mktctl.content.render import Unrenderable, render
from mktctl.content.vocabulary import (
    BLOCK_TAGS,
    DJANGO_FILTERS,
    OWN_FILTERS,
    REFUSED_FILTERS,
    SINGLE_TAGS,
    UNRENDERED_FILTERS,
    UNRENDERED_TAGS,
)
from tests.content.test_render import SETTING

# what people write, and the platform takes
GOOD = [
    "{{ person.first_name|default:'there' }}",
    "{{ person | lookup:'Favorite Color' | default:\"blue\" }}",
    "{{ event|lookup:'Collection Names'|lookup:'0' }}",
    "{{ event.extra.line_items.0.title|truncatechars:20 }}",
    "{{ event.Price|floatformat:2 }} {{ 3|add:-1 }} {{ 'a|b'|upper }} {{ x|default:'it\\'s' }}",
    "{% if a == 1 and not b or c in d %}x{% elif a != 'b' %}y{% else %}z{% endif %}",
    "{% if person|lookup:'Age'|multiply:'1' >= 18 %}x{% endif %}",
    "{% for item in event.Items|slice:':3' %}{{ forloop.counter }}{% empty %}none{% endfor %}",
    "{% for key, value in event.pairs %}{{ key }}{% endfor %}",
    "{% with total=event.a|add:1 name='x y' %}{{ total }}{{ name }}{% endwith %}",
    "{% with event.a as b %}{{ b }}{% endwith %}",
    "{% today '%Y-%m-%d' as day %}{{ day|days_later:5|format_date_string|date:'F d, Y' }}",
    "{% currency_format event|lookup:'$value'|floatformat:2 %}",
    "{% unsubscribe %} {% unsubscribe 'bye' %} <a href=\"{% unsubscribe_link %}\">x</a>",
    "{% coupon_code 'CART10' cut=2 %}",
    "{% comment %}{% anything %} goes }} {{ here {% endcomment %}",
    "{% autoescape off %}{{ a|safe }}{% endautoescape %}{# a note #}",
    "{% verbatim %}{{ not a tag }} {% nor this %}{% endverbatim %}",
    "{% cycle 'a' 'b' %}{% firstof a b 'c' %}{% spaceless %} <p> </p> {% endspaceless %}",
    "} { % # {x} %} }}",
]
# what people write, and the platform refuses
BAD = {
    "{{ }}": "TPL124",
    "{{ a| }}": "TPL124",
    "{{ a|default:'b }}": "TPL124",
    "{{ a|default:’b’ }}": "TPL124",
    "{{ ‘a’ }}": "TPL124",
    "{{ a b }}": "TPL124",
    "{{ a + 1 }}": "TPL124",
    "{{ a-b }}": "TPL124",
    "{{ a() }}": "TPL124",
    "{{ a|round(2) }}": "TPL124",
    "{{ a|replace:'b','c' }}": "TPL124",
    "{{ a|default :'b' }}": "TPL124",
    "{{ a|default: 'b' }}": "TPL124",
    "{{ a|default:b c }}": "TPL124",
    "{{ event|lookup:'x'.0 }}": "TPL124",
    "{{ _private }}": "TPL124",
    "{{ unsubscribe_link }}": "TPL124",
    "{{ a|float }}": "TPL123",
    "{{ a|defualt:'x' }}": "TPL123",
    "{% elsif a %}": "TPL122",
    "{% assign a = 1 %}": "TPL122",
    "{% include 'x' %}": "TPL122",
    "{% load static %}": "TPL122",
    "{%  %}": "TPL122",
    "{% if %}x{% endif %}": "TPL124",
    "{% if a = 1 %}x{% endif %}": "TPL124",
    "{% if a && b %}x{% endif %}": "TPL124",
    "{% if a|default: 1 %}x{% endif %}": "TPL124",
    "{% for a of b %}x{% endfor %}": "TPL124",
    "{% for a in b|uper %}x{% endfor %}": "TPL123",
    "{% today '%Y' %}": "TPL124",
    "{% if a %}x{% else if b %}y{% endif %}": "TPL124",
    "{% if a %}x": "TPL125",
    "{% endif %}": "TPL125",
    "{% if a %}{% for b in c %}x{% endif %}": "TPL125",
    "{% for a in b %}x{% else %}y{% endfor %}": "TPL125",
    "{% elif a %}": "TPL125",
    "<a href='{% web_view %}'>x</a>": "TPL126",
    "{{ a": "TPL121",
    "{% if a\n%}": "TPL121",
}


@pytest.mark.parametrize("text", GOOD)
def test_good_templates_have_no_findings_and_render(text: str) -> None:
    assert (*spelling(text), *nesting(text)) == ()
    assert isinstance(render(text, {}, SETTING), str)


@pytest.mark.parametrize("text", BAD)
def test_bad_templates_have_the_code_of_their_mistake(text: str) -> None:
    assert BAD[text] in [finding.code for finding in (*spelling(text), *nesting(text))]


NAMES = st.sampled_from(["a", "person.first_name", "event.Items", "'text'", "3", "-1.5", "event|lookup:'$value'"])
KNOWN = st.sampled_from(sorted(DJANGO_FILTERS | OWN_FILTERS)).flatmap(
    lambda name: st.sampled_from([name, f"{name}:'x'", f"{name}:2", f"{name}:a", f"{name}: 'x'", f"{name}x"])
)
EXPRESSION = st.builds(lambda name, filters: "|".join([name, *filters]), NAMES, st.lists(KNOWN, max_size=2))
PIECE = st.one_of(
    EXPRESSION.map(lambda one: f"{{{{ {one} }}}}"),
    EXPRESSION.map(lambda one: f"{{% if {one} %}}x{{% else %}}y{{% endif %}}"),
    EXPRESSION.map(lambda one: f"{{% for i in {one} %}}{{{{ i }}}}{{% endfor %}}"),
    EXPRESSION.map(lambda one: f"{{% with b={one} %}}{{{{ b }}}}{{% endwith %}}"),
    st.sampled_from(["{% if a %}", "{% endif %}", "{% else %}", "{% for i in a %}", "{% endfor %}", "{% foo %}"]),
    st.sampled_from(["{% if a == %}x{% endif %}", "{{ a", "{# note #}", "text", "{% currency_format a %}"]),
)


def _mends_nothing(refused: Unrenderable) -> bool:
    """A wrong number of arguments is seen by the renderer alone, and so is an operator without its second side."""
    return "requires" in refused.message or "end of expression" in refused.message


@given(st.lists(PIECE, max_size=5).map("".join))
def test_what_passes_the_check_is_read_by_the_renderer(text: str) -> None:
    """Two readings of the language: the check by pattern, and Django's parser with the platform's words."""
    shown = render(text, {"a": [1, 2], "person": {}, "event": {"$value": 3}}, SETTING)
    if not (*spelling(text), *nesting(text)):
        assert isinstance(shown, str) or shown.line == 0 or _mends_nothing(shown), text


@given(st.text("ab.|:'\"\\ $-+()é1", max_size=25))
def test_an_expression_without_a_mistake_is_read_by_the_renderer(text: str) -> None:
    expression = parse(text)
    names = {one.name for one in expression.filters}
    if not expression.wrong and names <= DJANGO_FILTERS | OWN_FILTERS:
        shown = render(f"{{{{ {text} }}}}", {}, SETTING)
        assert isinstance(shown, str) or shown.line == 0 or _mends_nothing(shown)


def test_the_words_of_the_check_are_those_of_the_renderer() -> None:
    """Loaded through a rendering, which configures Django first."""
    render("", {}, SETTING)
    from mktctl.content import platform_filters, platform_tags

    assert set(platform_filters.register.filters) == DJANGO_FILTERS | OWN_FILTERS
    known = set(BLOCK_TAGS) | SINGLE_TAGS
    assert set(platform_tags.register.tags) == known
    assert known >= UNRENDERED_TAGS
    assert not UNRENDERED_FILTERS & set(platform_filters.register.filters)
    assert not REFUSED_FILTERS.keys() & (DJANGO_FILTERS | OWN_FILTERS | UNRENDERED_FILTERS)
