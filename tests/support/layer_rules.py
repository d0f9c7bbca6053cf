"""The rules about who may import what, and who may touch the outside, as functions from a tree to its violations."""

import ast
from collections.abc import Iterator

from tests.support.source_tree import Module, import_graph, imported, reachable

LAYERS = (
    "cli",
    "studio",
    "views",
    "app",
    "klaviyo sandbox workspace state relay",
    "simulation",
    "planning engine insights",
    "kinds wire content",
    "model",
    "diagnostics clock",
)
ROW = {name: row for row, names in enumerate(LAYERS) for name in names.split()}
OUTSIDE = frozenset("klaviyo sandbox workspace state relay".split())
PURE = frozenset("planning engine insights kinds wire content model".split())

# `python -m mktctl` and the console script: it belongs to the CLI and may do what the CLI may.
ENTRY = frozenset({"__main__", "__init__"})


def layer_violations(tree: tuple[Module, ...]) -> Iterator[str]:
    """Imports go strictly down the table; names in one row never meet."""
    for module in tree:
        for node, target in imported(module):
            parts = target.split(".")
            if parts[0] != "mktctl" or len(parts) < 2 or parts[1] in (module.layer, "__version__"):
                continue
            if module.layer == "__main__":
                if parts[1] != "cli":
                    yield f"{module.at(node)}: the entry point imports only cli, not {parts[1]}"
            elif parts[1] not in ROW or module.layer not in ROW or ROW[parts[1]] <= ROW[module.layer]:
                yield f"{module.at(node)}: {module.layer} must not import {parts[1]}"


def unlisted_folders(tree: tuple[Module, ...]) -> Iterator[str]:
    """Every folder and file directly below mktctl/ stands in the table."""
    for layer in sorted({module.layer for module in tree} - ENTRY - ROW.keys()):
        yield f"mktctl/{layer} is in no row of the table of layers"


def cycles(tree: tuple[Module, ...]) -> Iterator[str]:
    """No module can reach itself, not even by an import inside a function."""
    graph = import_graph(tree)
    for name in sorted(graph):
        if name in reachable(graph, name):
            yield f"{name} imports itself, by way of {', '.join(sorted(graph[name]))}"


def sandbox_reads_of_the_client(tree: tuple[Module, ...]) -> Iterator[str]:
    """The sandbox is the second reading of the platform's facts: nothing it loads knows the client's."""
    graph = import_graph(tree)
    for module in tree:
        if module.layer == "sandbox":
            for target in sorted(reachable(graph, module.name)):
                if target.split(".")[1:2] in (["wire"], ["klaviyo"]):
                    yield f"{module.path}: reaches {target}"


def side_door_uses(tree: tuple[Module, ...]) -> Iterator[str]:
    """What only the platform's own pages can do goes through a door that the client never opens."""
    for module in tree:
        if module.layer in ("klaviyo", "app"):
            for number, line in enumerate(module.text.splitlines(), 1):
                if "/sandbox/ui" in line:
                    yield f"{module.path}:{number}: the client never uses /sandbox/ui"


_TERMINAL = frozenset(
    "sys.argv sys.stdin sys.stdout sys.stderr sys.exit os.environ os.environb os.getenv os.isatty "
    "os.get_terminal_size shutil.get_terminal_size getpass.getpass getpass.getuser".split()
)


def terminal_uses(tree: tuple[Module, ...]) -> Iterator[str]:
    """Only the CLI prints, asks, and reads arguments, environment and terminal."""
    for module in tree:
        if module.layer in ("cli", *ENTRY):
            continue
        for node in ast.walk(module.tree):
            name = dotted(node)
            if name in _TERMINAL:
                yield f"{module.at(node)}: {name} belongs to the CLI"
            elif isinstance(node, ast.ImportFrom) and node.module in ("sys", "os", "shutil", "getpass"):
                for alias in node.names:
                    if f"{node.module}.{alias.name}" in _TERMINAL:
                        yield f"{module.at(node)}: {node.module}.{alias.name} belongs to the CLI"
            elif isinstance(node, ast.Call) and dotted(node.func) in ("print", "input", "breakpoint"):
                yield f"{module.at(node)}: {dotted(node.func)}() belongs to the CLI"
            elif isinstance(node, ast.Call) and _writes_to_the_terminal(node):
                yield f"{module.at(node)}: a Console without file= writes to the terminal"


def _writes_to_the_terminal(call: ast.Call) -> bool:
    is_console = (dotted(call.func) or "").split(".")[-1] == "Console"
    return is_console and not any(keyword.arg == "file" for keyword in call.keywords)


_NOW_METHODS = frozenset({"now", "utcnow", "today"})
_NOW_OWNERS = frozenset({"datetime", "date", "dt"})
_SQL_NOW = ("CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "'now'", "unixepoch()")


def clock_uses(tree: tuple[Module, ...]) -> Iterator[str]:
    """Only mktctl/clock.py reads the time; conversions between zones and formats are free."""
    for module in tree:
        if module.layer == "clock":
            continue
        for node, target in imported(module):
            if target == "time" or target.startswith("time."):
                yield f"{module.at(node)}: only mktctl/clock.py imports time"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in _NOW_METHODS:
                if (dotted(node.value) or "").split(".")[-1] in _NOW_OWNERS:
                    yield f"{module.at(node)}: only mktctl/clock.py asks for {dotted(node)}"
            elif isinstance(node, ast.Call) and (dotted(node.func) or "").split(".")[-1] in ("uuid1", "formatdate"):
                yield f"{module.at(node)}: {dotted(node.func)}() reads the clock"
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from (
                    f"{module.at(node)}: the database's {word} reads the clock"
                    for word in _SQL_NOW
                    if word in node.value
                )


_PURE_FORBIDDEN = frozenset("os socket ssl subprocess random secrets sqlite3 shutil tempfile threading asyncio".split())
_SOCKET_MODULES = frozenset(
    "socket ssl subprocess urllib.request http.client http.server sqlite3 requests urllib3 smtplib ftplib "
    "webbrowser".split()
)
_FILE_MODULES = frozenset("shutil tempfile glob fcntl".split())
_FILE_METHODS = frozenset(
    "open read_text read_bytes write_text write_bytes mkdir rmdir unlink symlink_to hardlink_to iterdir rglob "
    "is_file is_dir is_symlink lstat makedirs listdir scandir".split()
)


def impure_imports(tree: tuple[Module, ...]) -> Iterator[str]:
    """The pure layers take `now` and `rng` as arguments and know no machine."""
    for module in tree:
        if module.layer in PURE:
            for node, target in imported(module):
                if target.split(".")[0] in _PURE_FORBIDDEN:
                    yield f"{module.at(node)}: {module.layer} is pure and must not import {target}"


def socket_uses(tree: tuple[Module, ...]) -> Iterator[str]:
    """Only the five outer layers know sockets, processes and databases."""
    for module in tree:
        if module.layer not in OUTSIDE:
            yield from _imports_of(module, _SOCKET_MODULES)


def file_uses(tree: tuple[Module, ...]) -> Iterator[str]:
    """Only the five outer layers and the CLI, which puts them together, open files.

    Data that ships inside the package is read by a chain that begins with `resources.files(...)`, and is free.
    """
    for module in tree:
        if module.layer in OUTSIDE or module.layer == "cli":
            continue
        yield from _imports_of(module, _FILE_MODULES)
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            if dotted(node.func) == "open":
                yield f"{module.at(node)}: {module.layer} must not open files"
            elif isinstance(node.func, ast.Attribute) and _touches_files(node.func):
                yield f"{module.at(node)}: {module.layer} must not touch files (.{node.func.attr})"


def _imports_of(module: Module, forbidden: frozenset[str]) -> Iterator[str]:
    for node, target in imported(module):
        if any(target == name or target.startswith(name + ".") for name in forbidden):
            yield f"{module.at(node)}: {module.layer} must not import {target}"


def _touches_files(method: ast.Attribute) -> bool:
    return method.attr in _FILE_METHODS and not any(
        isinstance(part, ast.Call) and dotted(part.func) in ("resources.files", "importlib.resources.files")
        for part in ast.walk(method.value)
    )


def dotted(node: ast.AST) -> str | None:
    """`sys.stdout` for the expression that reads it; None for anything but names joined by dots."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else None
    return None
