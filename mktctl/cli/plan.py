"""`mktctl plan`."""

from enum import StrEnum
from typing import Annotated, Final

import typer

from mktctl.cli.options import EnvironmentOption, ProjectOption, TargetOption
from mktctl.cli.terminal import out, terminal
from mktctl.diagnostics import UsageError

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
    json: Annotated[bool, typer.Option("--json", help="Write the plan as JSON (versioned).")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write Markdown, for a pull request.")] = False,
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help="Exit 2 when there are changes.")
    ] = False,
) -> int:
    """Show what apply would change. Reads the account, writes nothing."""
    from mktctl.app.plan import make_plan
    from mktctl.cli.files import project_root, valid_workspace
    from mktctl.cli.targets import addresses
    from mktctl.cli.wiring import connected, secret_at_hand

    if json and markdown:
        raise UsageError("--json and --markdown are two formats; take one")
    root = project_root(project)
    workspace = valid_workspace(root, environment=env)
    with connected(root, workspace.project, env) as connection:
        planned = make_plan(
            workspace,
            connection.environment,
            remote=connection.remote,
            store=connection.store,
            targets=addresses(target),
            secret=secret_at_hand,
            requests=connection.requests,
        )
    plan = planned.plan
    out(_written(plan, Format.JSON if json else Format.MARKDOWN if markdown else Format.TEXT))
    if plan.blockers:
        return EXIT_BLOCKED
    return EXIT_CHANGES if detailed_exitcode and not plan.is_empty else 0


def _written(plan: "object", format_: Format) -> str:
    from mktctl.planning.changes import Plan
    from mktctl.views.plan_json import plan_json
    from mktctl.views.plan_markdown import plan_markdown
    from mktctl.views.plan_text import plan_text

    assert isinstance(plan, Plan)
    match format_:
        case Format.JSON:
            return plan_json(plan)
        case Format.MARKDOWN:
            return plan_markdown(plan)
        case Format.TEXT:
            screen = terminal()
            return plan_text(plan, width=screen.width, colour=screen.colour)
