"""Slips of typing and copying that leave lines unreadable, told from how the lines look, not from what libyaml says.

libyaml stops where it cannot go on, which is often a line below the slip.
"""

import re
from typing import Any, Final

from mktctl.workspace.refusals import Refusal

_CONFLICT: Final = re.compile(r"^<{7} .*$", re.MULTILINE)
_FOREIGN_BLANK: Final = re.compile(r"[ \t]*([\u00a0\u1680\u2000-\u200d\u202f\u205f\u3000\ufeff])")
_FOREIGN_DASH: Final = re.compile(r"[ \t]*([\u2010-\u2015\u2022\u2212]|\*(?= ))[ \t]*(\w+(?::.*)?)$")
_GLUED_DASH: Final = re.compile(r"[ \t]*(-)(\w+:(?: .*)?)$")
_OPENED: Final = re.compile(r"^[ \t]*(?:- +)*[\w$.-]+:[ \t]+([\"'])", re.MULTILINE)
_QUOTED: Final = {'"': re.compile(r"\"(?:[^\"\\]|\\.)*\"", re.DOTALL), "'": re.compile(r"'(?:[^']|'')*'")}


def conflict(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    """Two versions of the file, as git leaves them when it cannot merge."""
    found = _CONFLICT.search(text)
    if found is None:
        return None
    return Refusal(
        code="YML031", message="a merge of git was not finished: two versions of these lines stand here",
        start=found.start(), end=found.end(),
        hint="Keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
    )  # fmt: skip


def copied_sign(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    """A blank or a dash that only looks like one: it comes along when text is copied from a web page or a letter."""
    for begin, line in _near(text, offset):
        if found := _FOREIGN_BLANK.match(line):
            name = f"U+{ord(found[1]):04X}"
            return Refusal(
                code="YML032", message=f"the blank in front of this line is none for YAML: it is {name}",
                start=begin + found.start(1), end=begin + found.end(1), hint="Delete it, and type blanks",
            )  # fmt: skip
        if found := _FOREIGN_DASH.match(line):
            return Refusal(
                code="YML032", message=f"{found[1]} begins no entry of a list: YAML takes the plain dash",
                start=begin + found.start(1), end=begin + found.end(1), hint=f"Write  - {found[2]}",
            )  # fmt: skip
        if found := _GLUED_DASH.match(line):
            return Refusal(
                code="YML027", message="there is no blank behind the dash, so this begins no entry of a list",
                start=begin + found.start(1), end=begin + found.end(2),
                hint=f"Put a blank behind the dash:  - {found[2]}",
            )  # fmt: skip
    return None


def missing_dash(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    """Of lines in one column some begin with a dash and some do not."""
    if "did not find expected" not in problem or "parsing a block" not in context or context_mark is None:
        return None
    begin, line = _line_at(text, offset)
    above_begin, above = _line_at(text, context_mark.index)
    column = len(line) - len(line.lstrip(" "))
    if context_mark.index - above_begin != column:
        return None
    if line.lstrip(" ").startswith("- ") and not above.lstrip(" ").startswith("- "):
        return Refusal(
            code="YML002", message="this line has no dash in front, and a line below it in the same column has one",
            start=context_mark.index, end=above_begin + len(above), hint=f"Write  - {above.strip()}",
        )  # fmt: skip
    if above.lstrip(" ").startswith("- ") and re.match(r" *[\w$.-]+:( |$)", line):
        return Refusal(
            code="YML002", message="this line stands in the column of the dashes and has none",
            start=begin + column, end=begin + len(line),
            hint=f"If it begins an entry write  - {line.strip()};  if it belongs to the one above, move it further in",
        )  # fmt: skip
    return None


def quote_left_open(text: str, offset: int, problem: str, context: str, context_mark: Any) -> Refusal | None:
    """A text whose quote is closed by the first quote of a later line, behind which YAML is lost."""
    for opened in _OPENED.finditer(text, 0, offset):
        closed = _QUOTED[opened[1]].match(text, opened.start(1))
        if closed is None or "\n" not in closed.group():
            continue
        begin, line = _line_at(text, closed.end())
        behind = line[closed.end() - begin :].strip()
        if behind and behind[0] not in ",]}#" and offset <= begin + len(line):
            number = _number(text, closed.end())
            return Refusal(
                code="YML029", message=f"the quote that opens here is closed only in line {number}",
                start=opened.start(1), end=opened.end(1),
                hint=f"Close it where the text ends:  {_line_at(text, opened.start(1))[1].strip()}{opened[1]}",
            )  # fmt: skip
    return None


def _near(text: str, offset: int) -> list[tuple[int, str]]:
    """The line of `offset` and the one above it that is not blank, in the order of the file."""
    begin, line = _line_at(text, offset)
    above, end = "", begin
    while not above.strip() and end > 0:
        end, above = _line_at(text, end - 1)
    return [(end, above), (begin, line)] if begin else [(begin, line)]


def _line_at(text: str, offset: int) -> tuple[int, str]:
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", begin)
    return begin, text[begin : end if end >= 0 else len(text)].rstrip("\r")


def _number(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
