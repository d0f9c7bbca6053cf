"""Webhooks and their topics (klaviyo-api.md section 1.7): recorded as they are set up, delivered nowhere."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data, read_same_id
from mktctl.sandbox.jsonapi.documents import Identifier, Relation, Resource
from mktctl.sandbox.jsonapi.errors import invalid, not_found, refuse_if_any
from mktctl.sandbox.jsonapi.shapes import Field, Flag, Items, Record, Text, nullable, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import webhooks as tables
from mktctl.sandbox.times import iso

TOPICS_MOST: Final = 200
_NAME: Final = Text(min_length=1)
_ADDRESS: Final = Text(pattern=r"https://[^\s/?#@]+(?:[/?#]\S*)?")
_SECRET: Final = Text(min_length=1)
_TOPIC: Final = Record(
    name="webhook-topic", fields={"type": required(Text(choices=("webhook-topic",))), "id": required(Text())}
)
_TOPICS: Final = Record(name="document", fields={"data": required(Items(of=_TOPIC, at_least=1, at_most=TOPICS_MOST))})
_RELATION: Final = "webhook-topics"
_CREATE: Final = body_shape(
    "webhook",
    {
        "name": required(_NAME),
        "description": nullable(Text()),
        "endpoint_url": required(_ADDRESS),
        "secret_key": required(_SECRET),
    },
    relationships={_RELATION: required(_TOPICS)},
)
_UPDATE: Final = body_shape(
    "webhook",
    {
        "name": nullable(_NAME),
        "description": nullable(Text()),
        "endpoint_url": nullable(_ADDRESS),
        "secret_key": nullable(_SECRET),
        "enabled": nullable(Flag()),
    },
    with_id=True,
    relationships={_RELATION: Field(_TOPICS)},
)
_KEPT_BY_NULL: Final = ("name", "endpoint_url", "secret_key", "enabled")


def create_webhook(call: Call) -> Reply:
    """A new webhook of one topic or more. Its secret is never shown again."""
    data = read_data(call.body, _CREATE)
    subscribed = _subscribed(call.store, data)
    given = data["attributes"]
    made = tables.add_webhook(
        call.store,
        subscribed=subscribed or (),
        name=given["name"],
        description=given.get("description"),
        endpoint_url=given["endpoint_url"],
        secret_key=given["secret_key"],
    )
    return _one(call, made)


def get_webhooks(call: Call) -> Reply:
    """Every webhook; there are no pages."""
    rows = tables.all_webhooks(call.store)
    found = tables.topics_of(call.store, [row["id"] for row in rows])
    return call.whole([webhook_resource(row, found.get(row["id"], ())) for row in rows])


def get_webhook(call: Call) -> Reply:
    """One webhook."""
    return _one(call, call.id)


def update_webhook(call: Call) -> Reply:
    """Change what is given; topics are replaced as a whole."""
    call.require("webhook")
    data = read_same_id(call.body, _UPDATE, call.id)
    subscribed = _subscribed(call.store, data)
    given: dict[str, Any] = data.get("attributes") or {}
    changes = {name: value for name, value in given.items() if value is not None or name not in _KEPT_BY_NULL}
    if "enabled" in changes:
        changes["enabled"] = int(changes["enabled"])
    call.store.update("webhook", call.id, **changes, updated=call.store.stamp())
    if subscribed is not None:
        tables.set_topics(call.store, call.id, subscribed)
    return _one(call, call.id)


def delete_webhook(call: Call) -> Reply:
    """The webhook is gone."""
    call.require("webhook")
    tables.delete_webhook(call.store, call.id)
    return NOTHING


def get_webhook_topics(call: Call) -> Reply:
    """Every topic; there are no pages."""
    return call.whole([_topic_resource(topic) for topic in tables.topics(call.store)])


def get_webhook_topic(call: Call) -> Reply:
    """One topic, whose id is all there is to it."""
    if call.id not in tables.topics(call.store):
        raise not_found("webhook-topic", call.id)
    return call.one(_topic_resource(call.id))


def webhook_resource(row: Row, subscribed: Sequence[str]) -> Resource:
    """A webhook as Klaviyo shows it: without its secret, and of its address the host alone."""
    return Resource(
        type="webhook",
        id=row["id"],
        path="webhooks",
        attributes={
            "name": row["name"],
            "description": row["description"],
            "endpoint_url": f"https://{urlsplit(row['endpoint_url']).netloc}/...",
            "enabled": bool(row["enabled"]),
            "created_at": iso(row["created"]),
            "updated_at": iso(row["updated"]),
        },
        relationships={_RELATION: tuple(Identifier("webhook-topic", topic) for topic in subscribed)},
    )


def _one(call: Call, webhook_id: str) -> Reply:
    row = call.require("webhook", webhook_id)
    return call.one(webhook_resource(row, tables.topics_of(call.store, [webhook_id]).get(webhook_id, ())))


def _topic_resource(topic: str) -> Resource:
    return Resource(type="webhook-topic", id=topic, path="webhook-topics", attributes={}, bare=True)


def _subscribed(store: Store, data: Mapping[str, Any]) -> list[str] | None:
    """The topics that a body names, None when it names none. Refused (400) for one that there is not."""
    relationships = data.get("relationships") or {}
    if _RELATION not in relationships:
        return None
    named = [topic["id"] for topic in relationships[_RELATION]["data"]]
    known = set(tables.topics(store))
    pointer = f"/data/relationships/{_RELATION}/data"
    refuse_if_any(
        invalid(f"A webhook-topic with id {topic} does not exist.", pointer=f"{pointer}/{index}/id")
        for index, topic in enumerate(named)
        if topic not in known
    )
    return named


def _of_webhooks(store: Store, webhook_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    found = tables.topics_of(store, webhook_ids)
    return {webhook_id: [_topic_resource(topic) for topic in named] for webhook_id, named in found.items()}


RELATIONS: Final = {("webhook", _RELATION): Relation(many=True, load=_of_webhooks)}
ROUTES: Routes = (
    ("create_webhook", create_webhook),
    ("get_webhooks", get_webhooks),
    ("get_webhook", get_webhook),
    ("update_webhook", update_webhook),
    ("delete_webhook", delete_webhook),
    ("get_webhook_topics", get_webhook_topics),
    ("get_webhook_topic", get_webhook_topic),
)
