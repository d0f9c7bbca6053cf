"""Messages of campaigns: their status, sending and A/B test (klaviyo-api.md sections 1.4 and 4.1)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes, related, related_ids
from mktctl.sandbox.campaigns.changing import add_variations, complete
from mktctl.sandbox.campaigns.documents import message_resource
from mktctl.sandbox.campaigns.parts import read_change, read_new, require_of_draft
from mktctl.sandbox.campaigns.rules import DEFINITION, refuse_unless_draft
from mktctl.sandbox.campaigns.shapes import CREATE_MESSAGE
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.tables import campaigns as tables
from mktctl.sandbox.tables.campaigns import SEEN_MESSAGES

_KIND: Final = "campaign-message"
_LISTING: Final = Listing(
    source=f"{SEEN_MESSAGES} WHERE 1",
    columns={
        "id": Column(sql="id"),
        "campaign_id": Column(sql="campaign_id"),
        "name": Column(sql="name"),
        "status": Column(sql="seen_status"),
        "created": Column(sql="created", type="instant"),
        "updated": Column(sql="updated", type="instant"),
    },
)


def create_campaign_message(call: Call) -> Reply:
    """One more message of a draft, to one of its audiences; without variations it gets an empty one."""
    attributes, owners = read_new(call, CREATE_MESSAGE)
    campaign_id, audience_id = owners["campaign"], owners["campaign-audience"]
    if call.require("campaign-audience", audience_id)["campaign_id"] != campaign_id:
        raise Refused(
            invalid("The audience is another campaign's.", pointer="/data/relationships/campaign-audience/data/id")
        )
    refuse_unless_draft(call.store, campaign_id, "messages")
    given = attributes["definition"]
    _refuse_status(given, "draft")
    _refuse_ab_test(call, given)
    message_id = tables.add_message(call.store, campaign_id, audience_id, complete(_KIND, given))
    add_variations(call.store, message_id, attributes.get("variations"))
    return call.one(message_resource(tables.message(call.store, message_id)))


def get_campaign_messages(call: Call) -> Reply:
    """A page of messages of all campaigns."""
    return call.page(_LISTING, message_resource)


def get_campaign_message(call: Call) -> Reply:
    """One message; `include=campaign-variations` gives all that it says in one answer."""
    call.require(_KIND)
    return call.one(message_resource(tables.message(call.store, call.id)))


def update_campaign_message(call: Call) -> Reply:
    """Another definition, of a draft. The status may be repeated, not changed: that is what schedules are for."""
    row = require_of_draft(call, _KIND, "messages")
    given, new = read_change(call, _KIND, row)
    _refuse_status(given, "draft")
    _refuse_ab_test(call, given)
    tables.set_message(call.store, call.id, new)
    return get_campaign_message(call)


def delete_campaign_message(call: Call) -> Reply:
    """A draft is gone with its variations; the clones of its templates stay behind."""
    require_of_draft(call, _KIND, "messages")
    tables.delete_row(call.store, _KIND, call.id)
    return NOTHING


def _refuse_status(given: Mapping[str, Any], present: str) -> None:
    if given.get("status") not in (None, present):
        raise Refused(
            invalid(f"A message that is {present} changes its status by a schedule.", pointer=f"{DEFINITION}/status")
        )


def _refuse_ab_test(call: Call, given: Mapping[str, Any]) -> None:
    if "ab_test" in given and not call.options.switches.ab_test_in_campaigns:
        raise Refused(
            invalid(
                "'ab_test' is not a valid field for the resource 'campaign-message'.", pointer=f"{DEFINITION}/ab_test"
            )
        )


ROUTES: Routes = (
    ("create_campaign_message", create_campaign_message),
    ("get_campaign_messages", get_campaign_messages),
    ("get_campaign_message", get_campaign_message),
    ("update_campaign_message", update_campaign_message),
    ("delete_campaign_message", delete_campaign_message),
    ("get_campaign_for_campaign_message", related(_KIND, "campaign")),
    ("get_campaign_id_for_campaign_message", related_ids(_KIND, "campaign")),
    ("get_audience_for_campaign_message", related(_KIND, "campaign-audience")),
    ("get_audience_id_for_campaign_message", related_ids(_KIND, "campaign-audience")),
    ("get_variations_for_campaign_message", related(_KIND, "campaign-variations")),
    ("get_variation_ids_for_campaign_message", related_ids(_KIND, "campaign-variations")),
)
