"""The official SDK's own typed calls, pointed at the sandbox: its models take every answer."""

import functools
from pathlib import Path
from typing import Any

import klaviyo_api
import pytest
from openapi_client.exceptions import ApiException

from tests.sandbox.flows.parts import branches, delay, email, flow, groups, ordered, split, without
from tests.sandbox.flows.shop import Json, Shop, actions_of, open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Any:
    directory: Path = tmp_path_factory.mktemp("sdk")
    with open_shop(directory) as opened:
        yield opened


@pytest.fixture
def flows(shop: Shop) -> Any:
    front = klaviyo_api.KlaviyoAPI("pk_sandbox", max_retries=1, test_host=shop.sandbox.url)
    yield front.Flows
    front.api_client.rest_client.pool_manager.clear()


@pytest.fixture
def made(shop: Shop, flows: Any) -> Any:
    definition = flow(
        {"type": "list", "id": shop.list_id},
        email("m1", "w", shop.template_id),
        delay("w", "s"),
        split("s", "m2", "b", ordered(shop.metrics["Placed Order"])),
        email("m2"),
        branches("b", None, None),
        profile_filter=groups(ordered(shop.metrics["Placed Order"])),
        reentry_criteria={"duration": 7, "unit": "day"},
    )
    body = {"data": {"type": "flow", "attributes": {"name": "Welcome", "definition": definition}}}
    return flows.create_flow(body, additional_fields_flow=["definition"]).data


def test_flows_are_created_read_and_switched(flows: Any, made: Any) -> None:
    assert made.attributes.status == "draft"
    assert len(made.attributes.definition.actions) == 5
    read = flows.get_flow(made.id, additional_fields_flow=["definition"], include=["flow-actions"])
    assert read.data.attributes.definition == made.attributes.definition
    assert len(read.included) == 5
    listed = flows.get_flows(filter=f'any(id,["{made.id}"])', include=["flow-actions"], page_size=50)
    assert [one.id for one in listed.data] == [made.id]
    switch = {"data": {"type": "flow", "id": made.id, "attributes": {"status": "live"}}}
    assert flows.update_flow(made.id, switch).data.attributes.status == "live"


def test_actions_are_read_replaced_inserted_and_deleted(flows: Any, made: Any) -> None:
    actions = flows.get_actions_for_flow(made.id).data
    mail, wait = (actions[index].attributes.definition for index in (0, 1))
    mail["data"]["message"]["subject_line"] = "Other words"
    body = {"data": {"type": "flow-action", "id": mail["id"], "attributes": {"definition": mail}}}
    assert flows.update_flow_action(mail["id"], body).data.id == mail["id"]
    anchor = {"type": "send-email", "links": {"next": "new"}}
    insert = {
        "definition": without(delay("new"), "links"),
        "anchor-action": {"data": {"type": "flow-action", "id": mail["id"], "attributes": {"definition": anchor}}},
    }
    new = flows.create_flow_action({"data": {"type": "flow-action", "attributes": insert}}).data
    assert flows.get_flow_action(mail["id"]).data.attributes.definition["links"] == {"next": new.id}
    flows.delete_flow_action(new.id)
    assert flows.get_flow_action(mail["id"]).data.attributes.definition["links"] == {"next": wait["id"]}


def test_messages_and_templates_are_read(shop: Shop, flows: Any, made: Any) -> None:
    mail = flows.get_actions_for_flow(made.id).data[0]
    (message,) = flows.get_flow_action_messages(mail.id).data
    assert flows.get_flow_message(message.id).data.attributes.channel == "email"
    template = flows.get_template_for_flow_message(message.id).data
    assert (template.attributes.html, template.id == shop.template_id) == ("<p>Hello</p>", False)
    assert flows.get_action_id_for_flow_message(message.id).data.id == mail.id


@pytest.mark.parametrize(
    ("operation", "count"), [("get_action_ids_for_flow", 5), ("get_tags_for_flow", 0), ("get_tag_ids_for_flow", 0)]
)
def test_the_other_reads_of_a_flow(flows: Any, made: Any, operation: str, count: int) -> None:
    assert len(getattr(flows, operation)(made.id).data) == count


def test_a_deleted_flow_raises_the_sdk_s_error(flows: Any, made: Any) -> None:
    flows.delete_flow(made.id)
    with pytest.raises(ApiException) as raised:
        flows.get_flow(made.id)
    assert raised.value.status == 404


def test_the_sdk_drops_what_flows_cannot_change(shop: Shop, flows: Any, made: Any) -> None:
    """Section 0 [T]: the call returns 200 and changes nothing, where a raw request is refused."""
    attributes: Json = {"status": "manual", "name": "Other", "definition": {}}
    body = {"data": {"type": "flow", "id": made.id, "attributes": attributes}}
    assert flows.update_flow(made.id, body).data.attributes.name == "Welcome"
    raw = functools.partial(shop.call, "PATCH", f"/api/flows/{made.id}")
    assert raw(body).status == 400
    assert len(actions_of(shop.read_flow(made.id))) == 5
