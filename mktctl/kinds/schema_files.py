"""The hand-written JSON Schemas: `schemas/` at the top of a checkout, `mktctl/schemas/` in an installed package.

They reference each other by relative file name (`common.schema.json#/$defs/name`), which an editor resolves beside the
file. A validator resolves it from a registry that holds every document under its file name:

    jsonschema:     Registry().with_resources((name, Resource.from_contents(one)) for name, one in documents().items())
    jsonschema-rs:  Registry(resources=[(BASE + name, one) for name, one in documents().items()])

The keyword `errorMessage` is the editor's: one sentence for people, in place of a validator's own words.
"""

import functools
import pkgutil
from typing import Any, Final

import msgspec

SCHEMA_KINDS: Final = ("project", "segment", "template", "flow", "campaign", "flow_test")
SCHEMA_FILES: Final = ("common.schema.json", *(f"{kind}.schema.json" for kind in SCHEMA_KINDS))
BASE: Final = "mktctl:///"
"""A base for validators that know only absolute names; nothing is ever fetched."""


@functools.cache
def text(file_name: str) -> str:
    """The file as written. `file_name` is one of `SCHEMA_FILES`."""
    try:
        raw = pkgutil.get_data("mktctl", f"schemas/{file_name}")
    except FileNotFoundError:
        raw = pkgutil.get_data("mktctl", f"../schemas/{file_name}")
    assert raw is not None, "the package's loader reads files"
    return raw.decode()


@functools.cache
def document(file_name: str) -> dict[str, Any]:
    """The parsed file. Shared and cached: never change it."""
    parsed: dict[str, Any] = msgspec.json.decode(text(file_name))
    return parsed


def documents() -> dict[str, dict[str, Any]]:
    """Every schema by its file name."""
    return {name: document(name) for name in SCHEMA_FILES}
