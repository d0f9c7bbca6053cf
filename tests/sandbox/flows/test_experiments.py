"""A/B tests of a flow's message (klaviyo-api.md sections 0 and 2)."""

import copy
from pathlib import Path
from typing import Any

import pytest

from mktctl.sandbox.options import Switches
from tests.sandbox.flows.parts import email, flow, groups, ordered, without
from tests.sandbox.flows.shop import Json, Shop, actions_of, open_shop

LIVE_ERROR = "Cannot update the main action while the experiment is live"


def variation(shop: Shop, key: str, **message: Any) -> Json:
    return without(email(key, None, shop.template_id, **message), "links")


def make(shop: Shop) -> Json:
    """A flow whose only action is an A/B test of two variations beside the main one."""
    filters = groups(ordered(shop.metrics["Placed Order"]))
    experiment = {
        "temporary_id": "t",
        "type": "ab-test",
        "data": {
            "main_action": variation(shop, "main", additional_filters=filters),
            "current_experiment": {
                "name": "Subject",
                "variations": [variation(shop, "a"), variation(shop, "b")],
                "allocations": {"a": 0.4, "b": 0.6},
                "winner_metric": "unique-clicks",
                "automatic_winner_selection_settings": {"enabled": True, "automatic_end_statistical_certainty": True},
            },
        },
    }
    return shop.flow(flow({"type": "list", "id": shop.list_id}, experiment))


def started(shop: Shop) -> Json:
    (test,) = actions_of(make(shop))
    answer = shop.in_browser("POST", f"flow-actions/{test['id']}/start")
    assert answer.status == 200
    return shop.action(test["id"])


def test_everything_inside_gets_ids_messages_and_clones_of_its_own(shop: Shop) -> None:
    (test,) = actions_of(make(shop))
    data = test["data"]
    inside = [data["main_action"], *data["current_experiment"]["variations"]]
    assert len({test["id"], *(one["id"] for one in inside)}) == 4
    assert len({one["data"]["message"]["id"] for one in inside}) == 3
    assert len({shop.template_id, *(one["data"]["message"]["template_id"] for one in inside)}) == 4
    shares = {one["id"]: share for one, share in zip(inside[1:], (0.4, 0.6), strict=True)}
    assert data["current_experiment"]["allocations"] == shares
    assert data["experiment_status"] == "draft"
    assert data["current_experiment"]["started"] is None


def test_variations_are_not_listed_but_can_be_read(shop: Shop) -> None:
    made = make(shop)
    (test,) = actions_of(made)
    listed = shop.call("GET", f"/api/flows/{made['id']}/flow-actions").data
    assert [one["id"] for one in listed] == [test["id"]]
    inner = test["data"]["current_experiment"]["variations"][0]
    assert shop.action(inner["id"]) == inner
    messages = shop.call("GET", f"/api/flow-actions/{test['id']}/flow-messages").data
    assert len(messages) == 3


def test_a_variation_is_edited_through_its_own_id(shop: Shop) -> None:
    (test,) = actions_of(make(shop))
    wanted = copy.deepcopy(test["data"]["current_experiment"]["variations"][0])
    wanted["data"]["message"]["subject_line"] = "Other words"
    assert shop.patch_action(wanted).status == 200
    assert shop.action(test["id"])["data"]["current_experiment"]["variations"][0] == wanted


def test_the_whole_test_is_edited_in_one(shop: Shop) -> None:
    (test,) = actions_of(make(shop))
    wanted = copy.deepcopy(test)
    wanted["data"]["current_experiment"]["name"] = "Renamed"
    wanted["data"]["main_action"]["data"]["message"]["subject_line"] = "Other words"
    assert shop.patch_action(wanted).data["attributes"]["definition"] == wanted


def test_the_flow_s_status_reaches_inside(shop: Shop) -> None:
    made = make(shop)
    shop.set_status(made["id"], "live")
    (test,) = actions_of(shop.read_flow(made["id"]))
    inside = [test["data"]["main_action"], *test["data"]["current_experiment"]["variations"]]
    assert [one["data"]["status"] for one in (test, *inside)] == ["live"] * 4


def test_variations_are_neither_added_nor_removed(shop: Shop) -> None:
    (test,) = actions_of(make(shop))
    test["data"]["current_experiment"]["variations"].pop()
    test["data"]["current_experiment"]["allocations"] = None
    answer = shop.patch_action(test)
    assert {pointer for pointer, _ in answer.errors} == {"/data/attributes/definition/data"}
    (test,) = actions_of(make(shop))
    inner = test["data"]["main_action"]
    assert shop.call("DELETE", f"/api/flow-actions/{inner['id']}").status == 400


def test_the_browser_does_not_lose_variations_either(shop: Shop) -> None:
    (test,) = actions_of(make(shop))
    change = {"definition": {"data": {"current_experiment": {"variations": [], "allocations": None}}}}
    answer = shop.in_browser("PATCH", f"flow-actions/{test['id']}", change)
    assert {pointer for pointer, _ in answer.errors} == {"/definition/data"}
    renamed = {"definition": {"data": {"current_experiment": {"name": "Renamed"}}}}
    assert shop.in_browser("PATCH", f"flow-actions/{test['id']}", renamed).status == 200
    assert shop.action(test["id"])["data"]["current_experiment"]["name"] == "Renamed"


def test_a_running_test_says_when_it_started(shop: Shop) -> None:
    data = started(shop)["data"]
    assert (data["experiment_status"], data["current_experiment"]["started"]) == ("live", "2026-01-01T00:00:00+00:00")


@pytest.mark.parametrize("inner", [True, False], ids=["by the test", "by the variation's own id"])
def test_a_message_of_a_running_test_cannot_be_edited(shop: Shop, *, inner: bool) -> None:
    """F:68401457815."""
    test = started(shop)
    wanted = copy.deepcopy(test)
    target = wanted["data"]["main_action"]
    target["data"]["message"]["subject_line"] = "Other words"
    answer = shop.patch_action(target if inner else strip_nulls(wanted))
    assert LIVE_ERROR in {detail for _, detail in answer.errors}
    assert shop.action(test["id"]) == test


def test_who_echoes_the_nulls_of_a_running_test_is_refused_and_who_drops_them_is_not(shop: Shop) -> None:
    """F:68401457815: `metric_filters: null` echoed back counted as a change."""
    test = started(shop)
    test["data"]["current_experiment"]["name"] = "Renamed"
    assert {detail for _, detail in shop.patch_action(test).errors} == {LIVE_ERROR}
    assert shop.patch_action(strip_nulls(test)).status == 200
    assert shop.action(test["id"])["data"]["current_experiment"]["name"] == "Renamed"
    assert shop.action(test["id"])["data"]["experiment_status"] == "live"


@pytest.mark.parametrize("by_patch", [True, False])
def test_who_may_start_a_test(tmp_path: Path, *, by_patch: bool) -> None:
    """F:68401457815 started one by PATCH; F:70212905349 says in the browser only."""
    with open_shop(tmp_path, Switches(experiment_start=by_patch)) as shop:
        (test,) = actions_of(make(shop))
        wanted = copy.deepcopy(test)
        wanted["data"]["experiment_status"] = "live"
        answer = shop.patch_action(wanted)
        assert answer.status == (200 if by_patch else 400)
        assert shop.action(test["id"])["data"]["experiment_status"] == ("live" if by_patch else "draft")
        assert (shop.action(test["id"])["data"]["current_experiment"]["started"] is not None) is by_patch


def test_a_test_is_not_completed_by_patch(shop: Shop) -> None:
    (test,) = actions_of(make(shop))
    test["data"]["experiment_status"] = "completed"
    answer = shop.patch_action(test)
    assert {pointer for pointer, _ in answer.errors} == {"/data/attributes/definition/data/experiment_status"}


def strip_nulls(value: Any) -> Any:
    match value:
        case dict():
            return {key: strip_nulls(inner) for key, inner in value.items() if inner is not None}
        case list():
            return [strip_nulls(inner) for inner in value]
        case _:
            return value
