"""Findings as JSON for programs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from mktctl.diagnostics import Diagnostic, Severity
from mktctl.views.visible import json_page

FORMAT_VERSION: Final = 1


def diagnostics_json(found: Sequence[Diagnostic], *, files: int) -> str:
    """One object: `format_version`, `valid`, `summary` and `diagnostics` in reading order."""
    counts = Counter(one.severity for one in found)
    document = {
        "format_version": FORMAT_VERSION,
        "valid": not counts[Severity.ERROR],
        "summary": {
            "files": files,
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "notes": counts[Severity.NOTE],
        },
        "diagnostics": [_one(one) for one in found],
    }
    return json_page(document)


def _one(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
        "hint": one.hint,
        "file": one.place.file,
        "line": one.place.line,
        "column": one.place.column,
        "end_column": one.place.end_column or None,
        "excerpt": one.excerpt,
    }
