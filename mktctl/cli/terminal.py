"""What the terminal can show, and the only two ways out: results to stdout, what one reads while waiting to stderr."""

import contextlib
import os
import shutil
import sys

import msgspec

from mktctl.diagnostics import OutsideError

WIDTH_MIN = 40


class OutputClosed(OutsideError):  # noqa: N818 - the name says what happened
    """Whoever read the output has gone, as in `mktctl plan | head -1`: exit 1, and nothing to tell anybody."""


class Terminal(msgspec.Struct, frozen=True, kw_only=True):
    """`width` in columns; `colour` and `interactive` are false when the stream is not a terminal."""

    width: int
    colour: bool
    interactive: bool


def terminal() -> Terminal:
    """The terminal of this process. Honours NO_COLOR and FORCE_COLOR; 100 columns when there is none."""
    shown = _is_terminal(sys.stdout)
    colour = (shown and "NO_COLOR" not in os.environ) or bool(os.environ.get("FORCE_COLOR"))
    width = shutil.get_terminal_size((100, 24)).columns
    interactive = _is_terminal(sys.stdin) and _is_terminal(sys.stderr)
    return Terminal(width=max(width, WIDTH_MIN), colour=colour, interactive=interactive)


def prepare_streams() -> None:
    """Let a sign that the terminal's encoding lacks be shown as `?`: no output is worth a failed command.

    A stream that the caller closed is None; what is written to it goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for the rest of the process
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def out(text: str) -> None:
    """Print a result, with exactly one newline at its end. Raises `OutsideError` when it cannot be written."""
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_what_is_left()
        raise OutputClosed("nobody reads the output any more") from None
    except OSError as error:
        _discard_what_is_left()
        raise OutsideError(f"the output cannot be written: {error.strerror}") from None


def err(text: str) -> None:
    """Print progress or a question's context. Whether somebody reads it changes nothing."""
    with contextlib.suppress(OSError):
        sys.stderr.write(text if text.endswith("\n") else text + "\n")
        sys.stderr.flush()


def _is_terminal(stream: object) -> bool:
    return stream is not None and bool(getattr(stream, "isatty", bool)())


def _discard_what_is_left() -> None:
    """Else Python would try again to write it when it ends, and complain."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
