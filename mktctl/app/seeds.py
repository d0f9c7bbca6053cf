"""The one backfilled event that makes a metric exist."""

from datetime import datetime, timedelta
from typing import Any, Final

from mktctl.model.project import EventField, Metric

SEED_PROFILE: Final = "seed@mktctl.example"
"""Who has the event when the project names nobody. `.example` can never receive mail (RFC 2606)."""

_SAMPLES: Final[dict[str, Any]] = {
    "text": "seed",
    "number": 0,
    "boolean": False,
    "date": "2026-01-01T00:00:00Z",
    "list": [],
}


def seed_event(metric: Metric, now: datetime) -> dict[str, Any]:
    """Attributes of `create_event`: backfilled, so it starts no flow; a second sending is the same event.

    Dated one day before `now`, so that no window of a flow looks at it.
    """
    seed = metric.seed
    properties = {name: _sample(field) for name, field in metric.fields.items()}
    properties.update(seed.properties if seed else {})
    email = seed.profile if seed else SEED_PROFILE
    named: dict[str, Any] = {"name": metric.name}
    if metric.integration is not None:
        named["service"] = metric.integration
    return {
        "properties": properties,
        "time": (now - timedelta(days=1)).isoformat(),
        "unique_id": f"mktctl-seed-{metric.ref}",
        "backfill": True,
        "metric": {"data": {"type": "metric", "attributes": named}},
        "profile": {"data": {"type": "profile", "attributes": {"email": email}}},
    }


def _sample(field: EventField) -> Any:
    if field.items:
        return [{name: _SAMPLES[kind] for name, kind in field.items.items()}]
    return _SAMPLES[field.type]
