"""Properties of a metric: what the latest of its events carry."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from mktctl.sandbox import ids
from mktctl.sandbox.store import Store

_SAMPLE_VALUES: Final = 10
_EVENTS_LOOKED_AT: Final = 1_000


class MetricProperty(msgspec.Struct, frozen=True, kw_only=True):
    """A top-level property: `type` is string, number, boolean, list or object; `samples` are plain values."""

    id: str
    metric_id: str
    name: str
    type: str
    samples: tuple[str | int | float | bool, ...]


def properties_of(store: Store, metric_id: str) -> list[MetricProperty]:
    """By name; the newest thousand events are looked at."""
    values: dict[str, list[Any]] = {}
    rows = store.rows(
        "SELECT properties FROM event WHERE metric_id = ? ORDER BY time DESC, seq DESC LIMIT ?",
        metric_id,
        _EVENTS_LOOKED_AT,
    )
    for row in rows:
        for name, value in msgspec.json.decode(row["properties"]).items():
            values.setdefault(name, []).append(value)
    return [_property(metric_id, name, seen) for name, seen in sorted(values.items())]


def find_property(store: Store, property_id: str) -> MetricProperty | None:
    """The property with this id, of whatever metric."""
    return next((found for found in _every(store) if found.id == property_id), None)


def _every(store: Store) -> Iterator[MetricProperty]:
    for row in store.rows("SELECT DISTINCT metric_id FROM event"):
        yield from properties_of(store, row["metric_id"])


def _property(metric_id: str, name: str, seen: list[Any]) -> MetricProperty:
    plain = [value for value in seen if isinstance(value, str | int | float | bool)]
    return MetricProperty(
        id=ids.hash_id(metric_id, name),
        metric_id=metric_id,
        name=name,
        type=_type_name(next((value for value in seen if value is not None), "")),
        samples=tuple(dict.fromkeys(plain))[:_SAMPLE_VALUES],
    )


def _type_name(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case list():
            return "list"
        case dict():
            return "object"
        case _:
            return "string"
