"""A/B tests in flows: parts have ids of their own, the end is worked out once (P33), what runs is left alone (P35)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.klaviyo.flow_actions import fetch_flow_action
from mktctl.model.ab_test import ABTest, Winner
from mktctl.model.bindings import Binding
from mktctl.model.duration import Duration
from mktctl.model.workspace import Workspace
from mktctl.planning.changes import Plan
from mktctl.planning.steps import InsertAction, PatchAction, RemoveAction, SettleFlow
from tests.support.account import Account, account
from tests.support.messages import DAYS_14, contents, sms, subjects
from tests.support.workspaces import email, flow, template, wait, workspace

ENDS = "2026-11-16T08:00:00+00:00"
"""14 days behind the account's first instant."""


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as opened:
        yield opened


def with_test(test: ABTest | None, **of_step: Any) -> Workspace:
    mails = (template("a"), template("b", of_step.pop("html", "<p>Hello {% unsubscribe 'bye' %}</p>")), template("c"))
    return workspace(*mails, flow(email("a", ab_test=test, **of_step), wait(2, "c"), email("c")))


def bound(one: Account) -> Binding:
    state = one.store.load()[1]
    assert state is not None
    return state.bindings["flow/welcome"]


def there(one: Account, key: str = "a") -> dict[str, Any]:
    definition: dict[str, Any] = fetch_flow_action(one.remote, bound(one).actions[key].id)["attributes"]["definition"]
    return definition


def patches(plan: Plan) -> list[str]:
    return [step.key for step in plan.steps if isinstance(step, PatchAction)]


def start(one: Account) -> None:
    one.ui("POST", f"flow-actions/{bound(one).actions['a'].id}/start")


def test_each_version_is_bound_by_itself(one: Account) -> None:
    one.settle(with_test(subjects("One", "Two")))

    actions = bound(one).actions
    assert {"a", "a.main", "a:v1", "a:v2"} <= actions.keys()
    assert len({actions[key].message_id for key in ("a.main", "a:v1", "a:v2")}) == 3
    assert len({actions[key].template_id for key in ("a.main", "a:v1", "a:v2")}) == 3
    assert actions["a"].message_id is None


def test_a_word_of_one_version_changes_that_version(one: Account) -> None:
    one.settle(with_test(subjects("One", "Two")))
    ids = {key: action.id for key, action in bound(one).actions.items()}

    after = with_test(subjects("One", "Another word"))
    plan = one.plan(after).plan
    assert patches(plan) == ["a:v2"]
    one.settle(after)

    assert one.plan(after, full=True).plan.is_empty
    assert {key: action.id for key, action in bound(one).actions.items()} == ids
    assert there(one, "a:v2")["data"]["message"]["subject_line"] == "Another word"


def test_the_control_is_the_main_message_and_the_first_version(one: Account) -> None:
    one.settle(with_test(subjects("One", "Two")))

    assert patches(one.plan(with_test(subjects("Uno", "Two"))).plan) == ["a.main", "a:v1"]


def test_another_mail_of_one_version_is_a_fresh_copy_there(one: Account) -> None:
    one.settle(with_test(contents("a", "b")))
    before = bound(one).actions

    after = with_test(contents("a", "b"), html="<p>New {% unsubscribe 'bye' %}</p>")
    plan = one.plan(after).plan
    assert patches(plan) == ["a:b"]
    one.settle(after)

    now = bound(one).actions
    assert now["a:b"].template_id != before["a:b"].template_id
    assert now["a:a"] == before["a:a"]
    assert one.plan(after, full=True).plan.is_empty


def test_a_text_is_tested_as_well(one: Account) -> None:
    def texts(body: str) -> Workspace:
        versions = contents("s", "t")
        variants = tuple(
            msgspec.structs.replace(variant, template="", content=sms(variant.name, words).content)
            for variant, words in zip(versions.variants, ("Hello", body), strict=True)
        )
        return workspace(flow(sms("s", "Hello", ab_test=msgspec.structs.replace(versions, variants=variants))))

    one.settle(texts("Good day"))
    assert one.plan(texts("Good day")).plan.is_empty
    assert patches(one.plan(texts("Good evening")).plan) == ["s:t"]


def test_the_end_is_worked_out_once(one: Account) -> None:
    files = with_test(subjects("One", "Two"))
    one.settle(files)
    assert (bound(one).actions["a"].ends, bound(one).actions["a"].after) == (ENDS, "14 days")

    one.ui("POST", "clock", {"advance_seconds": 3 * 86_400})
    after = with_test(subjects("One", "Two", shares=(30, 70)))
    assert patches(one.plan(after).plan) == ["a"]
    one.settle(after)

    settings = there(one)["data"]["current_experiment"]
    assert settings["automatic_winner_selection_settings"]["automatic_end_date"] == ENDS
    assert sorted(settings["allocations"].values()) == [0.3, 0.7]
    assert bound(one).actions["a"].ends == ENDS
    assert one.plan(after).plan.is_empty


def test_another_span_is_worked_out_anew(one: Account) -> None:
    one.settle(with_test(subjects("One", "Two")))

    week = Winner(certain=True, after=Duration(amount=7, unit="day"))
    after = with_test(subjects("One", "Two", winner=week))
    (change,) = [change for change in one.plan(after).plan.changes if change.verdict == "update"]
    assert [(field.path, field.after) for step in change.steps for field in step.fields] == [
        ("winner.automatic_end_date", "7 days from this apply on")
    ]
    one.settle(after)

    assert bound(one).actions["a"].ends == "2026-11-09T08:00:00+00:00"
    assert one.plan(after).plan.is_empty


def test_a_test_that_no_state_remembers_keeps_its_end(one: Account) -> None:
    """A run that was cut off right behind the create: the flow is found by its intent, and so is the date in it."""
    files = with_test(subjects("One", "Two"))
    one.settle(files)
    generation, state = one.store.load()
    assert state is not None
    binding = state.bindings["flow/welcome"]
    forgotten = {key: msgspec.structs.replace(action, ends=None, after=None) for key, action in binding.actions.items()}
    lost = msgspec.structs.replace(binding, actions=forgotten, applied="", seen="")
    one.store.swap(generation, msgspec.structs.replace(state, bindings={**state.bindings, "flow/welcome": lost}))

    assert patches(one.plan(files).plan) == []
    one.settle(files)

    assert (bound(one).actions["a"].ends, bound(one).actions["a"].after) == (ENDS, "14 days")


def test_a_person_starts_it_and_nothing_has_moved(one: Account) -> None:
    files = with_test(subjects("One", "Two"))
    one.settle(files)
    assert [line for line in one.plan(files).plan.by_hand if "start the A/B test a" in line]

    start(one)
    plan = one.plan(files).plan

    assert plan.is_empty
    assert {change.verdict for change in plan.changes} == {"none"}
    assert plan.by_hand == ()


@pytest.mark.parametrize(
    "changed",
    [
        with_test(subjects("One", "Another word")),
        with_test(subjects("One", "Two", shares=(30, 70))),
        with_test(subjects("One", "Two"), status="draft"),
        with_test(subjects("One", "Two", winner=Winner(certain=False, after=DAYS_14))),
    ],
    ids=["subject", "shares", "status", "winner"],
)
def test_what_runs_is_left_alone_and_said_so(changed: Workspace, one: Account) -> None:
    files = with_test(subjects("One", "Two"))
    one.settle(files)
    start(one)

    for _ in range(2):
        plan = one.plan(changed).plan
        assert plan.is_empty
        assert len(plan.left_out) == 1
        assert "the A/B test a runs" in plan.left_out[0]
    assert one.apply(changed).exit_code == 8
    assert one.plan(files).plan.left_out == ()


def test_beside_a_running_test_the_rest_goes_on(one: Account) -> None:
    one.settle(with_test(subjects("One", "Two")))
    start(one)
    mails = (template("a"), template("b"), template("c"))
    changed = workspace(
        *mails, flow(email("a", ab_test=subjects("One", "Other")), wait(2, "c"), email("c", subject="Mended"))
    )

    plan = one.plan(changed).plan
    assert patches(plan) == ["c"]
    assert [step.digest for step in plan.steps if isinstance(step, SettleFlow)] == [""]
    result = one.apply(changed)

    assert (result.exit_code, result.failures) == (8, ())
    again = one.plan(changed).plan
    assert again.is_empty
    assert len(again.left_out) == 1


def test_the_winner_takes_the_place_of_its_test(one: Account) -> None:
    one.settle(with_test(subjects("One", "Two")))
    start(one)

    after = with_test(None, subject="Two")
    plan = one.plan(after).plan
    assert [type(step) for step in plan.steps] == [InsertAction, RemoveAction, SettleFlow]
    assert any("the A/B test a runs, and ends with this" in line for line in plan.warnings)
    one.settle(after)

    assert one.plan(after, full=True).plan.is_empty
    assert set(bound(one).actions) == {"a", "wait-1@c", "c"}


def test_another_number_of_versions_is_a_replacement(one: Account) -> None:
    one.settle(with_test(subjects("One", "Two")))

    plan = one.plan(with_test(subjects("One", "Two", "Three"))).plan

    (change,) = [change for change in plan.changes if change.verdict == "replace"]
    assert change.reasons == ("the A/B test a gets another number of versions",)


def test_an_edit_in_klaviyo_shows_and_is_undone(one: Account) -> None:
    files = with_test(subjects("One", "Two"))
    one.settle(files)
    id_ = bound(one).actions["a:v2"].id
    one.ui("PATCH", f"flow-actions/{id_}", {"definition": {"data": {"message": {"subject_line": "By hand"}}}})

    plan = one.plan(files).plan

    assert patches(plan) == ["a:v2"]
    one.settle(files)
    assert one.plan(files).plan.is_empty
    assert there(one, "a:v2")["data"]["message"]["subject_line"] == "Two"
