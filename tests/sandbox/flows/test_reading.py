"""How flows, actions and messages are read: pages, filters, sorts, what comes along (klaviyo-api.md section 1.1)."""

from datetime import timedelta

import pytest

from tests.sandbox.flows.parts import branches, delay, email, flow
from tests.sandbox.flows.shop import Shop, actions_of


def by_list(shop: Shop) -> dict[str, str]:
    return {"type": "list", "id": shop.list_id}


def names(shop: Shop, **query: str) -> list[str]:
    return [one["attributes"]["name"] for one in shop.call("GET", "/api/flows", None, **query).data]


@pytest.fixture
def programme(shop: Shop) -> Shop:
    """Three flows a day apart: Alpha (list, live), Beta (metric), Gamma (list, archived)."""
    alpha = shop.flow(flow(by_list(shop), email("m1", "w"), delay("w", "m2"), email("m2")), name="Alpha one")
    shop.sandbox.store.advance(timedelta(days=1))
    shop.flow(flow({"type": "metric", "id": shop.metrics["Cart Abandoned"]}, email("m1")), name="Beta")
    shop.sandbox.store.advance(timedelta(days=1))
    gamma = shop.flow(flow(by_list(shop), email("m1")), name="Gamma")
    shop.in_browser("PATCH", f"flows/{gamma['id']}", {"archived": True})
    shop.set_status(alpha["id"], "live")
    return shop


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('equals(name,"Beta")', ["Beta"]),
        ('contains(name,"a one")', ["Alpha one"]),
        ('starts-with(name,"G")', ["Gamma"]),
        ('ends-with(name,"a")', ["Beta", "Gamma"]),
        ('equals(status,"live")', ["Alpha one"]),
        ("equals(archived,true)", ["Gamma"]),
        ("equals(archived,false)", ["Alpha one", "Beta"]),
        ('equals(trigger_type,"Metric")', ["Beta"]),
        ("greater-than(created,2026-01-01T00:00:00Z)", ["Beta", "Gamma"]),
        ("less-or-equal(created,2026-01-02T00:00:00Z)", ["Alpha one", "Beta"]),
        ("greater-or-equal(updated,2026-01-03T00:00:00Z)", ["Alpha one", "Gamma"]),
        ('and(ends-with(name,"a"),equals(status,"draft"))', ["Beta", "Gamma"]),
    ],
)
def test_flows_are_filtered(programme: Shop, query: str, expected: list[str]) -> None:
    assert names(programme, filter=query) == expected


def test_flows_are_found_by_several_ids(programme: Shop) -> None:
    one, two, _ = (flow["id"] for flow in programme.call("GET", "/api/flows").data)
    assert names(programme, filter=f'any(id,["{one}","{two}"])') == ["Alpha one", "Beta"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("-name", ["Gamma", "Beta", "Alpha one"]), ("-status", ["Alpha one", "Gamma", "Beta"]), ("created", None)],
)
def test_flows_are_sorted(programme: Shop, sort: str, expected: list[str] | None) -> None:
    assert names(programme, sort=sort) == (expected or ["Alpha one", "Beta", "Gamma"])


def test_flows_come_in_pages(programme: Shop) -> None:
    first = programme.call("GET", "/api/flows", None, page_size="2")
    following = first.document["links"]["next"].removeprefix(programme.sandbox.url)
    second = programme.call("GET", following)
    assert [one["attributes"]["name"] for one in (*first.data, *second.data)] == ["Alpha one", "Beta", "Gamma"]
    assert second.document["links"]["next"] is None


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"page_size": "51"}, "page[size]"),
        ({"filter": 'equals(id,"x")'}, "filter"),
        ({"additional_fields_flow": "definition"}, "additional-fields[flow]"),
        ({"include": "messages"}, "include"),
        ({"sort": "archived"}, "sort"),
        ({"fields_flow_action": "steps"}, "fields[flow-action]"),
    ],
)
def test_what_a_list_of_flows_does_not_take(programme: Shop, query: dict[str, str], parameter: str) -> None:
    answer = programme.call("GET", "/api/flows", None, **query)
    assert answer.status == 400
    assert {place for place, _ in answer.errors} == {parameter}


def test_actions_come_along_with_their_definitions(programme: Shop) -> None:
    answer = programme.call("GET", "/api/flows", None, include="flow-actions")
    included = {one["id"]: one for one in answer.document["included"]}
    related = answer.data[0]["relationships"]["flow-actions"]["data"]
    kinds = [included[one["id"]]["attributes"]["definition"]["type"] for one in related]
    assert kinds == ["send-email", "time-delay", "send-email"]
    assert len(included) == 5


def test_sparse_fields_reach_into_definitions(programme: Shop) -> None:
    answer = programme.call(
        "GET",
        "/api/flows",
        None,
        include="flow-actions",
        fields_flow="name",
        fields_flow_action="definition.data.status",
    )
    assert answer.data[0]["attributes"] == {"name": "Alpha one"}
    assert answer.document["included"][0]["attributes"] == {"definition": {"data": {"status": "live"}}}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('equals(action_type,"time-delay")', ["time-delay"]),
        ('any(action_type,["send-email"])', ["send-email", "send-email"]),
        ('equals(status,"live")', ["send-email", "send-email"]),
        ("less-than(updated,2026-01-02T00:00:00Z)", ["time-delay"]),
        ("greater-than(created,2026-01-02T00:00:00Z)", []),
    ],
)
def test_a_flow_s_actions_are_filtered(programme: Shop, query: str, expected: list[str]) -> None:
    """A wait has no status: setting the flow's leaves it alone."""
    alpha = programme.call("GET", "/api/flows").data[0]["id"]
    path = f"/api/flows/{alpha}/flow-actions"
    found = programme.call("GET", path, None, filter=query).data
    assert [one["attributes"]["definition"]["type"] for one in found] == expected
    ids = programme.call("GET", f"/api/flows/{alpha}/relationships/flow-actions", None, filter=query).data
    assert [one["id"] for one in ids] == [one["id"] for one in found]


@pytest.mark.parametrize("sort", ["action_type", "-status", "created", "-id"])
def test_a_flow_s_actions_are_sorted_and_come_in_pages(programme: Shop, sort: str) -> None:
    alpha = programme.call("GET", "/api/flows").data[0]["id"]
    found: list[str] = []
    target = f"/api/flows/{alpha}/flow-actions?page%5Bsize%5D=1&sort={sort}"
    for _ in range(4):
        answer = programme.call("GET", target)
        found += [one["id"] for one in answer.data]
        if answer.document["links"]["next"] is None:
            break
        target = answer.document["links"]["next"].removeprefix(programme.sandbox.url)
    assert len(found) == len(set(found)) == 3


def test_from_an_action_to_its_flow_and_messages_and_back(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), email("m1", None, shop.template_id)))
    (action,) = actions_of(made)
    message = action["data"]["message"]
    one = shop.call("GET", f"/api/flow-actions/{action['id']}", None, include="flow,flow-messages")
    assert {(each["type"], each["id"]) for each in one.document["included"]} == {
        ("flow", made["id"]),
        ("flow-message", message["id"]),
    }
    assert shop.call("GET", f"/api/flow-actions/{action['id']}/flow").data["id"] == made["id"]
    assert shop.call("GET", f"/api/flow-actions/{action['id']}/relationships/flow").data["id"] == made["id"]
    listed = shop.call("GET", f"/api/flow-actions/{action['id']}/flow-messages").data
    assert [each["attributes"]["definition"] for each in listed] == [message]
    ids = shop.call("GET", f"/api/flow-actions/{action['id']}/relationships/flow-messages").data
    assert ids == [{"type": "flow-message", "id": message["id"]}]
    back = shop.call("GET", f"/api/flow-messages/{message['id']}", None, include="flow-action,template")
    assert back.data["attributes"]["channel"] == "email"
    assert {each["id"] for each in back.document["included"]} == {action["id"], message["template_id"]}
    assert shop.call("GET", f"/api/flow-messages/{message['id']}/flow-action").data["id"] == action["id"]
    assert shop.call("GET", f"/api/flow-messages/{message['id']}/relationships/flow-action").data["id"] == action["id"]


def test_messages_are_read_only(shop: Shop) -> None:
    """Section 0: PATCH 405, edit through the action."""
    made = shop.flow(flow(by_list(shop), email("m1")))
    message = actions_of(made)[0]["data"]["message"]["id"]
    answer = shop.call("PATCH", f"/api/flow-messages/{message}", {"data": {"type": "flow-message", "id": message}})
    assert answer.status == 405


def test_a_message_without_a_template_has_none(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), email("m1")))
    message = actions_of(made)[0]["data"]["message"]["id"]
    assert shop.call("GET", f"/api/flow-messages/{message}/relationships/template").data is None
    assert shop.call("GET", f"/api/flow-messages/{message}/template").status == 404


def test_which_flows_a_list_a_segment_or_a_metric_starts(shop: Shop) -> None:
    triggers = {
        f"lists/{shop.list_id}": {"type": "list", "id": shop.list_id},
        f"segments/{shop.segment_id}": {"type": "segment", "id": shop.segment_id},
        f"metrics/{shop.metrics['Cart Abandoned']}": {"type": "metric", "id": shop.metrics["Cart Abandoned"]},
    }
    for path, trigger in triggers.items():
        made = shop.flow(flow(trigger, email("m1")))
        assert [one["id"] for one in shop.call("GET", f"/api/{path}/flow-triggers").data] == [made["id"]]
        ids = shop.call("GET", f"/api/{path}/relationships/flow-triggers").data
        assert ids == [{"type": "flow", "id": made["id"]}]
    assert shop.call("GET", f"/api/metrics/{shop.metrics['Placed Order']}/flow-triggers").data == []


def test_a_flow_s_tags(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), email("m1")))
    tag = shop.create("tag", "tags", name="spring")
    body = {"data": [{"type": "flow", "id": made["id"]}]}
    assert shop.call("POST", f"/api/tags/{tag['id']}/relationships/flows", body).status == 204
    assert [one["id"] for one in shop.call("GET", f"/api/flows/{made['id']}/tags").data] == [tag["id"]]
    assert shop.call("GET", f"/api/flows/{made['id']}/relationships/tags").data == [{"type": "tag", "id": tag["id"]}]
    shown = shop.call("GET", "/api/flows", None, include="tags")
    assert [one["attributes"]["name"] for one in shown.document["included"]] == ["spring"]


@pytest.mark.parametrize(
    "path",
    [
        "flows/XXXXXX",
        "flows/XXXXXX/flow-actions",
        "flows/XXXXXX/tags",
        "flow-actions/1",
        "flow-actions/1/flow",
        "flow-actions/1/flow-messages",
        "flow-messages/XXXXXX",
        "flow-messages/XXXXXX/template",
        "flow-messages/XXXXXX/flow-action",
    ],
)
def test_what_is_not_there_is_not_found(shop: Shop, path: str) -> None:
    assert shop.call("GET", f"/api/{path}").status == 404


def test_a_split_with_branches_has_its_actions_in_the_order_of_the_definition(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), branches("b", "x", "y"), email("x"), email("y")))
    assert [one["type"] for one in actions_of(made)] == ["multi-branch-split", "send-email", "send-email"]
