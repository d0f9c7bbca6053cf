"""`mktctl explain`."""

from enum import StrEnum
from typing import Annotated

import typer

from mktctl.cli.terminal import out, terminal


class Format(StrEnum):
    """How it is written."""

    TEXT = "text"
    JSON = "json"


def command(
    path: Annotated[
        str, typer.Argument(metavar="KEY", help="A key, such as flow.steps.wait or condition.metric.")
    ] = "",
    format: Annotated[Format, typer.Option("--format", help="Text for people, JSON for programs.")] = Format.TEXT,
) -> None:
    """Explain a key of the language: what it means, what it takes, examples, and the keys around it."""
    from mktctl.app.explain import explain, overview

    screen = terminal()
    if format is Format.JSON:
        from mktctl.views.explain_json import explain_json, overview_json

        out(explain_json(explain(path)) if path else overview_json(overview()))
    else:
        from mktctl.views.explain_text import explain_text, overview_text

        width, colour = screen.width, screen.colour
        shown = explain_text(explain(path), width=width, colour=colour) if path else None
        out(shown or overview_text(overview(), width=width, colour=colour))
