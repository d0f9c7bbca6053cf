"""DELETE of a flow action, and how what stood around it is joined again (klaviyo-api.md section 0; U7)."""

from pathlib import Path

import pytest

from mktctl.sandbox.options import Switches
from tests.sandbox.flows.parts import branches, delay, email, flow, split
from tests.sandbox.flows.shop import Json, Shop, actions_of, open_shop


def delete(shop: Shop, action: Json) -> int:
    return shop.call("DELETE", f"/api/flow-actions/{action['id']}").status


def by_list(shop: Shop) -> Json:
    return {"type": "list", "id": shop.list_id}


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_linear_action_hands_its_successor_on(shop: Shop, index: int) -> None:
    made = shop.flow(flow(by_list(shop), email("m1", "w"), delay("w", "m2"), email("m2")))
    left = actions_of(made)
    gone = left.pop(index)
    assert delete(shop, gone) == 204
    shown = shop.read_flow(made["id"])["attributes"]["definition"]
    assert [action["id"] for action in shown["actions"]] == [action["id"] for action in left]
    assert shown["entry_action_id"] == left[0]["id"]
    assert [action["links"]["next"] for action in shown["actions"]] == [left[1]["id"], None]
    assert delete(shop, gone) == 404


def test_the_last_action_leaves_a_flow_with_a_trigger_alone(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), email("m")))
    assert delete(shop, actions_of(made)[0]) == 204
    shown = shop.read_flow(made["id"])["attributes"]["definition"]
    assert (shown["actions"], shown["entry_action_id"]) == ([], None)


def test_a_message_is_gone_with_its_action(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), email("m", None, shop.template_id)))
    action = actions_of(made)[0]
    delete(shop, action)
    assert shop.call("GET", f"/api/flow-messages/{action['data']['message']['id']}").status == 404


def test_a_split_leaves_its_yes_side_in_its_place(shop: Shop) -> None:
    """Undocumented by Klaviyo; this is the mirror of S3, and the client has to read back."""
    made = shop.flow(
        flow(by_list(shop), delay("w", "s"), split("s", "y", "n"), email("y", "y2"), email("n"), email("y2"))
    )
    wait, fork, yes, no, later = actions_of(made)
    assert delete(shop, fork) == 204
    shown = actions_of(shop.read_flow(made["id"]))
    assert [action["id"] for action in shown] == [wait["id"], yes["id"], later["id"]]
    assert shown[0]["links"] == {"next": yes["id"]}
    assert shop.call("GET", f"/api/flow-actions/{no['id']}").status == 404


def test_a_multi_branch_split_leaves_its_first_branch(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), branches("b", "x", "y"), email("x"), email("y")))
    fork, first, _ = actions_of(made)
    assert delete(shop, fork) == 204
    shown = shop.read_flow(made["id"])["attributes"]["definition"]
    assert ([action["id"] for action in shown["actions"]], shown["entry_action_id"]) == ([first["id"]], first["id"])


def test_a_tail_that_the_browser_joined_survives_the_split(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), split("s", "y", "n"), email("y", "t"), email("n"), email("t")))
    fork, yes, no, tail = actions_of(made)
    joined = shop.in_browser("PATCH", f"flow-actions/{no['id']}", {"definition": {"links": {"next": tail["id"]}}})
    assert joined.status == 200
    assert delete(shop, fork) == 204
    assert [action["id"] for action in actions_of(shop.read_flow(made["id"]))] == [yes["id"], tail["id"]]


def test_a_split_is_refused_where_the_switch_says_so(tmp_path: Path) -> None:
    with open_shop(tmp_path, Switches(delete_split=False)) as shop:
        made = shop.flow(flow(by_list(shop), delay("w", "s"), split("s", "y", "n"), email("y"), email("n")))
        wait, fork, *_ = actions_of(made)
        assert delete(shop, fork) == 400
        assert delete(shop, wait) == 204
        assert len(actions_of(shop.read_flow(made["id"]))) == 3
