"""What is wrong in a template's own files, before it becomes a problem of the resource that uses them."""

import difflib
from collections.abc import Iterable

import msgspec


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a file below `templates/`, or of a text of the template's YAML.

    `part` is the file's path, or the name of the text: `subject`, `text`, `sections.hero`. Lines count from 1, 0 is
    unknown.
    """

    part: str
    line: int = 0


class BuildError(Exception):
    """Stops the build of one template; `build_email` turns it into a problem. Never leaves this layer."""

    def __init__(self, code: str, message: str, *, hint: str = "", origin: Origin | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.origin = origin


def nearest(word: str, choices: Iterable[str]) -> str:
    """A hint: "Did you mean x?", or what there is when nothing is near; at most eight names."""
    known = sorted(choices)
    if near := difflib.get_close_matches(word, known, n=1, cutoff=0.6):
        return f"Did you mean {near[0]}?"
    if not known:
        return ""
    return "There is " + ", ".join(known[:8]) + (" …" if len(known) > 8 else "")
