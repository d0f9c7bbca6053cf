"""The schemas are for people: each key has its words, each example is right, nothing unknown passes."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mktctl.kinds.schema_files import SCHEMA_FILES, SCHEMA_KINDS, document, documents
from mktctl.kinds.schema_walk import Schema, resolved
from tests.schemas.validators import careful, subschemas

ALL = [(file, pointer, schema) for file in SCHEMA_FILES for pointer, schema in subschemas(document(file))]
OPEN = {
    "common.schema.json#/$defs/raw-condition/properties/raw",
    "common.schema.json#/$defs/custom-object-condition/properties/where/items/properties/filter",
    "flow.schema.json#/$defs/webhook/properties/body",
    "flow.schema.json#/$defs/raw-trigger",
    "flow.schema.json#/$defs/raw-action/properties/data",
    "project.schema.json#/$defs/metric/properties/seed/properties/properties",
    "project.schema.json#/$defs/persona/properties/properties",
    "flow_test.schema.json#/$defs/values",
}
"""Klaviyo's own JSON, a webhook's body, and the project's own properties: anything goes, and it says so."""


def keys() -> list[Any]:
    """Every key of every closed object: its place, and its schema with the words of what it references."""
    return [
        pytest.param(resolved(Schema(file=file, body=body)).body, id=f"{file.split('.')[0]}{pointer}.{name}")
        for file, pointer, schema in ALL
        if schema.get("additionalProperties") is not None
        for name, body in schema.get("properties", {}).items()
    ]


@pytest.mark.parametrize("file", SCHEMA_FILES)
def test_a_schema_is_a_schema(file: str) -> None:
    Draft202012Validator.check_schema(document(file))
    assert document(file)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("file", SCHEMA_FILES)
def test_a_file_says_what_it_describes(file: str) -> None:
    assert document(file)["title"]
    assert len(document(file)["description"]) > 40


@pytest.mark.parametrize("key", keys())
def test_every_key_has_a_description_and_an_example(key: dict[str, Any]) -> None:
    assert len(key.get("description", "")) >= 10
    assert key["description"][0].isupper() or key["description"].startswith(("true:", "false:"))
    assert key["description"].endswith((".", "…"))
    assert key.get("examples"), "no example"


def test_there_are_keys_to_describe() -> None:
    assert len(keys()) > 300


def test_every_example_and_default_is_valid_where_it_stands() -> None:
    wrong = []
    for file, pointer, schema in ALL:
        shown = [*schema.get("examples", ()), *([schema["default"]] if "default" in schema else ())]
        validator = careful(documents(), f"{file}#{pointer}") if shown else None
        wrong += [f"{file}#{pointer}: {example}" for example in shown if validator and not validator.is_valid(example)]
    assert wrong == []


def test_every_object_is_closed() -> None:
    """An object with described keys takes no others. What only narrows an object elsewhere describes nothing."""
    open_ = {
        f"{file}#{pointer}"
        for file, pointer, schema in ALL
        if schema.get("additionalProperties", True) is True and schema.get("unevaluatedProperties") is None
        if any(
            "description" in resolved(Schema(file=file, body=one)).body for one in schema.get("properties", {}).values()
        )
        or (schema.get("type") == "object" and not schema.keys() & {"properties", "if"} and "/if" not in pointer)
        or schema.get("additionalProperties") is True
    }
    assert open_ == OPEN


def test_every_limit_that_people_meet_has_a_sentence() -> None:
    """A pattern or a list of words says in the editor what to write, not which expression it must match."""
    silent = [
        f"{file}#{pointer}"
        for file, pointer, schema in ALL
        if ("pattern" in schema or "enum" in schema) and not schema.get("errorMessage")
    ]
    assert silent == []


def test_references_are_resolved_beside_the_file() -> None:
    used = {schema["$ref"].split("#")[0] for _, _, schema in ALL if "$ref" in schema}
    assert used == {"", "common.schema.json"}


def test_words_beside_a_reference_are_only_words() -> None:
    """An editor reads a reference with a limit beside it as two schemas, and offers less."""
    limits = [
        f"{file}#{pointer}"
        for file, pointer, schema in ALL
        if "$ref" in schema and schema.keys() - {"$ref", "title", "description", "examples", "default"}
    ]
    assert limits == []


def test_a_kind_has_a_schema() -> None:
    assert set(SCHEMA_FILES) == {"common.schema.json", *(f"{kind}.schema.json" for kind in SCHEMA_KINDS)}
