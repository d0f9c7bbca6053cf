"""The words of a schema: what a value looks like, in a phrase, for people who read no JSON Schema."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from mktctl.kinds.schema_walk import Schema, keys, resolved

_TYPES: Final = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "the keys below",
}


def form(schema: Schema) -> str:
    """`schema` in a phrase that begins small: "one of draft, manual or live"."""
    body = resolved(schema).body
    if "const" in body:
        return f"only {plain(body['const'])}"
    if "enum" in body:
        return f"one of {listed(plain(one) for one in body['enum'])}" if len(body["enum"]) > 1 else body["enum"][0]
    if "pattern" in body or (body.get("type") in ("array", "object") and not keys(schema)):
        return _begins_small(body.get("errorMessage", "")) or types(body.get("type"))
    if body.get("type") == "array":
        return "a list, each entry with keys of those below"
    return types(body.get("type"))


def types(kind: str | list[str] | None) -> str:
    """JSON Schema's `type` in words."""
    return listed(_TYPES[one] for one in ([kind] if isinstance(kind, str) else kind or ["object"]))


def listed(names: Iterable[str]) -> str:
    """ "a, b or c"."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def plain(value: Any) -> str:
    """A scalar as YAML writes it."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def first_sentence(text: str) -> str:
    """Up to the first full stop, without it."""
    return text.split(". ")[0].rstrip(".")


def _begins_small(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
