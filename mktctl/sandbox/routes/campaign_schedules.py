"""Sending campaigns: schedules, and jobs that send at once (klaviyo-api.md sections 1.4 and 4.1).

Nobody gets anything yet: a message that is due reads as sending, and a while later as sent.
"""

from typing import Any, Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.campaigns.readiness import check_ready
from mktctl.sandbox.campaigns.scheduling import SCHEDULE_FIELDS, check_schedule, schedule_message, send_now
from mktctl.sandbox.campaigns.shapes import MOST_PARTS
from mktctl.sandbox.jsonapi.bodies import body_shape, exists, read_attributes, read_data, to_one
from mktctl.sandbox.jsonapi.documents import Identifier, Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid, refuse_if_any
from mktctl.sandbox.jsonapi.shapes import Findings, Items, Record, Text, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import campaigns as tables

_ID: Final = required(Text(min_length=1))
_MESSAGE_SCHEDULE: Final = Record(name="InlineMessageSchedule", fields={"message_id": _ID, **SCHEDULE_FIELDS})
_SCHEDULE_CAMPAIGN: Final = body_shape(
    "campaign-schedule",
    {"message_schedules": required(Items(of=_MESSAGE_SCHEDULE, at_least=1, at_most=MOST_PARTS))},
    relationships={"campaign": required(to_one("campaign"))},
)
_SCHEDULE_MESSAGE: Final = body_shape(
    "campaign-message-schedule",
    SCHEDULE_FIELDS,
    relationships={"campaign-message": required(to_one("campaign-message"))},
)
_ACTION: Final = {"action": required(Text(choices=("cancel", "revert")))}
_UPDATE_SCHEDULE: Final = body_shape("campaign-message-schedule", _ACTION, with_id=True)
_SEND: Final = body_shape("campaign-send-job", {}, with_id=True)
_UPDATE_JOB: Final = body_shape("campaign-send-job", _ACTION, with_id=True)
_DONE: Final = {"cancel": "cancelled", "revert": "reverted"}
_ON_ITS_WAY: Final = ("scheduled", "sending")


def schedule_campaign(call: Call) -> Reply:
    """Schedule every message of a campaign, all or none."""
    data = read_data(call.body, _SCHEDULE_CAMPAIGN)
    campaign_id = _named(call, data, "campaign")
    rows = {row["id"]: row for row in tables.messages_of(call.store, campaign_id)}
    given = data["attributes"]["message_schedules"]
    findings = Findings()
    seen: set[str] = set()
    for index, schedule in enumerate(given):
        place = f"/data/attributes/message_schedules/{index}"
        message_id = schedule["message_id"]
        if message_id not in rows or message_id in seen:
            why = "is named twice" if message_id in seen else "is not a message of the campaign"
            findings.wrong(f"{place}/message_id", f"{message_id} {why}.")
        else:
            check_ready(call.store, rows[message_id], f"{place}/message_id", findings)
        seen.add(message_id)
        check_schedule(call.store, schedule, place, findings)
    for message_id in rows.keys() - seen:
        findings.wrong("/data/attributes/message_schedules", f"The message {message_id} has no schedule.")
    refuse_if_any(findings.problems)
    results = [
        {"id": schedule["message_id"], **schedule_message(call.store, rows[schedule["message_id"]], schedule)}
        for schedule in given
    ]
    return call.one(_resource("campaign-schedule", campaign_id, {"messages": results}, "campaign"))


def schedule_campaign_message(call: Call) -> Reply:
    """Schedule one message."""
    data = read_data(call.body, _SCHEDULE_MESSAGE)
    message_id = _named(call, data, "campaign-message")
    row = tables.message(call.store, message_id)
    findings = Findings()
    check_ready(call.store, row, "/data/relationships/campaign-message/data/id", findings)
    check_schedule(call.store, data["attributes"], "/data/attributes", findings)
    refuse_if_any(findings.problems)
    result = schedule_message(call.store, row, data["attributes"])
    return call.one(_resource("campaign-message-schedule", message_id, result, "campaign-message"))


def update_campaign_message_schedule(call: Call) -> Reply:
    """Cancel for good, or take back to a draft; a message that goes out already can only be cancelled."""
    call.require("campaign-message")
    action = read_attributes(call.body, _UPDATE_SCHEDULE, call.id)["action"]
    row = tables.message(call.store, call.id)
    allowed = _ON_ITS_WAY if action == "cancel" else ("scheduled",)
    if row["seen_status"] not in allowed:
        raise _impossible(action, row)
    tables.set_status(call.store, call.id, "cancelled" if action == "cancel" else "draft")
    return NOTHING


def send_campaign(call: Call) -> Reply:
    """Send every message of a campaign now. The job has the campaign's id."""
    campaign_id = read_data(call.body, _SEND)["id"]
    if not exists(call.store, "campaign", campaign_id):
        raise Refused(invalid(f"A campaign with id {campaign_id} does not exist.", pointer="/data/id"))
    rows = tables.messages_of(call.store, campaign_id)
    if not rows:
        raise Refused(invalid("The campaign has no message.", pointer="/data/id"))
    send_now(call.store, rows)
    tables.put_job(call.store, campaign_id)
    return call.one(_job(call.store, campaign_id))


def get_campaign_send_job(call: Call) -> Reply:
    """How far a job is."""
    call.require("campaign-send-job")
    return call.one(_job(call.store, call.id))


def cancel_campaign_send(call: Call) -> Reply:
    """Stop what the job sends: for good, or back to drafts. 204 without a body."""
    call.require("campaign-send-job")
    action = read_attributes(call.body, _UPDATE_JOB, call.id)["action"]
    rows = tables.messages_of(call.store, call.id)
    on_their_way = [row for row in rows if row["on_demand"] and row["seen_status"] in _ON_ITS_WAY]
    if not on_their_way:
        raise _impossible(action, rows[0])
    for row in on_their_way:
        tables.set_status(call.store, row["id"], "cancelled" if action == "cancel" else "draft")
    call.store.update("campaign_send_job", call.id, cancelled=True)
    return NOTHING


def _named(call: Call, data: dict[str, Any], kind: str) -> str:
    object_id: str = data["relationships"][kind]["data"]["id"]
    if not exists(call.store, kind, object_id):
        raise Refused(
            invalid(f"A {kind} with id {object_id} does not exist.", pointer=f"/data/relationships/{kind}/data/id")
        )
    return object_id


def _impossible(action: str, row: Row) -> Refused:
    return Refused(
        invalid(
            f"The message {row['id']} is {row['seen_status']}: it cannot be {_DONE[action]}.",
            pointer="/data/attributes/action",
        )
    )


def _job(store: Store, campaign_id: str) -> Resource:
    row = store.row("SELECT * FROM campaign_send_job WHERE id = ?", campaign_id)
    assert row is not None, "a job that is there"
    seen = {one["seen_status"] for one in tables.messages_of(store, campaign_id)}
    if row["cancelled"]:
        status = "cancelled"
    elif seen & set(_ON_ITS_WAY):
        status = "processing"
    else:
        status = "cancelled" if "cancelled" in seen else "complete"
    return Resource(type="campaign-send-job", id=campaign_id, path="campaign-send-jobs", attributes={"status": status})


def _resource(kind: str, object_id: str, attributes: dict[str, Any], of: str) -> Resource:
    return Resource(
        type=kind, id=object_id, path=kind, attributes=attributes, relationships={of: Identifier(of, object_id)}
    )


ROUTES: Routes = (
    ("schedule_campaign", schedule_campaign),
    ("schedule_campaign_message", schedule_campaign_message),
    ("update_campaign_message_schedule", update_campaign_message_schedule),
    ("send_campaign", send_campaign),
    ("get_campaign_send_job", get_campaign_send_job),
    ("cancel_campaign_send", cancel_campaign_send),
)
