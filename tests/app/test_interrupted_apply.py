"""Ctrl-C during an apply: what is under way ends, nothing more begins, and the next run goes on."""

import threading
from pathlib import Path

import pytest

from mktctl.app.apply import ApplyResult, apply_plan
from mktctl.app.plan import Planned
from mktctl.klaviyo.flows import fetch_flows
from mktctl.klaviyo.remote import Answer
from mktctl.views.apply_text import apply_text
from tests.app.test_apply_safety import EditedRemote
from tests.support.account import Account, account
from tests.support.workspaces import email, flow, segment, template, wait, workspace

WORKSPACE = workspace(
    segment(), template("a"), template("b"), flow(email("a"), wait(1, "b"), email("b"), status="live")
)


def apply_stopped(one: Account, planned: Planned, at: str) -> ApplyResult:
    """An apply in front of which somebody wants to stop when `at` was carried out."""
    stop = threading.Event()

    def press(operation: str, answer: Answer) -> Answer:
        if operation == at:
            stop.set()
        return answer

    return apply_plan(
        planned.plan,
        workspace=WORKSPACE,
        resources=planned.resources,
        seen=planned.seen,
        remote=EditedRemote(one.remote, press),
        store=one.store,
        secrets=one.secrets.__getitem__,
        stopwatch=one.stopwatch,
        progress=one.progress.append,
        spent=one.limiter.spent,
        stop=stop,
    )


@pytest.mark.parametrize("at", ["create_event", "create_segment", "create_template", "create_flow"])
def test_an_interrupted_apply_tells_what_it_did_and_the_next_one_goes_on(tmp_path: Path, at: str) -> None:
    with account(tmp_path) as one:
        planned = one.plan(WORKSPACE)
        result = apply_stopped(one, planned, at)
        assert result.interrupted
        assert result.exit_code == 130
        assert result.failures == ()
        assert sorted(map(id, (*result.done, *result.not_attempted))) == sorted(map(id, planned.plan.steps))
        assert result.not_attempted

        one.settle(WORKSPACE)
        assert one.plan(WORKSPACE).plan.is_empty
        assert len(fetch_flows(one.remote).resources) == 1
        state = one.store.load()[1]
        assert state is not None
        assert state.intents == {}
        assert one.remote.call("get_templates").document["data"] == []  # type: ignore[index]


def test_the_page_of_an_interrupted_apply_names_the_next_command(tmp_path: Path) -> None:
    with account(tmp_path) as one:
        result = apply_stopped(one, one.plan(WORKSPACE), "create_segment")
    page = apply_text(result, width=100, colour=False)
    assert page.startswith("Interrupted")
    assert "Not attempted" in page
    assert "mktctl apply" in page
