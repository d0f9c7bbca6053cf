"""What templates become: Jinja2 with its own marks over layouts, fallbacks, environments."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import yaml

from mktctl.content import environment, expand
from mktctl.content.build import build_email
from mktctl.content.layout import expand_layout
from mktctl.model.template import EmailTemplate, TemplateSource
from tests.content.small import FILES, PROJECT, build, build_hero, build_html
from tests.support.programme import source_from

GOLDEN = Path(__file__).parent / "golden"

# a whole HTML mail → what is sent
BUILDS = {
    "[[ brand.name ]] in [[ brand.colors.primary ]]": "Mientior in #1b4d3e",
    "[[ store.url ]] [[ store.currency ]]": "https://mientior.example EUR",
    "[[ coupon('welcome') ]]": "BIENVENUE",
    "[[ coupon('cart-10') ]]": "{% coupon_code 'CART10' %}",
    "[[ set.host ]]": "sandbox.example",
    "a[# not sent #]b": "ab",
    "{{ first_name|default:'you' }} {% if event.n < 3 %}&{% endif %}": (
        "{{ first_name|default:'you' }} {% if event.n < 3 %}&{% endif %}"
    ),
    "[% for name in ['a', 'b'] %][[ loop.index ]][[ name ]] [% endfor %]": "1a 2b ",
    "[% if brand.logo %]logo[% else %]none[% endif %]": "none",
    "[[ brand.name ~ '!' ]] [[ 2 * 3 + 1 ]]": "Mientior! 7",
    "[[ ['x', 'y']|join(', ') ]] [[ 'a-b'|replace('-', '+') ]] [[ brand.name|upper ]]": "x, y a+b MIENTIOR",
    "[% macro cta(text) %]<a>[[ text ]] at [[ brand.name ]]</a>[% endmacro %][[ cta('Shop') ]]": (
        "<a>Shop at Mientior</a>"
    ),
    "[% set hue = brand.colors.primary %][[ hue ]]": "#1b4d3e",
    "[[ brand.nickname|default('none') ]]": "none",
    "[% raw %][[ 1 ]][% endraw %]": "[[ 1 ]]",
    "windows\r\nline": "windows\nline",
    "<b>[[ brand.name ]]</b> & \"quotes\" 'stay'": "<b>Mientior</b> & \"quotes\" 'stay'",
}


@pytest.mark.parametrize("written", BUILDS)
def test_the_build_step_fills_in_what_the_project_knows(written: str) -> None:
    built, problems = build_html(written)
    assert problems == []
    assert built is not None
    assert built.html.partition("|\n1 rue de Rivoli")[0] == BUILDS[written]


@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir()))
def test_golden(case: str) -> None:
    """`template.yaml` over the other files of the folder gives `expected.txt`. Remove that file to write it anew."""
    folder = GOLDEN / case
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".mjml", ".html")
    }
    source = source_from(case, yaml.safe_load((folder / "template.yaml").read_text(encoding="utf-8")))
    built, problems = build_email(source, files=files, project=PROJECT)
    assert problems == []
    assert built is not None
    shown = f"{built.subject}\n{built.preview_text}\n---\n{built.html}\n---\n{built.text or ''}\n"
    expected = folder / "expected.txt"
    if not expected.exists():
        expected.write_text(shown, encoding="utf-8")
        pytest.fail(f"{expected} was written: look at it")
    assert shown == expected.read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes() -> None:
    written = {"base": "layouts/base.mjml", "sections": {"hero": "<mj-text>[[ brand.name ]]</mj-text>"}}
    first = build(written)
    environment.environment.cache_clear()
    expand._compiled.cache_clear()
    assert build(written) == first


def test_a_changed_file_is_seen_although_layouts_are_compiled_once() -> None:
    before, _ = build_html("[% include 'part.html' %]", {"part.html": "old"})
    after, _ = build_html("[% include 'part.html' %]", {"part.html": "new"})
    assert before is not None
    assert after is not None
    assert (before.html[:3], after.html[:3]) == ("old", "new")


def test_the_environment_decides_what_set_shows() -> None:
    source = TemplateSource(ref="a", name="a", subject="[[ set.host ]]", source="mail.html")
    files = {"mail.html": "{% unsubscribe_link %} {{ organization.full_address }}"}
    built, _ = build_email(source, files=files, project=PROJECT, environment=PROJECT.environments["production"])
    assert built is not None
    assert built.subject == "shop.example"


def test_a_section_can_keep_what_the_layout_has() -> None:
    built, problems = build_hero("[[ super() ]]<mj-text>And more</mj-text>")
    assert problems == []
    assert built is not None
    assert built.html.index("Nothing yet") < built.html.index("And more")


def test_a_layout_can_stand_on_another() -> None:
    child = (
        "[% extends 'layouts/base.mjml' %]\n"
        "[% block hero %]<mj-text>[% block words %]w[% endblock %]</mj-text>[% endblock %]"
    )
    written = {"base": "layouts/child.mjml", "sections": {"words": "from the template"}}
    built, problems = build(written, {"layouts/child.mjml": child})
    assert problems == []
    assert built is not None
    assert "from the template" in built.html


@pytest.mark.parametrize(
    "sections",
    [
        {"hero": "<mj-text>[[ brand.name ]]</mj-text>"},
        {"hero": "<mj-text>\n  a\n</mj-text>\n"},
        {"hero": ""},
        {"hero": {"file": "part.mjml"}},
        {"hero": "[% include 'part.mjml' %]\n[% set a = 1 %]\n<mj-text>[[ a ]]</mj-text>"},
    ],
)
def test_traced_and_plain_builds_write_the_same_text(sections: dict[str, object]) -> None:
    source = source_from("mail", {"subject": "s", "base": "layouts/base.mjml", "sections": sections})
    files = FILES | {"part.mjml": "<mj-text>[[ brand.name ]]\n[[ store.url ]]</mj-text>\n"}
    names = {"brand": {"name": "Mientior"}, "store": {"url": "u"}}
    texts = {traced: expand_layout(source, environment.begin(files, traced=traced), names) for traced in (False, True)}
    assert "\ue000" in texts[True]
    assert without_marks(texts[True]) == texts[False]


def without_marks(text: str) -> str:
    return re.sub("\ue000[^\ue001]*\ue001", "", text)


def test_what_the_build_does_not_touch_is_carried_over() -> None:
    source = TemplateSource(
        ref="a", name="A", subject="s", source="mail.html", library=True, tags=("spring",), protect=True,
        moved_from="b", description="d", ignore=("name",),
    )  # fmt: skip
    built, _ = build_email(source, files={"mail.html": "x"}, project=PROJECT)
    assert built is not None
    carried = {name: getattr(built, name) for name in ("ref", "name", "library", "tags", "protect", "moved_from")}
    assert carried == {name: getattr(source, name) for name in carried}
    assert (built.description, built.ignore) == ("d", ("name",))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("{{ first_name }}", "{{ first_name|default:'there' }}"),
        ("{{ person.first_name|title }}", "{{ person.first_name|default:'there'|title }}"),
        ("{{ person|lookup:'first_name'|upper }}", "{{ person|lookup:'first_name'|default:'there'|upper }}"),
        ("{{ first_name|default:'you' }}", "{{ first_name|default:'you' }}"),
        ("{{ last_name|default:'' }} {{ event.City }}", "{{ last_name|default:'' }} {{ event.City|default:\"it's\" }}"),
        ("{{ event|lookup:'City' }}", "{{ event|lookup:'City'|default:\"it's\" }}"),
        ("{% comment %}{{ first_name }}{% endcomment %}", "{% comment %}{{ first_name }}{% endcomment %}"),
    ],
)
def test_fallbacks_stand_in_for_missing_values(written: str, sent: str) -> None:
    built, _ = build(
        {"source": "mail.html", "fallbacks": {"first_name": "there", "event.City": "it's"}}, {"mail.html": written}
    )
    assert built is not None
    assert built.html == sent


def test_nothing_heavy_is_loaded_by_a_build_of_html() -> None:
    """`validate` builds every template: neither Django nor, without MJML, the MJML compiler is paid for."""
    program = (
        "import sys; from tests.content.small import build_html; build_html('x');"
        "print(sorted({'django', 'mjml', 'klaviyo_api'} & sys.modules.keys()))"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_templates_are_values() -> None:
    built, _ = build_html("x")
    assert msgspec.json.decode(msgspec.json.encode(built), type=EmailTemplate) == built
