"""`mktctl adopt`."""

from typing import Annotated

import typer

from mktctl.cli.options import EnvironmentOption, ProjectOption
from mktctl.cli.terminal import out, terminal


def command(
    ref: Annotated[str, typer.Argument(metavar="KIND/REF", help="What to bind, such as flow/back-in-stock.")],
    project: ProjectOption = None,
    env: EnvironmentOption = "sandbox",
    id_: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Which object, when several have the name or none has.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write what was bound as JSON (versioned).")] = False,
) -> int:
    """Bind a resource to the object of its name that exists. Writes the state, nothing on the platform."""
    from mktctl.app.adopt import adopt
    from mktctl.cli.files import project_root, valid_workspace
    from mktctl.cli.targets import addresses
    from mktctl.cli.wiring import connected
    from mktctl.views.adopt_text import adopt_json, adopt_text

    (address,) = addresses([ref])
    root = project_root(project)
    workspace = valid_workspace(root, environment=env)
    with connected(root, workspace.project, env) as connection, connection.alone():
        adopted = adopt(
            workspace, connection.environment, address, remote=connection.remote, store=connection.store, id_=id_
        )
    screen = terminal()
    out(adopt_json(adopted) if json else adopt_text(adopted, width=screen.width, colour=screen.colour))
    return 0
