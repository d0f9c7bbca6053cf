"""Klaviyo's OpenAPI document as a strict judge: unknown keys are refused, as the server refuses them."""

import functools
import json
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

STABLE: Final = Path(__file__).resolve().parents[2] / "../shared/klaviyo-openapi/stable.json"
BETA: Final = STABLE.with_name("beta.json")
"""The document that has campaigns in the shape of 2026-10-15."""


def complaint(schema: str, body: Any, *, document: Path = STABLE) -> str | None:
    """What is wrong with a request's body; None when it is accepted. Skips without the document, and says so."""
    error = best_match(_validator(schema, document).iter_errors(body))
    return None if error is None else f"{error.json_path}: {error.message[:300]}"


@functools.cache
def _validator(schema: str, document: Path) -> Draft202012Validator:
    if not document.exists():
        pytest.skip(f"{document.name} of klaviyo/openapi is not there; nothing judges the JSON that we send")
    schemas = json.loads(document.read_text(encoding="utf-8"))["components"]["schemas"]
    return Draft202012Validator(
        {"$ref": f"#/$defs/{schema}", "$defs": {name: _strict(one) for name, one in schemas.items()}}
    )


def _strict(node: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema. `oneOf` becomes `anyOf`: `oneOf: [integer, number]` would refuse integers."""
    if isinstance(node, list):
        return [_strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        strict: dict[str, Any] = {"$ref": node["$ref"].replace("#/components/schemas/", "#/$defs/")}
    else:
        strict = {
            key: {name: _strict(one) for name, one in value.items()} if key == "properties" else _strict(value)
            for key, value in node.items()
            if key not in ("nullable", "oneOf", "discriminator", "example", "description", "default")
        }
        if "oneOf" in node:
            strict["anyOf"] = _strict(node["oneOf"])
        if node.get("properties") and "additionalProperties" not in node:
            strict["additionalProperties"] = False
    return {"anyOf": [strict, {"type": "null"}]} if node.get("nullable") else strict
