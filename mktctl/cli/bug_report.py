"""A bug of ours: the traceback goes into a file, the terminal says where and how to report it."""

import platform
import tempfile
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import typer

from mktctl.cli.secrets import without_secrets
from mktctl.views.visible import inert, visible

EXIT_BUG: Final = 70


def report(error: Exception, argv: Sequence[str]) -> int:
    """Write the report (0600, without keys), name it, return 70."""
    text = "\n".join(
        [
            f"mktctl {version('mktctl')}, Python {platform.python_version()}, {platform.system()}",
            f"command: mktctl {' '.join(argv)}",
            "",
            "".join(traceback.format_exception(error)),
        ]
    )
    with tempfile.NamedTemporaryFile(
        "w", prefix="mktctl-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        file.write(without_secrets(text))
    said = visible(without_secrets(f"{type(error).__name__}: {error}"))
    typer.secho(inert(f"This is a bug in mktctl: {said}"), err=True)
    typer.echo(f"  The details are in {Path(file.name)}. Please open an issue with that file.", err=True)
    return EXIT_BUG
