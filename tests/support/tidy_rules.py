"""The house numbers and manners, as functions from a tree to its violations."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.support.source_tree import Module

MEDIAN_LINES_MAX = 100
FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70

type_of_function = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: Module) -> Iterator[Function]:
    for node in ast.walk(module.tree):
        if isinstance(node, type_of_function):
            yield node


def median_lines(tree: tuple[Module, ...]) -> Iterator[str]:
    """Half the package's files are at most a hundred lines; packages' own empty files do not count."""
    sizes = [module.text.count("\n") for module in tree if not module.is_package]
    if sizes and statistics.median(sizes) > MEDIAN_LINES_MAX:
        yield f"the median file has {statistics.median(sizes):g} lines, {MEDIAN_LINES_MAX} is the limit"


def long_files(tree: tuple[Module, ...]) -> Iterator[str]:
    for module in tree:
        lines = module.text.count("\n")
        if lines > FILE_LINES_MAX:
            yield f"{module.path}: {lines} lines, {FILE_LINES_MAX} is the limit"


def long_functions(tree: tuple[Module, ...]) -> Iterator[str]:
    for module in tree:
        for function in functions(module):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield f"{module.at(function)} {function.name}: {lines} lines, {FUNCTION_LINES_MAX} is the limit"


def unannotated_functions(tree: tuple[Module, ...]) -> Iterator[str]:
    for module in tree:
        for function in functions(module):
            taken = function.args
            named = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs, taken.vararg, taken.kwarg]
            bare = [
                argument.arg
                for argument in named
                if argument is not None and argument.annotation is None and argument.arg not in ("self", "cls")
            ]
            if bare or function.returns is None:
                yield f"{module.at(function)} {function.name}: no type for {', '.join([*bare, *_return(function)])}"


def _return(function: Function) -> list[str]:
    return [] if function.returns is not None else ["what it returns"]


_EMPTY_WORDS = re.compile(r"(^|_)(utils?|utility|utilities|helpers?|managers?|misc)(_|$)")


def empty_names(tree: tuple[Module, ...]) -> Iterator[str]:
    """A name says what a thing is; these say that nobody asked."""
    for module in tree:
        for part in module.name.split("."):
            if _EMPTY_WORDS.search(part):
                yield f"{module.path}: {part} says nothing"
        for node in ast.walk(module.tree):
            if isinstance(node, (*type_of_function, ast.ClassDef)) and _EMPTY_WORDS.search(_snake(node.name)):
                yield f"{module.at(node)}: {node.name} says nothing"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


# Spelt as patterns, so that this file keeps the rule that it states.
_UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|NotImplemented[E]rror)\b")


def unfinished(tree: tuple[Module, ...]) -> Iterator[str]:
    """Nothing is left for later in the code: no marks, no empty bodies."""
    for module in tree:
        for number, line in enumerate(module.text.splitlines(), 1):
            if _UNFINISHED.search(line):
                yield f"{module.path}:{number}: {line.strip()}"
        for function in functions(module):
            body = [part for part in function.body if not _is_text(part)]
            if body and all(isinstance(part, ast.Pass) or _is_dots(part) for part in body):
                yield f"{module.at(function)} {function.name}: does nothing"


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_dots(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is ...


def filled_packages(tree: tuple[Module, ...]) -> Iterator[str]:
    """A package's own file is a docstring: no re-exports, so no cycle through the root."""
    for module in tree:
        if module.is_package:
            rest = module.tree.body[1:] if ast.get_docstring(module.tree) else module.tree.body
            names = [ast.unparse(part.targets[0]) for part in rest if isinstance(part, ast.Assign)]
            if rest and not (module.layer == "__init__" and names == ["__version__"] and len(rest) == 1):
                yield f"{module.path}: holds more than its docstring"


def undocumented(tree: tuple[Module, ...]) -> Iterator[str]:
    """Every module, public class and public function of a module says what it is."""
    for module in tree:
        if not ast.get_docstring(module.tree):
            yield f"{module.path}: the module has no docstring"
        for node in module.tree.body:
            documented = isinstance(node, (*type_of_function, ast.ClassDef)) and not node.name.startswith("_")
            if documented and not ast.get_docstring(node):  # type: ignore[arg-type]
                yield f"{module.at(node)}: {node.name} has no docstring"  # type: ignore[attr-defined]


_MACHINE_PATH = re.compile(r"(?<![\w.])(/(?:home|Users)/\w|/root/|/work/|[A-Z]:\\\\?Users)")


def machine_paths(root: Path, paths: list[Path]) -> Iterator[str]:
    """No file names a place on one person's machine."""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # broken inputs of the golden cases are broken on purpose
        for number, line in enumerate(text.splitlines(), 1):
            if _MACHINE_PATH.search(line):
                yield f"{path.relative_to(root)}:{number}: {line.strip()[:80]}"
