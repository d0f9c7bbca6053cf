"""The flows of this repository's own programme, by their own tests: every branch is reached."""

import pytest

from mktctl.app.flow_test_files import read_flow_tests
from mktctl.app.flow_testing import CasePlayed, FlowsTested, run_flow_tests
from mktctl.app.load import load_workspace
from tests.support.source_tree import ROOT


def played() -> FlowsTested:
    workspace = load_workspace(ROOT).workspace
    assert workspace is not None
    found = read_flow_tests(ROOT, workspace)
    assert found.diagnostics == ()
    return run_flow_tests(workspace, found.files)


PLAYED = played()


@pytest.mark.parametrize("case", PLAYED.cases, ids=lambda one: f"{one.flow}: {one.name}")
def test_a_case_of_the_programme(case: CasePlayed) -> None:
    wrong = [(row.expected, row.actual) for row in case.rows if not row.right]
    assert (case.error, wrong) == ("", [])


@pytest.mark.parametrize("coverage", PLAYED.coverage, ids=lambda one: one.flow)
def test_every_branch_is_reached(coverage: object) -> None:
    assert not getattr(coverage, "missing", None), coverage


def test_every_flow_of_the_programme_is_tested() -> None:
    assert {one.flow for one in PLAYED.cases} == {path.stem for path in (ROOT / "flows").glob("*.yaml")}
    assert PLAYED.percent == 100
