"""The platform's tags hidden from MJML and put back byte for byte (P49).

MJML is XML: `{% if n < 3 %}` breaks its parser and quotes in a tag end an attribute. A tag becomes one word that no
parser touches, in a text, in an attribute's value, between sections or as an attribute of its own.
"""

import re
from typing import Final

import msgspec

from mktctl.content.tags import Tag, tags_of

_QUOTED_OR_WORD: Final = r"\"[^\"]*\"|'[^']*'"
_ELEMENT: Final = re.compile(rf"<[A-Za-z](?:{_QUOTED_OR_WORD}|[^<>\"'])*>")


class Masked(msgspec.Struct, frozen=True, kw_only=True):
    """A text without tags: word n stands for `tags[n]`. Words are `<prefix><n>e`."""

    text: str
    tags: tuple[Tag, ...]
    prefix: str


def mask(text: str) -> Masked:
    """`text` with each tag replaced by a word that occurs nowhere else in it."""
    prefix = _unused_prefix(text)
    tags = tags_of(text)
    pieces: list[str] = []
    end = 0
    for number, tag in enumerate(tags):
        pieces += (text[end : tag.start], f"{prefix}{number}e")
        end = tag.end
    pieces.append(text[end:])
    word = re.compile(rf"\s*({prefix}\d+e)\s*")
    masked = _ELEMENT.sub(lambda element: _loosen(element[0], word), "".join(pieces))
    return Masked(text=masked, tags=tags, prefix=prefix)


def unmask(text: str, masked: Masked) -> str:
    """`text` with the tags of `masked` put back exactly as they were written."""
    return re.sub(rf"{masked.prefix}(\d+)e", lambda word: masked.tags[int(word[1])].source, text)


def lost(text: str, masked: Masked) -> tuple[Tag, ...]:
    """The tags whose word no longer stands in `text`: MJML dropped what stood around them."""
    present = {int(number) for number in re.findall(rf"{masked.prefix}(\d+)e", text)}
    return tuple(tag for number, tag in enumerate(masked.tags) if number not in present)


def _unused_prefix(text: str) -> str:
    salt = 0
    while (prefix := f"tag{salt}x") in text:
        salt += 1
    return prefix


def _loosen(element: str, word: re.Pattern[str]) -> str:
    """An element whose bare words stand apart from its attributes; values in single quotes get double ones.

    The parser wants a space between attributes, and writes `'a "b"'` back with a backslash that no mail client knows.
    """
    pieces = re.split(rf"({_QUOTED_OR_WORD})", element)
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            pieces[index] = word.sub(r" \1 ", piece)
        elif piece.startswith("'") and '"' in piece:
            pieces[index] = '"' + piece[1:-1].replace('"', "&quot;") + '"'
    return "".join(pieces)
