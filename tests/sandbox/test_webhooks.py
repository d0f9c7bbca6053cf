"""Webhooks over a socket: recorded, and their secrets kept."""

from typing import Any

import pytest

from tests.support.sandbox_api import Api, resource

SENT = "event:klaviyo.sent_sms"
OPENED = "event:klaviyo.opened_email"
SECRET = "0123456789abcdef"


def told(*topics: str) -> dict[str, Any]:
    return {"webhook-topics": {"data": [{"type": "webhook-topic", "id": topic} for topic in topics]}}


def body(*topics: str, **attributes: Any) -> dict[str, Any]:
    given = {"name": "CRM", "endpoint_url": "https://crm.example/in?key=abc", "secret_key": SECRET, **attributes}
    return resource("webhook", given, relationships=told(*topics))


def topics(answer: Any) -> list[str]:
    return [topic["id"] for topic in answer.data["relationships"]["webhook-topics"]["data"]]


def test_a_webhook_is_recorded_and_its_secret_is_never_shown(api: Api) -> None:
    made = api.call("create_webhook", body=body(SENT, OPENED, SENT))
    shown = made.data["attributes"]
    assert (shown["name"], shown["enabled"], topics(made)) == ("CRM", True, [SENT, OPENED])
    answers = [made, api.call("get_webhook", made.id, include="webhook-topics"), api.call("get_webhooks")]
    assert [topic["id"] for topic in answers[1].document["included"]] == [SENT, OPENED]
    assert all(hidden not in str(answer.document) for answer in answers for hidden in (SECRET, "key=abc"))
    assert shown["endpoint_url"] == "https://crm.example/..."
    assert [row["secret_key"] for row in api.sandbox.store.rows("SELECT * FROM webhook")] == [SECRET]


def test_a_webhook_changes_and_goes(api: Api) -> None:
    made = api.call("create_webhook", body=body(SENT, description="All of it")).id
    change = resource("webhook", {"enabled": False, "name": None, "description": None}, id=made)
    changed = api.call("update_webhook", made, change)
    assert changed.data["attributes"]["enabled"] is False
    assert (changed.data["attributes"]["name"], changed.data["attributes"]["description"]) == ("CRM", None)
    assert topics(changed) == [SENT]
    moved = api.call("update_webhook", made, resource("webhook", {}, id=made, relationships=told(OPENED)))
    assert topics(moved) == [OPENED]
    assert api.call("delete_webhook", made).status == 204
    assert api.call("get_webhook", made).status == 404
    assert api.call("get_webhooks").data == []


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        (body(), "/data/relationships/webhook-topics/data"),
        (body("event:klaviyo.nothing"), "/data/relationships/webhook-topics/data/0/id"),
        (body(SENT, endpoint_url="http://crm.example"), "/data/attributes/endpoint_url"),
        (body(SENT, endpoint_url="https://user:word@crm.example"), "/data/attributes/endpoint_url"),
        (body(SENT, secret_key=""), "/data/attributes/secret_key"),
        (body(SENT, enabled=True), "/data/attributes/enabled"),
        (resource("webhook", {"name": "x"}), "/data/attributes/endpoint_url"),
    ],
)
def test_a_wrong_webhook_is_refused(api: Api, wrong: Any, pointer: str) -> None:
    answer = api.call("create_webhook", body=wrong)
    assert (400, "invalid", pointer) in answer.errors
    assert SECRET not in str(answer.document)
    assert api.call("get_webhooks").data == []


def test_topics_are_the_events_of_klaviyos_own_metrics(api: Api) -> None:
    found = [topic["id"] for topic in api.call("get_webhook_topics").data]
    assert {SENT, OPENED} < set(found)
    own = api.call("get_metrics", filter='equals(integration.name,"Klaviyo")').data
    assert len(found) == len(set(found)) == len(own)
    assert "attributes" not in api.call("get_webhook_topic", SENT).data
