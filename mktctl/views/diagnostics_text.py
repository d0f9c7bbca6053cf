"""Findings for a terminal: place, code and message, the source line with a caret, and how to mend it."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mktctl.diagnostics import Diagnostic, Severity
from mktctl.views.excerpts import excerpt_lines
from mktctl.views.visible import inert, visible

Part = tuple[str, str]
"""A text and its style; an empty style is the terminal's own."""
Line = tuple[Part, ...]

_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_WORDS: Final = {Severity.ERROR: "", Severity.WARNING: "warning: ", Severity.NOTE: "note: "}
_HINT_INDENT: Final = 5


def diagnostics_text(found: Sequence[Diagnostic], *, files: int, width: int, colour: bool) -> str:
    """All findings and a summary line; `files` were read. ANSI colours only when `colour`."""
    lines: list[Line] = []
    for one in found:
        lines += [*_one(one, width), ()]
    lines.append(_summary(found, files))
    if colour:
        return _painted(lines)
    return inert("".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines))


def _one(one: Diagnostic, width: int) -> Iterator[Line]:
    style = _STYLES[one.severity]
    place, code = visible(str(one.place)), one.code
    message = visible(_WORDS[one.severity] + one.message)
    first, *rest = _wrapped(f"{place} {code} {message}", width, indent=2)
    head = f"{place} {code} "
    if first.startswith(head):
        yield (place, "bold"), (" ", ""), (code, style), (first[len(head) - 1 :], "")
    else:
        yield ((first, "bold"),)
    yield from (((line, ""),) for line in rest)
    if one.excerpt:
        yield from (tuple(parts) for parts in excerpt_lines(one, width, style))
    if one.hint:
        mark, *more = _wrapped(visible(one.hint), width - _HINT_INDENT - 2, indent=0)
        yield (" " * _HINT_INDENT, ""), ("→ ", "bold green"), (mark, "")
        yield from (((" " * (_HINT_INDENT + 2) + line, ""),) for line in more)


def _wrapped(text: str, width: int, *, indent: int) -> list[str]:
    """Lines of at most `width`; blanks stay as they are, because some are shown as source."""
    wrapper = textwrap.TextWrapper(
        width=max(width, 20), subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False,
        drop_whitespace=True, expand_tabs=False, replace_whitespace=False,
    )  # fmt: skip
    return wrapper.wrap(text) or [""]


def _summary(found: Sequence[Diagnostic], files: int) -> Line:
    counts = Counter(one.severity for one in found)
    if not found:
        return (("✓ ", "bold green"), (f"{_count(files, 'file')}, no mistakes", ""))
    told = ", ".join(_count(counts[severity], severity.value) for severity in Severity if counts[severity])
    touched = len({one.place.file for one in found})
    worst = next(severity for severity in Severity if counts[severity])
    return ((told, _STYLES[worst]), (f" in {touched} of {_count(files, 'file')}", ""))


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _painted(lines: Iterable[Line]) -> str:
    from rich.text import Text

    from mktctl.views.ink import inked

    texts = [Text.assemble(*((text, style) for text, style in line)) for line in lines]
    return inked(texts, width=100_000, colour=True)
