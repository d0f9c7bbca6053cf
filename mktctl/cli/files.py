"""Loading the project for a command: where it is, and its mistakes on the way out."""

from pathlib import Path
from typing import Final

import typer

from mktctl.cli.terminal import err, terminal
from mktctl.diagnostics import UsageError
from mktctl.model.workspace import Workspace

EXIT_INVALID: Final = 3


def project_root(folder: Path | None) -> Path:
    """The folder that was named, or the nearest one upwards with a `mktctl.yaml`; raises `UsageError`."""
    from mktctl.workspace.root import find_root

    try:
        here = folder or Path.cwd()
    except FileNotFoundError:
        raise UsageError("the folder that you are in is gone", hint="Go to the project's folder.") from None
    return find_root(here, upwards=folder is None)


def valid_workspace(root: Path, *, environment: str | None = None) -> Workspace:
    """The workspace, or every mistake on stderr and exit 3. Warnings are left to `validate`.

    `environment` is whose `set:` the templates see.
    """
    from mktctl.app.load import load_workspace
    from mktctl.diagnostics import has_errors

    loaded = load_workspace(root, environment=environment)
    if loaded.workspace is None or has_errors(loaded.diagnostics):
        from mktctl.views.diagnostics_text import diagnostics_text

        screen = terminal()
        err(diagnostics_text(loaded.diagnostics, files=loaded.files, width=screen.width, colour=screen.colour))
        raise typer.Exit(EXIT_INVALID)
    return loaded.workspace
