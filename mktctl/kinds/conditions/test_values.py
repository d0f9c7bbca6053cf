"""Values that tests compare with, of the type that was declared."""

import re
from typing import Final

from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.spelling import did_you_mean, quoted, shown, truth_meant
from mktctl.model.condition import Op, PropertyType, Test
from mktctl.model.places import Path

_NUMBER: Final = re.compile(r"[^\d.,+-]*([+-]?\d+(?:[.,]\d+)?)[^\d.,]*")
"""A number with a unit or a currency round it, and perhaps a decimal comma."""
_LENGTHS: Final[dict[str, Op]] = {
    "is": "length_is", "at_least": "length_at_least", "at_most": "length_at_most",
    "more_than": "length_more_than", "less_than": "length_less_than",
}  # fmt: skip


def read_value(
    value: object, path: Path, kind: PropertyType, scope: Scope, *, key: str, values: tuple[str, ...] = ()
) -> str | int | float | bool | None:
    """One value of type `kind` (an entry, when it is a list); None with an error that shows the right spelling."""
    if isinstance(value, list | dict):
        hint = ""
        if isinstance(value, list):
            written = scope.report.source.spelling(path)
            hint = f"For several values write  {_several(key)}: {written if written[:1] == '[' else '[…]'}"
        scope.error("CND041", path, f"{key}: takes one value, not {shown(value)}", hint)
        return None
    if kind == "list":
        return _entry(value, path, scope, key)
    if kind == "number":
        return _number(value, path, scope, key)
    if kind == "boolean":
        if isinstance(value, bool):
            return value
        scope.error("CND041", path, f"{key}: is true or false here, not {shown(value)}", truth_meant(value))
        return None
    return _text(value, path, scope, key, values)


def _several(key: str) -> str:
    return {"is": "in", "is_not": "not_in", "contains": "contains_any", "not_contains": "not_contains_any"}.get(
        key, "in"
    )


def _entry(value: object, path: Path, scope: Scope, key: str) -> str | int | float | None:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    scope.error("CND041", path, f"{key}: is a text or a number, not {shown(value)}")
    return None


def _number(value: object, path: Path, scope: Scope, key: str) -> int | float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    alone = _NUMBER.fullmatch(str(value))
    hint = f"Write  {key}: {alone[1].replace(',', '.')}" if alone else "Digits and at most one point, without quotes"
    found = f"the text {quoted(value)}" if isinstance(value, str) else shown(value)
    scope.error("CND041", path, f"{key}: is a number here, not {found}", hint)
    return None


def _text(value: object, path: Path, scope: Scope, key: str, values: tuple[str, ...]) -> str | None:
    if not isinstance(value, str):
        written = scope.report.source.spelling(path)
        if value is None:
            scope.error(
                "CND041", path, f"{key}: has no value", "Add one; for people who have none write  exists: false"
            )
            return None
        hint = f"Quote it:  {key}: {quoted(written)};  if it is no text, declare its type in mktctl.yaml"
        scope.error("CND041", path, f"{key}: is a text here, not {shown(value)}", hint)
        return None
    if values and value not in values:
        scope.error("CND013", path, f"{shown(value)} is none of the declared values", did_you_mean(value, values))
        return None
    return value


def read_values(
    value: object, path: Path, kind: PropertyType, scope: Scope, *, key: str, values: tuple[str, ...] = ()
) -> tuple[str | int | float, ...]:
    """A list of values; empty with an error."""
    if not isinstance(value, list) or not value:
        hint = (
            f"Write  {key}: [{shown(value)}]" if isinstance(value, str | int | float) else "Such as  [gold, platinum]"
        )
        scope.error("CND042", path, f"{key}: takes a list of values", hint)
        return ()
    found: list[str | int | float] = []
    for index, item in enumerate(value):
        one = read_value(item, (*path, index), kind, scope, key=key, values=values)
        if isinstance(one, str | int | float):
            found.append(one)
    return tuple(found) if len(found) == len(value) else ()


def read_pair(value: object, path: Path, scope: Scope) -> tuple[int | float, int | float] | None:
    """`between: [low, high]`, both inclusive."""
    if not isinstance(value, list) or len(value) != 2:
        scope.error("CND042", path, "between: takes two numbers", "Such as  between: [20, 50]")
        return None
    low = _number(value[0], (*path, 0), scope, "between")
    high = _number(value[1], (*path, 1), scope, "between")
    if low is None or high is None:
        return None
    if low > high:
        scope.error("CND042", path, "the lower number stands first", f"Write  between: [{high}, {low}]")
        return None
    return low, high


def read_length(value: object, path: Path, scope: Scope) -> Test | None:
    """`length: 3` or `length: {at_least: 2}`."""
    test, number = "is", value
    if isinstance(value, dict):
        if len(value) != 1 or next(iter(value)) not in _LENGTHS:
            scope.error("CND042", path, "length: takes a number or one comparison", "Such as  length: {at_least: 2}")
            return None
        ((test, number),) = value.items()
    if isinstance(number, int) and not isinstance(number, bool) and number >= 0:
        return Test(op=_LENGTHS[test], value=number)
    scope.error("CND041", path, f"length: is a whole number, not {shown(number)}")
    return None
