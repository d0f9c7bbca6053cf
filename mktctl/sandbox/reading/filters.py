"""A `filter` object of a condition as a test of the model (klaviyo-api.md section 3, the table of filter types).

None means that the model has no word for it: the condition around it stays `Raw`.
"""

from typing import Any, Final

from mktctl.model.condition import (
    Anniversary,
    AnniversaryWithin,
    CalendarMonth,
    DateTest,
    InTheNext,
    Op,
    PropertyType,
    Test,
    When,
)
from mktctl.sandbox.reading.windows import read_window, whole_units

_TYPES: Final[dict[str, PropertyType]] = {
    "string": "text",
    "numeric": "number",
    "boolean": "boolean",
    "date": "date",
    "list": "list",
    "existence": "text",
}
_STRING: Final[dict[str, Op]] = {
    "equals": "is",
    "not-equals": "is_not",
    "contains": "contains",
    "not-contains": "not_contains",
    "starts-with": "starts_with",
    "not-starts-with": "not_starts_with",
    "ends-with": "ends_with",
    "not-ends-with": "not_ends_with",
    "regex": "matches",
    "nregex": "not_matches",
    "in": "in",
    "not-in": "not_in",
}
_NUMERIC: Final[dict[str, Op]] = {
    "equals": "is",
    "not-equals": "is_not",
    "greater-than": "more_than",
    "greater-than-or-equal": "at_least",
    "less-than": "less_than",
    "less-than-or-equal": "at_most",
}
_LIST: Final[dict[str, Op]] = {
    "contains": "contains",
    "not-contains": "not_contains",
    "contains-any": "contains_any",
    "contains-all": "contains_all",
    "not-contains-any": "not_contains_any",
    "not-contains-all": "not_contains_all",
    "length-equals": "length_is",
    "length-greater-than": "length_more_than",
    "length-greater-than-or-equal": "length_at_least",
    "length-less-than": "length_less_than",
    "length-less-than-or-equal": "length_at_most",
}
_EXISTENCE: Final = {"is-set": True, "not-set": False}


def property_type(document: dict[str, Any]) -> PropertyType:
    """The type that a filter presumes; an existence filter presumes none and reads as text."""
    return _TYPES[document["type"]]


def read_filter(document: dict[str, Any]) -> Test | DateTest | None:
    """Any value filter."""
    if document["type"] == "date":
        when = read_when(document)
        return None if when is None else DateTest(when=when)
    return read_test(document)


def read_test(document: dict[str, Any]) -> Test | None:
    """A value filter that is no date's."""
    operator = document["operator"]
    match document["type"]:
        case "string":
            return _compared(_STRING, document)
        case "numeric" if operator == "between":
            return Test(op="between", value=(document["start"], document["end"]))
        case "numeric":
            return _compared(_NUMERIC, document)
        case "boolean":
            return Test(op="is", value=document["value"])
        case "list":
            return _compared(_LIST, document)
        case "existence":
            return Test(op="exists", value=_EXISTENCE[operator])
        case _:
            return None


def read_when(document: dict[str, Any]) -> When | None:
    """A date filter: a window, or what only dates have (anniversaries, months, the future)."""
    match document["operator"]:
        case "in-the-next":
            return InTheNext(span=whole_units(document))
        case "anniversary-last":
            return AnniversaryWithin(span=whole_units(document), direction="last")
        case "anniversary-next":
            return AnniversaryWithin(span=whole_units(document), direction="next")
        case "anniversary":
            return Anniversary(span="today")
        case "anniversary-month":
            return Anniversary(span="this_month")
        case "calendar-month":
            return CalendarMonth(month=document["value"])
        case _:
            return read_window(document)


def _compared(words: dict[str, Op], document: dict[str, Any]) -> Test | None:
    op = words.get(document["operator"])
    value = document["value"]
    if op is None or value is None:
        return None
    return Test(op=op, value=tuple(value) if isinstance(value, list) else value)
