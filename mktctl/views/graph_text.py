"""`mktctl graph` for the terminal: each resource with what it names, by role."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from mktctl.app.graph import Graph, Resource
from mktctl.model.address import Address
from mktctl.views.ink import inked
from mktctl.views.visible import visible


def graph_text(graph: Graph, *, width: int, colour: bool) -> str:
    """Resources that name nothing and are named by nobody come last, in one line."""
    return inked(_lines(graph), width=width, colour=colour)


def _lines(graph: Graph) -> Iterator[RenderableType]:
    alone: list[Address] = []
    targets = {one.target for one in graph.references}
    for resource in graph.resources:
        roles = _roles(graph, resource.address)
        if not roles:
            if resource.address not in targets:
                alone.append(resource.address)
            continue
        yield _head(resource, is_focus=resource.address == graph.focus)
        table = Table.grid(padding=(0, 2, 0, 0))
        for role, named in roles.items():
            table.add_row(Text(f"    {role}", style="dim"), ", ".join(str(one) for one in named))
        yield table
    if alone:
        yield ""
        yield Text(f"Named by nobody: {', '.join(str(one) for one in alone)}", style="dim")
    yield ""
    counted = (_counted(len(graph.resources), "resource"), _counted(len(graph.references), "reference"))
    yield Text(f"{', '.join(counted)}.", style="bold")


def _counted(count: int, word: str) -> str:
    return f"{count} {word if count == 1 else f'{word}s'}"


def _head(resource: Resource, *, is_focus: bool) -> Text:
    line = Text(f"{resource.address}", style="bold cyan" if is_focus else "bold")
    line.append(f"  {visible(resource.name)}", style="not bold")
    if resource.file:
        line.append(f"  ({visible(resource.file)})", style="not bold dim")
    return line


def _roles(graph: Graph, address: Address) -> dict[str, list[Address]]:
    roles: dict[str, list[Address]] = {}
    for one in graph.references:
        if one.source == address:
            roles.setdefault(one.role, []).append(one.target)
    return roles
