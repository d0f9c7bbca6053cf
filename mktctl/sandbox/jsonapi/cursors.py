"""Cursors: opaque text that names a place in a sorted list, so that a page walk is steady while objects come and go."""

import base64
import binascii
from typing import Final, Literal

import msgspec

from mktctl.sandbox.jsonapi.errors import Refused, invalid

CURSOR_PARAMETER: Final = "page[cursor]"

SortKey = str | int | float | None


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """The place `after` or `before` the object with this key and number in the order `sort` (`-name`, or empty)."""

    side: Literal["after", "before"]
    sort: str
    key: SortKey
    seq: int


def write_cursor(cursor: Cursor) -> str:
    """The cursor as it stands in a link."""
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """A cursor that `write_cursor` wrote; Refused (400) for anything else."""
    padded = text + "=" * (-len(text) % 4)
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=Cursor)
    except (binascii.Error, msgspec.DecodeError, ValueError):
        found = None
    # Decoding passes over stray characters: only the one spelling that was given out is taken back.
    if found is None or write_cursor(found) != text:
        raise Refused(invalid("the cursor is not valid", parameter=CURSOR_PARAMETER))
    return found
