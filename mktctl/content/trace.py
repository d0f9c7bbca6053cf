"""From a place in the built text back to the file and line that it came from.

Only a build with findings pays: it is built a second time with marks in it, which are then taken out again.
"""

import bisect
import re
from collections.abc import Callable
from typing import Final

import msgspec
from jinja2 import nodes

from mktctl.content.mistakes import Origin

SECTIONS: Final = "sections"
"""The part that holds the texts of all sections of a template."""

_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
_MARK: Final = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*):(\\d{{1,7}}){_CLOSE}")


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """For each run of text that came from one line: its first offset, ascending, and its origin."""

    starts: tuple[int, ...] = ()
    origins: tuple[Origin, ...] = ()

    def at(self, offset: int) -> Origin | None:
        """Where the character at `offset` was written; None when nothing is known."""
        index = bisect.bisect_right(self.starts, offset) - 1
        return self.origins[index] if index >= 0 else None

    def in_sections(self, section_at: Callable[[int], Origin]) -> "Trace":
        """The same trace, with lines of the text of all sections told apart by `section_at`."""
        told = tuple(section_at(one.line) if one.part == SECTIONS else one for one in self.origins)
        return Trace(starts=self.starts, origins=told)


def add_marks(tree: nodes.Template, name: str | None) -> None:
    """Put a mark in front of each line of text in `tree`."""
    for data in tree.find_all(nodes.TemplateData):
        lines = data.data.split("\n")
        data.data = "\n".join(f"{_OPEN}{name}:{data.lineno + index}{_CLOSE}{line}" for index, line in enumerate(lines))


def trace_of(marked: str) -> Trace:
    """The trace of a text built with marks."""
    starts: list[int] = []
    origins: list[Origin] = []
    taken = 0
    for mark in _MARK.finditer(marked):
        starts.append(mark.start() - taken)
        origins.append(Origin(part=mark[1], line=int(mark[2])))
        taken += len(mark[0])
    return Trace(starts=tuple(starts), origins=tuple(origins))
