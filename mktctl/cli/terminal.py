"""What the terminal can show, and the only two ways out: results to stdout, what one reads while waiting to stderr."""

import os
import shutil
import sys

import msgspec


class Terminal(msgspec.Struct, frozen=True, kw_only=True):
    """`width` in columns; `colour` and `interactive` are false when the stream is not a terminal."""

    width: int
    colour: bool
    interactive: bool


def terminal() -> Terminal:
    """The terminal of this process. Honours NO_COLOR and FORCE_COLOR; 100 columns when there is none."""
    shown = sys.stdout.isatty()
    colour = (shown and "NO_COLOR" not in os.environ) or bool(os.environ.get("FORCE_COLOR"))
    width = shutil.get_terminal_size((100, 24)).columns if shown else int(os.environ.get("COLUMNS") or 100)
    return Terminal(width=max(width, 40), colour=colour, interactive=sys.stdin.isatty() and sys.stderr.isatty())


def out(text: str) -> None:
    """Print a result, with exactly one newline at its end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()


def err(text: str) -> None:
    """Print progress or a question's context."""
    sys.stderr.write(text if text.endswith("\n") else text + "\n")
    sys.stderr.flush()
