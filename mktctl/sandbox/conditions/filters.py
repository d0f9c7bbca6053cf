"""The table of filters: type, operators, keys (klaviyo-api.md section 3). What stands where, each condition says."""

import functools
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.jsonapi.shapes import (
    Either,
    Field,
    Flag,
    Instant,
    Items,
    Number,
    Record,
    Text,
    Variants,
    required,
)

_WHOLE: Final = Number(whole=True)
_COUNT: Final = Number(whole=True, minimum=0)
_NUMBER: Final = Number()
_TEXTS: Final = Items(of=Text(), at_least=1)
# The schema lets the value of these be null.
_TEXT: Final = Field(Text(), required=True, nullable=True)
_TEXT_OR_WHOLE: Final = Field(
    Either(shapes=(Text(), _WHOLE), expected="text or a whole number"), required=True, nullable=True
)
_UNIT: Final = required(Text(choices=("day", "hour", "week")))
_SPAN: Final = {"unit": _UNIT, "quantity": required(_COUNT)}


class Family(msgspec.Struct, frozen=True):
    """Filters of one type that share their keys."""

    type: str
    operators: str
    keys: Mapping[str, Field] = {}


FAMILIES: Final[dict[str, Family]] = {
    "text": Family(
        "string",
        "contains not-contains starts-with not-starts-with ends-with not-ends-with equals not-equals regex nregex",
        {"value": _TEXT},
    ),
    "texts": Family("string", "in not-in", {"value": required(_TEXTS)}),
    "phone": Family("string", "phone-country-code-in phone-country-code-not-in", {"value": required(_TEXTS)}),
    "number": Family(
        "numeric",
        "equals not-equals greater-than greater-than-or-equal less-than less-than-or-equal",
        {"value": required(_NUMBER)},
    ),
    "number-range": Family("numeric", "between", {"start": required(_NUMBER), "end": required(_NUMBER)}),
    "boolean": Family("boolean", "equals", {"value": required(Flag())}),
    "date": Family("date", "after before", {"date": required(Instant())}),
    "date-range": Family("date", "between-static", {"start": required(Instant()), "end": required(Instant())}),
    "relative": Family("date", "in-the-last at-least in-the-next", _SPAN),
    "last": Family("date", "in-the-last", _SPAN),
    "relative-range": Family("date", "between", {"start": required(_COUNT), "end": required(_COUNT), "unit": _UNIT}),
    "anniversary-window": Family("date", "anniversary-last anniversary-next", _SPAN),
    "month": Family("date", "calendar-month", {"value": required(Number(whole=True, minimum=1, maximum=12))}),
    "anniversary": Family("date", "anniversary anniversary-month"),
    "alltime": Family("date", "alltime"),
    "flow-start": Family("date", "flow-start"),
    "list": Family(
        "list",
        "contains not-contains",
        {"value": _TEXT_OR_WHOLE},
    ),
    "list-set": Family(
        "list", "contains-any contains-all not-contains-any not-contains-all", {"value": required(_TEXTS)}
    ),
    "list-substring": Family("list", "contains-substring not-contains-substring", {"value": _TEXT}),
    "list-length": Family(
        "list",
        "length-equals length-greater-than length-greater-than-or-equal length-less-than length-less-than-or-equal",
        {"value": required(_COUNT)},
    ),
    "existence": Family("existence", "is-set not-set"),
    "is-set": Family("existence", "is-set"),
}

DATES: Final = "date date-range relative anniversary-window relative-range month anniversary"
PERSON: Final = f"text texts phone number boolean {DATES} list list-length existence"
EVENT: Final = f"text texts number number-range boolean {DATES} list list-length existence"
WITHIN_METRIC: Final = "text texts existence list-set list-length list-substring boolean number"
TIMEFRAME: Final = "date date-range relative anniversary-window relative-range alltime"
JOINED: Final = "date date-range relative relative-range"
OBJECT: Final = (
    "text texts number number-range boolean date date-range relative anniversary-window relative-range list "
    "list-length existence"
)
OBJECT_TRIGGER: Final = (
    "text number number-range boolean date date-range relative relative-range list list-length existence"
)
OUTPUT: Final = "text texts number number-range boolean existence"


@functools.cache
def filter_of(families: str) -> Variants:
    """A filter of one of these families (names with spaces between): by `type`, then by `operator`."""
    by_type: dict[str, dict[Any, Record]] = {}
    for name in families.split():
        family = FAMILIES[name]
        operators = by_type.setdefault(family.type, {})
        for operator in family.operators.split():
            operators[operator] = _filter_record(family, operator)
    return Variants(
        name="filter",
        key="type",
        cases={kind: Variants(name="filter", key="operator", cases=cases) for kind, cases in by_type.items()},
    )


def exact_filter(kind: str, operators: tuple[str, ...], value: Field) -> Record:
    """A filter of one type with few operators and a value of its own."""
    return Record(
        name="filter",
        fields={
            "type": required(Text(choices=(kind,))),
            "operator": required(Text(choices=operators)),
            "value": value,
        },
    )


def _filter_record(family: Family, operator: str) -> Record:
    head = {"type": required(Text(choices=(family.type,))), "operator": required(Text(choices=(operator,)))}
    return Record(name="filter", fields={**head, **family.keys})
