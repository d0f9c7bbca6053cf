"""Universal blocks: their own HTML, and the mark that embeds one, through MJML and through plain HTML."""

import msgspec
import pytest

from mktctl.content.universal import build_universal
from mktctl.model.project import UniversalContent
from tests.content.small import HOURS, PROJECT, build, build_hero, build_html

MARK = (
    '<div data-klaviyo-region="true" data-klaviyo-region-width-pixels="600">'
    '<div data-klaviyo-universal-block="universal-content/hours">&nbsp;</div></div>'
)


@pytest.mark.parametrize("around", ["<mj-text>{}</mj-text>", "<mj-raw>{}</mj-raw>"])
def test_the_mark_passes_through_mjml(around: str) -> None:
    built, problems = build_hero(around.format("[[ universal('hours') ]]"))
    assert built is not None
    assert problems == []
    assert built.html.count(MARK) == 1


def test_the_mark_stands_in_html() -> None:
    built, problems = build_html("[[ universal('hours') ]]")
    assert built is not None
    assert problems == []
    assert built.html.startswith(MARK)


@pytest.mark.parametrize("part", ["subject", "preview_text", "text"])
def test_a_block_stands_in_no_plain_text(part: str) -> None:
    page = "{% unsubscribe %} {{ organization.full_address }}"
    built, problems = build({"source": "mail.html", part: "[[ universal('hours') ]]"}, {"mail.html": page})
    assert built is None
    assert [(one.code, one.path) for one in problems] == [("TPL109", (part,))]


def test_a_block_is_built_as_mails_are() -> None:
    assert build_universal(HOURS, files={}, project=PROJECT) == ("<p>Mientior is open</p>", [])
    in_file = UniversalContent(ref="hours", name="Hours", file="partials/hours.html")
    files = {"partials/hours.html": "[[ store.url ]]"}
    assert build_universal(in_file, files=files, project=PROJECT) == ("https://mientior.example", [])


def test_a_mistake_in_a_block_stands_at_its_line() -> None:
    broken = msgspec.structs.replace(HOURS, html="<p>\n{{ person.tier|uper }}\n</p>\n")
    _, problems = build_universal(broken, files={}, project=PROJECT)
    path = ("universal_content", "hours", "html")
    assert [(one.code, one.path, one.line, one.place) for one in problems][:1] == [("TPL123", path, 2, None)]
    in_file = UniversalContent(ref="hours", name="Hours", file="hours.html")
    _, problems = build_universal(in_file, files={"hours.html": broken.html}, project=PROJECT)
    assert problems[0].place is not None
    assert (problems[0].place.file, problems[0].place.line) == ("templates/hours.html", 2)
    _, problems = build_universal(in_file, files={}, project=PROJECT)
    assert [(one.code, one.path) for one in problems] == [("TPL104", ("universal_content", "hours", "file"))]


def test_a_block_embeds_no_other() -> None:
    nested = msgspec.structs.replace(HOURS, html="[[ universal('hours') ]]")
    _, problems = build_universal(nested, files={}, project=PROJECT)
    assert [one.code for one in problems] == ["TPL109"]
