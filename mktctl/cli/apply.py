"""`mktctl apply`."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from mktctl.cli.options import EnvironmentOption, ProjectOption, TargetOption
from mktctl.cli.terminal import Terminal, err, out, terminal
from mktctl.diagnostics import GuardError, UsageError

if TYPE_CHECKING:
    from mktctl.app.apply import ApplyResult
    from mktctl.app.plan import Planned
    from mktctl.cli.wiring import Connection
    from mktctl.model.workspace import Workspace

EXIT_BLOCKED: Final = 6


def command(
    project: ProjectOption = None,
    env: EnvironmentOption = "sandbox",
    target: TargetOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    confirm: Annotated[str, typer.Option(help="The name of a protected environment, with --yes.")] = "",
    allow_destructive: Annotated[bool, typer.Option("--allow-destructive", help="Replace many at once.")] = False,
) -> int:
    """Show the plan, ask, and make the platform what the files say."""
    from mktctl.app.plan import make_plan
    from mktctl.cli.files import project_root, valid_workspace
    from mktctl.cli.targets import addresses
    from mktctl.cli.wiring import connected, secret_at_hand
    from mktctl.views.plan_text import plan_text

    screen = terminal()
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
        out(plan_text(planned.plan, width=screen.width, colour=screen.colour))
        if planned.plan.blockers:
            return EXIT_BLOCKED
        if planned.plan.is_empty:
            return 0
        _guard(planned, workspace, allow_destructive=allow_destructive)
        _ask(planned, screen, protected=connection.environment.protect, yes=yes, confirm=confirm)
        result = _apply(planned, workspace, connection, screen)
    from mktctl.views.apply_text import apply_text

    out(apply_text(result, width=screen.width, colour=screen.colour))
    return result.exit_code


def _guard(planned: "Planned", workspace: "Workspace", *, allow_destructive: bool) -> None:
    from mktctl.planning.guards import destructive, frozen

    problems = frozen(workspace.project, planned.seen.account.now)
    if not allow_destructive:
        problems += destructive(planned.plan, workspace.project)
    for problem in problems:
        raise GuardError(f"{problem.code} {problem.message}", hint=problem.hint)


def _ask(planned: "Planned", screen: Terminal, *, protected: bool, yes: bool, confirm: str) -> None:
    name = planned.plan.environment
    if yes:
        if protected and confirm != name:
            raise GuardError(f"environment {name} is protected", hint=f"Say that it is meant: --yes --confirm {name}")
        return
    if not screen.interactive:
        raise UsageError("apply asks before it writes, and there is nobody to ask", hint="Add --yes.")
    err("")
    if protected:
        if typer.prompt(f"{name} is protected. Type its name to apply", err=True) != name:
            raise typer.Abort
    else:
        typer.confirm(f"Apply this to {planned.plan.account_name} ({name})?", abort=True, err=True)


def _apply(planned: "Planned", workspace: "Workspace", connection: "Connection", screen: Terminal) -> "ApplyResult":
    from mktctl.app.apply import apply_plan
    from mktctl.cli.progress import shown_progress
    from mktctl.cli.wiring import secret
    from mktctl.clock import MonotonicStopwatch

    with shown_progress(len(planned.plan.steps), interactive=screen.interactive) as progress:
        return apply_plan(
            planned.plan,
            workspace=workspace,
            resources=planned.resources,
            seen=planned.seen,
            remote=connection.remote,
            store=connection.store,
            secrets=secret,
            stopwatch=MonotonicStopwatch(),
            progress=progress,
            spent=connection.spent,
        )
