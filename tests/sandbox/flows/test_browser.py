"""The door to what only a person in the browser can do to flows."""

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.flows.parts import branches, delay, email, flow, groups, ordered, split
from tests.sandbox.flows.shop import Json, Shop, actions_of


@pytest.fixture
def made(shop: Shop) -> Json:
    return shop.flow(
        flow({"type": "list", "id": shop.list_id}, split("s", "y", "n"), email("y", "t"), email("n"), email("t"))
    )


def test_a_flow_is_renamed_and_archived_without_a_new_stamp(shop: Shop, made: Json) -> None:
    """F:60366428229: `updated` does not move on edits in the browser."""
    shop.sandbox.store.advance(timedelta(hours=1))
    assert shop.in_browser("PATCH", f"flows/{made['id']}", {"name": "New", "archived": True}).status == 200
    shown = shop.read_flow(made["id"])["attributes"]
    assert (shown["name"], shown["archived"]) == ("New", True)
    assert shown["updated"] == made["attributes"]["updated"]


def test_the_start_of_a_flow_is_changed(shop: Shop, made: Json) -> None:
    metric = shop.metrics["Cart Abandoned"]
    wanted = {
        "trigger": {"type": "metric", "id": metric},
        "profile_filter": groups(ordered(shop.metrics["Placed Order"])),
        "reentry_criteria": {"duration": 7, "unit": "day"},
    }
    assert shop.in_browser("PATCH", f"flows/{made['id']}", wanted).status == 200
    shown = shop.read_flow(made["id"])["attributes"]
    definition = shown["definition"]
    assert shown["trigger_type"] == "Metric"
    assert definition["triggers"] == [{"type": "metric", "id": metric, "trigger_filter": None}]
    condition = definition["profile_filter"]["condition_groups"][0]["conditions"][0]
    assert condition["metric_filters"] is None
    assert definition["reentry_criteria"] == {"duration": 7, "unit": "day"}
    assert shop.call("GET", f"/api/metrics/{metric}/flow-triggers").data[0]["id"] == made["id"]
    assert shop.in_browser("PATCH", f"flows/{made['id']}", {"profile_filter": None}).status == 200
    assert shop.read_flow(made["id"])["attributes"]["definition"]["profile_filter"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"trigger": {"type": "list", "id": "XXXXXX"}}, "/trigger/id"),
        ({"trigger": {"type": "fax"}}, "/trigger/type"),
        ({"reentry_criteria": {"duration": 2, "unit": "alltime"}}, "/reentry_criteria/duration"),
        ({"status": "live"}, "/status"),
    ],
)
def test_the_browser_refuses_nonsense_too(shop: Shop, made: Json, body: Json, pointer: str) -> None:
    answer = shop.in_browser("PATCH", f"flows/{made['id']}", body)
    assert answer.status == 400
    assert {place for place, _ in answer.errors} == {pointer}


def test_back_in_stock_may_trigger_a_flow_made_here(shop: Shop) -> None:
    metric = shop.metrics["Subscribed to Back in Stock"]
    definition = flow({"type": "metric", "id": metric}, {"temporary_id": "b", "type": "back-in-stock-delay"})
    answer = shop.in_browser("POST", "flows", {"name": "Back", "definition": definition})
    assert answer.status == 200
    shown = shop.read_flow(answer.document["id"])["attributes"]
    assert shown["definition"]["triggers"][0]["id"] == metric
    opened = flow({"type": "metric", "id": shop.metrics["Opened Email"]}, email("m"))
    assert shop.in_browser("POST", "flows", {"name": "Opened", "definition": opened}).status == 400


def test_paths_are_joined_and_read_so(shop: Shop, made: Json) -> None:
    """S4: the sides of a split may rejoin; the API could not create it."""
    _, yes, no, tail = actions_of(made)
    answer = shop.in_browser("PATCH", f"flow-actions/{no['id']}", {"definition": {"links": {"next": tail["id"]}}})
    assert answer.status == 200
    assert shop.action(yes["id"])["links"] == shop.action(no["id"])["links"] == {"next": tail["id"]}


def test_settings_are_merged(shop: Shop, made: Json) -> None:
    mail = actions_of(made)[1]
    change = {"definition": {"data": {"message": {"subject_line": "New", "template_id": shop.template_id}}}}
    assert shop.in_browser("PATCH", f"flow-actions/{mail['id']}", change).status == 200
    seen = shop.action(mail["id"])["data"]["message"]
    assert (seen["subject_line"], seen["name"]) == ("New", mail["data"]["message"]["name"])
    assert seen["template_id"] not in (None, shop.template_id)


def test_what_even_the_browser_refuses(shop: Shop, made: Json) -> None:
    fork, _, no, tail = actions_of(made)

    def refused(action: Json, links: Json) -> set[tuple[str, str]]:
        return shop.in_browser("PATCH", f"flow-actions/{action['id']}", {"definition": {"links": links}}).errors

    ((pointer, detail),) = refused(tail, {"next": fork["id"]})
    assert (pointer, "back" in detail) == ("/definition/links", True)
    ((_, detail),) = refused(no, {"next": "1"})
    assert "no action 1" in detail
    ((_, detail),) = refused(fork, {"next_if_true": no["id"]})
    assert "Nothing would lead to" in detail
    assert shop.read_flow(made["id"]) == made


def test_a_mail_s_body_is_its_clone_s(shop: Shop) -> None:
    made = shop.flow(flow({"type": "list", "id": shop.list_id}, email("m", None, shop.template_id)))
    message = actions_of(made)[0]["data"]["message"]
    assert shop.in_browser("PATCH", f"templates/{message['template_id']}", {"html": "<p>By hand</p>"}).status == 200
    shown = shop.call("GET", f"/api/flow-messages/{message['id']}/template").data
    assert shown["attributes"]["html"] == "<p>By hand</p>"


@pytest.mark.parametrize("transactional", [True, False])
def test_a_mail_is_made_transactional(shop: Shop, made: Json, *, transactional: bool) -> None:
    message = actions_of(made)[1]["data"]["message"]["id"]
    body: Any = {"transactional": transactional}
    assert shop.in_browser("PATCH", f"flow-messages/{message}", body).status == 200
    seen = shop.call("GET", f"/api/flow-messages/{message}").data["attributes"]["definition"]
    assert seen["transactional"] is transactional


def test_a_webhook_is_never_transactional(shop: Shop) -> None:
    hook = {"temporary_id": "h", "type": "send-webhook", "data": {"message": {"url": "https://example.com"}}}
    made = shop.flow(flow({"type": "list", "id": shop.list_id}, hook))
    message = actions_of(made)[0]["data"]["message"]["id"]
    assert shop.in_browser("PATCH", f"flow-messages/{message}", {"transactional": True}).status == 400


def test_only_a_draft_of_a_test_is_started(shop: Shop, made: Json) -> None:
    assert shop.in_browser("POST", f"flow-actions/{actions_of(made)[1]['id']}/start").status == 400
    assert shop.in_browser("POST", "flow-actions/1/start").status == 404


def test_a_branch_is_joined_too(shop: Shop) -> None:
    made = shop.flow(flow({"type": "list", "id": shop.list_id}, branches("b", "x", None), delay("x")))
    fork, wait = actions_of(made)
    joined = [{**branch, "links": {"next": wait["id"]}} for branch in fork["data"]["branches"]]
    answer = shop.in_browser("PATCH", f"flow-actions/{fork['id']}", {"definition": {"data": {"branches": joined}}})
    assert answer.status == 200
    assert [branch["links"]["next"] for branch in shop.action(fork["id"])["data"]["branches"]] == [wait["id"]] * 2


@pytest.mark.parametrize("path", ["flows/XXXXXX/past-profiles", "flows/XXXXXX/waiting"])
def test_what_needs_runs_of_flows_is_not_there(shop: Shop, path: str) -> None:
    assert shop.in_browser("POST", path, {}).status == 404
