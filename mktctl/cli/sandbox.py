"""`mktctl sandbox serve|reset|info|draw`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mktctl.cli.options import ProjectOption
from mktctl.cli.terminal import err, out, terminal
from mktctl.diagnostics import OutsideError, UsageError

if TYPE_CHECKING:
    from mktctl.model.project import Project

DEFAULT_PORT: Final = 8631

group = typer.Typer(
    add_completion=False, no_args_is_help=True, help="The local platform: serve it, reset it, look at it."
)


class Limits(StrEnum):
    """Whether Klaviyo's rate limits hold."""

    REAL = "real"
    NONE = "none"


@group.command()
def serve(
    project: ProjectOption = None,
    port: Annotated[int, typer.Option(metavar="PORT", help="The loopback port.", min=1, max=65535)] = DEFAULT_PORT,
    limits: Annotated[Limits, typer.Option(help="Klaviyo's rate limits.")] = Limits.REAL,
) -> int:
    """Serve the project's sandbox on this machine until it is interrupted."""
    from mktctl.cli.wiring import DATABASE, SANDBOX_KEY, sandbox_options
    from mktctl.sandbox.server import serve as serve_sandbox
    from mktctl.workspace.own_folder import own_folder

    root, found = _project(project)
    own_folder(root)
    said = f"Klaviyo's API at http://127.0.0.1:{port} (key {SANDBOX_KEY}; limits: {limits}). Stop with Ctrl-C."
    serve_sandbox(root / DATABASE, sandbox_options(found, limits=limits), port=port, ready=lambda: err(said))
    return 0


@group.command()
def reset(
    project: ProjectOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> int:
    """Empty the sandbox: its database and the state beside it. No other environment is touched."""
    from mktctl.cli.files import project_root
    from mktctl.cli.wiring import DATABASE, SANDBOX_STATE
    from mktctl.workspace.own_folder import own_folder

    root = project_root(project)
    own_folder(root, create=False)
    files = [root / DATABASE, *(root / f"{DATABASE}{suffix}" for suffix in ("-wal", "-shm"))]
    files += sorted((root / SANDBOX_STATE).parent.glob(f"{SANDBOX_STATE.name}*"))
    present = [file for file in files if file.is_file()]
    if present and not yes:
        if not terminal().interactive:
            raise UsageError("reset asks before it empties the sandbox, and there is nobody to ask", hint="Add --yes.")
        typer.confirm("Empty the sandbox? Flows, contacts and events in it are gone then", abort=True, err=True)
    for file in present:
        try:
            file.unlink()
        except OSError as error:
            raise OutsideError(
                f"{file.name} cannot be removed: {error.strerror}", hint="Nothing else of the project was touched."
            ) from error
    err("The sandbox is empty." if present else "The sandbox was empty already.")
    return 0


@group.command()
def info(project: ProjectOption = None) -> int:
    """What is in the sandbox: its account, its clock, and how many objects of each kind."""
    from mktctl.app.sandbox_info import sandbox_info
    from mktctl.cli.wiring import DATABASE, sandbox_options
    from mktctl.views.sandbox_text import sandbox_text
    from mktctl.workspace.own_folder import own_folder

    root, found = _project(project)
    own_folder(root, create=False)
    screen = terminal()
    if not (root / DATABASE).is_file():
        err("The sandbox is empty. `mktctl apply` fills it.")
        return 0
    facts = sandbox_info(root / DATABASE, sandbox_options(found, limits="none"))
    out(sandbox_text(facts, width=screen.width, colour=screen.colour))
    return 0


@group.command()
def draw(
    ref: Annotated[str, typer.Argument(metavar="FLOW", help="A flow that only a person can make on Klaviyo.")],
    project: ProjectOption = None,
) -> int:
    """Do by hand in the sandbox what Klaviyo's pages ask of a person: draw a flow that the API cannot make."""
    from mktctl.app.sandbox_draw import draw_flow
    from mktctl.cli.files import project_root, valid_workspace
    from mktctl.cli.targets import addresses
    from mktctl.cli.wiring import DATABASE, SANDBOX, connected, sandbox_options
    from mktctl.views.visible import visible

    (address,) = addresses([ref])
    root = project_root(project)
    workspace = valid_workspace(root, environment=SANDBOX)
    with connected(root, workspace.project, SANDBOX) as connection, connection.alone():
        drawn = draw_flow(
            workspace,
            connection.environment,
            address,
            remote=connection.remote,
            store=connection.store,
            database=root / DATABASE,
            options=sandbox_options(workspace.project, limits="none"),
        )
    out(
        visible(f'Drawn as a draft: the flow "{drawn.name}" ({drawn.id}). Bind it: mktctl adopt {drawn.address}') + "\n"
    )
    return 0


def _project(folder: Path | None) -> "tuple[Path, Project]":
    from mktctl.cli.files import project_root, valid_workspace

    root = project_root(folder)
    return root, valid_workspace(root).project
