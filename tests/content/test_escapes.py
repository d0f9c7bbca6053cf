"""The build step runs content of a pull request: nothing gets out of it, and nothing in it goes on for ever."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.content.small import FILES, PROJECT, build, build_hero

# each reaches for Python, for a file, or for endless work
ATTACKS = [
    "[[ ''.__class__.__mro__ ]]",
    "[[ brand.__class__ ]]",
    "[[ brand['__class__']['__init__'] ]]",
    "[[ coupon.__globals__ ]]",
    "[[ coupon.__closure__ ]]",
    "[[ coupon.of_the_build_step() ]]",
    "[[ self._TemplateReference__context ]]",
    "[[ self.__init__ ]]",
    "[[ _rounds ]]",
    "[% set _joined = 1 %]",
    "[[ brand|attr('__class__') ]]",
    "[[ ''|map(attribute='x') ]]",
    "[[ cycler('a') ]]",
    "[[ lipsum(n=1000000) ]]",
    "[[ joiner() ]]",
    "[[ namespace(a=1) ]]",
    "[[ dict(a=1) ]]",
    "[[ '{0.__class__}'.format(1) ]]",
    "[[ '{:>999999999}'.format(1) ]]",
    "[[ '%999999999d'|format(1) ]]",
    "[[ 'a'|center(999999999) ]]",
    "[[ 'a' * 999999999 ]]",
    "[[ [0] * 999999999 ]]",
    "[[ 9 ** 9 ** 9 ]]",
    "[[ 999999999999 * 999999999999 * 9 ]]",
    "[[ '%999999999d' % 1 ]]",
    "[[ range(999999999)|list ]]",
    "[% for a in range(1000) %][% for b in range(1000) %][% endfor %][% endfor %]",
    "[% for a in range(99999) recursive %][[ loop(range(9)) ]][% endfor %]",
    "[% macro m() %][[ m() ]][[ m() ]][% endmacro %][[ m() ]]",
    "[% set a = 'aaaaaaaaaaaaaaaaaaaa' %]" + "[% set a = a ~ a %]" * 60,
    "[% set a = 'aaaaaaaaaaaaaaaaaaaa' %]" + "[% set a = [a, a]|join %]" * 60,
    "[% set a = 'aaaaaaaaaaaaaaaaaaaa' %]" + "[% set a = a|replace('a', 'aa') %]" * 60,
    "[% set a = 'aaaaaaaaaaaaaaaaaaaa' %]" + "[% set a = [a, a] %]" * 60 + "[[ a ]]",
    "[% set a = 'aaaaaaaaaaaaaaaaaaaa' %]" + "[% set a = {'k': a, 'l': a} %]" * 60 + "[[ a|join ]]",
    "[% set a = range(1000)|list %]" + "[% set a = [a, a] %]" * 40 + "[[ a|string ]]",
    "[% include 'layouts/again.mjml' %]",
    "[% include 'layouts/twice-0.mjml' %]",
    "[% import 'layouts/imports.mjml' as me %]",
    "[% extends 'layouts/circle.mjml' %]",
    "[% include '/etc/passwd' %]",
    "[% include '../mktctl.yaml' %]",
    "[% include 'layouts/../../mktctl.yaml' %]",
    "[% include 'file:///etc/passwd' %]",
    "[% include ['/etc/passwd', '/etc/hosts'] %]",
    "[[ products('for-you', 4, '/etc/passwd') ]]",
    "<mj-include path='/etc/passwd' />",
    "<mj-include path='/etc/passwd' type='html' />",
    "[[ brand.update({'name': 'x'}) ]]",
    "[% set brand.name = 'x' %]",
    "[% call coupon('welcome') %][% endcall %]",
    "[% filter upper %]x[% endfilter %]",
    "[% autoescape true %]x[% endautoescape %]",
    "[% do 1 %]",
    "[% break %]",
    "[[ " + "(" * 2_000 + "1" + ")" * 2_000 + " ]]",
    "[[ " + "not " * 5_000 + "1 ]]",
    "[% if 1 %]" * 300 + "x" + "[% endif %]" * 300,
    "[% for a in [1] %]" * 40 + "x" + "[% endfor %]" * 40,
    "[[ brand.name|round ]]",
    "[[ 'x'|urlencode(1, 2, 3) ]]",
    "[[ ((( ]]",
    "[% set a = [1] %][% set b = [a] %]",
    "[% set a = [[1], [2]] %][[ a ]]",
    "[[ brand ]]",
    "[[ brand.colors|upper ]]",
    "[[ 'abc'|replace('', 'x') ]]",
]
SNARES = {
    "layouts/again.mjml": "[% include 'layouts/again.mjml' %]",
    "layouts/imports.mjml": "[% import 'layouts/imports.mjml' as me %]",
    "layouts/circle.mjml": "[% extends 'layouts/circle.mjml' %]",
    **{f"layouts/twice-{n}.mjml": f"[% include 'layouts/twice-{n + 1}.mjml' %]" * 2 for n in range(40)},
    "layouts/twice-40.mjml": "",
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:50])
def test_an_attack_is_a_problem_of_the_template_and_nothing_else(attack: str) -> None:
    before = msgspec.json.encode(PROJECT)
    built, problems = build_hero(f"<mj-text>{attack}</mj-text>", SNARES)
    assert built is None
    assert {problem.code[:4] for problem in problems} == {"TPL1"}
    shown = " ".join(problem.message + problem.hint for problem in problems)
    assert "root:" not in shown
    assert " at 0x" not in shown
    assert msgspec.json.encode(PROJECT) == before


@pytest.mark.parametrize("attack", ["[[ 9 ** 9 ]]", "[% for a in range(9999) %][% endfor %]", "[[ ''.__class__ ]]"])
@pytest.mark.parametrize("part", ["subject", "preview_text", "text"])
def test_texts_are_held_as_files_are(part: str, attack: str) -> None:
    built, problems = build({"source": "mail.html", part: attack}, {"mail.html": "x"})
    assert built is None
    assert [problem.path for problem in problems] == [(part,)]


def test_a_build_cannot_change_the_next_one() -> None:
    build_hero("[% set brand = {'name': 'changed'} %]<mj-text>[[ brand.name ]]</mj-text>")
    built, _ = build_hero("<mj-text>[[ brand.name ]]</mj-text>")
    assert built is not None
    assert "Mientior" in built.html
    assert "changed" not in built.html


def test_a_mail_as_long_as_the_bound_is_still_built() -> None:
    built, problems = build({"source": "mail.html"}, {"mail.html": "x" * 900_000})
    assert built is not None
    assert len(built.html) == 900_000
    longer, problems = build({"source": "mail.html"}, {"mail.html": "x" * 1_100_000})
    assert longer is None
    assert [problem.code for problem in problems] == ["TPL103"]


def test_the_layout_of_these_tests_is_sound() -> None:
    """Else every attack would fail for a reason of its own."""
    built, problems = build_hero("<mj-text>fine</mj-text>", SNARES)
    assert problems == []
    assert built is not None
    assert "layouts/base.mjml" in FILES


PIECES = (
    "[[ [% [# ]] %] #] {{ {% {# }} %} #} < > </ /> & \" ' | : . , ( ) [ ] { } % # ~ + - * / = == \n \\ _ é 1 0x "
    "brand .name name coupon('welcome') products('for-you',2,'c.html') range(3) super() self for x in if else elif "
    "endif endfor block hero endblock extends include import macro set with endwith raw endraw 'c.html' x default "
    "mj-text mj-section mj-column mj-raw mj-button mj-style mj-attributes mj-social mjml !-- -- ![CDATA[ ?xml "
    "unsubscribe comment endcomment verbatim lookup today as d first_name person.tier event.$value"
).split(" ")
ANYTHING = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25).map("".join)
SPACED = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


@given(st.one_of(ANYTHING, SPACED), st.sampled_from(["hero", "mail.html", "mail.mjml", "subject", "card"]))
def test_whatever_is_written_the_answer_is_a_value(text: str, place: str) -> None:
    """Never a traceback: a template, or problems that say why there is none."""
    if place == "hero":
        built, problems = build_hero(text, {"c.html": "c"})
    elif place == "subject":
        built, problems = build({"source": "mail.html", "subject": text}, {"mail.html": "x"})
    elif place == "card":
        built, problems = build_hero("[[ products('for-you', 2, 'c.html') ]]", {"c.html": text})
    else:
        built, problems = build({"source": place, "fallbacks": {"first_name": text}}, {place: text, "c.html": "c"})
    assert built is not None or any(problem.severity == "error" for problem in problems)
    assert all(problem.message and problem.path for problem in problems)
