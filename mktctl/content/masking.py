"""The platform's tags hidden from MJML and put back byte for byte (P49).

MJML is XML: `{% if n < 3 %}` breaks its parser and quotes in a tag end an attribute. A tag becomes one word that no
parser touches, in a text, in an attribute's value, between sections or as an attribute of its own.
"""

import re
from typing import Final

import msgspec

from mktctl.content.tags import Tag, tags_of

_QUOTED_OR_WORD: Final = r"\"[^\"]*\"|'[^']*'"
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_PREFIX: Final = re.compile(r"tag(\d+)x")
_ELEMENT: Final = re.compile(rf"<[A-Za-z](?:{_QUOTED_OR_WORD}|[^<>\"'])*>")


class Masked(msgspec.Struct, frozen=True, kw_only=True):
    """A text of ASCII alone: the word `<prefix><n>e` stands for `hidden[n]`, a tag or a run of other letters."""

    text: str
    hidden: tuple[str, ...]
    tags: tuple[tuple[int, Tag], ...]
    prefix: str


def mask(text: str) -> Masked:
    """`text` with each tag, and each run of letters beyond ASCII, replaced by a word that occurs nowhere else in it.

    The parser counts bytes where it should count letters, and falls over a letter of several bytes.
    """
    prefix = _unused_prefix(text)
    hidden: list[str] = []
    tags: list[tuple[int, Tag]] = []
    pieces: list[str] = []

    def hide(source: str) -> str:
        hidden.append(source)
        return f"{prefix}{len(hidden) - 1}e"

    def ascii_only(part: str) -> str:
        return part if part.isascii() else _BEYOND_ASCII.sub(lambda run: hide(run[0]), part)

    end = 0
    for tag in tags_of(text):
        pieces.append(ascii_only(text[end : tag.start]))
        tags.append((len(hidden), tag))
        pieces.append(hide(tag.source))
        end = tag.end
    pieces.append(ascii_only(text[end:]))
    word = re.compile(rf"\s*({prefix}\d+e)\s*")
    masked = _ELEMENT.sub(lambda element: _loosen(element[0], word), "".join(pieces))
    return Masked(text=masked, hidden=tuple(hidden), tags=tuple(tags), prefix=prefix)


def unmask(text: str, masked: Masked) -> str:
    """`text` with everything that `masked` hides put back exactly as it was written."""
    return re.sub(rf"{masked.prefix}(\d+)e", lambda word: masked.hidden[int(word[1])], text)


def lost(text: str, masked: Masked) -> tuple[Tag, ...]:
    """The tags whose word no longer stands in `text`: MJML dropped what stood around them."""
    present = {int(number) for number in re.findall(rf"{masked.prefix}(\d+)e", text)}
    return tuple(tag for number, tag in masked.tags if number not in present)


def _unused_prefix(text: str) -> str:
    taken = set(_PREFIX.findall(text))
    return next(f"tag{salt}x" for salt in range(len(taken) + 1) if str(salt) not in taken)


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
