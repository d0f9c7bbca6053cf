"""What the server adds to what it was sent: its defaults, and null for what may be null (klaviyo-api.md section 0)."""

import copy
from collections.abc import Mapping
from typing import Any

from mktctl.sandbox.flows.parts import Defaulted, NotHere, SentOnly
from mktctl.sandbox.jsonapi.shapes import Either, Findings, Items, Record, Shape, Variants, check


def filled(shape: Shape, value: Any) -> Any:
    """A copy of a value that has the shape, as the API would show it."""
    match shape:
        case Record():
            return _filled_record(shape, value)
        case Variants():
            return filled(shape.cases[value.get(shape.key)], value)
        case Items():
            return [filled(shape.of, item) for item in value]
        case Either():
            return filled(_first_that_fits(shape, value), value)
        case _:
            return copy.deepcopy(value)


def _filled_record(shape: Record, value: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, field in shape.fields.items():
        if isinstance(field, NotHere | SentOnly):
            continue
        given = value.get(key)
        if given is None and isinstance(field, Defaulted):
            given = field.value
        if given is not None:
            found[key] = filled(field.shape, given)
        elif field.nullable:
            found[key] = None
    return found


def _first_that_fits(shape: Either, value: Any) -> Shape:
    for candidate in shape.shapes:
        findings = Findings()
        check(candidate, value, "", findings)
        if not findings.problems:
            return candidate
    raise AssertionError("a value that was checked fits one of its shapes")
