"""How many text messages one SMS is sent as: networks count 160 letters, or 70 with a letter of another alphabet."""

import re
from collections.abc import Callable
from typing import Final

import msgspec

from mktctl.content.dialect import expressions
from mktctl.content.tags import Tag, live_tags, name_of, tags_of
from mktctl.content.vocabulary import BLOCK_TAGS

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One place each (GSM 03.38, default alphabet)."""
_EXTENDED: Final = frozenset("^{}\\[~]|€\f")
"""Two places each."""
_ROOM: Final = {False: (160, 153), True: (70, 67)}
"""Places of a message alone, and of each part of a longer one; by whether another alphabet is needed."""

OPT_OUT_CHARACTERS: Final = 34
"""The longest way out that the platform writes behind a message: 21 to 34 (klaviyo-api.md section 5)."""
SHORT_LINK_CHARACTERS: Final = 25
"""Of an address that the platform shortens: an assumption, no document says it."""
_VALUE_CHARACTERS: Final = 12
"""Of a name, a code or an amount that is not known before it is sent: an assumption."""
_ADDRESS: Final = re.compile(r"https?://\S+")

_Block = list["str | Tag | tuple[_Block, ...]"]


class Length(msgspec.Struct, frozen=True, kw_only=True):
    """The longest that is known. `messages` are sent for one SMS; `exact`: nothing in it depends on the person.

    `foreign` are the letters that only the wider alphabet has, each once; with one of them all count by 70.
    """

    characters: int
    messages: int
    exact: bool
    foreign: str


def length_of(text: str, *, around: str = "", extra: int = 0, shortened: bool = True) -> Length:
    """Of a body, with `around` and `extra` more characters that the platform adds, on its longest way through ifs."""
    tags = tags_of(text)
    blocks = _blocks(text, tags)
    said = [around, *_said(blocks)]
    foreign = "".join(dict.fromkeys(one for text in said for one in text if one not in _BASIC and one not in _EXTENDED))
    units = _wide_units if foreign else _narrow_units

    def measure(one: str | Tag) -> int:
        if isinstance(one, Tag):
            return _value_units(one, units, shortened=shortened)
        return units(_shorter(one) if shortened else one)

    characters = units(around) + extra + _longest(blocks, measure)
    alone, part = _ROOM[bool(foreign)]
    messages = 1 if characters <= alone else -(-characters // part)
    return Length(
        characters=characters, messages=messages, exact=all(tag.kind == "comment" for tag in tags), foreign=foreign
    )


def coupons_sent(text: str) -> int:
    """The codes that one message takes, at most, on its way through ifs."""
    return _longest(_blocks(text, live_tags(text)), lambda one: isinstance(one, Tag) and name_of(one) == "coupon_code")


def _blocks(text: str, tags: tuple[Tag, ...]) -> _Block:
    """The text as pieces, tags, and for each `if` its ways; loops count as gone through once."""
    root: _Block = []
    inside: list[list[_Block]] = []  # of each open `if` its ways; the last one is being filled
    end = 0

    def here() -> _Block:
        return inside[-1][-1] if inside else root

    for tag in tags:
        here().append(text[end : tag.start])
        end = tag.end
        name = name_of(tag)
        if name == "if":
            inside.append([[]])
        elif name in ("elif", "else") and inside:
            inside[-1].append([])
        elif name == "endif" and inside:
            ways = tuple(inside.pop())
            here().append(ways)
        elif tag.kind == "variable" or (name and name not in BLOCK_TAGS and not name.startswith("end")):
            here().append(tag)
    here().append(text[end:])
    while inside:  # not closed: a mistake of its own
        ways = tuple(inside.pop())
        here().append(ways)
    return root


def _longest(block: _Block, measure: Callable[[str | Tag], int]) -> int:
    return sum(max(_longest(way, measure) for way in one) if isinstance(one, tuple) else measure(one) for one in block)


def _said(block: _Block) -> list[str]:
    """Every literal text, and the defaults of values."""
    found: list[str] = []
    for one in block:
        if isinstance(one, tuple):
            found += [text for way in one for text in _said(way)]
        else:
            found.append(_default(one) if isinstance(one, Tag) else one)
    return found


def _default(tag: Tag) -> str:
    """What the tag prints for who has no value; empty without a default."""
    found = (one for expression in expressions(tag) for one in expression.filters if one.name == "default")
    return next(((one.argument or "").strip("'\"") for one in found), "") if tag.kind == "variable" else ""


def _value_units(tag: Tag, units: Callable[[str], int], *, shortened: bool) -> int:
    default = _default(tag)
    return max(units(_shorter(default) if shortened else default), _VALUE_CHARACTERS)


def _shorter(text: str) -> str:
    return _ADDRESS.sub(lambda found: found[0][:SHORT_LINK_CHARACTERS], text)


def _narrow_units(text: str) -> int:
    return len(text) + sum(one in _EXTENDED for one in text)


def _wide_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
