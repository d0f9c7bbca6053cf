"""What libyaml says, in words that name the mistake (P52). The table is tried from the top."""

import re
from collections.abc import Callable
from typing import Any, Final

import yaml

from mktctl.workspace import slips
from mktctl.workspace.refusals import Refusal, quoted, well_quoted, written_line

_KEY_AND_VALUE: Final = re.compile(r"([ \t]*(?:- +)*)((?:[\w$.-]+|\"[^\"]*\"|'[^']*'):(?=[ \t]|$))?([ \t]*)(.*)")
_GLUED: Final = re.compile(r"[ \t]*(?:- +)*([A-Za-z_]\w*):(\S.*)")
_TEMPLATE_MARKS: Final = ("{{", "{%", "[[", "[%")
_INDICATORS: Final[dict[str, str]] = {
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "%": "a directive",
    "@": "a reserved character",
    "`": "a reserved character",
    "|": "the start of a text over several lines",
    ">": "the start of a text over several lines",
    "-": "the start of a list",
    "?": "the start of a key",
}


class _Line:
    """The line of an error, taken apart: `  - subject: value`."""

    def __init__(self, text: str, offset: int) -> None:
        self.begin = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", self.begin)
        self.text = text[self.begin : end if end >= 0 else len(text)].rstrip("\r")
        found = _KEY_AND_VALUE.match(self.text)
        assert found is not None, "every part of the pattern may be empty"
        self.key = found.group(2) or ""
        self.value = found.group(4).rstrip()
        self.value_at = self.begin + found.start(4)
        self.first = self.begin + len(self.text) - len(self.text.lstrip())

    def in_quotes(self, value: str | None = None) -> str:
        """The hint to quote the value, or what of it is meant."""
        return f"Quote the text:  {self.key + ' ' if self.key else ''}{well_quoted(value or self.value)}"


def explain(text: str, error: yaml.YAMLError) -> Refusal:
    """The error as a refusal; its place is inside the text."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    offset = min(mark.index if mark is not None else 0, len(text))
    context_mark: Any = getattr(error, "context_mark", None)
    if "could not find expected ':'" in problem and context_mark is not None:
        offset = context_mark.index
    for look in _LOOKS:
        if found := look(text, offset, problem, context, context_mark):
            return found
    return Refusal(
        code="YML001", message=f"YAML cannot be read on from here: {problem}", start=offset, end=offset + 1,
        hint="Look at the line above too: a bracket or quote that is not closed, or other blanks in front",
    )  # fmt: skip


def _tab(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    line = _Line(text, offset)
    blanks = re.match(r"[ \t]*", line.text)
    if blanks is None or "\t" not in blanks.group():
        return None
    start = line.begin + blanks.group().index("\t")
    return Refusal(
        code="YML003", message="a tab in front of the line: YAML takes only blanks there",
        start=start, end=start + 1, hint="Use two blanks a level",
    )  # fmt: skip


def _template_mark(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    line = _Line(text, offset)
    mark = line.value[:2]
    if mark not in _TEMPLATE_MARKS:
        return None
    what = "a mapping" if mark[0] == "{" else "a list"
    return Refusal(
        code="YML020", message=f"a text that begins with {mark} needs quotes: for YAML it is {what}",
        start=line.value_at, end=line.value_at + len(line.value), hint=line.in_quotes(),
    )  # fmt: skip


def _after_bracket(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    line = _Line(text, offset)
    closed = re.match(r"\[[^\[\]{}]*\]|\{[^\[\]{}]*\}", line.value)
    if not closed or offset < line.value_at + closed.end() or not line.value[closed.end() :].strip():
        return None
    what = "list" if line.value[0] == "[" else "mapping"
    return Refusal(
        code="YML023", message=f"{closed.group()} is a {what} in YAML, and behind it the text cannot go on",
        start=line.value_at, end=line.value_at + len(line.value), hint=line.in_quotes(),
    )  # fmt: skip


def _after_quote(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    line = _Line(text, offset)
    closed = re.match(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", line.value)
    if not closed or offset < line.value_at + closed.end() or not line.value[closed.end() :].strip():
        return None
    start = line.value_at + closed.end()
    inside = line.value[1:-1] if line.value[-1] == line.value[0] else line.value
    return Refusal(
        code="YML024", message="the text goes on behind its closing quote",
        start=start, end=line.value_at + len(line.value), hint=line.in_quotes(inside),
    )  # fmt: skip


def _indicator(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    line = _Line(text, offset)
    first = line.value[:1]
    if first not in _INDICATORS or not (line.key or first in "*&!%@`"):
        return None
    return Refusal(
        code="YML025", message=f"a text that begins with {first} needs quotes: for YAML it is {_INDICATORS[first]}",
        start=line.value_at, end=line.value_at + len(line.value), hint=line.in_quotes(),
    )  # fmt: skip


def _colon(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    if "mapping values are not allowed" not in problem:
        return None
    line = _Line(text, offset)
    if glued := _GLUED.match(line.text):
        return _without_blank(line, glued)
    if line.key and offset >= line.value_at:
        return Refusal(
            code="YML026", message="a second colon on the line: for YAML another key begins here",
            start=offset, end=offset + 1, hint=line.in_quotes(),
        )  # fmt: skip
    return Refusal(
        code="YML002", message="this line stands further in than the text above, which it would continue",
        start=line.first, end=offset, hint="Keys of one mapping begin in the same column",
    )  # fmt: skip


def _no_colon(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    if "could not find expected ':'" not in problem:
        return None
    line = _Line(text, offset)
    if glued := _GLUED.match(line.text):
        return _without_blank(line, glued)
    return Refusal(
        code="YML027",
        message="this line is no key: there is no colon with a blank behind it",
        start=line.first,
        end=line.begin + len(line.text),
        hint="Write  key: value;  a text over several lines begins with  key: |  and stands further in",
    )


def _without_blank(line: _Line, glued: re.Match[str]) -> Refusal:
    return Refusal(
        code="YML027",
        message="there is no blank behind the colon, so this is no key",
        start=line.first,
        end=line.begin + glued.end(1) + 1,
        hint=f"Put a blank behind the colon:  {glued[1]}: {glued[2]}",
    )


def _unclosed_quote(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    if "quoted scalar" not in context or context_mark is None:
        return None
    if "escape" in problem:
        return Refusal(
            code="YML028", message="an unknown escape: in double quotes a backslash begins one",
            start=offset - 1, end=offset + 1, hint='Write \\\\ for a backslash, or use single quotes: \'…\'',
        )  # fmt: skip
    start = context_mark.index
    key, rest = written_line(text, start)
    message = "the text that begins here has no closing quote"
    hint = f"Close it:  {key}{rest}{rest[:1]}"
    return Refusal(code="YML029", message=message, start=start, end=start + 1, hint=hint)


def _unclosed_bracket(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    if "parsing a flow" not in context or context_mark is None:
        return None
    start = context_mark.index
    if comment := re.compile(r"[ \t](#[^\s]*[^\s\]},])[ \t,]*[^\n]*[\]}]").search(text, start, _line_end(text, start)):
        return Refusal(
            code="YML009",
            message=f"{quoted(comment[1])} is a YAML comment, and so is the rest of the line",
            start=comment.start(1),
            end=comment.end(1),
            hint=f"Quote it:  {quoted(comment[1])}",
        )
    opening, closing = ("[", "]") if "sequence" in context else ("{", "}")
    return Refusal(
        code="YML030", message=f"the {opening} that begins here is not closed, or a comma is missing",
        start=start, end=start + 1, hint=f"Separate entries with a comma and end with {closing}",
    )  # fmt: skip


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return end if end >= 0 else len(text)


def _further_out(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    if "expected <document start>" not in problem:
        return None
    line = _Line(text, offset)
    return Refusal(
        code="YML002",
        message="this line stands further out than the first one",
        start=line.first,
        end=line.begin + len(line.text),
        hint="Keys of one mapping begin in the same column",
    )


def _indentation(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    if "did not find expected" not in problem or "parsing a block" not in context:
        return None
    line = _Line(text, offset)
    return Refusal(
        code="YML002", message="this line does not stand in the column of the lines that it belongs to",
        start=line.first, end=line.begin + len(line.text),
        hint="Keys of one mapping, like dashes of one list, share a column",
    )  # fmt: skip


_Look = Callable[[str, int, str, str, Any], Refusal | None]
_LOOKS: Final[tuple[_Look, ...]] = (
    slips.conflict,
    _tab,
    slips.copied_sign,
    slips.quote_left_open,
    _template_mark,
    _after_bracket,
    _after_quote,
    _unclosed_quote,
    _unclosed_bracket,
    _indicator,
    _colon,
    _no_colon,
    slips.missing_dash,
    _indentation,
    _further_out,
)
