"""`mktctl apply`."""

import contextlib
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mktctl.cli.options import EnvironmentOption, FullOption, ProjectOption, TargetOption
from mktctl.cli.terminal import OutputClosed, Terminal, err, out, terminal
from mktctl.diagnostics import GuardError, UsageError

if TYPE_CHECKING:
    from mktctl.app.apply import ApplyResult
    from mktctl.app.plan import Planned
    from mktctl.cli.planned import Prepared
    from mktctl.model.workspace import Workspace

EXIT_BLOCKED: Final = 6
EXIT_PARTIAL: Final = 8


def command(
    project: ProjectOption = None,
    env: EnvironmentOption = "sandbox",
    target: TargetOption = None,
    full: FullOption = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    confirm: Annotated[str, typer.Option(help="The name of a protected environment, with --yes.")] = "",
    allow_destructive: Annotated[bool, typer.Option("--allow-destructive", help="Replace many at once.")] = False,
) -> int:
    """Show the plan, ask, and make the platform what the files say."""
    from mktctl.cli.planned import prepared
    from mktctl.views.apply_text import apply_text
    from mktctl.views.plan_text import plan_text

    screen = terminal()
    with prepared(project, env, target, full=full, to_write=True) as ready:
        planned = ready.planned
        out(plan_text(planned.plan, width=screen.width, colour=screen.colour))
        if planned.plan.blockers:
            return EXIT_BLOCKED
        if planned.plan.is_empty:
            return EXIT_PARTIAL if planned.plan.left_out else 0
        _guard(planned, ready.workspace, allow_destructive=allow_destructive)
        _ask(planned, screen, protected=ready.connection.environment.protect, yes=yes, confirm=confirm)
        err("")
        result = _apply(ready, screen)
        # Before the connection is closed: what ends the sandbox badly must not hide what was done.
        with contextlib.suppress(OutputClosed):
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
        from mktctl.views.visible import visible

        typer.confirm(f"Apply this to {visible(planned.plan.account_name)} ({name})?", abort=True, err=True)


def _apply(ready: "Prepared", screen: Terminal) -> "ApplyResult":
    from mktctl.app.apply import apply_plan
    from mktctl.cli.progress import shown_progress
    from mktctl.cli.secrets import secret
    from mktctl.cli.signals import stop_on_signal
    from mktctl.clock import MonotonicStopwatch

    shown = shown_progress(len(ready.planned.plan.steps), interactive=screen.interactive)
    with stop_on_signal() as stop, shown as progress:
        return apply_plan(
            ready.planned.plan,
            workspace=ready.workspace,
            resources=ready.planned.resources,
            generation=ready.planned.generation,
            seen=ready.planned.seen,
            remote=ready.connection.remote,
            store=ready.connection.store,
            secrets=secret,
            stopwatch=MonotonicStopwatch(),
            progress=progress,
            spent=ready.connection.spent,
            stop=stop,
        )
