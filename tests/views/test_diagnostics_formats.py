"""Findings for programs: JSON, workflow commands, SARIF."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mktctl.diagnostics import Diagnostic, Place, Severity
from mktctl.model.codes import catalogue
from mktctl.views.diagnostics_github import diagnostics_github
from mktctl.views.diagnostics_json import diagnostics_json
from mktctl.views.diagnostics_sarif import diagnostics_sarif

FOUND = [
    Diagnostic(
        code="FLW001", message="100% wrong,\nfor sure", hint="Write: this, or that",
        place=Place(file="flows/a, b:c.yaml", line=3, column=5, end_column=9), excerpt="  - x: y",
    ),
    Diagnostic(
        code="YML009", message="cut", severity=Severity.WARNING,
        place=Place(file="templates/é 1.yaml", line=1, column=2)
    ),
    Diagnostic(code="TPL005", message="unused", severity=Severity.NOTE, place=Place(file="templates/b.yaml")),
]  # fmt: skip


def test_json_is_versioned_and_whole() -> None:
    document = json.loads(diagnostics_json(FOUND, files=9))
    assert document["format_version"] == 1
    assert document["valid"] is False
    assert document["summary"] == {"files": 9, "errors": 1, "warnings": 1, "notes": 1}
    assert document["diagnostics"][0] == {
        "code": "FLW001", "severity": "error", "message": "100% wrong,\nfor sure", "hint": "Write: this, or that",
        "file": "flows/a, b:c.yaml", "line": 3, "column": 5, "end_column": 9, "excerpt": "  - x: y",
    }  # fmt: skip
    assert json.loads(diagnostics_json(FOUND[1:], files=9))["valid"] is True


def test_workflow_commands_are_escaped() -> None:
    assert diagnostics_github(FOUND).splitlines() == [
        "::error file=flows/a%2C b%3Ac.yaml,line=3,col=5,endColumn=9,title=FLW001::"
        "100%25 wrong,\\x0afor sure%0AWrite: this, or that",
        "::warning file=templates/é 1.yaml,line=1,col=2,title=YML009::cut",
        "::notice file=templates/b.yaml,line=1,col=1,title=TPL005::unused",
    ]


@given(st.text(), st.text())
def test_no_text_can_begin_a_workflow_command_of_its_own(message: str, file: str) -> None:
    said = diagnostics_github([Diagnostic(code="FLW001", message=message, place=Place(file=file))])
    assert said.count("\n") == 1
    assert said.startswith("::error file=")
    properties, _, _ = said.removeprefix("::error ").partition("::")
    assert len(properties.split(",")) == 4


def test_sarif_has_the_shape_that_code_scanning_reads() -> None:
    document: dict[str, Any] = json.loads(diagnostics_sarif(FOUND))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["FLW001", "YML009", "TPL005"]
    assert rules[0]["fullDescription"]["text"] == catalogue()["FLW001"].explanation
    for result, found in zip(run["results"], FOUND, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == found.code
        location = result["locations"][0]["physicalLocation"]
        assert location["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert location["region"]["startLine"] == found.place.line
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    assert uris[:2] == ["flows/a%2C%20b%3Ac.yaml", "templates/%C3%A9%201.yaml"]
    assert [one["level"] for one in run["results"]] == ["error", "warning", "note"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert json.loads(diagnostics_sarif([]))["runs"][0]["results"] == []
