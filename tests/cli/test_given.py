"""What a command gets is the same whether typer reads its defaults or not."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from mktctl.cli.given import read_only_what_is_given


class Shape(StrEnum):
    ROUND = "round"
    SQUARE = "square"


def said(argv: list[str], *, everything_read: bool) -> list[Any]:
    """What the command was called with, or the usage error, or nothing behind `--help`."""
    called: list[Any] = []
    app = typer.Typer(add_completion=False)

    @app.command()
    def command(
        needed: str,
        paths: Annotated[list[Path] | None, typer.Argument()] = None,
        shape: Annotated[Shape, typer.Option()] = Shape.ROUND,
        count: Annotated[int, typer.Option()] = 3,
        folder: Annotated[Path | None, typer.Option()] = None,
        name: Annotated[str, typer.Option(callback=lambda value: f"{value}!")] = "it",
        word: Annotated[list[str] | None, typer.Option()] = None,
        loud: Annotated[bool, typer.Option("--loud")] = False,
    ) -> None:
        called.extend((needed, paths, shape, count, folder, name, word, loud))

    real: Any = typer.main.get_command(app)
    if not everything_read:
        read_only_what_is_given(real, typer.Context(real))
    try:
        real.main(args=argv, prog_name="x", standalone_mode=False)
    except Exception as error:
        return [type(error).__name__, str(error)]
    return called


@pytest.mark.parametrize(
    "line",
    [
        "", "a", "a b c", "a --shape square", "a --shape oval", "a --count 4", "a --count x", "a --folder f",
        "a --name me", "a --word v --word w", "a --loud", "a --nope", "--help",
    ],
)  # fmt: skip
def test_defaults_reach_the_command_as_if_they_were_read(line: str) -> None:
    quick = said(line.split(), everything_read=False)
    assert quick == said(line.split(), everything_read=True)
    assert [type(one) for one in quick] == [type(one) for one in said(line.split(), everything_read=True)]
