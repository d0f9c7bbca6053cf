"""`mktctl simulate`."""

from enum import StrEnum
from typing import Annotated

import typer

from mktctl.cli.options import ProjectOption
from mktctl.cli.terminal import out, terminal
from mktctl.diagnostics import UsageError


class Format(StrEnum):
    """How the story is written."""

    TEXT = "text"
    JSON = "json"


class Mode(StrEnum):
    """When segments that move by time alone are looked at."""

    KLAVIYO = "klaviyo"
    EXACT = "exact"


def command(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="A flow, such as flow/welcome.")],
    persona: Annotated[
        str, typer.Option("--persona", "-p", metavar="NAME", help="A persona of mktctl.yaml; it must be named.")
    ] = "",
    event: Annotated[
        list[str] | None,
        typer.Option("--event", metavar="NAME@WHEN", help='What else happens, such as "Placed Order@3d"; repeatable.'),
    ] = None,
    start: Annotated[
        str, typer.Option("--start", metavar="TIME", help='"2026-11-24 10:00", on the account\'s clock; else now.')
    ] = "",
    mode: Annotated[
        Mode, typer.Option("--mode", help="Time moves people into segments in the day's pass, or at the second.")
    ] = Mode.KLAVIYO,
    why: Annotated[bool, typer.Option("--why", help="Say what decided each line, and when it would turn.")] = False,
    project: ProjectOption = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How the story is written.")] = Format.TEXT,
) -> None:
    """Play one flow for one persona, offline: what is sent, skipped and why, which branch, and how it ends."""
    from mktctl.app.simulate import simulate, start_of
    from mktctl.cli.files import project_root, valid_workspace
    from mktctl.cli.targets import addresses
    from mktctl.clock import WallClock

    (address,) = addresses([flow])
    if address.kind != "flow":
        raise UsageError(f"only a flow can be simulated, not {address}", hint="Such as flow/welcome.")
    workspace = valid_workspace(project_root(project))
    begin = start_of(start, workspace.project.shop.timezone) if start else WallClock().now().replace(microsecond=0)
    story = simulate(workspace, address.ref, persona, start=begin, events=event or (), mode=mode.value, why=why)
    if format_ is Format.JSON:
        from mktctl.views.simulate_json import simulate_json

        out(simulate_json(story, why=why))
    else:
        from mktctl.views.simulate_text import simulate_text

        screen = terminal()
        out(simulate_text(story, why=why, width=screen.width, colour=screen.colour))
