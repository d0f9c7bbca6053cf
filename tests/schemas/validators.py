"""Both validators over the same schemas, offline, and the files of the corpus."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from mktctl.kinds.schema_files import BASE
from mktctl.kinds.schema_names import Documents
from mktctl.workspace.document import Document

ROOT: Final = Path(__file__).resolve().parents[2]
CORPUS: Final = Path(__file__).parent / "corpus"
KIND_OF_FOLDER: Final = {
    "flows": "flow",
    "segments": "segment",
    "templates": "template",
    "campaigns": "campaign",
    "projects": "project",
}


def careful(documents: Documents, reference: str) -> Draft202012Validator:
    """The validator whose messages are exact; `reference` such as `flow.schema.json#/$defs/step`."""
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(document)) for name, document in documents.items()
    )
    return Draft202012Validator({"$ref": reference}, registry=registry)


def fast(documents: Documents, reference: str) -> jsonschema_rs.Draft202012Validator:
    """The validator whose verdict is fast."""
    registry = jsonschema_rs.Registry(resources=[(BASE + name, document) for name, document in documents.items()])
    return jsonschema_rs.Draft202012Validator({"$ref": BASE + reference}, registry=registry, offline=True)


def read(path: Path) -> Any:
    """The data of a YAML file, as the language reads it."""
    document = Document(path.name, path.read_text(encoding="utf-8"))
    assert document.data is not None, (path, document.mistakes)
    return document.data


def files(folder: Path) -> dict[str, tuple[str, Path]]:
    """Every YAML file of a project's folders by `flows/welcome`, with its kind; the project file as `mktctl`."""
    found = {
        f"{name}/{path.relative_to(folder / name).with_suffix('')}": (kind, path)
        for name, kind in KIND_OF_FOLDER.items()
        for path in sorted((folder / name).rglob("*.yaml"))
    }
    if (folder / "mktctl.yaml").is_file():
        found["mktctl"] = ("project", folder / "mktctl.yaml")
    return found


def subschemas(schema: dict[str, Any], pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema with its pointer, from the outside in."""
    yield pointer, schema
    for name in ("properties", "$defs"):
        for key, one in schema.get(name, {}).items():
            yield from subschemas(one, f"{pointer}/{name}/{key}")
    for name in ("allOf", "anyOf"):
        for index, one in enumerate(schema.get(name, ())):
            yield from subschemas(one, f"{pointer}/{name}/{index}")
    for name in ("items", "additionalProperties", "propertyNames", "if", "then", "else"):
        if isinstance(schema.get(name), dict):
            yield from subschemas(schema[name], f"{pointer}/{name}")
