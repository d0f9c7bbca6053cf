"""Codes of a coupon in a text file: one a line."""

import re
from typing import Final

import msgspec

CODE_CHARACTERS_MAX: Final = 100
MISTAKES_MAX: Final = 20
"""Of one file: what is that broken is not worth more lines."""
_CODE: Final = re.compile(r"[A-Za-z0-9._~+/=@:!$*()&%?-]+")


class CodeMistake(msgspec.Struct, frozen=True, kw_only=True):
    """A line, counted from 1, that holds no code. The line itself is not repeated: codes are worth money."""

    line: int
    message: str
    is_error: bool = True


def parse_codes(text: str) -> tuple[tuple[str, ...], tuple[CodeMistake, ...]]:
    """The codes in the file's order, each once, and the first lines that are none. Empty lines are passed over."""
    codes: dict[str, int] = {}
    mistakes: list[CodeMistake] = []
    for number, line in enumerate(text.split("\n"), start=1):
        code = line.strip()
        if not code:
            continue
        if len(code) > CODE_CHARACTERS_MAX:
            message = f"a code of {len(code)} characters; {CODE_CHARACTERS_MAX} are the most"
            mistakes.append(CodeMistake(line=number, message=message))
        elif not _CODE.fullmatch(code):
            message = "this is no code: letters, digits and signs, without blanks, quotes or commas"
            mistakes.append(CodeMistake(line=number, message=message))
        elif code in codes:
            message = f"the same code as in line {codes[code]}; it is taken once"
            mistakes.append(CodeMistake(line=number, message=message, is_error=False))
        codes.setdefault(code, number)
    errors_first = sorted(mistakes, key=lambda mistake: not mistake.is_error)[:MISTAKES_MAX]
    return tuple(codes), tuple(sorted(errors_first, key=lambda mistake: mistake.line))
