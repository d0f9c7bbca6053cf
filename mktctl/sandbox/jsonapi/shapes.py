"""The shape that a request's JSON must have, as data; one function holds a value against it and says all that is wrong.

Strict as Klaviyo is: an unknown key is refused with a pointer to it, a missing one with a pointer to where it belongs.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.jsonapi.errors import Problem, invalid
from mktctl.sandbox.times import read_iso


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """Text; of `choices` only, no longer than `max_length` characters, wholly matching `pattern`."""

    choices: tuple[str, ...] = ()
    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number between bounds, both included; `whole` refuses fractions."""

    whole: bool = False
    minimum: float | None = None
    maximum: float | None = None


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """true or false; with `only`, that one alone."""

    only: bool | None = None


class Instant(msgspec.Struct, frozen=True, kw_only=True):
    """A date and time in ISO 8601."""


class Anything(msgspec.Struct, frozen=True, kw_only=True):
    """Any JSON value but null."""


class FreeObject(msgspec.Struct, frozen=True, kw_only=True):
    """An object with keys of the sender's own, such as custom properties; `values` is the shape of each value."""

    values: "Shape | None" = None
    at_most: int | None = None


class Items(msgspec.Struct, frozen=True, kw_only=True):
    """A list of things of one shape."""

    of: "Shape"
    at_least: int = 0
    at_most: int | None = None


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """The id of something that must exist: of one of these types (`("list",)`)."""

    kinds: tuple[str, ...]


class Field(msgspec.Struct, frozen=True):
    """One key of a record. Absent is fine unless `required`; null is refused unless `nullable`."""

    shape: "Shape"
    required: bool = False
    nullable: bool = False


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """An object with known keys and no other. `name` is what Klaviyo calls it in a message."""

    name: str
    fields: Mapping[str, Field]


class Variants(msgspec.Struct, frozen=True, kw_only=True):
    """An object whose shape depends on the value of one of its keys: text, a boolean, or None for its absence."""

    name: str
    key: str
    cases: "Mapping[Any, Shape]"


class Either(msgspec.Struct, frozen=True, kw_only=True):
    """A value of any of these shapes; `expected` says it in words."""

    shapes: "tuple[Shape, ...]"
    expected: str


Shape = Text | Number | Flag | Instant | Anything | FreeObject | Items | Reference | Record | Variants | Either

_ABSENT: Final = object()


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """An id that a request refers to, and where."""

    kinds: tuple[str, ...]
    id: str
    pointer: str


class Findings(msgspec.Struct, kw_only=True):
    """What a check found: what is wrong, and which ids have to exist."""

    problems: list[Problem] = []
    mentions: list[Mention] = []

    def wrong(self, pointer: str, detail: str) -> None:
        """Note a problem at a place."""
        self.problems.append(invalid(detail, pointer=pointer))


def required(shape: Shape) -> Field:
    """A key that must be there and not null."""
    return Field(shape, required=True)


def nullable(shape: Shape) -> Field:
    """A key that may be left out or null."""
    return Field(shape, nullable=True)


def check(shape: Shape, value: Any, pointer: str, findings: Findings) -> None:
    """Hold a JSON value against a shape; `pointer` is where it stands in the body (`/data/attributes/name`)."""
    match shape:
        case Text():
            _check_text(shape, value, pointer, findings)
        case Number():
            _check_number(shape, value, pointer, findings)
        case Flag():
            if not isinstance(value, bool):
                findings.wrong(pointer, f"{_last(pointer)} must be true or false.")
            elif shape.only is not None and value is not shape.only:
                findings.wrong(pointer, f"{_last(pointer)} must be {str(shape.only).lower()} here.")
        case Instant():
            if not isinstance(value, str) or read_iso(value) is None:
                findings.wrong(pointer, f"{_last(pointer)} must be a date and time in ISO 8601.")
        case Anything():
            if value is None:
                findings.wrong(pointer, f"{_last(pointer)} may not be null.")
        case FreeObject():
            _check_free_object(shape, value, pointer, findings)
        case Items():
            _check_items(shape, value, pointer, findings)
        case Reference():
            if isinstance(value, str):
                findings.mentions.append(Mention(kinds=shape.kinds, id=value, pointer=pointer))
            else:
                findings.wrong(pointer, f"{_last(pointer)} must be the id of a {' or '.join(shape.kinds)}.")
        case Record():
            _check_record(shape, value, pointer, findings)
        case Variants():
            _check_variants(shape, value, pointer, findings)
        case Either():
            _check_either(shape, value, pointer, findings)


def _check_text(shape: Text, value: Any, pointer: str, findings: Findings) -> None:
    if not isinstance(value, str):
        findings.wrong(pointer, f"{_last(pointer)} must be a string.")
    elif shape.choices and value not in shape.choices:
        findings.wrong(pointer, f"'{value}' is not a valid choice; they are: {', '.join(shape.choices)}.")
    elif len(value) < shape.min_length:
        findings.wrong(pointer, f"{_last(pointer)} may not be blank.")
    elif shape.max_length is not None and len(value) > shape.max_length:
        findings.wrong(pointer, f"{_last(pointer)} has at most {shape.max_length} characters.")
    elif shape.pattern is not None and not re.fullmatch(shape.pattern, value):
        findings.wrong(pointer, f"'{value}' is not a valid {_last(pointer)}.")


def _check_number(shape: Number, value: Any, pointer: str, findings: Findings) -> None:
    if isinstance(value, bool) or not isinstance(value, int if shape.whole else int | float):
        findings.wrong(pointer, f"{_last(pointer)} must be {'a whole' if shape.whole else 'a'} number.")
    elif shape.minimum is not None and value < shape.minimum:
        findings.wrong(pointer, f"{_last(pointer)} must be at least {shape.minimum:g}.")
    elif shape.maximum is not None and value > shape.maximum:
        findings.wrong(pointer, f"{_last(pointer)} must be at most {shape.maximum:g}.")


def _check_free_object(shape: FreeObject, value: Any, pointer: str, findings: Findings) -> None:
    if not isinstance(value, dict):
        findings.wrong(pointer, f"{_last(pointer)} must be an object.")
        return
    if shape.at_most is not None and len(value) > shape.at_most:
        findings.wrong(pointer, f"{_last(pointer)} has at most {shape.at_most} keys.")
    if shape.values is not None:
        for key, inner in value.items():
            check(shape.values, inner, f"{pointer}/{_escaped(key)}", findings)


def _check_items(shape: Items, value: Any, pointer: str, findings: Findings) -> None:
    if not isinstance(value, list):
        findings.wrong(pointer, f"{_last(pointer)} must be a list.")
        return
    if len(value) < shape.at_least:
        findings.wrong(pointer, f"{_last(pointer)} needs at least {shape.at_least}.")
    if shape.at_most is not None and len(value) > shape.at_most:
        findings.wrong(pointer, f"{_last(pointer)} takes at most {shape.at_most}, not {len(value)}.")
        return
    for index, item in enumerate(value):
        check(shape.of, item, f"{pointer}/{index}", findings)


def _check_record(shape: Record, value: Any, pointer: str, findings: Findings) -> None:
    if not isinstance(value, dict):
        findings.wrong(pointer, f"{_last(pointer)} must be an object.")
        return
    for key in value:
        if key not in shape.fields:
            findings.wrong(
                f"{pointer}/{_escaped(key)}", f"'{key}' is not a valid field for the resource '{shape.name}'."
            )
    for key, field in shape.fields.items():
        inner = value.get(key, _ABSENT)
        place = f"{pointer}/{_escaped(key)}"
        if inner is _ABSENT:
            if field.required:
                findings.wrong(place, f"'{key}' is a required field for the resource '{shape.name}'.")
        elif inner is None:
            if not field.nullable:
                findings.wrong(place, f"'{key}' may not be null.")
        else:
            check(field.shape, inner, place, findings)


def _check_variants(shape: Variants, value: Any, pointer: str, findings: Findings) -> None:
    if not isinstance(value, dict):
        findings.wrong(pointer, f"{_last(pointer)} must be an object.")
        return
    chosen = value.get(shape.key)
    if isinstance(chosen, str | bool | None) and chosen in shape.cases:
        check(shape.cases[chosen], value, pointer, findings)
        return
    place = f"{pointer}/{_escaped(shape.key)}"
    if shape.key not in value:
        findings.wrong(place, f"'{shape.key}' is a required field for the resource '{shape.name}'.")
    else:
        offer = ", ".join(str(case) for case in shape.cases if case is not None)
        findings.wrong(place, f"{chosen!r} is not a valid {shape.key} here; they are: {offer}.")


def _check_either(shape: Either, value: Any, pointer: str, findings: Findings) -> None:
    for candidate in shape.shapes:
        trial = Findings()
        check(candidate, value, pointer, trial)
        if not trial.problems:
            findings.mentions.extend(trial.mentions)
            return
    findings.wrong(pointer, f"{_last(pointer)} must be {shape.expected}.")


def _last(pointer: str) -> str:
    return f"'{pointer.rpartition('/')[2] or 'the body'}'"


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
