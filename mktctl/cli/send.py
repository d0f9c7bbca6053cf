"""`mktctl send`."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from mktctl.cli.options import EnvironmentOption, ProjectOption
from mktctl.cli.terminal import Terminal, err, out, terminal
from mktctl.diagnostics import GuardError, UsageError

if TYPE_CHECKING:
    from mktctl.app.plan import Planned
    from mktctl.app.send import Sent
    from mktctl.cli.wiring import Connection
    from mktctl.model.address import Address
    from mktctl.model.workspace import Workspace

EXIT_BLOCKED: Final = 6


def command(
    ref: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="Which one: campaign/x, or campaign/x@2026-12-01.")],
    project: ProjectOption = None,
    env: EnvironmentOption = "sandbox",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    confirm: Annotated[str, typer.Option(help="The name of a protected environment, with --yes.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Write what became of it as JSON (versioned).")] = False,
) -> int:
    """Send a campaign now: a draft that is as the files say. Once; nothing is sent a second time."""
    from mktctl.app.send import asked_before
    from mktctl.cli.files import project_root, valid_workspace
    from mktctl.cli.targets import addresses
    from mktctl.cli.wiring import connected
    from mktctl.views.plan_text import plan_text

    (address,) = addresses([ref])
    if address.kind != "campaign":
        raise UsageError(f"{address} is no campaign", hint="Only campaigns are sent; a flow sends by itself.")
    root = project_root(project)
    workspace = valid_workspace(root, environment=env)
    with connected(root, workspace.project, env) as connection, connection.alone():
        planned = _planned(address, workspace, connection)
        if (earlier := asked_before(address, remote=connection.remote, store=connection.store)) is not None:
            return _show(earlier, json=json)
        planned = _planned(address, workspace, connection)
        if planned.plan.blockers:
            screen = terminal()
            err(plan_text(planned.plan, width=screen.width, colour=False))
            return EXIT_BLOCKED
        return _send(address, workspace, connection, planned, yes=yes, confirm=confirm, json=json)


def _send(
    address: "Address",
    workspace: "Workspace",
    connection: "Connection",
    planned: "Planned",
    *,
    yes: bool,
    confirm: str,
    json: bool,
) -> int:
    from mktctl.app.send import draft_to_send, send_now
    from mktctl.model.bindings import State
    from mktctl.planning.guards import frozen
    from mktctl.views.send_text import draft_text

    for problem in frozen(workspace.project, planned.seen.account.now):
        raise GuardError(f"{problem.code} {problem.message}", hint=problem.hint)
    environment, screen = connection.environment, terminal()
    draft = draft_to_send(
        planned,
        address,
        workspace=workspace,
        environment=environment,
        remote=connection.remote,
        state=connection.store.load()[1] or State(account=planned.plan.account),
    )
    account = planned.plan.account_name
    err(draft_text(draft, account=account, environment=environment.name, width=screen.width, colour=False))
    _ask(account, environment.name, screen, protected=environment.protect, yes=yes, confirm=confirm)
    return _show(send_now(draft, planned, remote=connection.remote, store=connection.store), json=json)


def _planned(address: "Address", workspace: "Workspace", connection: "Connection") -> "Planned":
    from mktctl.app.plan import make_plan
    from mktctl.cli.secrets import secret_at_hand

    return make_plan(
        workspace,
        connection.environment,
        remote=connection.remote,
        store=connection.store,
        targets=[address],
        secret=secret_at_hand,
        requests=connection.requests,
    )


def _ask(account: str, name: str, screen: Terminal, *, protected: bool, yes: bool, confirm: str) -> None:
    from mktctl.views.visible import visible

    if yes:
        if protected and confirm != name:
            raise GuardError(f"environment {name} is protected", hint=f"Say that it is meant: --yes --confirm {name}")
        return
    if not screen.interactive:
        raise UsageError("send asks before it sends, and there is nobody to ask", hint="Add --yes.")
    if protected:
        if typer.prompt(f"{name} is protected. Type its name to send", err=True) != name:
            raise typer.Abort
    else:
        typer.confirm(f"Send this to them now, from {visible(account)} ({name})?", abort=True, err=True)


def _show(sent: "Sent", *, json: bool) -> int:
    from mktctl.views.send_text import sent_json, sent_text

    screen = terminal()
    out(sent_json(sent) if json else sent_text(sent, width=screen.width, colour=screen.colour))
    return 0
