"""From an offset in a text to its line and column, as editors count them."""

import bisect
import re
from typing import Final

from mktctl.diagnostics import Place

EXCERPT_CHARACTERS_MAX: Final = 4_000
_BREAK: Final = re.compile(r"\r\n|\n|\r")


class Lines:
    """The lines of one text. Offsets count characters from 0; lines and columns count from 1."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def place(self, start: int, end: int = 0) -> Place:
        """Where `start` is. `end` is one behind the last character; on another line it is cut to this one's end."""
        start = min(max(start, 0), len(self._text))
        number = bisect.bisect_right(self._starts, start)
        origin = self._starts[number - 1]
        last = origin + len(self.line(number))
        stop = min(end, last)
        column = start - origin + 1
        return Place(
            file=self._file, line=number, column=column, end_column=stop - origin + 1 if stop > start else column + 1
        )

    def line(self, number: int) -> str:
        """The text of line `number`, without its break; empty beyond the last."""
        if not 1 <= number <= len(self._starts):
            return ""
        end = self._starts[number] if number < len(self._starts) else len(self._text)
        return self._text[self._starts[number - 1] : end].rstrip("\r\n")

    def start_of(self, number: int) -> int:
        """The offset at which line `number` begins."""
        return self._starts[number - 1]

    def number_at(self, offset: int) -> int:
        """The line that holds `offset`."""
        return bisect.bisect_right(self._starts, offset)

    def excerpt(self, number: int) -> str:
        """The line for showing, cut where no screen would follow."""
        return self.line(number)[:EXCERPT_CHARACTERS_MAX]
