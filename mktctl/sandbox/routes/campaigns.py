"""Campaigns: made whole, read, changed, deleted (klaviyo-api.md sections 1.4 and 4.1)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes, related, related_ids
from mktctl.sandbox.campaigns import documents
from mktctl.sandbox.campaigns.changing import add_variations, complete, patched
from mktctl.sandbox.campaigns.documents import campaign_resource, message_resource
from mktctl.sandbox.campaigns.rules import DEFINITION, check_inline_parts, check_send_settings, refuse_unless_draft
from mktctl.sandbox.campaigns.shapes import CAMPAIGN, CREATE_CAMPAIGN, THROTTLING, update_body
from mktctl.sandbox.flows.checking import check_mentions, refuse_deep
from mktctl.sandbox.jsonapi.bodies import exists, read_data
from mktctl.sandbox.jsonapi.errors import Refused, invalid, refuse_if_any
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Findings
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables import campaigns as tables
from mktctl.sandbox.tables.campaigns import SEEN_MESSAGES
from mktctl.sandbox.tables.tags import forget_tagged, link_tag

_UPDATE: Final = update_body("campaign", CAMPAIGN)
_LISTING: Final = Listing(
    source="campaign WHERE 1",
    columns={
        "id": Column(sql="id"),
        "name": Column(sql="name"),
        "archived": Column(sql="archived", type="flag"),
        "builder": Column(sql="builder"),
        "created_at": Column(sql="created", type="instant"),
        "updated_at": Column(sql="updated", type="instant"),
    },
)
_MESSAGES: Final = Listing(source=f"{SEEN_MESSAGES} WHERE campaign_id = ?", columns={})


def create_campaign(call: Call) -> Reply:
    """A new campaign with its audiences, messages and variations; all are drafts. Names are not unique."""
    refuse_deep(call.body)
    findings = Findings()
    data = read_data(call.body, CREATE_CAMPAIGN, findings)
    attributes = data["attributes"]
    check_send_settings(attributes["definition"].get("send_settings"), f"{DEFINITION}/send_settings", findings)
    check_inline_parts(attributes, findings)
    check_mentions(call.store, findings)
    tag_ids = [tag["id"] for tag in (data.get("relationships") or {}).get("tags", {}).get("data", ())]
    for index, tag_id in enumerate(tag_ids):
        if not exists(call.store, "tag", tag_id):
            findings.wrong(f"/data/relationships/tags/data/{index}/id", f"A tag with id {tag_id} does not exist.")
    refuse_if_any(findings.problems)
    campaign_id = tables.add_campaign(call.store, complete("campaign", attributes["definition"]))
    _add_parts(call.store, campaign_id, attributes)
    for tag_id in tag_ids:
        link_tag(call.store, tag_id, "campaign", campaign_id)
    return call.one(campaign_resource(call.require("campaign", campaign_id)))


def get_campaigns(call: Call) -> Reply:
    """A page of campaigns, archived ones too; with `include`, their messages and audiences."""
    return call.page(_LISTING, campaign_resource)


def get_campaign(call: Call) -> Reply:
    """One campaign."""
    return call.one(campaign_resource(call.require("campaign")))


def update_campaign(call: Call) -> Reply:
    """The definition alone. `send_settings` belong to drafts; the name and the rest can be changed at any time."""
    row = call.require("campaign")
    findings = Findings()
    data = read_data(call.body, _UPDATE, findings)
    if data["id"] != call.id:
        raise Refused(invalid("'id' must be the id in the path.", pointer="/data/id"))
    old = tables.definition_of(row)
    given = data["attributes"]["definition"]
    new = patched("campaign", old, given, merges=call.options.switches.merges_campaign_patches)
    check_send_settings(new["send_settings"], f"{DEFINITION}/send_settings", findings)
    check_mentions(call.store, findings)
    refuse_if_any(findings.problems)
    if new["send_settings"] != old["send_settings"]:
        refuse_unless_draft(call.store, call.id, "send_settings")
    tables.set_campaign(call.store, call.id, new)
    return get_campaign(call)


def delete_campaign(call: Call) -> Reply:
    """A draft or a cancelled campaign is gone with its parts. What goes out or went out stays."""
    call.require("campaign")
    for row in tables.messages_of(call.store, call.id):
        if row["seen_status"] not in ("draft", "cancelled"):
            raise Refused(invalid(f"A campaign that is {row['seen_status']} cannot be deleted."))
    tables.delete_row(call.store, "campaign", call.id)
    forget_tagged(call.store, "campaign", call.id)
    return NOTHING


def get_messages_for_campaign(call: Call) -> Reply:
    """A page of a campaign's messages."""
    call.require("campaign")
    return call.page(_MESSAGES, message_resource, call.id)


def get_message_ids_for_campaign(call: Call) -> Reply:
    """The same page as ids."""
    call.require("campaign")
    return call.page_of_ids(_MESSAGES, "campaign-message", call.id)


def _add_parts(store: Store, campaign_id: str, attributes: Mapping[str, Any]) -> None:
    audiences = {
        audience["temporary_id"]: tables.add_audience(store, campaign_id, complete("campaign-audience", audience))
        for audience in attributes.get("audiences") or ()
    }
    for given in attributes.get("messages") or ():
        definition = {
            "name": given.get("name"),
            "tracking_options": {"is_add_utm": given.get("is_add_utm")},
            "send_options": {"throttling_type": THROTTLING.get(given.get("throttling_type") or "")},
        }
        message_id = tables.add_message(
            store,
            campaign_id,
            audiences[given["audience_temporary_id"]],
            complete("campaign-message", definition),
        )
        add_variations(store, message_id, given.get("variations"))


RELATIONS: Final = documents.RELATIONS
ROUTES: Routes = (
    ("create_campaign", create_campaign),
    ("get_campaigns", get_campaigns),
    ("get_campaign", get_campaign),
    ("update_campaign", update_campaign),
    ("delete_campaign", delete_campaign),
    ("get_messages_for_campaign", get_messages_for_campaign),
    ("get_message_ids_for_campaign", get_message_ids_for_campaign),
    ("get_campaign_audiences_for_campaign", related("campaign", "campaign-audiences")),
    ("get_audience_ids_for_campaign", related_ids("campaign", "campaign-audiences")),
)
