"""Campaigns, their audiences, messages and variations, as rows. What their JSON means is `campaigns/`'s business."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from mktctl.sandbox import ids
from mktctl.sandbox.store import Row, Store

SEEN_MESSAGES: Final = """(
SELECT campaign_message.*, CASE
    WHEN status = 'scheduled' AND ends <= (SELECT now FROM account) THEN 'sent'
    WHEN status = 'scheduled' AND begins <= (SELECT now FROM account) THEN 'sending'
    ELSE status END AS seen_status
FROM campaign_message)"""
"""A source of messages whose `seen_status` is what the account's clock has made of `status`."""


def new_id(store: Store, kind: str) -> str:
    """The id of a new campaign or a part of one; `kind` is its JSON:API type."""
    return ids.ulid(store.next_count(kind), store.stamp() // 1000, kind)


def add_campaign(store: Store, definition: Mapping[str, Any]) -> str:
    """A new campaign's id."""
    campaign_id = new_id(store, "campaign")
    stamp = store.stamp()
    store.insert("campaign", id=campaign_id, **_columns(definition), created=stamp, updated=stamp)
    return campaign_id


def set_campaign(store: Store, campaign_id: str, definition: Mapping[str, Any]) -> None:
    """Another definition for a campaign."""
    store.update("campaign", campaign_id, **_columns(definition), updated=store.stamp())


def add_audience(store: Store, campaign_id: str, definition: Mapping[str, Any]) -> str:
    """A new audience's id."""
    audience_id = new_id(store, "campaign-audience")
    stamp = store.stamp()
    store.insert(
        "campaign_audience",
        id=audience_id,
        campaign_id=campaign_id,
        definition=_json(definition),
        created=stamp,
        updated=stamp,
    )
    return audience_id


def add_message(store: Store, campaign_id: str, audience_id: str, definition: Mapping[str, Any]) -> str:
    """A new draft's id."""
    message_id = new_id(store, "campaign-message")
    stamp = store.stamp()
    store.insert(
        "campaign_message",
        id=message_id,
        campaign_id=campaign_id,
        audience_id=audience_id,
        name=definition["name"],
        definition=_json(definition),
        status="draft",
        on_demand=False,
        created=stamp,
        updated=stamp,
    )
    return message_id


def set_message(store: Store, message_id: str, definition: Mapping[str, Any]) -> None:
    """Another definition for a message."""
    store.update(
        "campaign_message",
        message_id,
        name=definition["name"],
        definition=_json(definition),
        updated=store.stamp(),
    )


def add_variation(store: Store, message_id: str, variation_id: str, definition: Mapping[str, Any]) -> None:
    """A new variation, under an id of `new_id`: the clone of its template is named after it."""
    stamp = store.stamp()
    store.insert(
        "campaign_variation",
        id=variation_id,
        message_id=message_id,
        definition=_json(definition),
        created=stamp,
        updated=stamp,
    )


def set_part(store: Store, kind: str, part_id: str, definition: Mapping[str, Any]) -> None:
    """Another definition for an audience or a variation; `kind` is its JSON:API type."""
    store.update(kind.replace("-", "_"), part_id, definition=_json(definition), updated=store.stamp())


def delete_row(store: Store, kind: str, object_id: str) -> None:
    """A campaign, or a part of one, is gone with what belongs to it; `kind` is its JSON:API type."""
    store.run(f"DELETE FROM {kind.replace('-', '_')} WHERE id = ?", object_id)


def begin_sending(store: Store, message_id: str, *, begins: int, ends: int, on_demand: bool) -> None:
    """The message goes out between two instants."""
    store.update(
        "campaign_message",
        message_id,
        status="scheduled",
        begins=begins,
        ends=ends,
        on_demand=on_demand,
        updated=store.stamp(),
    )


def set_status(store: Store, message_id: str, status: str) -> None:
    """The message is a draft again, cancelled, or sent for good."""
    store.update(
        "campaign_message", message_id, status=status, begins=None, ends=None, on_demand=False, updated=store.stamp()
    )


def put_job(store: Store, campaign_id: str) -> None:
    """The campaign's send job, which takes the place of an earlier one."""
    store.run("DELETE FROM campaign_send_job WHERE id = ?", campaign_id)
    store.insert("campaign_send_job", id=campaign_id, cancelled=False)


def messages_of(store: Store, campaign_id: str) -> list[Row]:
    """The messages of a campaign with `seen_status`, oldest first."""
    return store.rows(f"SELECT * FROM {SEEN_MESSAGES} WHERE campaign_id = ? ORDER BY seq", campaign_id)


def message(store: Store, message_id: str) -> Row:
    """One message that is there, with `seen_status`."""
    row = store.row(f"SELECT * FROM {SEEN_MESSAGES} WHERE id = ?", message_id)
    assert row is not None, "a message that is there"
    return row


def variations_of(store: Store, message_ids: Sequence[str]) -> list[Row]:
    """The variations of messages, oldest first."""
    marks = ", ".join("?" * len(message_ids))
    return store.rows(f"SELECT * FROM campaign_variation WHERE message_id IN ({marks}) ORDER BY seq", *message_ids)


def definition_of(row: Row) -> dict[str, Any]:
    """The JSON of a row."""
    found: dict[str, Any] = msgspec.json.decode(row["definition"])
    return found


def _columns(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": definition["name"],
        "builder": definition["builder"],
        "archived": definition["archived"],
        "definition": _json(definition),
    }


def _json(definition: Mapping[str, Any]) -> str:
    return msgspec.json.encode(definition).decode()
