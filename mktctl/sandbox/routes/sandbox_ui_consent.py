"""The door's consent: what a person answered, with when and how, and the click that confirms a subscription.

GET    profiles/{id}/consent        {records, pending, suppressions}
POST   profiles/{id}/consent        {channel, consent}: the person subscribes or unsubscribes
POST   profiles/{id}/confirmation   the person confirms what lists with double opt-in asked
"""

from typing import Any, Final

from mktctl.sandbox.consenting import Answer, confirm, subscribe, unsubscribe
from mktctl.sandbox.jsonapi.shapes import Record, Text, required
from mktctl.sandbox.subscriptions import SUBSCRIBED, UNSUBSCRIBED
from mktctl.sandbox.tables.consent import consent_records, pending_subscriptions, suppressions
from mktctl.sandbox.times import iso
from mktctl.sandbox.ui import Door, UiRoutes

_CONSENT: Final = Record(
    name="consent",
    fields={
        "channel": required(Text(choices=("email", "sms", "push"))),
        "consent": required(Text(choices=(SUBSCRIBED, UNSUBSCRIBED))),
    },
)
_NOTHING: Final = Record(name="confirmation", fields={})


def consent(door: Door) -> dict[str, Any]:
    """Every answer with its time, method and source, what waits for a confirmation, and why no mail goes out."""
    door.require("profile")
    return {
        "id": door.id,
        "records": [
            {
                "channel": row["channel"],
                "consent": row["consent"],
                "timestamp": iso(row["since"]),
                "recorded": iso(row["recorded"]),
                "method": row["method"],
                "source": row["source"],
                "double_optin": bool(row["double_optin"]),
                "list_id": row["list_id"],
            }
            for row in consent_records(door.store, door.id)
        ],
        "pending": [
            {"channel": row["channel"], "list_id": row["list_id"], "asked": iso(row["asked"])}
            for row in pending_subscriptions(door.store, door.id)
        ],
        "suppressions": [
            {"reason": row["reason"], "timestamp": iso(row["since"])} for row in suppressions(door.store, door.id)
        ],
    }


def record_consent(door: Door) -> dict[str, Any]:
    """Subscribe or unsubscribe a person, as a form or an unsubscribe link does."""
    given = door.read(_CONSENT)
    with door.store.transaction():
        door.require("profile")
        if given["consent"] == SUBSCRIBED:
            subscribe(door.store, door.id, given["channel"], Answer(method="form"))
        else:
            unsubscribe(door.store, door.id, given["channel"], "form")
    return {"id": door.id, **given}


def confirm_subscriptions(door: Door) -> dict[str, Any]:
    """The person follows the link of the mail that asked; nothing asked, nothing happens."""
    door.read(_NOTHING)
    with door.store.transaction():
        door.require("profile")
        joined = confirm(door.store, door.id)
    return {"id": door.id, "lists": joined}


UI_ROUTES: UiRoutes = (
    ("GET", "profiles/{id}/consent", consent),
    ("POST", "profiles/{id}/consent", record_consent),
    ("POST", "profiles/{id}/confirmation", confirm_subscriptions),
)
