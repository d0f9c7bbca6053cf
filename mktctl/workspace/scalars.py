"""Plain scalars of YAML 1.2's core schema, with one difference: a number with a leading zero stays text.

`on`, `no`, `yes`, `12:30`, `0123`, `1_000` and dates are texts (P5, P54): what people type is what is read.
"""

import functools
import math
import re
from typing import Final

Scalar = str | int | float | bool | None

_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_FIRST: Final = frozenset("0123456789+-.")
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,3})?")
_DIGITS_MAX: Final = 18


@functools.lru_cache(maxsize=2048)  # a project says the same few words again and again
def resolve(text: str) -> Scalar:
    """The value of an unquoted scalar. Numbers of more than 18 characters stay text."""
    if text[:1] not in _FIRST:
        return _WORDS.get(text, text)
    if len(text) <= _DIGITS_MAX:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and any(char.isdigit() for char in text):
            number = float(text)
            return number if math.isfinite(number) else text
    return text
