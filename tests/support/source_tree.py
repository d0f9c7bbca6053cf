"""The project's Python files, parsed once, for the tests that hold the house rules."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Module:
    """One Python file: `path` is relative to the repository, `name` dotted, packages without `.__init__`."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def layer(self) -> str:
        """The folder or file directly below the package: `kinds` for mktctl/kinds/flow.py."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else "__init__"

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@functools.cache
def modules(root: Path, *folders: str) -> tuple[Module, ...]:
    """Every .py file below the folders, in a stable order; caches and the cases' own data left out."""
    return tuple(_parsed(root, path) for folder in folders for path in sorted((root / folder).rglob("*.py")))


def _parsed(root: Path, path: Path) -> Module:
    relative = path.relative_to(root)
    parts = list(relative.with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    text = path.read_text(encoding="utf-8")
    return Module(path=relative, name=".".join(parts), text=text, tree=ast.parse(text, filename=str(relative)))


def imported(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every import statement, in functions too, with the absolute dotted name that it reaches for.

    `from mktctl.kinds import flow` yields `mktctl.kinds.flow`: whether that is a module or a name inside one is
    for the caller to decide, who knows which modules there are.
    """
    here = module.name.split(".") if module.is_package else module.name.split(".")[:-1]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            origin = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                yield node, f"{origin}.{alias.name}"


def import_graph(tree: tuple[Module, ...]) -> dict[str, set[str]]:
    """Module name → names of the modules it imports, within the given tree."""
    known = {module.name for module in tree}
    graph: dict[str, set[str]] = {module.name: set() for module in tree}
    for module in tree:
        for _, target in imported(module):
            while target and target not in known:
                target = target.rpartition(".")[0]
            if target and target != module.name:
                graph[module.name].add(target)
    return graph


def reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    """All modules that importing `start` can bring in, itself left out unless it lies on a cycle."""
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(graph[name])
    return seen
