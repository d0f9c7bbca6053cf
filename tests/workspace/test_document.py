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
