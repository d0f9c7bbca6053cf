"""Klaviyo's OpenAPI document as the judge of what the sandbox answers and of what is sent, stricter than it is written.

The document is not part of the repository: without it the tests that need it are skipped, loudly.
"""

import functools
import re
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import msgspec
import pytest

DOCUMENT: Final = Path(__file__).resolve().parents[2] / "../shared/klaviyo-openapi/stable.json"
BETA: Final = DOCUMENT.with_name("beta.json")
"""The document of revision 2026-07-15.pre, where campaigns have the shape that 2026-10-15 gave them."""
_MEDIA_TYPE: Final = "application/vnd.api+json"
_REF: Final = "#/components/schemas/"
# The real API answers null where a collection has no neighbouring page; the document only says that they are text.
_NULL_IN_PRACTICE: Final = ("prev", "next")
MOST_PROBLEMS: Final = 5


class Judge:
    """Validators of the document's operations, compiled when first asked for."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas: dict[str, Any] = document["components"]["schemas"]
        self._definitions = {name: self._strict(schema) for name, schema in self._schemas.items()}
        self._operations = {
            (method.upper(), re.sub(r"\{\w+\}", "{id}", path)): operation
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
            if method in ("get", "post", "patch", "delete")
        }

    def knows(self, method: str, path: str) -> bool:
        """Whether the document has the operation; `path` has `{id}` for ids."""
        return (method, path) in self._operations

    def choices(self, method: str, path: str) -> dict[str, set[str]]:
        """What the query parameters `sort` and `include` of an operation may say, where it takes them."""
        found = {one["name"]: one["schema"] for one in self._operations[method, path].get("parameters", ())}
        return {name: set(_enumerated(found[name])) for name in ("sort", "include") if name in found}

    def answer_problems(self, method: str, path: str, status: int, document: Any) -> list[str]:
        """What is wrong with a successful answer, a few problems at most."""
        answer = self._operations[method, path]["responses"].get(str(status))
        if answer is None:
            return [f"{method} {path} never answers {status}"]
        if "content" not in answer:
            return [] if document is None else [f"{method} {path} answers {status} without a body"]
        return self._problems(answer["content"][_MEDIA_TYPE]["schema"], document)

    def body_problems(self, method: str, path: str, body: Any) -> list[str]:
        """What is wrong with a request's body, a few problems at most."""
        return self._problems(self._operations[method, path]["requestBody"]["content"][_MEDIA_TYPE]["schema"], body)

    def takes_body(self, method: str, path: str, body: Any) -> bool:
        """Whether a request's body is right; much faster than to say what is wrong with it."""
        schema = self._operations[method, path]["requestBody"]["content"][_MEDIA_TYPE]["schema"]
        verdict: bool = self._compiled(msgspec.json.encode(schema)).is_valid(body)
        return verdict

    def _problems(self, schema: dict[str, Any], value: Any) -> list[str]:
        key = msgspec.json.encode(schema)
        validator = self._compiled(key)
        found = []
        for error in validator.iter_errors(value):
            found.append(f"/{'/'.join(map(str, error.instance_path))}: {error.message[:300]}")
            if len(found) == MOST_PROBLEMS:
                break
        return found

    @functools.cache  # noqa: B019 - there is one judge
    def _compiled(self, key: bytes) -> Any:
        schema = self._strict(msgspec.json.decode(key))
        return jsonschema_rs.Draft202012Validator({**schema, "$defs": self._definitions})

    def _strict(self, schema: Any) -> Any:
        """A schema of OpenAPI 3.0 as one of JSON Schema 2020-12 in which unknown keys are errors."""
        if isinstance(schema, list):
            return [self._strict(inner) for inner in schema]
        if not isinstance(schema, dict):
            return schema
        plain = self._merged(schema["allOf"]) | _without(schema, "allOf") if "allOf" in schema else schema
        found = {
            key: {name: self._property(name, inner) for name, inner in value.items()}
            if key == "properties"
            else self._strict(value)
            for key, value in plain.items()
            if key not in ("nullable", "oneOf", "$ref", "example", "default", "discriminator", "description", "enum")
        }
        if "enum" in plain:
            found["enum"] = plain["enum"]
        if "oneOf" in plain:
            found["anyOf"] = self._strict(plain["oneOf"])  # 0 is an integer and a number
        if "$ref" in plain:
            found["$ref"] = "#/$defs/" + plain["$ref"].removeprefix(_REF)
        if "properties" in found:
            found.setdefault("additionalProperties", False)
        return {"anyOf": [found, {"type": "null"}]} if plain.get("nullable") and found else found

    def _property(self, name: str, schema: Any) -> Any:
        strict = self._strict(schema)
        if name in _NULL_IN_PRACTICE and schema.get("format") == "uri":
            return {"anyOf": [strict, {"type": "null"}]}
        return strict

    def _merged(self, schemas: list[dict[str, Any]]) -> dict[str, Any]:
        """Several schemas that all must hold, as one: their keys side by side."""
        merged: dict[str, Any] = {}
        for schema in schemas:
            merged = _deep_merge(merged, self._resolved(schema))
        return merged

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self._schemas[schema["$ref"].removeprefix(_REF)] if "$ref" in schema else schema
        return found


@functools.cache
def _loaded(document: Path) -> Judge | None:
    return Judge(msgspec.json.decode(document.read_bytes())) if document.is_file() else None


def judge(document: Path = DOCUMENT) -> Judge:
    """The judge; skips the test where the document is absent."""
    found = _loaded(document)
    if found is None:
        pytest.skip(f"Klaviyo's OpenAPI document is not at {document}: the shape of answers is not judged")
    return found


def judge_if_present(document: Path = DOCUMENT) -> Judge | None:
    """The judge, or None; for tests that check other things as well."""
    return _loaded(document)


def _enumerated(schema: dict[str, Any]) -> list[str]:
    found: list[str] = schema["items"]["enum"] if schema["type"] == "array" else schema["enum"]
    return found


def _without(schema: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != key}


def _deep_merge(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    merged = dict(left)
    for key, value in right.items():
        mine = merged.get(key)
        if isinstance(mine, dict) and isinstance(value, dict):
            merged[key] = _deep_merge(mine, value)
        elif isinstance(mine, list) and isinstance(value, list):
            merged[key] = [*mine, *(item for item in value if item not in mine)]
        else:
            merged[key] = value
    return merged
