"""`mktctl test` for programs: JSON, and JUnit's XML for whatever shows tests."""

from typing import Any, Final
from xml.etree import ElementTree

from mktctl.app.flow_test_comparison import Row
from mktctl.app.flow_testing import CasePlayed, FlowsTested
from mktctl.diagnostics import Place
from mktctl.views.flow_test_moments import on_the_clock, since_start
from mktctl.views.visible import inert, json_page, visible

FORMAT_VERSION: Final = 1


def flow_test_json(tested: FlowsTested) -> str:
    """One object: `format_version`, `summary`, `cases` with both timelines, `coverage` by flow."""
    document = {
        "format_version": FORMAT_VERSION,
        "summary": {
            "cases": len(tested.cases),
            "failed": tested.failed,
            "coverage_percent": round(tested.percent, 2),
        },
        "cases": [_case(one, tested.zone) for one in tested.cases],
        "coverage": {
            one.flow: {"percent": round(one.percent, 2), "branches": list(one.points), "missing": list(one.missing)}
            for one in tested.coverage
        },
    }
    return json_page(document)


def flow_test_junit(tested: FlowsTested) -> str:
    """A `testsuite` a flow, a `testcase` a case; a failure's text is its two timelines."""
    root = ElementTree.Element("testsuites", tests=str(len(tested.cases)), failures=str(tested.failed))
    for flow in dict.fromkeys(case.flow for case in tested.cases):
        cases = [case for case in tested.cases if case.flow == flow]
        failures = str(sum(not case.passed for case in cases))
        suite = ElementTree.SubElement(root, "testsuite", name=flow, tests=str(len(cases)), failures=failures)
        for case in cases:
            name, file, line = visible(case.name), visible(case.file), str(case.place.line)
            one = ElementTree.SubElement(suite, "testcase", classname=flow, name=name, file=file, line=line)
            if not case.passed:
                failure = ElementTree.SubElement(one, "failure", message=_message(case))
                failure.text = "\n".join([visible(str(case.place)), *_told(case, tested.zone)])
    ElementTree.indent(root)
    return inert(ElementTree.tostring(root, encoding="unicode", xml_declaration=False)) + "\n"


def _message(case: CasePlayed) -> str:
    if case.error:
        return visible(case.error)
    wrong = sum(not row.right for row in case.rows)
    return f"{wrong} of {len(case.rows)} lines differ"


def _told(case: CasePlayed, zone: str) -> list[str]:
    return [
        f"{'  ' if row.right else '✗ '}{on_the_clock(row.at, zone)}  expected: {visible(row.expected) or 'nothing'}"
        f"  came: {visible(row.actual) or 'nothing'}"
        for row in case.rows
    ]


def _case(case: CasePlayed, zone: str) -> dict[str, Any]:
    return {
        "flow": case.flow,
        "name": case.name,
        "passed": case.passed,
        "error": case.error,
        "file": case.file,
        "line": case.place.line,
        "timeline": [_row(row, place, case, zone) for row, place in zip(case.rows, case.places, strict=True)],
    }


def _row(row: Row, place: Place | None, case: CasePlayed, zone: str) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(),
        "since_start": since_start(row.at, case.start),
        "clock": on_the_clock(row.at, zone),
        "expected": row.expected,
        "actual": row.actual,
        "right": row.right,
        "line": None if place is None else place.line,
    }
