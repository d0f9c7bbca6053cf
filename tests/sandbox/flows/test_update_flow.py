"""PATCH and DELETE of a flow (klaviyo-api.md section 0)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.flows.parts import delay, email, flow
from tests.sandbox.flows.shop import Json, Shop, actions_of


@pytest.fixture
def made(shop: Shop) -> Json:
    return shop.flow(
        flow({"type": "list", "id": shop.list_id}, email("m1", "w", shop.template_id), delay("w", "m2"), email("m2"))
    )


@pytest.mark.parametrize("status", ["draft", "manual", "live"])
def test_a_status_goes_to_every_action_that_has_one(shop: Shop, made: Json, status: str) -> None:
    assert shop.set_status(made["id"], status).data["attributes"]["status"] == status
    one, wait, two = actions_of(shop.read_flow(made["id"]))
    assert [one["data"]["status"], two["data"]["status"]] == [status, status]
    assert "status" not in wait["data"]


def test_setting_the_status_moves_updated(shop: Shop, made: Json) -> None:
    shop.sandbox.store.advance(timedelta(hours=1))
    shown = shop.set_status(made["id"], "live").data["attributes"]
    assert (shown["created"], shown["updated"]) == ("2026-01-01T00:00:00+00:00", "2026-01-01T01:00:00+00:00")


REFUSED: list[tuple[Json, dict[str, str]]] = [
    ({"status": "paused"}, {"/data/attributes/status": "'paused' is not a valid choice"}),
    ({"status": "disabled"}, {"/data/attributes/status": "'disabled'"}),
    ({}, {"/data/attributes/status": "required"}),
    (
        {"status": "live", "definition": {}},
        {"/data/attributes/definition": "'definition' is not a valid field for the resource 'flow'"},
    ),
    ({"status": "live", "name": "x"}, {"/data/attributes/name": "'name' is not a valid field for the resource 'flow'"}),
    ({"status": "live", "archived": True}, {"/data/attributes/archived": "not a valid field"}),
]


@pytest.mark.parametrize(("attributes", "errors"), REFUSED)
def test_nothing_but_the_status_can_be_changed(
    shop: Shop, made: Json, attributes: Json, errors: dict[str, str]
) -> None:
    """F:63169654860, 57646521856."""
    body = {"data": {"type": "flow", "id": made["id"], "attributes": attributes}}
    answer = shop.call("PATCH", f"/api/flows/{made['id']}", body)
    assert answer.status == 400
    found = dict(answer.errors)
    assert found.keys() == errors.keys()
    assert all(part in found[pointer] for pointer, part in errors.items())
    assert shop.read_flow(made["id"]) == made


def test_the_id_in_the_body_is_the_one_in_the_path(shop: Shop, made: Json) -> None:
    body: Any = {"data": {"type": "flow", "id": "XXXXXX", "attributes": {"status": "live"}}}
    answer = shop.call("PATCH", f"/api/flows/{made['id']}", body)
    assert {pointer for pointer, _ in answer.errors} == {"/data/id"}


def test_a_deleted_flow_is_gone_with_its_actions_and_leaves_clones_behind(shop: Shop, made: Json) -> None:
    """Section 7 report 24: the clones are orphans."""
    action = actions_of(made)[0]
    message = action["data"]["message"]
    assert shop.call("DELETE", f"/api/flows/{made['id']}").status == 204
    assert shop.call("GET", f"/api/flows/{made['id']}").status == 404
    assert shop.call("GET", f"/api/flow-actions/{action['id']}").status == 404
    assert shop.call("GET", f"/api/flow-messages/{message['id']}").status == 404
    assert shop.call("GET", f"/api/templates/{message['template_id']}").status == 200
    assert shop.call("DELETE", f"/api/flows/{made['id']}").status == 404
