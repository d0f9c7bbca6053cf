"""The platform's own tags inside a text: `{{ … }}`, `{% … %}` and `{# … #}`. A tag never spans lines, as in Django."""

import functools
import re
from collections.abc import Sequence
from typing import Final, Literal

import msgspec

TagKind = Literal["variable", "block", "comment"]

_TAG: Final = re.compile(r"\{(?:\{[^\n]*?\}|%[^\n]*?%|#[^\n]*?#)\}")  # one literal in front: the scan skips to it
_SILENT: Final = ("comment", "verbatim")
_KINDS: Final[dict[str, TagKind]] = {"{{": "variable", "{%": "block", "{#": "comment"}


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """One tag as written, `source`, and the offset of its first character in the text."""

    kind: TagKind
    source: str
    start: int

    @property
    def body(self) -> str:
        """What stands between the marks, without the spaces around it."""
        return self.source[2:-2].strip()

    @property
    def end(self) -> int:
        """The offset one behind the tag."""
        return self.start + len(self.source)


@functools.lru_cache(maxsize=16)
def tags_of(text: str) -> tuple[Tag, ...]:
    """Every tag of `text`, in order."""
    return tuple(Tag(kind=_KINDS[found[0][:2]], source=found[0], start=found.start()) for found in _TAG.finditer(text))


@functools.lru_cache(maxsize=4096)  # every check of a mail asks for the same few texts
def live_tags(text: str) -> tuple[Tag, ...]:
    """The tags of `text` that the platform acts on: no comments, nothing in `{% comment %}` or `{% verbatim %}`."""
    live: list[Tag] = []
    closing = ""
    for tag in tags_of(text):
        if tag.kind == "comment" or (closing and name_of(tag) != closing):
            continue
        live.append(tag)
        closing = f"end{name_of(tag)}" if name_of(tag) in _SILENT else ""
    return tuple(live)


def silent_ranges(text: str) -> tuple[range, ...]:
    """The offsets inside `{% comment %}` and `{% verbatim %}`, where marks mean nothing."""
    live = live_tags(text)
    ends = [tag.start for tag in live[1:]] + [len(text)]
    return tuple(range(tag.end, end) for tag, end in zip(live, ends, strict=False) if name_of(tag) in _SILENT)


def blanked(text: str, tags: Sequence[Tag]) -> str:
    """The text with letters in place of each tag, so that offsets stay."""
    pieces: list[str] = []
    end = 0
    for tag in tags:
        pieces += (text[end : tag.start], "x" * len(tag.source))
        end = tag.end
    return "".join([*pieces, text[end:]])


def name_of(tag: Tag) -> str:
    """The first word of a block tag; empty for others."""
    return tag.body.split(None, 1)[0] if tag.kind == "block" and tag.body else ""


def line_of(text: str, offset: int) -> int:
    """The line of `offset`, counted from 1."""
    return text.count("\n", 0, offset) + 1


def column_of(text: str, offset: int) -> int:
    """The column of `offset` on its line, counted from 1 in characters."""
    return offset - text.rfind("\n", 0, offset)
