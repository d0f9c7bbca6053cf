"""P49: the platform's tags survive MJML byte for byte, wherever they stand."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.content.markup import to_html
from mktctl.content.masking import lost, mask, unmask
from mktctl.content.tags import tags_of

INSIDE = st.text(st.characters(codec="utf-8", exclude_characters="{}%#\n\r"), max_size=30)
TAG = st.one_of(
    INSIDE.map(lambda text: f"{{{{{text}}}}}"),
    INSIDE.map(lambda text: f"{{%{text}%}}"),
    INSIDE.map(lambda text: f"{{#{text}#}}"),
    st.sampled_from(["{% if n < 3 && m > 1 %}", '{{ x|default:"it\'s <b>" }}', "{{ 'a&amp;b' }}", "{{ '<' }}"]),
)
# where a tag may stand in a mail; each shows it exactly once
SLOTS = [
    "{0}<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>{1}",
    "<mj-wrapper>{0}<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>{1}</mj-wrapper>",
    "<mj-section>{0}<mj-column><mj-text>x</mj-text></mj-column>{1}</mj-section>",
    "<mj-section><mj-group>{0}<mj-column><mj-text>x</mj-text></mj-column>{1}</mj-group></mj-section>",
    "<mj-section><mj-column>{0}<mj-text>x</mj-text>{1}</mj-column></mj-section>",
    "<mj-section><mj-column><mj-text>a {0} b{1}</mj-text></mj-column></mj-section>",
    "<mj-section><mj-column><mj-text><p>{0}<b>x</b>{1}</p></mj-text></mj-column></mj-section>",
    "<mj-section><mj-column><mj-text><a href=\"{0}\" title='{1}'>x</a></mj-text></mj-column></mj-section>",
    '<mj-section><mj-column><mj-text><a {0} class="x"{1}>x</a></mj-text></mj-column></mj-section>',
    "<mj-section><mj-column><mj-table>{0}<tr><td>x</td></tr>{1}</mj-table></mj-column></mj-section>",
    "<mj-section><mj-column><mj-table><tr>{0}<td>x</td>{1}</tr></mj-table></mj-column></mj-section>",
    '<mj-section><mj-column><mj-button href="{0}">{1}</mj-button></mj-column></mj-section>',
    '<mj-section><mj-column><mj-image alt="{0}" src="{1}" /></mj-column></mj-section>',
    "<mj-section><mj-column><mj-raw>{0}<p>x</p>{1}</mj-raw></mj-column></mj-section>",
]


@pytest.mark.parametrize("slot", SLOTS)
@given(first=TAG, second=TAG, word=st.sampled_from(["", "tag0x0e", "tag1x1etag0x", "é 😀"]))
def test_tags_come_out_of_mjml_as_they_went_in(slot: str, first: str, second: str, word: str) -> None:
    body = slot.replace("{0}", first).replace("{1}", second)
    words = f"<mj-section><mj-column><mj-text>{word}</mj-text></mj-column></mj-section>"
    page = f"<mjml><mj-body>{body}{words}</mj-body></mjml>"
    html, findings = to_html(page)
    assert findings == ()
    assert html is not None
    assert [tag.source for tag in tags_of(html)] == [tag.source for tag in tags_of(page)]
    assert word in html


@given(st.text(string.printable + "é😀", max_size=200))
def test_any_text_without_elements_is_put_back_exactly(text: str) -> None:
    plain = text.replace("<", "")
    assert unmask(mask(plain).text, mask(plain)) == plain


@given(st.text("{}%#<>\"'= abtagx0e1é😀\n", max_size=80))
def test_no_tag_is_left_in_a_masked_text(text: str) -> None:
    masked = mask(text)
    assert tags_of(masked.text) == ()
    assert masked.text.isascii()
    assert lost(masked.text, masked) == ()


def test_the_words_of_the_mask_occur_nowhere_else() -> None:
    masked = mask("tag0x0e {{ a }} tag1x0e")
    assert masked.prefix == "tag2x"
    assert unmask(masked.text, masked) == "tag0x0e {{ a }} tag1x0e"


def test_a_tag_that_mjml_drops_is_missed() -> None:
    masked = mask("{{ a }} {{ b }}")
    assert [tag.source for tag in lost(masked.text.replace("0e", ""), masked)] == ["{{ a }}"]


def test_letters_of_several_bytes_come_through() -> None:
    """`é/>` in a text makes the library panic, when it sees it."""
    html, findings = to_html(
        "<mjml><mj-body><mj-section><mj-column>self é/> <mj-text>Zoë 😀</mj-text>"
        "</mj-column></mj-section></mj-body></mjml>"
    )
    assert findings == ()
    assert html is not None
    assert "self é/>" in html
    assert "Zoë 😀" in html
