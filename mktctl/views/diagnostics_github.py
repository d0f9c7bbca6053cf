"""Findings as workflow commands, which GitHub shows beside the lines of a pull request."""

from collections.abc import Sequence
from typing import Final

from mktctl.diagnostics import Diagnostic, Severity
from mktctl.views.visible import visible

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def diagnostics_github(found: Sequence[Diagnostic]) -> str:
    """One `::error file=…::` line a finding; empty without any."""
    return "".join(_one(one) + "\n" for one in found)


def _one(one: Diagnostic) -> str:
    place = one.place
    properties = {"file": place.file, "line": str(place.line), "col": str(place.column)}
    if place.end_column > place.column:
        properties["endColumn"] = str(place.end_column)
    properties["title"] = one.code
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = visible(one.message) + (f"\n{visible(one.hint)}" if one.hint else "")
    return f"::{_COMMANDS[one.severity]} {said}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
