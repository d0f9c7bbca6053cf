"""`mktctl plan`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mktctl.cli.options import EnvironmentOption, FullOption, ProjectOption, TargetOption
from mktctl.cli.terminal import out, terminal
from mktctl.diagnostics import UsageError

if TYPE_CHECKING:
    from mktctl.planning.changes import Plan

EXIT_CHANGES: Final = 2
EXIT_BLOCKED: Final = 6


class Format(StrEnum):
    """How the plan is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def command(
    project: ProjectOption = None,
    env: EnvironmentOption = "sandbox",
    target: TargetOption = None,
    full: FullOption = False,
    json: Annotated[bool, typer.Option("--json", help="Write the plan as JSON (versioned).")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write Markdown, for a pull request.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="List every step that apply would take, too.")] = False,
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help="Exit 2 when there are changes.")
    ] = False,
) -> int:
    """Show what apply would change. Reads the account, writes nothing."""
    from mktctl.cli.planned import prepared

    if json and markdown:
        raise UsageError("--json and --markdown are two formats; take one")
    with prepared(project, env, target, full=full) as ready:
        plan = ready.planned.plan
    out(_written(plan, Format.JSON if json else Format.MARKDOWN if markdown else Format.TEXT))
    if explain and not (json or markdown):
        from mktctl.views.step_text import steps_text

        out(steps_text(plan))
    if plan.blockers:
        return EXIT_BLOCKED
    return EXIT_CHANGES if detailed_exitcode and not (plan.is_empty and not plan.left_out) else 0


def _written(plan: "Plan", format_: Format) -> str:
    from mktctl.views.plan_json import plan_json
    from mktctl.views.plan_markdown import plan_markdown
    from mktctl.views.plan_text import plan_text

    match format_:
        case Format.JSON:
            return plan_json(plan)
        case Format.MARKDOWN:
            return plan_markdown(plan)
        case Format.TEXT:
            screen = terminal()
            return plan_text(plan, width=screen.width, colour=screen.colour)
