"""One YAML file, read: its data, and places for whoever finds something in it."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from mktctl.diagnostics import Diagnostic, Place
from mktctl.model.places import Path
from mktctl.workspace.compose import compose
from mktctl.workspace.lines import Lines
from mktctl.workspace.spans import Span, spans

_COMMENT_LIKE_TEXT: Final = re.compile(r"\S[ \t]#\S|\S #[ \t]|\S[ \t]+#[^\s]")


class Document(Mapping[Path, Place]):
    """The data of one file, and as a mapping the place of each path. Places are computed when first asked for.

    `data` is None when there are `mistakes`: nothing can be said about what could not be read.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        composed = compose(text)
        self.data: object = None if composed.refusals else composed.data
        self._refusals = composed.refusals
        self.silenced = _silenced(self.data)
        """Codes of warnings that the file's `lint:` answers with a reason."""
        self._has_doubtful_comments = "#" in text and _COMMENT_LIKE_TEXT.search(text) is not None

    def forget(self) -> None:
        """Drop the data, once it has been understood; places stay."""
        self.data = None

    @property
    def mistakes(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the YAML."""
        return tuple(
            Diagnostic(
                code=one.code, message=one.message, place=(place := self.lines.place(one.start, one.end)),
                severity=one.severity, hint=one.hint, excerpt=self.lines.excerpt(place.line),
            )
            for one in self._refusals
        )  # fmt: skip

    @cached_property
    def lines(self) -> Lines:
        """Offsets to lines."""
        return Lines(self.file, self.text)

    @cached_property
    def _spans(self) -> dict[Path, Span]:
        return spans(self.text)

    def __getitem__(self, path: Path) -> Place:
        span = self._spans[path]
        return self.lines.place(span.start, span.end)

    def __iter__(self) -> Iterator[Path]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)

    def spelling(self, path: Path) -> str:
        """What stands at `path`, exactly as written, on its first line; empty when there is no such path."""
        span = self._spans.get(path)
        return self.text[span.start : span.end].split("\n")[0].strip() if span else ""

    def line_inside(self, path: Path, number: int, written: str = "") -> Place | None:
        """The place of line `number`, counted from 1, of the text behind `|` at `path`, or of `written` on that line.

        None for texts in any other form: YAML folds their lines.
        """
        span = self._spans.get(path)
        if span is None or not self.text.startswith("|", span.start):
            return None
        line = self.lines.number_at(span.start) + number
        text = self.lines.line(line)
        start, end = self.lines.start_of(line), self.lines.start_of(line) + len(text)
        column = text.find(written) if written else -1
        if column >= 0:
            return self.lines.place(start + column, start + column + len(written))
        return self.lines.place(end - len(text.lstrip()), end)

    def cut_off(self, path: Path) -> str:
        """The comment right behind the unquoted text at `path` that may be meant as text: ` #1 is still here` (P52).

        Empty for a comment that is set off as comments are: two blanks or more before the `#` and one behind it.
        """
        if not self._has_doubtful_comments:
            return ""
        span = self._spans.get(path)
        if span is None or not span.plain:
            return ""
        rest = self.text[span.end :].partition("\n")[0].rstrip()
        blanks = len(rest) - len(rest.lstrip(" \t"))
        comment = rest[blanks:]
        if not comment.startswith("#"):
            return ""
        set_off = blanks >= 2 and comment[1:2] in ("", " ", "#", "!")
        return "" if set_off else rest

    def after(self, path: Path) -> Place:
        """The place of what `cut_off` returns."""
        cut, end = self.cut_off(path), self._spans[path].end
        return self.lines.place(end + len(cut) - len(cut.lstrip()), end + len(cut))


def _silenced(data: object) -> frozenset[str]:
    reasons = data.get("lint") if isinstance(data, dict) else None
    return frozenset(reasons) if isinstance(reasons, dict) else frozenset()
