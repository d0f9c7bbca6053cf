"""The platform's own tags inside a text: `{{ … }}`, `{% … %}` and `{# … #}`. A tag never spans lines, as in Django."""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from mktctl.content.mistakes import BuildError

MARKS_MAX: Final = 5_000
"""Openings of tags in one mail with all its texts."""
TAG_CHARACTERS_MAX: Final = 2_000

TagKind = Literal["variable", "block", "comment"]

_OPENING: Final = re.compile(r"\{(?=[{%#])")
_CLOSINGS: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
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
    return tuple(_tags(text)) if "{" in text else ()


def check_tags(texts: Sequence[str]) -> None:
    """Raises BuildError TPL103 for more marks than a mail has, and for a tag that nobody wrote by hand.

    `texts` are those of one mail, not joined: the checks that follow ask for the tags of each and find them remembered.
    """
    braces = sum(text.count("{") for text in texts)
    if braces > MARKS_MAX and sum(text.count(mark) for text in texts for mark in _KINDS) > MARKS_MAX:
        raise BuildError("TPL103", f"more than {MARKS_MAX:,} tags of the platform")
    for text in texts:
        for tag in tags_of(text):
            if len(tag.source) > TAG_CHARACTERS_MAX:
                raise BuildError("TPL103", f"a tag of more than {TAG_CHARACTERS_MAX:,} characters: {tag.source[:60]} …")


def _tags(text: str) -> Iterator[Tag]:
    """In time that grows with the text alone: what closes a tag is looked for once, however many marks are open."""
    closings = dict.fromkeys(_KINDS, -1)  # mark to the offset of the next one that closes it, or the text's end
    behind = 0
    for found in _OPENING.finditer(text):
        start = found.start()
        mark = text[start : start + 2]
        if start < behind:
            continue
        if closings[mark] < start + 2:
            at = text.find(_CLOSINGS[mark], start + 2)
            closings[mark] = len(text) if at < 0 else at
        end = closings[mark] + 2
        if end <= len(text) and "\n" not in (source := text[start:end]):
            yield Tag(kind=_KINDS[mark], source=source, start=start)
            behind = end


class _Remembered:
    """The live tags of the texts that were asked for last; a hostile project has more than there is room for."""

    TAGS_MAX: Final = 200_000

    def __init__(self) -> None:
        self._tags: dict[str, tuple[Tag, ...]] = {}
        self._count = 0

    def of(self, text: str) -> tuple[Tag, ...]:
        """The tags, found at most once as long as they are remembered."""
        known = self._tags.get(text)
        if known is None:
            known = _live(text)
            self._count += len(known) + 1
            if self._count > self.TAGS_MAX:
                self._tags.clear()
                self._count = len(known) + 1
            self._tags[text] = known
        return known


_remembered = _Remembered()


def live_tags(text: str) -> tuple[Tag, ...]:
    """The tags of `text` that the platform acts on: no comments, nothing in `{% comment %}` or `{% verbatim %}`.

    Every check of a mail asks for the same few texts: they are remembered.
    """
    return _remembered.of(text)


def _live(text: str) -> tuple[Tag, ...]:
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
