"""The names that a project declares, as far as its files can be read: a half-written project has names, too."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from mktctl.kinds.schema_names import ProjectNames, Property
from mktctl.model.condition import PropertyType
from mktctl.workspace.document import Document
from mktctl.workspace.root import PROJECT_FILE
from mktctl.workspace.tree import Tree, read_tree


def project_names(root: Path) -> ProjectNames:
    """Every name of the project below `root`. What cannot be read has no names; `validate` says why."""
    tree = read_tree(root)
    declared = Document(PROJECT_FILE, tree.yaml.get(PROJECT_FILE, "")).data
    project: Mapping[str, Any] = declared if isinstance(declared, dict) else {}
    return ProjectNames(
        templates=tuple(_stems(tree, "templates")),
        segments=tuple(_stems(tree, "segments")),
        flows=tuple(_stems(tree, "flows")),
        lists=tuple(_mapping(project, "lists")),
        metrics={ref: _properties(_mapping(one, "properties")) for ref, one in _mapping(project, "metrics").items()},
        properties=_properties(_mapping(project, "properties")),
        layouts=tuple(name for name in tree.templates if name.endswith((".mjml", ".html"))),
        personas=tuple(_mapping(project, "personas")),
        feeds=tuple(_mapping(project, "feeds")),
    )


def _stems(tree: Tree, folder: str) -> Iterator[str]:
    return (PurePosixPath(name).stem for name in tree.yaml if name.startswith(f"{folder}/"))


def _mapping(owner: object, key: str) -> dict[str, Any]:
    found = owner.get(key) if isinstance(owner, dict) else None
    return found if isinstance(found, dict) else {}


def _properties(declared: Mapping[str, Any]) -> dict[str, Property]:
    found = {name: _property(one) for name, one in declared.items()}
    return {name: one for name, one in found.items() if one is not None}


def _property(declared: object) -> Property | None:
    """`text`, or `{type: text, values: […]}`; None when it is neither."""
    kind = declared.get("type") if isinstance(declared, dict) else declared
    if kind not in get_args(PropertyType):
        return None
    values = declared.get("values") if isinstance(declared, dict) else None
    texts = tuple(one for one in values if isinstance(one, str)) if isinstance(values, list) else ()
    return Property(type=kind, values=texts)
