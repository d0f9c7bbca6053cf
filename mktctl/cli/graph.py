"""`mktctl graph`."""

from enum import StrEnum
from typing import Annotated

import typer

from mktctl.cli.options import ProjectOption
from mktctl.cli.terminal import out, terminal


class Format(StrEnum):
    """How the references are written."""

    TEXT = "text"
    JSON = "json"
    MERMAID = "mermaid"
    DOT = "dot"


def command(
    resource: Annotated[
        str, typer.Argument(metavar="KIND/REF", help="Only this resource and its neighbours, such as segment/vip.")
    ] = "",
    project: ProjectOption = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How the references are written.")] = Format.TEXT,
) -> None:
    """Show which resource names which: what breaks, or changes, when one of them does."""
    from mktctl.app.graph import graph
    from mktctl.cli.files import project_root, valid_workspace
    from mktctl.cli.targets import addresses

    focus = addresses([resource])[0] if resource else None
    found = graph(valid_workspace(project_root(project)), focus)
    match format_:
        case Format.TEXT:
            from mktctl.views.graph_text import graph_text

            screen = terminal()
            out(graph_text(found, width=screen.width, colour=screen.colour))
        case Format.JSON:
            from mktctl.views.graph_files import graph_json

            out(graph_json(found))
        case Format.MERMAID:
            from mktctl.views.graph_files import graph_mermaid

            out(graph_mermaid(found))
        case Format.DOT:
            from mktctl.views.graph_files import graph_dot

            out(graph_dot(found))
