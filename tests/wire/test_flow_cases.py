"""Hand-written cases of flows: what stands on the wire, and what happens to people, by the model and both readings."""

from typing import get_args

import pytest

from mktctl.model.flow import AnyStep, Trigger
from mktctl.model.steps import all_steps
from tests.support.flow_cases import FLOW_CHECKS, FlowCase, flow_cases

CASES = list(flow_cases())


@pytest.mark.parametrize("check", FLOW_CHECKS)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: FlowCase, check: str) -> None:
    assert FLOW_CHECKS[check](case) is None


def test_every_case_names_its_source() -> None:
    assert [case.name for case in CASES if len(case.source) < 4] == []


def test_every_step_and_trigger_has_a_case() -> None:
    seen = {type(step) for case in CASES for step in all_steps(case.flow.steps)}
    assert set(get_args(AnyStep)) - seen == set()
    assert set(get_args(Trigger)) - {type(case.flow.trigger) for case in CASES} == set()
