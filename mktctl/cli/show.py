"""`mktctl show`."""

from enum import StrEnum
from typing import Annotated

import typer

from mktctl.cli.options import EnvironmentOption, ProjectOption
from mktctl.cli.terminal import out, terminal
from mktctl.diagnostics import UsageError


class Format(StrEnum):
    """How the resource is written."""

    TEXT = "text"
    JSON = "json"
    MERMAID = "mermaid"


def command(
    resource: Annotated[str, typer.Argument(metavar="KIND/REF", help="A resource, such as flow/welcome.")],
    project: ProjectOption = None,
    env: EnvironmentOption = "sandbox",
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="Text, what is sent as JSON, or a flow as a Mermaid picture.")
    ] = Format.TEXT,
) -> None:
    """Show one resource, offline: what it is, when each message comes, what it names and who names it."""
    from mktctl.app.show import show
    from mktctl.cli.files import project_root, valid_workspace
    from mktctl.cli.targets import addresses
    from mktctl.cli.wiring import environment_of
    from mktctl.clock import WallClock

    (address,) = addresses([resource])
    workspace = valid_workspace(project_root(project), environment=env)
    shown = show(workspace, environment_of(workspace.project, env), address, WallClock().now())
    match format_:
        case Format.TEXT:
            from mktctl.views.show_text import show_text

            screen = terminal()
            out(show_text(shown, width=screen.width, colour=screen.colour))
        case Format.JSON:
            from mktctl.views.show_json import show_json

            out(show_json(shown))
        case Format.MERMAID:
            from mktctl.views.flow_mermaid import flow_mermaid

            if address.kind != "flow":
                raise UsageError(f"only a flow has a picture; {address} has none", hint="Take --format text or json.")
            out(flow_mermaid(shown.documents[str(address)]))
