"""Actions side by side (`mktctl/planning/flow_pairs.py`), tests that are decided, and steps in the platform's words."""

from typing import Any

import pytest

from mktctl.planning.changes import Plan
from mktctl.planning.flow_pairs import projected
from mktctl.planning.steps import PatchAction
from tests.support.messages import subjects
from tests.support.settled_account import Settled, settled
from tests.support.workspaces import email, flow, template, workspace


@pytest.mark.parametrize(
    ("seen", "wanted", "left"),
    [
        ({"a": 1, "b": 2}, {"a": 5}, {"a": 1}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}}, {"a": {"c": 2}}),
        ({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]}, {"a": [{"b": 1}]}),
        ({"a": [1, 2]}, {"a": [1]}, {"a": [1, 2]}),
        ({}, {"a": 1}, {}),
        ({"a": {"b": 1}}, {"a": "text"}, {"a": {"b": 1}}),
    ],
)
def test_only_what_is_written_is_compared(seen: Any, wanted: Any, left: Any) -> None:
    assert projected(seen, wanted) == left


def with_experiment(one: Settled, status: str) -> Settled:
    id_ = next(id_ for id_, action in one.flow().actions.items() if action["type"] == "ab-test")
    return one.with_action(id_, experiment_status=status)


def planned(status: str, second: str) -> Plan:
    before = workspace(template("a"), flow(email("a", ab_test=subjects("One", "Two"))))
    after = workspace(template("a"), flow(email("a", ab_test=subjects("One", second))))
    return with_experiment(settled(before), status).plan(after)


def test_a_test_that_is_decided_is_history() -> None:
    plan = planned("completed", "Other")

    assert not [step for step in plan.steps if isinstance(step, PatchAction)]
    assert plan.left_out == ()
    assert plan.by_hand == (
        "flow/welcome: the A/B test a has ended: write the version that won into the file, and take ab_test: out",
    )


def test_a_test_that_runs_waits_and_a_draft_does_not() -> None:
    assert [step for step in planned("live", "Other").steps if isinstance(step, PatchAction)] == []
    assert len(planned("live", "Other").left_out) == 1
    assert [step.key for step in planned("draft", "Other").steps if isinstance(step, PatchAction)] == ["a:v2"]
