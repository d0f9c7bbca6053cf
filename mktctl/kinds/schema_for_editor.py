"""The schemas in the form that suits an editor: the YAML language server offers every example as a value to insert.

That is right for `2 days` and wrong for an object, which it offers as "[object Object]" and inserts with a wrong
indent, and for an invented name beside the project's own. Such examples move under an `if` without `then`: still
shown by the hover, no longer offered.
"""

from collections.abc import Iterator
from typing import Any, Final

from mktctl.kinds.schema_names import Documents

_MAPS: Final = ("properties", "$defs", "patternProperties")
_LISTS: Final = ("allOf", "anyOf", "oneOf")
_ONES: Final = ("items", "additionalProperties", "propertyNames", "if", "then", "else", "not")
REFERENCES_MAX: Final = 8
READ_ONLY: Final = "examples to read"
"""While the documents are being changed: the examples of a schema that must not be offered."""


def for_editor(documents: Documents) -> None:
    """Change `documents` in place. They still take and refuse the same files."""
    _drop_words_behind_then(documents)
    found = [(file, schema) for file, document in documents.items() for schema in subschemas(document)]
    for file, schema in found:
        _point_straight(schema, file, documents)
    for file, schema in found:
        _sort_examples(schema, file, documents)
    for file, schema in found:
        if "$ref" in schema and READ_ONLY in schema:
            _inline(schema, file, documents)
    for document in documents.values():
        for schema in list(subschemas(document)):
            _fit(schema)


def subschemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """`schema` and every schema inside it, from the outside in."""
    yield schema
    inside = [one for name in _MAPS for one in schema.get(name, {}).values()]
    inside += [one for name in _LISTS for one in schema.get(name, [])]
    inside += [schema[name] for name in _ONES if name in schema]
    for one in inside:
        if isinstance(one, dict):
            yield from subschemas(one)


def _drop_words_behind_then(documents: Documents) -> None:
    """The hover shows the innermost words first: those of `only_if:` must win over those of the condition in it."""
    for file, document in documents.items():
        for schema in list(subschemas(document)):
            reference = schema.get("then", {})
            if isinstance(reference, dict) and "$ref" in reference:
                target = _target(documents, file, reference["$ref"])[1]
                target.pop("examples", None)
                target.pop("description", None)


def _point_straight(schema: dict[str, Any], file: str, documents: Documents) -> None:
    """A reference to a reference points at its end: the language server follows some only one step."""
    for _ in range(REFERENCES_MAX):
        if "$ref" not in schema:
            return
        home, target = _target(documents, file, schema["$ref"])
        if "$ref" not in target:
            return
        moved = _moved(target, home, file)
        schema |= {**moved, **schema, "$ref": moved["$ref"]}
    raise AssertionError(f"more than {REFERENCES_MAX} references in a row")


def _sort_examples(schema: dict[str, Any], file: str, documents: Documents) -> None:
    """Leave the examples that may be offered; keep the others aside. Invented names are dropped for the real ones."""
    target = _target(documents, file, schema["$ref"])[1] if "$ref" in schema else schema
    closed = "enum" in target
    if isinstance(named := schema.get("additionalProperties"), dict) and "examples" in named:
        named[READ_ONLY] = named.pop("examples")
    if "examples" not in schema:
        return
    examples = schema.pop("examples")
    offered = [one for one in examples if not isinstance(one, dict | list) and not closed and "anyOf" not in target]
    to_read = [one for one in examples if isinstance(one, dict | list)]
    schema |= {"examples": offered} if offered else {}
    schema |= {READ_ONLY: to_read} if to_read else {}


def _fit(schema: dict[str, Any]) -> None:
    if isinstance(schema.get("default"), dict | list):
        del schema["default"]
    if schema.get("maxProperties") == 1:  # on an empty line the language server counts the key that is to come
        schema["allOf"] = [*schema.get("allOf", []), {"maxProperties": schema.pop("maxProperties")}]
    if to_read := schema.pop(READ_ONLY, None):
        _also(schema, {"if": {"examples": to_read}})
    if isinstance(kinds := schema.get("type"), list) and "boolean" in kinds and "object" not in kinds:
        del schema["type"]  # or true and false are offered for every text
        _also(schema, {"if": {"type": kinds}, "else": {"type": kinds, "errorMessage": schema.get("errorMessage", "")}})


def _also(schema: dict[str, Any], more: dict[str, Any]) -> None:
    """Add an `if`, beside the one that may be there."""
    if "if" in schema:
        schema["allOf"] = [*schema.get("allOf", []), more]
    else:
        schema |= more


def _inline(schema: dict[str, Any], file: str, documents: Documents) -> None:
    """Put what `$ref` points at in its place: beside a reference, an `if` would hide the type from the editor."""
    home, target = _target(documents, file, schema.pop("$ref"))
    for keyword, value in target.items():
        schema.setdefault(keyword, _moved(value, home, file))


def _target(documents: Documents, file: str, reference: str) -> tuple[str, dict[str, Any]]:
    home, _, pointer = reference.partition("#")
    target: Any = documents[home or file]
    for part in pointer.split("/")[1:]:
        target = target[part]
    return home or file, target


def _moved(value: Any, home: str, file: str) -> Any:
    """A copy of part of a schema of `home`, for use in `file`: references keep their targets."""
    if isinstance(value, list):
        return [_moved(one, home, file) for one in value]
    if not isinstance(value, dict):
        return value
    copied = {keyword: _moved(one, home, file) for keyword, one in value.items()}
    reference = copied.get("$ref")
    if isinstance(reference, str):
        copied.pop(READ_ONLY, None)  # a copy is not inlined once more: conditions hold conditions
        if reference.startswith("#") and home != file:
            copied["$ref"] = home + reference
    return copied
