"""POST of a flow action: three ways to say where, exactly one of them (klaviyo-api.md section 0)."""

from pathlib import Path
from typing import Any

import pytest

from mktctl.sandbox.options import Switches
from tests.sandbox.flows.parts import (
    SAMPLE,
    birthday,
    branches,
    delay,
    email,
    flow,
    groups,
    operation,
    split,
    target_date,
    without,
)
from tests.sandbox.flows.shop import Answer, Json, Shop, actions_of, open_shop

D = "/data/attributes/definition"
ANCHOR = "/data/attributes/anchor-action"


def insert(shop: Shop, definition: Json, *, relationships: Json | None = None, **attributes: Any) -> Answer:
    given = {key.replace("anchor_action", "anchor-action"): value for key, value in attributes.items()}
    data: Json = {"type": "flow-action", "attributes": {"definition": definition, **given}}
    if relationships is not None:
        data["relationships"] = relationships
    return shop.call("POST", "/api/flow-actions", {"data": data})


def behind(action: Json, links: Json) -> Json:
    return {
        "data": {
            "type": "flow-action",
            "id": action["id"],
            "attributes": {"definition": {"type": action["type"], **links}},
        }
    }


def alone(flow_id: str) -> Json:
    return {"flow": {"data": {"type": "flow", "id": flow_id}}}


def linear(shop: Shop) -> Json:
    """Mail, wait, mail."""
    return shop.flow(flow({"type": "list", "id": shop.list_id}, email("m1", "w"), delay("w", "m2"), email("m2")))


def path_of(shop: Shop, flow_id: str) -> list[str]:
    """The ids from the entry on, always by the first link."""
    definition = shop.read_flow(flow_id)["attributes"]["definition"]
    known = {action["id"]: action for action in definition["actions"]}
    found = []
    following = definition["entry_action_id"]
    while following is not None:
        found.append(following)
        links = known[following]["links"]
        following = next(iter(links.values())) if links else known[following]["data"]["branches"][0]["links"]["next"]
    assert len(found) == len(set(found))
    return found


@pytest.mark.parametrize("index", [0, 1, 2])
def test_behind_an_anchor(shop: Shop, index: int) -> None:
    made = linear(shop)
    ids = [action["id"] for action in actions_of(made)]
    answer = insert(
        shop, without(delay("new"), "links"), anchor_action=behind(actions_of(made)[index], {"links": {"next": "new"}})
    )
    assert answer.status == 201
    ids.insert(index + 1, answer.data["id"])
    assert path_of(shop, made["id"]) == ids


@pytest.mark.parametrize("index", [0, 1, 2])
def test_before_a_successor_the_entry_too(shop: Shop, index: int) -> None:
    made = linear(shop)
    ids = [action["id"] for action in actions_of(made)]
    answer = insert(shop, email("new", ids[index]))
    ids.insert(index, answer.data["id"])
    assert path_of(shop, made["id"]) == ids


def test_the_first_action_of_a_flow_that_has_none(shop: Shop) -> None:
    made = shop.flow(flow({"type": "list", "id": shop.list_id}))
    answer = insert(shop, without(email("new"), "links"), relationships=alone(made["id"]))
    assert path_of(shop, made["id"]) == [answer.data["id"]]


def test_into_an_empty_side_of_a_split(shop: Shop) -> None:
    made = shop.flow(flow({"type": "list", "id": shop.list_id}, split("s", "m", None), email("m")))
    first, mail = actions_of(made)
    answer = insert(
        shop, without(email("new"), "links"), anchor_action=behind(first, {"links": {"next_if_false": "new"}})
    )
    assert shop.action(first["id"])["links"] == {"next_if_true": mail["id"], "next_if_false": answer.data["id"]}


def test_into_an_empty_branch(shop: Shop) -> None:
    made = shop.flow(flow({"type": "list", "id": shop.list_id}, branches("b", "m", None, None), email("m")))
    first, mail = actions_of(made)
    branch = first["data"]["branches"][1]
    named = {"branch_id": branch["branch_id"], "links": {"next": "new"}}
    answer = insert(shop, without(email("new"), "links"), anchor_action=behind(first, {"data": {"branches": [named]}}))
    links = [each["links"]["next"] for each in shop.action(first["id"])["data"]["branches"]]
    assert links == [mail["id"], answer.data["id"], None]


@pytest.mark.parametrize(("joined", "expected"), [(None, 0), (1, 1)])
def test_a_split_takes_what_followed_onto_its_first_branch_or_the_joined_one(
    shop: Shop, joined: int | None, expected: int
) -> None:
    """S3: everything below goes to the first side. The request-only marker `joined` is not kept."""
    made = linear(shop)
    new = branches("b", None, None)
    if joined is not None:
        new["data"]["branches"][joined]["joined"] = True
    answer = insert(shop, new, anchor_action=behind(actions_of(made)[0], {"links": {"next": "b"}}))
    shown = answer.data["attributes"]["definition"]["data"]["branches"]
    assert shown[expected]["links"]["next"] == actions_of(made)[1]["id"]
    assert all("joined" not in branch and not branch["branch_id"].startswith("b-") for branch in shown)


def test_the_answer_carries_the_server_s_values(shop: Shop) -> None:
    made = linear(shop)
    answer = insert(shop, email("new", actions_of(made)[0]["id"], shop.template_id))
    shown = answer.data["attributes"]["definition"]
    assert shown["id"].isdigit()
    assert "temporary_id" not in shown
    assert shown["data"]["message"]["template_id"] != shop.template_id
    assert shown["data"]["message"]["reply_to_email"] is None
    assert shop.action(answer.data["id"]) == shown


@pytest.mark.parametrize("new", [email("new"), {**email("new"), "data": {"status": "live", "message": {"name": "x"}}}])
def test_messages_arrive_as_drafts_in_a_live_flow(shop: Shop, new: Json) -> None:
    made = linear(shop)
    shop.set_status(made["id"], "live")
    answer = insert(shop, {**new, "links": {"next": actions_of(made)[1]["id"]}})
    assert answer.data["attributes"]["definition"]["data"]["status"] == "draft"
    assert shop.action(actions_of(made)[0]["id"])["data"]["status"] == "live"


@pytest.mark.parametrize("kind", ["time-delay", "countdown-delay", "back-in-stock-delay", "multi-branch-split"])
def test_timing_and_logic_in_a_live_flow_need_a_word(shop: Shop, kind: str) -> None:
    made = linear(shop)
    new = {
        "time-delay": without(delay("new"), "links"),
        "countdown-delay": {"temporary_id": "new", "type": "countdown-delay", "data": {}},
        "back-in-stock-delay": {"temporary_id": "new", "type": "back-in-stock-delay"},
        "multi-branch-split": branches("new", None, None),
    }[kind]
    anchor = behind(actions_of(made)[0], {"links": {"next": "new"}})
    shop.set_status(made["id"], "live")
    refused = insert(shop, new, anchor_action=anchor)
    assert {pointer for pointer, _ in refused.errors} == {"/data/attributes/allow_live_action"}
    assert insert(shop, new, anchor_action=anchor, allow_live_action=True).status == 201


def test_an_insert_is_not_idempotent(shop: Shop) -> None:
    """Section 0: `temporary_id` is no idempotency key."""
    made = linear(shop)
    first = insert(shop, email("new", actions_of(made)[0]["id"])).data["id"]
    second = insert(shop, email("new", actions_of(made)[0]["id"])).data["id"]
    assert path_of(shop, made["id"])[:2] == [first, second]


@pytest.mark.parametrize(
    "new",
    [
        split("new", None, None),
        {"temporary_id": "new", "type": "trigger-split", "data": {}},
        {"temporary_id": "new", "type": "action-output-split", "data": {}},
        {"temporary_id": "new", "type": "ab-test", "data": {}},
        {"temporary_id": "new", "type": "content-experiment", "data": {}},
        {"temporary_id": "new", "type": "send-whatsapp-with-ac", "data": {}},
        {"temporary_id": "new", "type": "code", "data": {}},
    ],
    ids=lambda new: new["type"],
)
def test_what_cannot_be_inserted(shop: Shop, new: Json) -> None:
    made = linear(shop)
    answer = insert(shop, without(new, "links"), anchor_action=behind(actions_of(made)[0], {"links": {"next": "new"}}))
    assert {pointer for pointer, _ in answer.errors} == {f"{D}/type"}


def test_exactly_one_way(shop: Shop) -> None:
    made = linear(shop)
    first = actions_of(made)[0]
    anchor = behind(first, {"links": {"next": "new"}})
    none = insert(shop, without(email("new"), "links"))
    two = insert(shop, email("new", first["id"]), anchor_action=anchor)
    other = insert(shop, without(email("new"), "links"), anchor_action=anchor, relationships=alone(made["id"]))
    assert [dict(one.errors).keys() for one in (none, two, other)] == [{"/data/attributes"}] * 3
    assert [action["id"] for action in actions_of(shop.read_flow(made["id"]))] == [
        action["id"] for action in actions_of(made)
    ]


def test_where_nothing_can_be_inserted(shop: Shop) -> None:
    made = linear(shop)
    first = actions_of(made)[0]
    new = without(email("new"), "links")
    target = f"{ANCHOR}/data/attributes/definition"
    link = {"links": {"next": "new"}}
    cases = [
        (
            insert(shop, new, anchor_action=behind({**first, "id": "1"}, link)),
            f"{ANCHOR}/data/id",
        ),
        (insert(shop, new, anchor_action=behind({**first, "type": "x"}, link)), f"{target}/type"),
        (insert(shop, new, anchor_action=behind(first, {"links": {"next": "other"}})), f"{target}/links/next"),
        (insert(shop, new, anchor_action=behind(first, {"links": {}})), f"{target}/links"),
        (insert(shop, email("new", "1")), f"{D}/links/next"),
        (insert(shop, new, relationships=alone("XXXXXX")), "/data/relationships/flow/data/id"),
        (insert(shop, new, relationships=alone(made["id"])), "/data/relationships/flow/data/id"),
        (insert(shop, email("new"), anchor_action=behind(first, {"links": {"next": "new"}})), f"{D}/links"),
    ]
    for answer, pointer in cases:
        assert answer.status == 400
        assert {place for place, _ in answer.errors} == {pointer}


def test_the_new_action_is_checked_as_on_create(shop: Shop) -> None:
    made = linear(shop)
    new = delay("new", actions_of(made)[0]["id"], unit="hours", delay_until_time="09:00:00")
    answer = insert(shop, {**new, "id": "1"})
    assert {pointer for pointer, _ in answer.errors} == {f"{D}/id", f"{D}/data/delay_until_time"}


def test_a_date_flow_goes_on_starting_with_target_date(shop: Shop) -> None:
    made = shop.flow(flow(birthday(), {**target_date(), "links": {"next": "m"}}, email("m")))
    first, mail = actions_of(made)
    before = insert(shop, email("new", first["id"]))
    second = insert(shop, {**target_date(), "links": {"next": mail["id"]}})
    assert [dict(one.errors).keys() for one in (before, second)] == [{f"{D}/type"}] * 2


def test_the_switches_hold_for_inserts(tmp_path: Path) -> None:
    with open_shop(tmp_path, Switches(multi_branch_create=False, update_profile_create=False)) as shop:
        made = linear(shop)
        anchor = behind(actions_of(made)[0], {"links": {"next": "new"}})
        assert insert(shop, branches("new", None, None), anchor_action=anchor).status == 500
        data = {"profile_operations": [operation("string", "x")]}
        refused = insert(shop, {"temporary_id": "new", "type": "update-profile", "data": data}, anchor_action=anchor)
        assert {pointer for pointer, _ in refused.errors} == {f"{D}/type"}


def test_a_filter_of_the_new_message_is_kept(shop: Shop) -> None:
    made = linear(shop)
    answer = insert(shop, email("new", actions_of(made)[0]["id"], additional_filters=groups(SAMPLE)))
    shown = answer.data["attributes"]["definition"]["data"]["message"]["additional_filters"]
    assert shown == groups(SAMPLE)


@pytest.mark.parametrize("kind", [["time-delay"], {"a": 1}, 5, None, True])
def test_a_type_that_is_no_text_is_refused_wherever_it_stands(shop: Shop, kind: Any) -> None:
    made = linear(shop)
    first = actions_of(made)[0]
    odd = {**delay("odd"), "type": kind}
    sent = flow({"type": "list", "id": shop.list_id}, odd)
    create = {"data": {"type": "flow", "attributes": {"name": "Odd", "definition": sent}}}
    assert shop.call("POST", "/api/flows", create).status == 400
    assert insert(shop, without(odd, "links"), anchor_action=behind(first, {"links": {"next": "odd"}})).status == 400
    strange = behind({**first, "type": kind}, {"links": {"next": "n"}})
    assert insert(shop, without(delay("n"), "links"), anchor_action=strange).status == 400
