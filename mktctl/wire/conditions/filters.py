"""Value filters: a test of a property as Klaviyo's JSON and back (klaviyo-api.md section 3, the table of filters)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.condition import DateTest, Op, PropertyType, Test
from mktctl.wire.conditions.dates import decode_when, encode_when

TEXT_OPERATORS: Final[Mapping[Op, str]] = {
    "is": "equals",
    "is_not": "not-equals",
    "in": "in",
    "not_in": "not-in",
    "contains": "contains",
    "not_contains": "not-contains",
    "starts_with": "starts-with",
    "not_starts_with": "not-starts-with",
    "ends_with": "ends-with",
    "not_ends_with": "not-ends-with",
    "matches": "regex",
    "not_matches": "nregex",
}
NUMBER_OPERATORS: Final[Mapping[Op, str]] = {
    "is": "equals",
    "is_not": "not-equals",
    "at_least": "greater-than-or-equal",
    "at_most": "less-than-or-equal",
    "more_than": "greater-than",
    "less_than": "less-than",
}
LIST_OPERATORS: Final[Mapping[Op, str]] = {
    "contains": "contains",
    "not_contains": "not-contains",
    "contains_any": "contains-any",
    "contains_all": "contains-all",
    "not_contains_any": "not-contains-any",
    "not_contains_all": "not-contains-all",
    "length_is": "length-equals",
    "length_at_least": "length-greater-than-or-equal",
    "length_at_most": "length-less-than-or-equal",
    "length_more_than": "length-greater-than",
    "length_less_than": "length-less-than",
}
_FAMILIES: Final[Mapping[PropertyType, tuple[str, Mapping[Op, str]]]] = {
    "text": ("string", TEXT_OPERATORS),
    "number": ("numeric", NUMBER_OPERATORS),
    "list": ("list", LIST_OPERATORS),
    "boolean": ("boolean", {"is": "equals"}),
}
_READ: Final[Mapping[str, tuple[PropertyType, Mapping[str, Op]]]] = {
    wire: (type_, {word: op for op, word in operators.items()}) for type_, (wire, operators) in _FAMILIES.items()
}
_EXISTENCE: Final = {True: "is-set", False: "not-set"}


def encode_test(type_: PropertyType, test: Test | DateTest) -> dict[str, Any]:
    """One of the comparisons that `comparisons` lets through."""
    if isinstance(test, DateTest):
        return encode_when(test.when)
    if test.op == "exists":
        return {"type": "existence", "operator": _EXISTENCE[bool(test.value)]}
    wire, operators = _FAMILIES[type_]
    if test.op == "between":
        assert isinstance(test.value, tuple), "between takes a pair"
        return {"type": wire, "operator": "between", "start": test.value[0], "end": test.value[1]}
    value = list(test.value) if isinstance(test.value, tuple) else test.value
    return {"type": wire, "operator": operators[test.op], "value": value}


def decode_test(document: Mapping[str, Any]) -> tuple[PropertyType, Test | DateTest] | None:
    """The type that the filter presumes, and the test; None when the model has no word for it.

    An existence filter presumes no type and reads as text.
    """
    match document:
        case {"type": "date"}:
            when = decode_when(document)
            return None if when is None else ("date", DateTest(when=when))
        case {"type": "existence", "operator": "is-set" | "not-set" as word}:
            return "text", Test(op="exists", value=word == "is-set")
        case {"type": "numeric", "operator": "between", "start": start, "end": end}:
            return "number", Test(op="between", value=(start, end))
        case {"type": str(wire), "operator": str(word), "value": value} if wire in _READ and value is not None:
            type_, operators = _READ[wire]
            if word not in operators:
                return None
            return type_, Test(op=operators[word], value=tuple(value) if isinstance(value, list) else value)
        case _:
            return None
