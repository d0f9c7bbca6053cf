"""The source line of a finding with a caret under the part that is meant."""

from collections.abc import Iterator
from typing import Final

from mktctl.diagnostics import Diagnostic
from mktctl.views.visible import cells, escaped, visible

_GUTTER: Final = " │ "
_CUT: Final = "…"
_NUMBER_COLUMNS: Final = 4
_BEFORE_CELLS_MIN: Final = 20
_ORDER_CHARACTERS: Final = 3
"""Of `##[`, which `visible` takes apart."""

Part = tuple[str, str]


def excerpt_lines(one: Diagnostic, width: int, style: str) -> Iterator[list[Part]]:
    """Two lines, cut to `width`: the source around the place, and the caret in `style`."""
    line, start, length = _window(one, max(width - _NUMBER_COLUMNS - len(_GUTTER) - 1, 30))
    number = str(one.place.line).rjust(_NUMBER_COLUMNS)
    yield [(number, "dim"), (_GUTTER, "dim"), (line, "")]
    yield [(" " * _NUMBER_COLUMNS, ""), (_GUTTER, "dim"), (" " * start, ""), ("^" * length, style)]


def _window(one: Diagnostic, room: int) -> tuple[str, int, int]:
    """The shown part of the line, the caret's column in it, and the caret's length."""
    shown = [_shown(one.excerpt[at : at + _ORDER_CHARACTERS]) for at in range(len(one.excerpt))]
    widths = [cells(text) for text in shown]
    column = min(one.place.column - 1, len(shown))
    end = min(max(one.place.end_column - 1, column + 1), max(len(shown), column + 1))
    first = 0
    if sum(widths) > room and sum(widths[:column]) > room - _BEFORE_CELLS_MIN:
        first = column
        while first > 0 and sum(widths[first - 1 : column]) <= _BEFORE_CELLS_MIN:
            first -= 1
    prefix = _CUT if first else ""
    text, last = prefix, first
    while last < len(shown) and cells(text) + widths[last] <= room - 1:
        text += shown[last]
        last += 1
    if last < len(shown):
        text += _CUT
    start = cells(prefix) + sum(widths[first:column])
    length = max(1, min(sum(widths[column:end]), room - start - 1))
    return text.rstrip(), start, length


def _shown(ahead: str) -> str:
    """The first of these characters; the others tell whether it begins an order to the keeper of a log."""
    char = ahead[0]
    if char == "\t":
        return "→"
    return escaped(char) if visible(ahead) != ahead and ahead.isprintable() else visible(char)
