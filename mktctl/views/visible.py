"""What a user's file holds, made safe to show: control characters are named, never sent to a terminal."""

import unicodedata


def visible(text: str) -> str:
    """The text with every control, format and unassigned character as an escape; line breaks and tabs too."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else escaped(char) for char in text)


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
