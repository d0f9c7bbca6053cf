"""The schemas as a tree of keys: what may stand where, with its words. For people: `mktctl explain`.

The schemas say one thing in several forms (a chain of `if` on the first word, a word or an object, a map by name);
here each is what a reader of a file sees: a key (or the word `exit`), and the keys below and beside it.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from mktctl.kinds.schema_files import document

REFERENCES_MAX: Final = 8
CHAIN_MAX: Final = 64


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """One schema, and the file that its relative references start from."""

    file: str
    body: dict[str, Any]


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key and the schema of its value.

    For a first word, which says what the object is: `beside` may stand next to it, `whole` are examples of the object.
    """

    name: str
    value: Schema
    required: bool = False
    beside: tuple["Key", ...] = ()
    whole: tuple[Any, ...] = ()


def root(kind: str) -> Schema:
    """The schema of a whole file of `kind`."""
    name = f"{kind}.schema.json"
    return Schema(file=name, body=document(name))


def definition(file: str, name: str) -> Schema:
    """One entry of a file's `$defs`."""
    return Schema(file=file, body=document(file)["$defs"][name])


def resolved(schema: Schema) -> Schema:
    """The schema that `$ref` points at. Words beside the reference (description, examples, default) win."""
    words: dict[str, Any] = {}
    for _ in range(REFERENCES_MAX):
        if "$ref" not in schema.body:
            return Schema(file=schema.file, body={**schema.body, **words})
        words = {**{key: value for key, value in schema.body.items() if key != "$ref"}, **words}
        file, _, pointer = schema.body["$ref"].partition("#")
        file = file or schema.file
        body: Any = document(file)
        for part in pointer.split("/")[1:]:
            body = body[part.replace("~1", "/").replace("~0", "~")]
        schema = Schema(file=file, body=body)
    raise AssertionError(f"more than {REFERENCES_MAX} references in a row: {schema.body}")


def forms(schema: Schema) -> Iterator[Schema]:
    """The forms that a value can have: a word or an object, each on its own; without a choice the schema itself."""
    schema = resolved(schema)
    condition = schema.body.get("if", {})
    if set(condition) != {"type"}:
        yield schema
        return
    if "then" in schema.body:
        yield _part(schema, "then")
    else:
        yield Schema(file=schema.file, body=condition)
    yield _part(schema, "else")


def keys(schema: Schema) -> tuple[Key, ...]:
    """The keys that may stand in a value: in it, in each item of a list, in each entry of a map by name."""
    found: dict[str, Key] = {}
    for form in forms(schema):
        for key in _keys(form):
            found.setdefault(key.name, key)
    for option in resolved(schema).body.get("anyOf", ()):
        word = resolved(Schema(file=resolved(schema).file, body=option))
        found |= {name: Key(name=name, value=word) for name in word.body.get("enum", ())}
    return tuple(found.values())


def _keys(schema: Schema) -> Iterator[Key]:
    if "items" in schema.body:
        yield from keys(_part(schema, "items"))
        return
    required = _required(schema.body)
    for name in schema.body.get("properties", {}):
        yield _property(schema, name, required=name in required)
    if "properties" not in schema.body and isinstance(schema.body.get("additionalProperties"), dict):
        yield from keys(_part(schema, "additionalProperties"))
    yield from _first_words(schema)


def _required(body: dict[str, Any]) -> frozenset[str]:
    """Keys that must be there, those among them that an `else` asks for when they are missing, with its own words."""
    asked = [one for one in (body, *body.get("allOf", ())) if "then" not in one]
    missed = (one["else"].get("required", ()) for one in asked if set(one.get("if", ())) == {"required"})
    return frozenset(body.get("required", ())).union(*missed)


def _first_words(schema: Schema) -> Iterator[Key]:
    """The chain `if {required: [verb]} then {…} else …`: each verb with what may stand beside it."""
    for _ in range(CHAIN_MAX):
        words = schema.body.get("if", {}).get("required", ())
        if len(words) != 1 or "then" not in schema.body or "else" not in schema.body:
            return
        what = _part(schema, "then")
        if isinstance(what.body.get("properties", {}).get(words[0]), dict):
            needed = _required(what.body)
            beside = tuple(
                _property(what, name, required=name in needed) for name in what.body["properties"] if name != words[0]
            )
            verb = _property(what, words[0], required=False)
            yield Key(name=verb.name, value=verb.value, beside=beside, whole=tuple(what.body.get("examples", ())))
        schema = _part(schema, "else")
    raise AssertionError(f"a chain of more than {CHAIN_MAX} words")


def _property(schema: Schema, name: str, *, required: bool) -> Key:
    body = schema.body["properties"][name]
    return Key(name=name, value=resolved(Schema(file=schema.file, body=body)), required=required)


def _part(schema: Schema, keyword: str) -> Schema:
    return resolved(Schema(file=schema.file, body=schema.body[keyword]))
