"""`mktctl validate`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mktctl.cli.files import EXIT_INVALID, project_root
from mktctl.cli.options import ProjectOption
from mktctl.cli.terminal import out, terminal


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def command(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Show only what is in these files or folders.")
    ] = None,
    project: ProjectOption = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How findings are written.")] = Format.TEXT,
) -> int:
    """Check the files, offline. Exit 3 when there is an error; warnings and notes pass."""
    import gc

    gc.disable()  # one short run that keeps nearly all it makes: looking for cycles in it costs a tenth of the time
    from mktctl.app.validate import relative_paths, validate

    root = project_root(project)
    result = validate(root, relative_paths(root, paths or ()))
    match format_:
        case Format.TEXT:
            from mktctl.views.diagnostics_text import diagnostics_text

            screen = terminal()
            out(diagnostics_text(result.diagnostics, files=result.files, width=screen.width, colour=screen.colour))
        case Format.JSON:
            from mktctl.views.diagnostics_json import diagnostics_json

            out(diagnostics_json(result.diagnostics, files=result.files))
        case Format.GITHUB:
            from mktctl.views.diagnostics_github import diagnostics_github

            if result.diagnostics:
                out(diagnostics_github(result.diagnostics))
        case Format.SARIF:
            from mktctl.views.diagnostics_sarif import diagnostics_sarif

            out(diagnostics_sarif(result.diagnostics))
    gc.freeze()  # else the interpreter looks through everything once more before it ends
    return 0 if result.valid else EXIT_INVALID
