"""When a campaign goes out: schedule, take back, send now.

No operation reads a schedule: the message says its status (`draft`, `scheduled`, `sending`, `sent`, `cancelled`) and
its send options.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mktctl.klaviyo.bodies import body_of, pointer
from mktctl.klaviyo.errors import NotFound
from mktctl.klaviyo.listing import resource_of
from mktctl.klaviyo.remote import Remote, Resource


def schedule_campaign(remote: Remote, id: str, schedules: Sequence[Mapping[str, Any]]) -> Resource:
    """Schedule the messages of a draft; each of `schedules` names its `message_id`. Times lie in the future."""
    body = body_of(
        "campaign-schedule",
        {"message_schedules": [dict(one) for one in schedules]},
        relationships={"campaign": pointer("campaign", id)},
    )
    return resource_of(remote.call("schedule_campaign", body=body), "schedule_campaign")


def revert_message(remote: Remote, message_id: str) -> None:
    """A scheduled message becomes a draft again. (The other action, `cancel`, is for good, and never sent by us.)"""
    body = body_of("campaign-message-schedule", {"action": "revert"}, id=message_id)
    remote.call("update_campaign_message_schedule", path={"id": message_id}, body=body)


def send_campaign(remote: Remote, id: str) -> str:
    """Send a draft now; the job's status. Never repeated: `AnswerLost` when it may have been done."""
    body = {"data": {"type": "campaign-send-job", "id": id}}
    return _status(resource_of(remote.call("send_campaign", body=body), "send_campaign"))


def fetch_send_status(remote: Remote, id: str) -> str | None:
    """`queued`, `processing`, `complete` or `cancelled`; None when nobody asked to send the campaign now."""
    try:
        answer = remote.call("get_campaign_send_job", path={"id": id})
    except NotFound:
        return None
    return _status(resource_of(answer, "get_campaign_send_job"))


def _status(resource: Resource) -> str:
    return str((resource.get("attributes") or {}).get("status") or "queued")
