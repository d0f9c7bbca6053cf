"""Events: sent alone or in bulk, read with their metric and profile (klaviyo-api.md sections 1.8 and 6)."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.event_shapes import BULK, CREATE, time_of
from mktctl.sandbox.jsonapi.bodies import read_data
from mktctl.sandbox.jsonapi.documents import Identifier, Resource
from mktctl.sandbox.jsonapi.errors import invalid, refuse_if_any
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.people import upsert_profile
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables.events import NewEvent, add_event
from mktctl.sandbox.tables.metrics import metric_named
from mktctl.sandbox.times import instant

_LISTING: Final = Listing(
    source="event WHERE 1",
    columns={
        "metric_id": Column(sql="metric_id"),
        "profile_id": Column(sql="profile_id"),
        "metric": Column(sql="metric_id"),
        "profile": Column(sql="profile_id"),
        "datetime": Column(sql="time", type="instant"),
        "timestamp": Column(sql="time", type="seconds"),
    },
    sort="-datetime",
)


def create_event(call: Call) -> Reply:
    """One event; its profile is made or changed, its metric made if it is the first. 202 without a body."""
    attributes = read_data(call.body, CREATE)["attributes"]
    _record(call, attributes, attributes["profile"]["data"], attributes.get("backfill"), "/data/attributes")
    return NOTHING


def bulk_create_events(call: Call) -> Reply:
    """Up to 1,000 events; a repeated unique_id refuses them all (section 6). 202 without a body."""
    groups = read_data(call.body, BULK)["attributes"]["events-bulk-create"]["data"]
    refuse_if_any(_repeated(groups))
    for index, group in enumerate(groups):
        start = f"/data/attributes/events-bulk-create/data/{index}/attributes"
        person = group["attributes"]["profile"]["data"]
        for place, event in enumerate(group["attributes"]["events"]["data"]):
            backfill = event["attributes"].get("backfill") or group["attributes"].get("backfill")
            _record(call, event["attributes"], person, backfill, f"{start}/events/data/{place}/attributes")
    return NOTHING


def get_events(call: Call) -> Reply:
    """A page of events, newest first."""
    return call.page(_LISTING, event_resource)


def get_event(call: Call) -> Reply:
    """One event."""
    return call.one(event_resource(call.require("event")))


def _record(
    call: Call, event: Mapping[str, Any], person: Mapping[str, Any], backfill: bool | None, pointer: str
) -> None:
    time = time_of(event.get("time"), call.store, f"{pointer}/time")
    profile_id, _ = upsert_profile(call.store, person, f"{pointer}/profile/data")
    metric = event["metric"]["data"]["attributes"]
    add_event(
        call.store,
        NewEvent(
            metric_id=metric_named(call.store, metric["name"], metric.get("service")),
            profile_id=profile_id,
            time=time,
            properties=event["properties"],
            unique_id=event.get("unique_id"),
            value=event.get("value"),
            value_currency=event.get("value_currency"),
            backfill=bool(backfill),
        ),
    )


def _repeated(groups: list[dict[str, Any]]) -> list[Any]:
    seen: set[tuple[str, str, str]] = set()
    problems = []
    for index, group in enumerate(groups):
        person = repr(sorted(group["attributes"]["profile"]["data"]["attributes"].items(), key=str))
        for place, event in enumerate(group["attributes"]["events"]["data"]):
            attributes = event["attributes"]
            if attributes.get("unique_id") is None:
                continue
            identity = (person, attributes["metric"]["data"]["attributes"]["name"], attributes["unique_id"])
            if identity in seen:
                where = f"/data/attributes/events-bulk-create/data/{index}/attributes/events/data/{place}"
                problems.append(invalid("'unique_id' comes twice.", pointer=f"{where}/attributes/unique_id"))
            seen.add(identity)
    return problems


def event_resource(row: Row) -> Resource:
    """An event as Klaviyo shows it: value and identity stand among its properties, as `$value` and `$event_id`."""
    properties = {**msgspec.json.decode(row["properties"]), "$event_id": row["identity"]}
    if row["value"] is not None:
        properties["$value"] = row["value"]
    if row["value_currency"] is not None:
        properties["$currency_code"] = row["value_currency"]
    return Resource(
        type="event",
        id=row["id"],
        path="events",
        attributes={
            "timestamp": row["time"] // 1_000_000,
            "event_properties": properties,
            "datetime": instant(row["time"]).isoformat(sep=" "),
            "uuid": row["uuid"],
        },
        relationships={
            "profile": Identifier("profile", row["profile_id"]),
            "metric": Identifier("metric", row["metric_id"]),
            "attributions": None,
        },
    )


ROUTES: Routes = (
    ("create_event", create_event),
    ("bulk_create_events", bulk_create_events),
    ("get_events", get_events),
    ("get_event", get_event),
)
