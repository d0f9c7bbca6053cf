"""Random values of a shape, of an OpenAPI schema, and slightly wrong ones: food for differential tests."""

import copy
import random
from typing import Any, assert_never

from mktctl.sandbox.jsonapi.shapes import (
    Anything,
    Either,
    Flag,
    FreeObject,
    Instant,
    Items,
    Number,
    Record,
    Reference,
    Shape,
    Text,
    Variants,
)

INSTANTS = ("2026-01-02T03:04:05+00:00", "2026-11-27T00:00:00Z")
PATTERNED = ("email", "location['city']", "properties['tier']")
_REF = "#/components/schemas/"
_MOST_ITEMS = 2


def of_shape(shape: Shape, rng: random.Random) -> Any:
    """A value that has the shape; text with a pattern is taken from the names of profile properties."""
    match shape:
        case Text():
            if shape.choices:
                return rng.choice(shape.choices)
            return rng.choice(PATTERNED) if shape.pattern else rng.choice(("abc", "FR", "a b"))
        case Number():
            low = 0 if shape.minimum is None else int(shape.minimum)
            high = low + 9 if shape.maximum is None else int(shape.maximum)
            return rng.randint(low, high) if shape.whole else rng.choice((low, high, low + 0.5))
        case Flag():
            return rng.choice((True, False)) if shape.only is None else shape.only
        case Instant():
            return rng.choice(INSTANTS)
        case Anything():
            return rng.choice(("text", 1, True))
        case FreeObject():
            return {} if shape.values is None else {"a": of_shape(shape.values, rng)}
        case Items():
            most = _MOST_ITEMS if shape.at_most is None else min(_MOST_ITEMS, shape.at_most)
            return [of_shape(shape.of, rng) for _ in range(rng.randint(min(shape.at_least, most), most))]
        case Reference():
            return f"{shape.kinds[0][:5]}1"
        case Record():
            return {
                key: None if field.nullable and rng.random() < 0.2 else of_shape(field.shape, rng)
                for key, field in shape.fields.items()
                if field.required or rng.random() < 0.5
            }
        case Variants():
            return of_shape(rng.choice(list(shape.cases.values())), rng)
        case Either():
            return of_shape(rng.choice(shape.shapes), rng)
        case _:
            assert_never(shape)


def of_schema(schema: dict[str, Any], schemas: dict[str, Any], rng: random.Random, key: str = "") -> Any:
    """A value that an OpenAPI 3.0 schema describes; `key` is where it stands, which decides its text."""
    if "$ref" in schema:
        return of_schema(schemas[schema["$ref"].removeprefix(_REF)], schemas, rng, key)
    if schema.get("nullable") and (rng.random() < 0.2 or "type" not in schema):
        return None
    if "oneOf" in schema:
        return of_schema(rng.choice(schema["oneOf"]), schemas, rng, key)
    if "enum" in schema:
        return rng.choice(schema["enum"])
    match schema.get("type"):
        case "object":
            needed = schema.get("required", ())
            return {
                name: of_schema(inner, schemas, rng, name)
                for name, inner in schema.get("properties", {}).items()
                if name in needed or rng.random() < 0.5
            }
        case "array":
            return [of_schema(schema["items"], schemas, rng, key) for _ in range(rng.randint(1, _MOST_ITEMS))]
        case "integer":
            return rng.randint(1, 12)
        case "number":
            return rng.choice((1, 2.5))
        case "boolean":
            return rng.choice((True, False))
        case _:
            return _text(schema, key, rng)


def _text(schema: dict[str, Any], key: str, rng: random.Random) -> str:
    if schema.get("format") == "date-time":
        return rng.choice(INSTANTS)
    return rng.choice(PATTERNED) if key == "property" else "FR"


def slightly_wrong(value: Any, rng: random.Random) -> Any:
    """A copy with one change somewhere: a key gone, a key too much, or another value of the same or another type."""
    changed = copy.deepcopy(value)
    places = list(_places(changed))
    if not places:
        return rng.choice(_other(changed))
    holder, key = rng.choice(places)
    match rng.choice(("drop", "add", "replace")):
        case "drop" if isinstance(holder, dict):
            del holder[key]
        case "add" if isinstance(holder, dict):
            holder[rng.choice(("logic", "value", "unit", "filters", "field"))] = rng.choice((1, "x", None))
        case _:
            holder[key] = rng.choice(_other(holder[key]))
    return changed


def _other(value: Any) -> tuple[Any, ...]:
    words = ("equals", "between", "in-the-last", "not-set", "string", "date", "list", "numeric", "day", "api", "form")
    return (*words, 7, 2.5, True, None, [value], {"a": value})


def _places(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        yield value, key
        yield from _places(inner)
