"""What the editor would underline is wrong here too: the schemas' verdict on files that `kinds` took.

The verdict comes from jsonschema-rs, which is fast; only a file that it refuses pays for jsonschema, whose best match
names the exact key.
"""

import functools
from collections.abc import Mapping
from typing import Any, Final

from mktctl.kinds.schema_files import BASE, SCHEMA_KINDS, documents
from mktctl.model.places import KEY, Path, Problem

CODE: Final = "KEY012"
_ABOUT_KEYS: Final = frozenset({"additionalProperties", "propertyNames"})


def takes(kind: str, data: object) -> bool:
    """Whether the schema of `kind` accepts the document."""
    return bool(_compiled()[kind].is_valid(data))


@functools.cache
def _compiled() -> dict[str, Any]:
    import jsonschema_rs

    registry = jsonschema_rs.Registry(resources=[(BASE + name, one) for name, one in documents().items()])
    return {
        kind: jsonschema_rs.Draft202012Validator({"$ref": f"{BASE}{kind}.schema.json"}, registry=registry, offline=True)
        for kind in SCHEMA_KINDS
    }


def refusal(kind: str, data: object) -> Problem:
    """The schema's own words about a document that it refuses."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match
    from referencing import Registry, Resource

    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(one)) for name, one in documents().items()
    )
    found = best_match(Draft202012Validator({"$ref": f"{kind}.schema.json"}, registry=registry).iter_errors(data))
    assert found is not None, "both validators agree; a test holds them together"
    path: Path = tuple(found.absolute_path)
    if found.validator in _ABOUT_KEYS and isinstance(found.instance, Mapping) and isinstance(found.schema, Mapping):
        known = found.schema.get("properties", {})
        if unknown := [key for key in found.instance if key not in known]:
            path = (*path, unknown[0], KEY)
    said = found.schema.get("errorMessage") if isinstance(found.schema, Mapping) else None
    return Problem(code=CODE, message=f"the schema refuses this: {said or found.message}", path=path)
