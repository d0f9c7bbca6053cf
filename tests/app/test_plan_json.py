"""The plan as JSON: versioned, the same bytes for the same account, without ids that move and without a secret."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.model.flow import If, SecretHeader, Webhook
from mktctl.model.workspace import Workspace
from mktctl.planning.changes import Plan
from mktctl.views.plan_json import plan_json
from tests.support.account import Account, account
from tests.support.workspaces import GOLD, email, flow, segment, template, wait, workspace

TOP = {
    "format_version", "summary", "account", "account_name", "environment", "changes", "steps", "warnings", "by_hand",
    "blockers", "calls", "seconds", "requests", "left_out",
}  # fmt: skip
CHANGE = {"address", "verdict", "name", "fields", "steps", "reasons", "notes", "outside"}
SECRET = "s3cr3t-value"


def programme(**of_mail: Any) -> Workspace:
    hook = Webhook(
        key="hook",
        url="https://mientior.example/hook",
        name="hook",
        status="live",
        headers=(("Authorization", SecretHeader(secret="TOKEN")),),
    )
    asks = If(key="if-1", condition=GOLD, then=(email("b"),), otherwise=())
    return workspace(
        segment(tags=("git",)),
        template("a", library=True),
        template("b"),
        flow(email("a", **of_mail), wait(1, "b"), asks, hook, tags=("git",)),
    )


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as opened:
        opened.secrets["TOKEN"] = SECRET
        yield opened


def read(plan: Plan) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(plan_json(plan))
    return document


def test_its_form_is_that_of_its_version(one: Account) -> None:
    """Whoever adds or takes away a key raises FORMAT_VERSION, or adds here what older readers may pass over."""
    document = read(one.plan(programme()).plan)

    assert document["format_version"] == 1
    assert document.keys() == TOP
    assert all(change.keys() == CHANGE for change in document["changes"])
    assert all({"step", "address"} <= step.keys() for step in document["steps"])
    assert {step["address"] for step in document["steps"]} == {change["address"] for change in document["changes"]}
    assert all(call.keys() == {"operation", "count", "daily", "spent"} for call in document["calls"])


def test_the_same_account_and_files_give_the_same_bytes(one: Account) -> None:
    for files in (programme(), programme(subject="Another")):
        assert plan_json(one.plan(files).plan) == plan_json(one.plan(files).plan)
        one.settle(files)
    assert plan_json(one.plan(files).plan) == plan_json(one.plan(files).plan)


def test_two_accounts_in_the_same_state_give_the_same_plan(one: Account, tmp_path: Path) -> None:
    with account(tmp_path / "other") as other:
        other.secrets["TOKEN"] = SECRET
        for files in (programme(), programme(subject="Another")):
            assert plan_json(one.plan(files).plan) == plan_json(other.plan(files).plan)
            one.settle(files)
            other.settle(files)


def test_no_secret_is_in_it(one: Account) -> None:
    shown = plan_json(one.plan(programme()).plan)
    one.settle(programme())
    one.secrets["TOKEN"] = "another-value"
    shown += plan_json(one.plan(programme()).plan)

    assert "(secret)" in shown
    assert SECRET not in shown
    assert "another-value" not in shown


def test_nothing_to_do_is_an_empty_list_of_steps(one: Account) -> None:
    one.settle(programme())

    document = read(one.plan(programme()).plan)

    assert document["steps"] == document["calls"] == []
    assert document["summary"].startswith("No changes.")
