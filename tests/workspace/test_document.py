"""Comments that eat a text, and those that are set off."""

import pytest

from mktctl.workspace.document import Document

# the line behind `subject: ` → what a reader of the mail would miss
CUT = {
    "Your basket #1 is still here": " #1 is still here",
    "Your basket  #1": "  #1",
    "Welcome # back": " # back",
    "Welcome  # agreed with Legal": "",
    "Welcome   #": "",
    "Welcome  ## section": "",
    '"Your basket #1"': "",
    "'Your basket' #1": "",
    "Basket#1": "",
    "#1 for you": " #1 for you",
    "Welcome": "",
}


@pytest.mark.parametrize("written", CUT)
def test_a_comment_that_may_be_text_is_seen(written: str) -> None:
    assert Document("a.yaml", f"subject: {written}\n").cut_off(("subject",)) == CUT[written]


def test_the_reasons_of_a_file_are_known_after_its_data_is_forgotten() -> None:
    document = Document("a.yaml", "lint: {TPL005: later}\n")
    document.forget()
    assert document.data is None
    assert document.silenced == {"TPL005"}


def test_a_line_of_a_text_behind_a_bar_has_a_place_of_its_own() -> None:
    document = Document("a.yaml", "text: |-\n\n  Hello {{ x }}\n  there\nfolded: >\n  a\n\n  b\nquoted: 'a\n\n  b'\n")
    place = document.line_inside(("text",), 2, "{{ x }}")
    assert place is not None
    assert (place.line, place.column, place.end_column) == (3, 9, 16)
    place = document.line_inside(("text",), 3)
    assert place is not None
    assert (place.line, place.column, place.end_column) == (4, 3, 8)
    assert document.line_inside(("folded",), 2) is None
    assert document.line_inside(("quoted",), 2) is None
    assert document.line_inside(("nothing",), 1) is None
