"""How long `mktctl --version` and `--help` take, beside the smallest program that typer can make."""

import sys
import tempfile
from pathlib import Path
from typing import Final

from bench.measure import Measure
from bench.processes import BIN, median_seconds

RATIO_MAX: Final = 1.3
ROUNDS: Final = 15

ONE_COMMAND: Final = '''"""One command."""

from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo("one 1.0")
        raise typer.Exit


@app.command()
def main(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    """Does one thing."""


app()
'''


def main(rounds: int = ROUNDS) -> list[Measure]:
    """Medians of cold processes, taken in turns."""
    with tempfile.TemporaryDirectory(prefix="mktctl-bench-") as folder:
        smallest = Path(folder) / "one_command.py"
        smallest.write_text(ONE_COMMAND, encoding="utf-8")
        commands = {
            f"{name} {flag}": [*command, flag]
            for flag in ("--version", "--help")
            for name, command in (("mktctl", [str(BIN / "mktctl")]), ("smallest", [sys.executable, str(smallest)]))
        }
        seconds = median_seconds(commands, cwd=Path(folder), rounds=rounds)
    return [
        Measure(
            bench="startup",
            what=f"mktctl {flag}",
            value=seconds[f"mktctl {flag}"] / seconds[f"smallest {flag}"],
            unit="×",
            limit=RATIO_MAX,
            beside=f"{seconds[f'mktctl {flag}'] * 1000:.0f} ms; a typer program of one command "
            f"{seconds[f'smallest {flag}'] * 1000:.0f} ms (medians of {rounds} cold processes)",
        )
        for flag in ("--version", "--help")
    ]
