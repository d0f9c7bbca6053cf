"""The additional field `subscriptions` of a profile: what each channel may send, and why.

E-mail reaches who never answered, SMS and push only who said yes (C1).
"""

from typing import Any, Final

from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.profiles import subscriptions
from mktctl.sandbox.times import iso

NEVER: Final = "NEVER_SUBSCRIBED"
SUBSCRIBED: Final = "SUBSCRIBED"
UNSUBSCRIBED: Final = "UNSUBSCRIBED"


def consents(store: Store, profile: Row) -> dict[str, Any]:
    """The whole field."""
    said = subscriptions(store, profile["id"])
    email, sms, push = (_answer(said.get(channel)) for channel in ("email", "sms", "push"))
    has_phone = profile["phone_number"] is not None
    reaches = profile["email"] is not None and email["consent"] != UNSUBSCRIBED
    return {
        "email": {
            "marketing": {
                **email,
                "can_receive_email_marketing": reaches,
                "custom_method_detail": None,
                "double_optin": None,
                "suppression": [],
                "list_suppressions": [],
            }
        },
        "sms": {
            "marketing": {**sms, "can_receive_sms_marketing": has_phone and sms["consent"] == SUBSCRIBED},
            "transactional": {**sms, "can_receive_sms_transactional": has_phone and sms["consent"] == SUBSCRIBED},
        },
        "mobile_push": {
            "marketing": {
                "consent": push["consent"],
                "consent_timestamp": push["consent_timestamp"],
                "can_receive_push_marketing": push["consent"] == SUBSCRIBED,
            }
        },
    }


def _answer(row: Row | None) -> dict[str, Any]:
    since = None if row is None else iso(row["since"])
    return {
        "consent": NEVER if row is None else row["consent"],
        "consent_timestamp": since,
        "last_updated": since,
        "method": None if row is None else row["method"],
        "method_detail": None,
    }
