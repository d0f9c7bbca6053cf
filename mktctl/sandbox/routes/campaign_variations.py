"""Variations: what a campaign's message says, one of them or several (klaviyo-api.md sections 1.4 and 4.1).

A library template that `details.template_id` names is cloned: reads name the clone, and edits of the library's template
do not reach it.
"""

from typing import Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes, related, related_ids
from mktctl.sandbox.campaigns.changing import add_variation_with_clone, own_template_ids, with_own_template
from mktctl.sandbox.campaigns.documents import variation_resource
from mktctl.sandbox.campaigns.parts import read_change, read_new
from mktctl.sandbox.campaigns.rules import refuse_unless_draft
from mktctl.sandbox.campaigns.shapes import CREATE_VARIATION
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import campaigns as tables

_KIND: Final = "campaign-variation"


def create_campaign_variation(call: Call) -> Reply:
    """One more variation of a draft's message."""
    attributes, owners = read_new(call, CREATE_VARIATION)
    message_id = owners["campaign-message"]
    refuse_unless_draft(call.store, tables.message(call.store, message_id)["campaign_id"], "variations")
    variation_id = add_variation_with_clone(call.store, message_id, attributes["definition"])
    return call.one(variation_resource(call.require(_KIND, variation_id)))


def get_campaign_variation(call: Call) -> Reply:
    """One variation."""
    return call.one(variation_resource(call.require(_KIND)))


def update_campaign_variation(call: Call) -> Reply:
    """Another definition, of a draft. Its own clone may be named again; a library template is cloned anew."""
    row = _of_draft(call)
    _, new = read_change(call, _KIND, row, own_template_ids(call.store, call.id))
    tables.set_part(call.store, _KIND, call.id, with_own_template(call.store, new, call.id))
    return get_campaign_variation(call)


def delete_campaign_variation(call: Call) -> Reply:
    """A variation is gone, but not the last one of its message."""
    row = _of_draft(call)
    if len(tables.variations_of(call.store, [row["message_id"]])) == 1:
        raise Refused(invalid("A message has at least one variation; delete the message."))
    tables.delete_row(call.store, _KIND, call.id)
    return NOTHING


def _of_draft(call: Call) -> Row:
    row = call.require(_KIND)
    refuse_unless_draft(call.store, tables.message(call.store, row["message_id"])["campaign_id"], "variations")
    return row


ROUTES: Routes = (
    ("create_campaign_variation", create_campaign_variation),
    ("get_campaign_variation", get_campaign_variation),
    ("update_campaign_variation", update_campaign_variation),
    ("delete_campaign_variation", delete_campaign_variation),
    ("get_message_for_campaign_variation", related(_KIND, "campaign-message")),
    ("get_message_id_for_campaign_variation", related_ids(_KIND, "campaign-message")),
)
