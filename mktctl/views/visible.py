"""What files and platform hold, made safe to show: control characters are named, never sent to a terminal, and no
line is an order to the service that keeps the log.
"""

import re
import unicodedata
from typing import Any, Final

import msgspec

_ORDER: Final = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)
"""A runner of GitHub's workflows obeys a line of its log that begins with `::`, whatever stands in front."""
_OLD_ORDER: Final = "##["
"""The form that it obeys anywhere in a line. Either could hide words from the log that a reviewer reads."""


def visible(text: str) -> str:
    """The text with every control, format and unassigned character as an escape; line breaks and tabs too."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else escaped(char) for char in text)
    return text.replace(_OLD_ORDER, r"\x23#[") if _OLD_ORDER in text else text


def inert(page: str) -> str:
    """A page of visible lines, none of which a runner takes for a workflow command."""
    return _ORDER.sub(r"\1\\x3a", page) if "::" in page else page


def json_page(document: Any) -> str:
    """The document as indented JSON with a line break at its end, printable as it stands: all else is escaped."""
    text = msgspec.json.format(msgspec.json.encode(document)).decode().replace(_OLD_ORDER, r"\u0023#[")
    return "".join(char if char.isprintable() or char == "\n" else _json_escape(char) for char in text) + "\n"


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def escaped(char: str) -> str:
    """`\\x1b`, `\\u202e` or `\\U000e0001`."""
    number = ord(char)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def cells(text: str) -> int:
    """Columns that a terminal uses for a printable text."""
    if text.isascii():
        return len(text)
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
