"""The additional field `subscriptions` of a profile: what each channel may send, and why.

E-mail reaches who never answered, SMS, WhatsApp and push only who said yes (C1).
"""

from typing import Any, Final

from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.consent import answers, list_suppressions, suppressions
from mktctl.sandbox.tables.push_tokens import has_granted_token
from mktctl.sandbox.times import iso

NEVER: Final = "NEVER_SUBSCRIBED"
SUBSCRIBED: Final = "SUBSCRIBED"
UNSUBSCRIBED: Final = "UNSUBSCRIBED"


def consents(store: Store, profile: Row) -> dict[str, Any]:
    """The whole field."""
    said = answers(store, profile["id"])
    phone = profile["phone_number"]
    # Who never said anything of transactional messages is held to the answer about marketing.
    plain = {"sms_transactional": said.get("sms"), **said}
    push = _answer(said.get("push"))
    return {
        "email": _email(store, profile, said),
        "sms": {
            kind: {**_answer(row), f"can_receive_sms_{kind}": phone is not None and _says_yes(row)}
            for kind, row in (("marketing", said.get("sms")), ("transactional", plain["sms_transactional"]))
        },
        "mobile_push": {
            "marketing": {
                "consent": push["consent"],
                "consent_timestamp": push["consent_timestamp"],
                "can_receive_push_marketing": _says_yes(said.get("push")) and has_granted_token(store, profile["id"]),
            }
        },
        "whatsapp": {
            "marketing": _whatsapp(said.get("whatsapp"), phone),
            "transactional": _whatsapp(said.get("whatsapp_transactional"), phone),
            "conversational": _whatsapp(said.get("whatsapp_conversational"), phone),
        },
    }


def _email(store: Store, profile: Row, said: dict[str, Row]) -> dict[str, Any]:
    row = said.get("email")
    stopped = suppressions(store, profile["id"])
    unsubscribed = row is not None and row["consent"] == UNSUBSCRIBED
    marketing = {
        **_answer(row),
        "can_receive_email_marketing": profile["email"] is not None and not unsubscribed and not stopped,
        "custom_method_detail": None if row is None else row["source"],
        "double_optin": None if row is None else bool(row["double_optin"]),
        "suppression": [{"reason": one["reason"], "timestamp": iso(one["since"])} for one in stopped],
        "list_suppressions": [
            {"list_id": one["list_id"], "reason": one["reason"], "timestamp": iso(one["since"])}
            for one in list_suppressions(store, profile["id"])
        ],
    }
    tracking = said.get("email_open_tracking")
    if tracking is None:
        return {"marketing": marketing}
    return {"marketing": marketing, "open_tracking": _lasting(tracking, can_receive=_says_yes(tracking))}


def _answer(row: Row | None) -> dict[str, Any]:
    return {
        "consent": NEVER if row is None else row["consent"],
        "consent_timestamp": None if row is None else iso(row["since"]),
        "last_updated": None if row is None else iso(row["recorded"]),
        "method": None if row is None else row["method"],
        "method_detail": None if row is None else row["source"],
    }


def _whatsapp(row: Row | None, phone: str | None) -> dict[str, Any]:
    return {**_lasting(row, can_receive=phone is not None and _says_yes(row)), "phone_number": phone}


def _lasting(row: Row | None, *, can_receive: bool) -> dict[str, Any]:
    answer = _answer(row)
    return {
        "consent": answer["consent"],
        "consent_timestamp": answer["consent_timestamp"],
        "last_updated": answer["last_updated"],
        "created_timestamp": answer["consent_timestamp"],
        "metadata": None,
        "can_receive": can_receive,
        "valid_until": None,
    }


def _says_yes(row: Row | None) -> bool:
    return row is not None and row["consent"] == SUBSCRIBED
