"""Only what was given on the command line is read by typer: it reads with pydantic, and to import that takes longer
than `validate` takes for a small project.
"""

import functools
from collections.abc import Callable
from typing import Any, Final

_AS_WRITTEN: Final = (str, int, float)
"""Types of defaults that reading does not change; enumerations of texts are among them."""


def read_only_what_is_given(command: Any, ctx: Any) -> None:
    """Let each parameter of the typer command, `--help` too, keep its default without reading it."""
    for parameter in command.get_params(ctx):
        if not parameter.required:
            parameter.process_value = functools.partial(_processed, parameter, parameter.process_value)


def show_flags_without_a_type(command: Any, ctx: Any) -> None:
    """`--yes` takes no value, so its help names none; the verbs below a group are told too."""
    for parameter in command.get_params(ctx):
        if getattr(parameter, "is_flag", False) and parameter.metavar is None:
            parameter.metavar = ""
    for below in getattr(command, "commands", {}).values():
        show_flags_without_a_type(below, ctx)


def _processed(parameter: Any, read: Callable[[Any, Any], Any], ctx: Any, value: Any) -> Any:
    """What `parameter.process_value(ctx, value)` returns."""
    kept: Any
    if value is None:
        kept = () if getattr(parameter, "multiple", False) or parameter.nargs == -1 else None
    elif value is parameter.default and isinstance(value, _AS_WRITTEN):
        kept = value
    else:
        return read(ctx, value)
    return kept if parameter.callback is None else parameter.callback(ctx, parameter, kept)
