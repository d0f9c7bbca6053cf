"""What the server refuses of a new flow, and how it says so."""

from typing import Any

import pytest

from tests.sandbox.flows.parts import delay, email
from tests.sandbox.flows.refused_definitions import MESSAGE, REFUSED, Case, D
from tests.sandbox.flows.shop import Shop


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name.replace(" ", "-"))
def test_a_definition_is_refused_with_a_pointer_to_what_is_wrong(shop: Shop, case: Case) -> None:
    answer = shop.post_flow(case.build(shop))
    assert answer.status == 400
    found = dict(answer.errors)
    assert found.keys() == case.errors.keys(), found
    for pointer, part in case.errors.items():
        assert part in found[pointer]
    assert shop.call("GET", "/api/flows").data == [], "nothing was written"


def test_everything_that_is_wrong_is_said_at_once(shop: Shop) -> None:
    answer = shop.post_flow(
        {
            "triggers": [{"type": "list", "id": "XXXXXX"}],
            "actions": [email("m", "d", body="x"), delay("d", "y", unit="hours", delay_until_time="09:00:00")],
            "entry_action_id": "m",
            "steps": [],
        },
        name="",
    )
    assert {pointer for pointer, _ in answer.errors} == {
        "/data/attributes/name",
        f"{D}/steps",
        f"{D}/triggers/0/id",
        f"{MESSAGE}/body",
        f"{D}/actions/1/data/delay_until_time",
        f"{D}/actions/1/links/next",
    }


def test_a_body_nested_beyond_all_sense_is_refused(shop: Shop) -> None:
    deep: dict[str, Any] = {}
    for _ in range(300):
        deep = {"a": deep}
    answer = shop.post_flow(deep)
    assert (answer.status, *answer.errors) == (400, ("", "A body is nested at most 100 levels deep."))


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"data": None},
        {"data": {"type": "flow"}},
        {"data": {"type": "flow", "attributes": {"name": "F", "definition": "x"}}},
        {"data": {"type": "flow", "attributes": {"name": "F", "definition": {"actions": 1, "triggers": {}}}}},
        {
            "data": {
                "type": "flow",
                "attributes": {
                    "name": "F",
                    "definition": {
                        "triggers": [1, {"type": []}],
                        "actions": [1, {"type": {}, "data": 1, "links": 1}, {"type": "multi-branch-split", "data": {}}],
                        "entry_action_id": 5,
                    },
                },
            }
        },
    ],
)
def test_what_is_no_flow_at_all_is_an_error_and_no_accident(shop: Shop, body: Any) -> None:
    answer = shop.call("POST", "/api/flows", body)
    assert answer.status == 400
    assert answer.errors
