"""Apply stops where the platform or another run did something else than the plan thought."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.app.ledger import StateMoved
from mktctl.diagnostics import OutsideError
from mktctl.klaviyo.errors import Unavailable
from mktctl.klaviyo.flows import fetch_flows
from mktctl.klaviyo.remote import Answer, Document, Query, Remote
from mktctl.klaviyo.tags import fetch_tags
from mktctl.model.bindings import State
from mktctl.model.flow import ListTrigger, SecretHeader, Webhook
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from tests.support.account import Account, account
from tests.support.workspaces import email, flow, segment, template, wait, workspace

Edit = Callable[[str, Answer], Answer]


class EditedRemote:
    """The real platform, whose answers are changed on their way."""

    def __init__(self, remote: Remote, edit: Edit) -> None:
        self._remote = remote
        self._edit = edit

    def call(
        self,
        operation_name: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Query | None = None,
        body: Document | None = None,
    ) -> Answer:
        return self._edit(operation_name, self._remote.call(operation_name, path=path, query=query, body=body))

    def pages(
        self, operation_name: str, *, path: Mapping[str, str] | None = None, query: Query | None = None
    ) -> Iterator[Document]:
        return self._remote.pages(operation_name, path=path, query=query)

    def now(self) -> datetime:
        return self._remote.now()


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as opened:
        yield opened


def programme(**of_flow: Any) -> Workspace:
    return workspace(segment(), template("a"), template("b"), flow(email("a"), wait(1, "b"), email("b"), **of_flow))


def state_of(one: Account) -> State:
    state = one.store.load()[1]
    assert state is not None
    return state


def other_subject(operation: str, answer: Answer) -> Answer:
    """The platform stores another subject than it was sent."""
    if operation != "create_flow":
        return answer
    assert answer.document is not None
    actions = answer.document["data"]["attributes"]["definition"]["actions"]
    actions[0]["data"]["message"]["subject_line"] = "Cut off"
    return answer


def test_a_flow_that_was_stored_otherwise_is_taken_away_again(one: Account) -> None:
    result = one.apply(programme(), remote=EditedRemote(one.remote, other_subject))

    (failure,) = result.failures
    assert "the platform stored something else" in failure.message
    assert "a message.subject_line: 'Subject of a' was sent, 'Cut off' is there" in failure.message
    assert fetch_flows(one.remote).resources == ()
    assert "flow/welcome" not in state_of(one).bindings
    assert state_of(one).intents == {}
    one.settle(programme())
    assert one.plan(programme()).plan.is_empty


def test_the_flow_that_was_to_be_replaced_goes_on(one: Account) -> None:
    one.settle(programme())
    old = state_of(one).bindings["flow/welcome"]

    result = one.apply(
        programme(trigger=ListTrigger(list="newsletter")), remote=EditedRemote(one.remote, other_subject)
    )

    assert result.exit_code != 0
    assert state_of(one).bindings["flow/welcome"] == old
    assert [(row["id"], row["attributes"]["status"]) for row in fetch_flows(one.remote).resources] == [(old.id, "live")]
    assert one.plan(programme()).plan.is_empty


def test_a_flow_with_other_steps_than_were_sent_is_taken_away_too(one: Account) -> None:
    def without_last(operation: str, answer: Answer) -> Answer:
        if operation == "create_flow":
            assert answer.document is not None
            answer.document["data"]["attributes"]["definition"]["actions"].pop()
        return answer

    (failure,) = one.apply(programme(), remote=EditedRemote(one.remote, without_last)).failures

    assert "other steps than were sent" in failure.message
    assert fetch_flows(one.remote).resources == ()


def test_a_plan_that_another_run_has_overtaken_is_refused_before_the_first_write(one: Account) -> None:
    planned = one.plan(programme())
    one.settle(programme())
    sent = one.remote.sent()

    with pytest.raises(StateMoved, match="since the plan was made"):
        one.apply(programme(), planned)

    assert one.remote.sent() == sent
    assert one.plan(programme()).plan.is_empty


def test_a_run_that_is_overtaken_under_way_stops(one: Account) -> None:
    def overtaken(operation: str, answer: Answer) -> Answer:
        if operation == "create_segment":
            generation, state = one.store.load()
            assert state is not None
            assert one.store.swap(generation, msgspec.structs.replace(state, spent={"2026-11-02": {}}))
        return answer

    result = one.apply(programme(), remote=EditedRemote(one.remote, overtaken))

    assert any("another run of mktctl changed the state" in failure.message for failure in result.failures)
    one.settle(programme())
    assert one.plan(programme()).plan.is_empty


def test_two_resources_share_a_new_tag(one: Account) -> None:
    files = workspace(
        *(segment(ref=f"s-{number}", name=f"S {number}", tags=("git", "new")) for number in range(8)),
        template("a"),
        *(flow(email("a"), ref=f"f-{number}", name=f"F {number}", tags=("new", "git")) for number in range(4)),
    )

    one.settle(files)

    assert sorted(row["attributes"]["name"] for row in fetch_tags(one.remote).resources) == ["git", "new"]
    assert one.plan(files).plan.is_empty


def test_an_upload_that_cannot_be_removed_is_told_and_removed_by_the_next_run(one: Account) -> None:
    def stuck(operation: str, answer: Answer) -> Answer:
        if operation == "delete_template":
            raise Unavailable("delete_template: nobody answers", operation="delete_template")
        return answer

    keeps = EditedRemote(one.remote, stuck)
    result = one.apply(programme(), remote=keeps)

    assert result.exit_code == 0
    assert result.left_over == ("mktctl upload: a", "mktctl upload: b")
    again = one.plan(programme()).plan
    assert [type(step).__name__ for step in again.steps] == ["RemoveUpload", "RemoveUpload"]
    one.settle(programme())
    assert one.plan(programme()).plan.is_empty
    assert one.remote.call("get_templates").document["data"] == []  # type: ignore[index]


def hook(**settings: Any) -> Webhook:
    given = {"key": "hook", "url": "https://mientior.example/a", "name": "hook", "status": "live"}
    return Webhook(**{**given, "headers": (("Authorization", SecretHeader(secret="TOKEN")),), **settings})


def test_a_step_asks_only_for_its_own_secrets(one: Account) -> None:
    """A secret that is not at hand stops the step that needs it, and no other."""

    def files(**of_mail: Any) -> Workspace:
        return workspace(template("a"), flow(email("a", **of_mail), hook()))

    one.secrets["TOKEN"] = "s3cr3t"
    one.settle(files())
    one.secrets.clear()

    one.settle(files(subject="Another"))

    assert one.plan(files(subject="Another")).plan.is_empty
    one.secrets["TOKEN"] = "s3cr3t"
    assert one.plan(files(subject="Another")).plan.is_empty


def test_a_patched_step_keeps_to_what_its_environment_lets_out(one: Account) -> None:
    staging = Environment(name="sandbox", seed_metrics=True, status_at_most="manual")

    def files(**of_mail: Any) -> Workspace:
        return workspace(template("a"), flow(email("a", **of_mail)))

    for version in (files(), files(subject="Another")):
        assert one.apply(version, one.plan(version, environment=staging)).exit_code == 0

    id_ = state_of(one).bindings["flow/welcome"].actions["a"].id
    answer = one.remote.call("get_flow_action", path={"id": id_}).document
    assert answer is not None
    assert answer["data"]["attributes"]["definition"]["data"]["status"] == "manual"


def test_an_outside_failure_of_a_step_is_told_with_its_hint(one: Account) -> None:
    def missing(name: str) -> str:
        raise OutsideError(f"the secret {name} is not set", hint=f"Set the environment variable {name}.")

    files = workspace(template("a"), flow(email("a"), hook()))
    planned = one.plan(files)
    one.secrets = type("Secrets", (dict,), {"__missing__": lambda self, name: missing(name)})()

    result = one.apply(files, planned)

    (failure,) = result.failures
    assert (failure.message, failure.hint) == ("the secret TOKEN is not set", "Set the environment variable TOKEN.")
    assert not fetch_flows(one.remote).resources
