"""Audiences of campaigns: the lists and segments that messages go to (klaviyo-api.md section 1.4)."""

from typing import Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes, related, related_ids
from mktctl.sandbox.campaigns.changing import complete
from mktctl.sandbox.campaigns.documents import audience_resource, message_resource
from mktctl.sandbox.campaigns.parts import read_change, read_new, require_of_draft
from mktctl.sandbox.campaigns.rules import refuse_unless_draft
from mktctl.sandbox.campaigns.shapes import CREATE_AUDIENCE
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.listings import Listing
from mktctl.sandbox.tables import campaigns as tables
from mktctl.sandbox.tables.campaigns import SEEN_MESSAGES

_KIND: Final = "campaign-audience"
_MESSAGES: Final = Listing(source=f"{SEEN_MESSAGES} WHERE audience_id = ?", columns={})


def create_campaign_audience(call: Call) -> Reply:
    """One more audience of a draft."""
    attributes, owners = read_new(call, CREATE_AUDIENCE)
    refuse_unless_draft(call.store, owners["campaign"], "audiences")
    audience_id = tables.add_audience(call.store, owners["campaign"], complete(_KIND, attributes["definition"]))
    return call.one(audience_resource(call.require(_KIND, audience_id)))


def get_campaign_audience(call: Call) -> Reply:
    """One audience."""
    return call.one(audience_resource(call.require(_KIND)))


def update_campaign_audience(call: Call) -> Reply:
    """Another definition, of a draft."""
    row = require_of_draft(call, _KIND, "audiences")
    _, new = read_change(call, _KIND, row)
    tables.set_part(call.store, _KIND, call.id, new)
    return get_campaign_audience(call)


def delete_campaign_audience(call: Call) -> Reply:
    """An audience that no message goes to is gone."""
    require_of_draft(call, _KIND, "audiences")
    if call.store.row("SELECT 1 FROM campaign_message WHERE audience_id = ?", call.id):
        raise Refused(invalid("A message goes to this audience; delete the message first."))
    tables.delete_row(call.store, _KIND, call.id)
    return NOTHING


def get_campaign_messages_for_campaign_audience(call: Call) -> Reply:
    """A page of the messages that go to the audience."""
    call.require(_KIND)
    return call.page(_MESSAGES, message_resource, call.id)


def get_message_ids_for_campaign_audience(call: Call) -> Reply:
    """The same page as ids."""
    call.require(_KIND)
    return call.page_of_ids(_MESSAGES, "campaign-message", call.id)


ROUTES: Routes = (
    ("create_campaign_audience", create_campaign_audience),
    ("get_campaign_audience", get_campaign_audience),
    ("update_campaign_audience", update_campaign_audience),
    ("delete_campaign_audience", delete_campaign_audience),
    ("get_campaign_messages_for_campaign_audience", get_campaign_messages_for_campaign_audience),
    ("get_message_ids_for_campaign_audience", get_message_ids_for_campaign_audience),
    ("get_campaign_for_campaign_audience", related(_KIND, "campaign")),
    ("get_campaign_id_for_campaign_audience", related_ids(_KIND, "campaign")),
)
