"""A bug of ours: the traceback goes into a file, the terminal says where and how to report it."""

import platform
import re
import tempfile
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import typer

EXIT_BUG: Final = 70
_SECRET: Final = re.compile(r"\bpk_\w+|(?<=secret)\S+", re.IGNORECASE)


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
    with tempfile.NamedTemporaryFile("w", prefix="mktctl-bug-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(_SECRET.sub("[hidden]", text))
    typer.secho(f"This is a bug in mktctl: {type(error).__name__}: {_SECRET.sub('[hidden]', str(error))}", err=True)
    typer.echo(f"  The details are in {Path(file.name)}. Please open an issue with that file.", err=True)
    return EXIT_BUG
