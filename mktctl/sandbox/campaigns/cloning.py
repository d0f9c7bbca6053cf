"""Copies of campaigns, audiences and messages: drafts, whatever became of what they are copied from."""

from typing import Final

from mktctl.sandbox.campaigns.changing import add_variation_with_clone
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import campaigns as tables

_OF_A_SENDING: Final = ("send_time", "send_times", "send_strategy", "recipient_percentage", "throttle_unit")


def clone_campaign(store: Store, row: Row, name: str | None) -> str:
    """The id of a copy with its own audiences, messages and templates; it has no tags and is not archived."""
    definition = {**tables.definition_of(row), "name": name or f"Copy of {row['name']}", "archived": False}
    campaign_id = tables.add_campaign(store, definition)
    audiences = {
        audience["id"]: clone_audience(store, audience, campaign_id, None)
        for audience in store.rows("SELECT * FROM campaign_audience WHERE campaign_id = ? ORDER BY seq", row["id"])
    }
    for message in tables.messages_of(store, row["id"]):
        clone_message(store, message, campaign_id, audiences[message["audience_id"]], None)
    return campaign_id


def clone_audience(store: Store, row: Row, campaign_id: str, name: str | None) -> str:
    """The id of a copy in a campaign, under its old name if no other is given."""
    definition = tables.definition_of(row)
    return tables.add_audience(store, campaign_id, {**definition, "name": name or definition["name"]})


def clone_message(store: Store, row: Row, campaign_id: str, audience_id: str, name: str | None) -> str:
    """The id of a draft that says the same to an audience; when the old one goes out is not copied."""
    definition = tables.definition_of(row)
    definition["name"] = name or definition["name"]
    definition["send_options"] |= dict.fromkeys(_OF_A_SENDING)
    message_id = tables.add_message(store, campaign_id, audience_id, definition)
    for variation in tables.variations_of(store, [row["id"]]):
        add_variation_with_clone(store, message_id, tables.definition_of(variation))
    return message_id
