"""Metrics and the properties that their events carry; read-only, a metric comes with its first event."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mktctl.sandbox import ids
from mktctl.sandbox.call import Call, Reply, Routes, related, related_ids
from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.jsonapi.errors import not_found
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.metric_properties import MetricProperty, find_property, properties_of
from mktctl.sandbox.tables.metrics import metric_row, metrics_of_events
from mktctl.sandbox.times import iso

_LISTING: Final = Listing(
    source="metric WHERE 1",
    columns={"integration.name": Column(sql="integration"), "integration.category": Column(sql="category")},
)


def get_metrics(call: Call) -> Reply:
    """A page of metrics, 200 each."""
    return call.page(_LISTING, metric_resource)


def get_metric(call: Call) -> Reply:
    """One metric."""
    return call.one(metric_resource(call.require("metric")))


def get_properties_for_metric(call: Call) -> Reply:
    """The properties of a metric, by name."""
    call.require("metric")
    return call.whole([_property(call, found) for found in properties_of(call.store, call.id)])


def get_property_ids_for_metric(call: Call) -> Reply:
    """The same as ids."""
    call.require("metric")
    document = call.writer.collection((), {"self": call.base + call.path, "next": None, "prev": None})
    document["data"] = [{"type": "metric-property", "id": found.id} for found in properties_of(call.store, call.id)]
    return Reply(document=document)


def get_metric_property(call: Call) -> Reply:
    """One property."""
    return call.one(_property(call, _required_property(call)))


def get_metric_for_metric_property(call: Call) -> Reply:
    """The metric that a property belongs to."""
    return call.one(metric_resource(call.require("metric", _required_property(call).metric_id)))


def get_metric_id_for_metric_property(call: Call) -> Reply:
    """The same as an id."""
    found = _required_property(call)
    return Reply(
        document={
            "data": {"type": "metric", "id": found.metric_id},
            "links": {"self": call.base + call.path},
        }
    )


def _required_property(call: Call) -> MetricProperty:
    found = find_property(call.store, call.id)
    if found is None:
        raise not_found("metric-property", call.id)
    return found


def metric_resource(row: Row) -> Resource:
    """A metric as Klaviyo shows it: `integration.category` is an object for a store, text for Klaviyo and the API."""
    name, category = row["integration"], row["category"]
    return Resource(
        type="metric",
        id=row["id"],
        path="metrics",
        attributes={
            "name": row["name"],
            "created": iso(row["created"]),
            "updated": iso(row["updated"]),
            "integration": {
                "object": "integration",
                "id": ids.hash_id("integration", name)[:6],
                "key": name.lower().replace(" ", "-"),
                "name": name,
                "category": category,
            },
        },
        relationships={"flow-triggers": None},
    )


def _property(call: Call, found: MetricProperty) -> Resource:
    attributes: dict[str, Any] = {
        "label": found.name,
        "property": found.name,
        "inferred_type": found.type,
    }
    if call.query.wants("metric-property", "sample_values"):
        attributes["sample_values"] = list(found.samples)
    return Resource(
        type="metric-property",
        id=found.id,
        path="metric-properties",
        attributes=attributes,
        relationships={"metric": None},
    )


def _of_events(store: Store, event_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {event_id: [metric_resource(row)] for event_id, row in metrics_of_events(store, event_ids).items()}


def _of_properties(store: Store, property_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    found = {}
    for property_id in property_ids:
        prop = find_property(store, property_id)
        row = None if prop is None else metric_row(store, prop.metric_id)
        if row is not None:
            found[property_id] = [metric_resource(row)]
    return found


RELATIONS: Final = {
    ("event", "metric"): Relation(many=False, load=_of_events),
    ("metric-property", "metric"): Relation(many=False, load=_of_properties),
}
ROUTES: Routes = (
    ("get_metrics", get_metrics),
    ("get_metric", get_metric),
    ("get_properties_for_metric", get_properties_for_metric),
    ("get_property_ids_for_metric", get_property_ids_for_metric),
    ("get_metric_property", get_metric_property),
    ("get_metric_for_metric_property", get_metric_for_metric_property),
    ("get_metric_id_for_metric_property", get_metric_id_for_metric_property),
    ("get_metric_for_event", related("event", "metric")),
    ("get_metric_id_for_event", related_ids("event", "metric")),
)
