"""`mktctl test`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from mktctl.cli.files import EXIT_INVALID, project_root, valid_workspace
from mktctl.cli.options import ProjectOption
from mktctl.cli.terminal import err, out, terminal
from mktctl.diagnostics import OutsideError, UsageError

EXIT_FAILED: Final = 1


class Format(StrEnum):
    """How the result is written."""

    TEXT = "text"
    JSON = "json"


def command(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Only the tests in these files or folders.")
    ] = None,
    words: Annotated[
        str, typer.Option("-k", metavar="WORDS", help="Only cases whose flow and name hold all of these words.")
    ] = "",
    project: ProjectOption = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How the result is written.")] = Format.TEXT,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the result as JUnit's XML, too.")
    ] = None,
    min_coverage: Annotated[
        float,
        typer.Option("--min-coverage", metavar="PERCENT", min=0, max=100, help="Fail when fewer branches are reached."),
    ] = 0,
) -> int:
    """Play the tests in tests/flows/, offline. Exit 1 when one fails or too little is covered, 3 for invalid files."""
    from mktctl.app.flow_test_files import read_flow_tests
    from mktctl.app.flow_testing import run_flow_tests
    from mktctl.app.validate import relative_paths
    from mktctl.diagnostics import has_errors

    root = project_root(project)
    only = relative_paths(root, paths or ())
    workspace = valid_workspace(root)
    found = read_flow_tests(root, workspace)
    screen = terminal()
    if has_errors(found.diagnostics):
        from mktctl.views.diagnostics_text import diagnostics_text

        err(diagnostics_text(found.diagnostics, files=found.read, width=screen.width, colour=screen.colour))
        return EXIT_INVALID
    tested = run_flow_tests(workspace, found.files, only, words)
    if not tested.cases:
        hint = "Tests stand in tests/flows/, in files that end in .test.yaml."
        raise UsageError("there is no such test" if found.files else "there are no tests of flows", hint=hint)
    if junit is not None:
        from mktctl.views.flow_test_json import flow_test_junit

        _write(junit, flow_test_junit(tested))
    if format_ is Format.JSON:
        from mktctl.views.flow_test_json import flow_test_json

        out(flow_test_json(tested))
    else:
        from mktctl.views.flow_test_text import flow_test_text

        out(flow_test_text(tested, width=screen.width, colour=screen.colour))
    return EXIT_FAILED if tested.failed or tested.percent < min_coverage else 0


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutsideError(f"{file} cannot be written: {error.strerror}") from None
