"""Clones of campaigns, audiences and messages (klaviyo-api.md section 1.4)."""

from typing import Any, Final

from mktctl.sandbox.call import Call, Reply, Routes
from mktctl.sandbox.campaigns import cloning
from mktctl.sandbox.campaigns.documents import audience_resource, campaign_resource, message_resource
from mktctl.sandbox.campaigns.rules import refuse_unless_draft
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data, to_one
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.shapes import Field, Record, Text, nullable, required
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import campaigns as tables

_NAME: Final = nullable(Text(min_length=1, max_length=256))
_PART: Final = {"id": required(Text()), "name": _NAME}
_CAMPAIGN: Final = body_shape("campaign", {"name": _NAME}, with_id=True)
_AUDIENCE: Final = body_shape(
    "campaign-audience-clone", _PART, with_id=True, relationships={"campaign": Field(to_one("campaign"))}
)
_MESSAGE: Final = body_shape(
    "campaign-message",
    _PART,
    with_id=True,
    relationships={"campaign-audience": required(to_one("campaign-audience"))},
)


def clone_campaign(call: Call) -> Reply:
    """A copy with a name of its own, or `Copy of …`."""
    data = read_data(call.body, _CAMPAIGN)
    row = _source(call, "campaign", data["id"], "/data/id")
    campaign_id = cloning.clone_campaign(call.store, row, (data.get("attributes") or {}).get("name"))
    return call.one(campaign_resource(call.require("campaign", campaign_id)))


def clone_campaign_audience(call: Call) -> Reply:
    """A copy in a draft: the campaign that is named, or its own."""
    data = _read_part(call, _AUDIENCE)
    row = _source(call, "campaign-audience", data["id"], "/data/id")
    named = (data.get("relationships") or {}).get("campaign")
    campaign_id = row["campaign_id"]
    if named is not None:
        campaign_id = _source(call, "campaign", named["data"]["id"], "/data/relationships/campaign/data/id")["id"]
    refuse_unless_draft(call.store, campaign_id, "audiences")
    audience_id = cloning.clone_audience(call.store, row, campaign_id, data["attributes"].get("name"))
    return call.one(audience_resource(call.require("campaign-audience", audience_id)))


def clone_campaign_message(call: Call) -> Reply:
    """A copy that goes to the audience that is named, in a draft."""
    data = _read_part(call, _MESSAGE)
    _source(call, "campaign-message", data["id"], "/data/id")
    audience = _source(
        call,
        "campaign-audience",
        data["relationships"]["campaign-audience"]["data"]["id"],
        "/data/relationships/campaign-audience/data/id",
    )
    refuse_unless_draft(call.store, audience["campaign_id"], "messages")
    message_id = cloning.clone_message(
        call.store,
        tables.message(call.store, data["id"]),
        audience["campaign_id"],
        audience["id"],
        data["attributes"].get("name"),
    )
    return call.one(message_resource(tables.message(call.store, message_id)))


def _read_part(call: Call, shape: Record) -> dict[str, Any]:
    data: dict[str, Any] = read_data(call.body, shape)
    if data["attributes"]["id"] != data["id"]:
        raise Refused(invalid("'id' must be the id of what is cloned, twice.", pointer="/data/attributes/id"))
    return data


def _source(call: Call, kind: str, object_id: str, pointer: str) -> Row:
    row = call.store.row(f"SELECT * FROM {kind.replace('-', '_')} WHERE id = ?", object_id)
    if row is None:
        raise Refused(invalid(f"A {kind} with id {object_id} does not exist.", pointer=pointer))
    return row


ROUTES: Routes = (
    ("clone_campaign", clone_campaign),
    ("clone_campaign_audience", clone_campaign_audience),
    ("clone_campaign_message", clone_campaign_message),
)
