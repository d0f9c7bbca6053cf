"""The grammar of `filter`: `op(field,value)`, joined by commas or `and(...)` (klaviyo-api.md section 6).

Text stands in quotes, arrays in brackets, dates, numbers and booleans bare:
`and(equals(name,"Welcome"),greater-than(created,2026-01-01T00:00:00Z))`.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import msgspec

from mktctl.sandbox.jsonapi.errors import Refused, invalid

MAX_LENGTH: Final = 16_000
MAX_TERMS: Final = 100
_PARAMETER: Final = "filter"
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.$-]*")
_FIELD: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_.$ -]*")
"""Dimensions of metric aggregates begin with a dollar or have a space inside (`Campaign Name`)."""
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'')
_BARE: Final = re.compile(r"[^\s,()\[\]\"']+")
_NUMBER: Final = re.compile(r"-?\d{1,12}(\.\d{1,12})?")
"""As many digits as the database takes, counted in microseconds too."""

Value = str | bool | int | float | datetime


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """One term: `value` is a tuple for `any`, None for `has`."""

    operator: str
    field: str
    value: Value | tuple[Value, ...] | None


def parse_filter(text: str, allowed: Mapping[str, tuple[str, ...]]) -> tuple[Filter, ...]:
    """Every term of a filter, which all must hold. `allowed` maps a field to its operators.

    Raises Refused with `source.parameter` for what does not parse, an unknown field and an unknown operator.
    """
    if len(text) > MAX_LENGTH:
        raise _refused("the filter is too long")
    reader = _Reader(text)
    terms: list[Filter] = []
    for _ in range(MAX_TERMS):
        reader.term(terms)
        if reader.at_end():
            break
        reader.expect(",")
    if not reader.at_end() or len(terms) > MAX_TERMS:
        raise _refused(f"a filter has at most {MAX_TERMS} terms")
    for term in terms:
        _check(term, allowed)
    return tuple(terms)


def _check(term: Filter, allowed: Mapping[str, tuple[str, ...]]) -> None:
    operators = allowed.get(term.field)
    if operators is None:
        fields = ", ".join(sorted(allowed))
        raise _refused(f"'{term.field}' is not a filterable field for this endpoint; the fields are: {fields}")
    if term.operator not in operators:
        raise _refused(
            f"'{term.operator}' is not a valid operator for the field '{term.field}'; "
            f"the operators are: {', '.join(operators)}"
        )


class _Reader:
    """A position in the text, moving forward only."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def at_end(self) -> bool:
        self._skip_space()
        return self._at == len(self._text)

    def term(self, terms: list[Filter]) -> None:
        """Read `op(field,value)` or `and(term,...)` and add what it says."""
        operator = self._match(_WORD, "an operator")
        self.expect("(")
        if operator != "and":
            terms.append(self._plain_term(operator))
            return
        for _ in range(MAX_TERMS):
            inner = self._match(_WORD, "an operator")
            if inner == "and":
                raise _refused("and(...) does not stand inside and(...)")
            self.expect("(")
            terms.append(self._plain_term(inner))
            if not self._accept(","):
                break
        self.expect(")")

    def expect(self, mark: str) -> None:
        if not self._accept(mark):
            raise _refused(f"'{mark}' is missing at position {self._at} of the filter")

    def _plain_term(self, operator: str) -> Filter:
        if operator in ("or", "not"):
            raise _refused(f"'{operator}' is not supported: terms are joined by AND only")
        field = self._match(_FIELD, "a field").rstrip()
        value: Value | tuple[Value, ...] | None = None
        if operator != "has":
            self.expect(",")
            value = self._array() if operator in ("any", "contains-any", "contains-all") else self._value()
        self.expect(")")
        return Filter(operator=operator, field=field, value=value)

    def _array(self) -> tuple[Value, ...]:
        self.expect("[")
        values = []
        for _ in range(len(self._text)):
            values.append(self._value())
            if not self._accept(","):
                break
        self.expect("]")
        return tuple(values)

    def _value(self) -> Value:
        self._skip_space()
        quoted = _QUOTED.match(self._text, self._at)
        if quoted:
            self._at = quoted.end()
            return re.sub(r"\\(.)", r"\1", quoted[1] if quoted[1] is not None else quoted[2])
        return _bare_value(self._match(_BARE, "a value"))

    def _match(self, pattern: re.Pattern[str], what: str) -> str:
        self._skip_space()
        found = pattern.match(self._text, self._at)
        if not found:
            raise _refused(f"{what} is missing at position {self._at} of the filter")
        self._at = found.end()
        return found[0]

    def _accept(self, mark: str) -> bool:
        self._skip_space()
        if self._text.startswith(mark, self._at):
            self._at += len(mark)
            return True
        return False

    def _skip_space(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1


def _bare_value(text: str) -> Value:
    if text in ("true", "false"):
        return text == "true"
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise _refused(f"{text} is neither a date, a number, true nor false: text stands in quotes") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _refused(detail: str) -> Refused:
    return Refused(invalid(detail, parameter=_PARAMETER))
