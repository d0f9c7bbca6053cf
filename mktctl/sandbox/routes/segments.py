"""Segments: made, read, changed, deleted (klaviyo-api.md sections 1.2 and 3).

Who is in a segment is not computed: `profile_count` is null, and the operations that list members are not there.
"""

from typing import Any, Final

import msgspec

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.conditions.groups import MOST_CONDITIONS, condition_count, condition_groups
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Findings, Flag, Record, Text, nullable, required
from mktctl.sandbox.processing import begin_processing, is_processing
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import segments as tables
from mktctl.sandbox.times import iso

_NAME: Final = Text(min_length=1, max_length=256)
_DEFINITION: Final = "/data/attributes/definition"
_LISTING: Final = Listing(
    source="segment WHERE 1",
    columns={
        "id": Column(sql="id"),
        "name": Column(sql="name"),
        "created": Column(sql="created", type="instant"),
        "updated": Column(sql="updated", type="instant"),
        "is_active": Column(sql="is_active", type="flag"),
        "is_starred": Column(sql="is_starred", type="flag"),
    },
)


def create_segment(call: Call) -> Reply:
    """A new segment, processing at first; names are not unique."""
    given = _read(call)
    segment_id = tables.add_segment(
        call.store,
        name=given["name"],
        definition=given["definition"],
        is_starred=bool(given.get("is_starred")),
    )
    begin_processing(call.world, segment_id)
    return call.one(segment_resource(call.require("segment", segment_id), processing=True))


def get_segments(call: Call) -> Reply:
    """A page of segments."""
    return call.page(_LISTING, lambda row: _resource(call, row))


def get_segment(call: Call) -> Reply:
    """One segment."""
    return call.one(_resource(call, call.require("segment")))


def update_segment(call: Call) -> Reply:
    """Name, star, whole definition; or `is_active`, which has to come alone."""
    call.require("segment")
    given = _read(call)
    if given.get("is_active") is not None and len(given) > 1:
        raise Refused(invalid("'is_active' must be the only attribute.", pointer="/data/attributes/is_active"))
    changes = {key: value for key, value in given.items() if value is not None}
    recomputed = "definition" in changes or changes.get("is_active") is True
    if "definition" in changes:
        changes["definition"] = msgspec.json.encode(changes["definition"]).decode()
    if recomputed:
        begin_processing(call.world, call.id)
    call.store.update("segment", call.id, **changes, updated=call.store.stamp())
    row = call.require("segment")
    return call.one(segment_resource(row, processing=recomputed or is_processing(call.world, call.id)))


def delete_segment(call: Call) -> Reply:
    """The segment is gone."""
    call.require("segment")
    tables.delete_segment(call.store, call.id)
    return NOTHING


def _read(call: Call) -> dict[str, Any]:
    findings = Findings()
    data = read_data(call.body, _body(call), findings)
    attributes: dict[str, Any] = data.get("attributes") or {}
    if call.id and data["id"] != call.id:
        findings.wrong("/data/id", "'id' must be the id in the path.")
    definition = attributes.get("definition")
    if definition is not None and condition_count(definition) > MOST_CONDITIONS:
        findings.wrong(_DEFINITION, f"A segment has at most {MOST_CONDITIONS} conditions.")
    refuse_unknown_mentions(call.store, findings)
    return attributes


def _body(call: Call) -> Record:
    groups = condition_groups("segment", several_metric_filters=call.options.switches.several_metric_filters)
    starred = {"is_starred": nullable(Flag())}
    if not call.id:
        return body_shape("segment", {"name": required(_NAME), "definition": required(groups), **starred})
    return body_shape(
        "segment",
        {"name": nullable(_NAME), "definition": nullable(groups), "is_active": nullable(Flag()), **starred},
        with_id=True,
    )


def _resource(call: Call, row: Row) -> Resource:
    return segment_resource(
        row,
        processing=is_processing(call.world, row["id"]),
        count_asked=call.query.wants("segment", "profile_count"),
    )


def segment_resource(row: Row, *, processing: bool, count_asked: bool = False) -> Resource:
    """A segment as Klaviyo shows it."""
    attributes = {
        "name": row["name"],
        "definition": msgspec.json.decode(row["definition"]),
        "created": iso(row["created"]),
        "updated": iso(row["updated"]),
        "is_active": bool(row["is_active"]),
        "is_processing": processing,
        "is_starred": bool(row["is_starred"]),
    }
    if count_asked:
        attributes["profile_count"] = None
    return Resource(
        type="segment",
        id=row["id"],
        path="segments",
        attributes=attributes,
        relationships={"profiles": None, "tags": None, "flow-triggers": None},
    )


ROUTES: Routes = (
    ("create_segment", create_segment),
    ("get_segments", get_segments),
    ("get_segment", get_segment),
    ("update_segment", update_segment),
    ("delete_segment", delete_segment),
)
