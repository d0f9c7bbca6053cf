"""Metrics: names that events carry. A metric is there from its first event on; Klaviyo's own are always there."""

from collections.abc import Sequence
from typing import Final

from mktctl.sandbox.store import Row, Store

API: Final = "API"
OWN: Final = "Klaviyo"
_OWN_NAMES: Final = (
    "Received Email",
    "Opened Email",
    "Clicked Email",
    "Bounced Email",
    "Dropped Email",
    "Marked Email as Spam",
    "Unsubscribed",
    "Unsubscribed from Email Marketing",
    "Subscribed to Email Marketing",
    "Subscribed to List",
    "Unsubscribed from List",
    "Updated Email Preferences",
    "Received SMS",
    "Sent SMS",
    "Clicked SMS",
    "Failed to Deliver SMS",
    "Consented to Receive SMS",
    "Subscribed to SMS Marketing",
    "Unsubscribed from SMS Marketing",
    "Received Push",
    "Opened Push",
    "Bounced Push",
    "Received WhatsApp",
    "Subscribed to Back in Stock",
    "Merged Profile",
)


def add_own_metrics(store: Store) -> None:
    """The metrics that every account has; Placed Order and the like come with a store's first events."""
    for name in _OWN_NAMES:
        _add(store, name, OWN, "Internal")


def metric_named(store: Store, name: str, integration: str | None) -> str:
    """The id of the metric of an event, made now if this is its first event.

    Without an integration it is the API's own: an API event named "Opened Email" is not Klaviyo's "Opened Email".
    """
    row = store.row("SELECT id FROM metric WHERE name = ? AND integration = ?", name, integration or API)
    if row is not None:
        found: str = row["id"]
        return found
    return _add(store, name, integration or API, API if integration is None else "eCommerce")


def metric_row(store: Store, metric_id: str) -> Row | None:
    """One metric."""
    return store.row("SELECT * FROM metric WHERE id = ?", metric_id)


def metrics_of_events(store: Store, event_ids: Sequence[str]) -> dict[str, Row]:
    """The metric of each event."""
    marks = ", ".join("?" * len(event_ids))
    rows = store.rows(
        "SELECT event.id AS event_id, metric.* FROM event JOIN metric ON metric.id = metric_id "
        f"WHERE event.id IN ({marks})",
        *event_ids,
    )
    return {row["event_id"]: row for row in rows}


def _add(store: Store, name: str, integration: str, category: str) -> str:
    metric_id = store.new_id("metric")
    stamp = store.stamp()
    store.insert(
        "metric",
        id=metric_id,
        name=name,
        integration=integration,
        category=category,
        created=stamp,
        updated=stamp,
    )
    return metric_id
