"""Text messages for one SMS: 160 letters of the phones' alphabet and 153 a part, else 70 and 67 (GSM 03.38)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.content.sms_length import length_of

CASES = {  # text → characters, messages, foreign letters
    "": (0, 1, ""),
    "a" * 160: (160, 1, ""),
    "a" * 161: (161, 2, ""),
    "a" * 306: (306, 2, ""),
    "a" * 307: (307, 3, ""),
    "é" * 160: (160, 1, ""),
    "€" * 80: (160, 1, ""),
    "€" * 81: (162, 2, ""),
    "ê" * 70: (70, 1, "ê"),
    "ê" * 71: (71, 2, "ê"),
    "ç" + "a" * 134: (135, 3, "ç"),
    "🎁" * 35: (70, 1, "🎁"),
    "🎁" * 36: (72, 2, "🎁"),
    "“a”": (3, 1, "“”"),
    "{% if a %}" + "a" * 100 + "{% else %}b{% endif %}c": (101, 1, ""),
    "{% if a %}{% if b %}aa{% endif %}a{% elif c %}aaaa{% endif %}": (4, 1, ""),
    "{{ first_name|default:'friend' }}": (12, 1, ""),
    "{{ first_name|default:'my very dear friend' }}": (19, 1, ""),
    "{{ first_name|default:'é“' }}": (12, 1, "“"),
    "{% for i in event.Items %}ab{% endfor %}": (2, 1, ""),
    "{# nothing #}a": (1, 1, ""),
}


@pytest.mark.parametrize("text", CASES)
def test_how_many_messages_are_sent(text: str) -> None:
    length = length_of(text)
    assert (length.characters, length.messages, length.foreign) == CASES[text]


def test_what_the_platform_adds_counts() -> None:
    assert length_of("a" * 120, around="Shop: ", extra=34).messages == 1
    assert length_of("a" * 121, around="Shop: ", extra=34).messages == 2
    assert length_of("a", around="Ŝop: ").foreign == "Ŝ"


def test_addresses_are_written_short_unless_told_not_to() -> None:
    text = "https://shop.example/" + "a" * 80
    assert length_of(text).characters == 25
    assert length_of(text, shortened=False).characters == len(text)
    assert length_of("https://a.example").characters == len("https://a.example")


@given(st.text(max_size=400))
def test_more_text_never_takes_fewer_messages(text: str) -> None:
    plain = text.replace("{", "(")
    shorter, longer = length_of(plain), length_of(plain + "a")
    assert shorter.messages <= longer.messages
    assert shorter.exact
    assert shorter.messages >= 1
