"""The names that a project declares, as far as its files can be read: a half-written project has names, too."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from mktctl.kinds.project import EMPTY, parse_project
from mktctl.kinds.report import EnoughError
from mktctl.kinds.schema_names import ProjectNames, Property
from mktctl.model.fields import BUILTIN_FIELDS
from mktctl.model.project import EventField
from mktctl.workspace.document import Document
from mktctl.workspace.root import PROJECT_FILE
from mktctl.workspace.tree import Tree, read_tree

_CHANNEL: Final = re.compile(r"^channel: *[\"']?(\w+)", re.MULTILINE)
_BLOCK: Final = re.compile(r"\[%-?\s*block\s+(\w+)")


def project_names(root: Path) -> ProjectNames:
    """Every name of the project below `root`, presets included. What cannot be read has none; `validate` says why."""
    tree = read_tree(root)
    try:
        project, _ = parse_project(Document(PROJECT_FILE, tree.yaml.get(PROJECT_FILE, "")))
    except EnoughError:
        project = EMPTY
    return ProjectNames(
        templates=_channels(tree),
        segments=tuple(_stems(tree, "segments")),
        lists=tuple(project.lists),
        metrics={ref: _fields(metric.fields) for ref, metric in project.metrics.items()},
        properties={name: Property(type=one.type, values=one.values) for name, one in project.properties.items()},
        builtin_fields=tuple(BUILTIN_FIELDS),
        layouts=tuple(name for name in tree.templates if name.endswith((".mjml", ".html"))),
        blocks=_blocks(tree.templates),
    )


def _blocks(templates: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Blocks in the order in which they stand in the layouts."""
    blocks: dict[str, tuple[str, ...]] = {}
    for name, text in templates.items():
        for block in dict.fromkeys(_BLOCK.findall(text)):
            blocks[block] = (*blocks.get(block, ()), name)
    return blocks


def _channels(tree: Tree) -> dict[str, str]:
    """Template to channel, by a look at the text: a half-written file names its channel, too."""
    found: dict[str, str] = {}
    for name, text in tree.yaml.items():
        if name.startswith("templates/"):
            channel = _CHANNEL.search(text)
            found[PurePosixPath(name).stem] = channel[1] if channel else ""
    return found


def _stems(tree: Tree, folder: str) -> Iterator[str]:
    return (PurePosixPath(name).stem for name in tree.yaml if name.startswith(f"{folder}/"))


def _fields(fields: Mapping[str, EventField]) -> dict[str, Property]:
    return {name: Property(type=one.type) for name, one in fields.items()}
