"""Findings as SARIF 2.1.0, for code scanning."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from mktctl import __version__
from mktctl.diagnostics import Diagnostic, Severity
from mktctl.model.codes import Code, catalogue
from mktctl.views.visible import json_page, visible

SCHEMA_URI: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def diagnostics_sarif(found: Sequence[Diagnostic]) -> str:
    """One run; the rules are those that were met, each with its explanation."""
    codes = list(dict.fromkeys(one.code for one in found))
    index = {code: number for number, code in enumerate(codes)}
    known = catalogue()
    document = {
        "$schema": SCHEMA_URI,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mktctl",
                        "version": __version__,
                        "rules": [_rule(code, known[code]) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"PROJECT": {"description": {"text": "The folder of mktctl.yaml"}}},
                "results": [_result(one, index[one.code]) for one in found],
            }
        ],
    }
    return json_page(document)


def _rule(code: str, explained: Code) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": explained.title},
        "fullDescription": {"text": explained.explanation},
    }


def _result(one: Diagnostic, rule: int) -> dict[str, Any]:
    place = one.place
    region: dict[str, Any] = {"startLine": place.line, "startColumn": place.column}
    if place.end_column > place.column:
        region["endColumn"] = place.end_column
    return {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": "\n".join(_unlinked(visible(text)) for text in (one.message, one.hint) if text)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(place.file), "uriBaseId": "PROJECT"},
                    "region": region,
                }
            }
        ],
    }


def _unlinked(text: str) -> str:
    """What would be read as a link, in a message that people trust, is shown as written."""
    return text.replace("](", "] (")
