"""Ctrl-C during an apply: what is under way ends, nothing more begins, and the next run goes on."""

import signal
import threading
from pathlib import Path

import pytest

from mktctl.klaviyo.flows import fetch_flows
from mktctl.klaviyo.remote import Answer
from mktctl.views.apply_text import apply_text
from tests.app.test_apply_safety import EditedRemote
from tests.support.account import Account, account
from tests.support.workspaces import email, flow, segment, template, wait, workspace

MAIN_THREAD = threading.main_thread().ident or 0
WORKSPACE = workspace(
    segment(), template("a"), template("b"), flow(email("a"), wait(1, "b"), email("b"), status="live")
)


def interrupted(one: Account, at: str) -> EditedRemote:
    """The platform, in front of which somebody presses Ctrl-C when `at` was carried out."""
    left = [at]

    def press(operation: str, answer: Answer) -> Answer:
        if operation in left:
            left.remove(operation)
            signal.pthread_kill(MAIN_THREAD, signal.SIGINT)
        return answer

    return EditedRemote(one.remote, press)


@pytest.mark.parametrize("at", ["create_event", "create_segment", "create_template"])
def test_an_interrupted_apply_tells_what_it_did_and_the_next_one_goes_on(tmp_path: Path, at: str) -> None:
    with account(tmp_path) as one:
        planned = one.plan(WORKSPACE)
        result = one.apply(WORKSPACE, planned, remote=interrupted(one, at))
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
        result = one.apply(WORKSPACE, remote=interrupted(one, "create_segment"))
    page = apply_text(result, width=100, colour=False)
    assert page.startswith("Interrupted")
    assert "Not attempted" in page
    assert "mktctl apply" in page
