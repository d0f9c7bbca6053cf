"""Webhooks and the topics that they are told of."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from mktctl.sandbox.ids import ulid
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.metrics import OWN

_TOPIC: Final = "event:klaviyo."
_MILLISECOND: Final = 1_000


def topics(store: Store) -> list[str]:
    """What an account's webhooks can be told of: the events of Klaviyo's own metrics, `event:klaviyo.sent_sms`."""
    rows = store.rows("SELECT name FROM metric WHERE integration = ? ORDER BY seq", OWN)
    return [_TOPIC + re.sub(r"\W+", "_", row["name"]).lower() for row in rows]


def add_webhook(store: Store, *, subscribed: Iterable[str], **values: Any) -> str:
    """A new webhook's id; it is enabled."""
    stamp = store.stamp()
    webhook_id = ulid(store.next_count("webhook"), stamp // _MILLISECOND, "webhook")
    store.insert("webhook", id=webhook_id, enabled=1, created=stamp, updated=stamp, **values)
    set_topics(store, webhook_id, subscribed)
    return webhook_id


def set_topics(store: Store, webhook_id: str, subscribed: Iterable[str]) -> None:
    """A webhook is told of these, and of no others."""
    store.run("DELETE FROM webhook_subscription WHERE webhook_id = ?", webhook_id)
    for place, topic in enumerate(dict.fromkeys(subscribed)):
        store.insert("webhook_subscription", webhook_id=webhook_id, topic=topic, place=place)


def all_webhooks(store: Store) -> list[Row]:
    """Every webhook, in the order in which they were made."""
    return store.rows("SELECT * FROM webhook ORDER BY seq")


def topics_of(store: Store, webhook_ids: Sequence[str]) -> dict[str, list[str]]:
    """What each of these webhooks is told of."""
    marks = ", ".join("?" * len(webhook_ids))
    rows = store.rows(
        f"SELECT * FROM webhook_subscription WHERE webhook_id IN ({marks}) ORDER BY webhook_id, place", *webhook_ids
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["webhook_id"], []).append(row["topic"])
    return found


def delete_webhook(store: Store, webhook_id: str) -> None:
    """The webhook is gone."""
    store.run("DELETE FROM webhook WHERE id = ?", webhook_id)
