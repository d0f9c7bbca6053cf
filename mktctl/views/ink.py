"""rich as a pure function: lines of styled text in, one string out."""

import io
from collections.abc import Iterable
from typing import Final

from rich.console import Console, RenderableType
from rich.text import Text

from mktctl.views.visible import inert, visible

STYLES: Final = {
    "create": ("+", "green"),
    "due": ("+", "green"),
    "update": ("~", "yellow"),
    "replace": ("±", "red"),
    "remove": ("-", "red"),
    "insert": ("+", "green"),
    "bind": ("=", "cyan"),
    "orphan": ("?", "magenta"),
    "by_hand": ("·", "magenta"),
    "none": (" ", "dim"),
    "history": (" ", "dim"),
}
"""The mark and colour of each verdict. The mark alone says it: colour is never needed to understand a plan."""


def inked(lines: Iterable[RenderableType], *, width: int, colour: bool) -> str:
    """The lines as one text for a terminal of `width` columns; ANSI colours only when `colour`."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for line in lines:
        console.print(line, soft_wrap=False)
    return inert("\n".join(line.rstrip() for line in buffer.getvalue().split("\n")).rstrip("\n") + "\n")


def indented(text: str, columns: int, style: str = "") -> Text:
    """A line with a left margin that wrapped parts keep as well as a terminal can."""
    return Text(" " * columns + visible(text), style=style)
