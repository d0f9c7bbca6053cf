"""What follows when a person subscribes, unsubscribes, confirms, or leaves one list (C1 to C4).

Consent and suppression are independent: an answer is recorded and never taken back; a suppression stops mail whatever
was answered. A subscription to e-mail lifts the suppressions that are the person's or the sender's own decision.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.store import Store
from mktctl.sandbox.subscriptions import SUBSCRIBED, UNSUBSCRIBED
from mktctl.sandbox.tables import consent as tables
from mktctl.sandbox.tables.lists import add_members, remove_members
from mktctl.sandbox.tables.push_tokens import GRANTED, keep_token

CONFIRMED: Final = ("email", "sms", "whatsapp")
"""Channels whose marketing a list with double opt-in asks about."""
MARKETING: Final = (*CONFIRMED, "push")
USER_SUPPRESSED: Final = "USER_SUPPRESSED"
_UNSUBSCRIBE: Final = "UNSUBSCRIBE"
_LIFTED: Final = (_UNSUBSCRIBE, "SPAM_COMPLAINT", USER_SUPPRESSED)
"""klaviyo-api.md section 1.8; deliverability (HARD_BOUNCE, INVALID_EMAIL) stays (C2)."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """How an answer came: `since` in microseconds if it was given earlier, `source` in the sender's own words."""

    method: str
    since: int | None = None
    source: str | None = None
    list_id: str | None = None
    double_optin: bool = False


def subscribe(store: Store, profile_id: str, channel: str, answer: Answer) -> None:
    """The person may be written to on the channel from now on."""
    tables.say_consent(store, profile_id, channel, SUBSCRIBED, **msgspec.structs.asdict(answer))
    tables.forget_pending(store, profile_id, channel)
    if channel == "email":
        tables.lift_suppressions(store, profile_id, _LIFTED)


def unsubscribe(store: Store, profile_id: str, channel: str, method: str) -> None:
    """Nothing more on the channel, whatever the list; what waits for a confirmation waits no longer."""
    tables.say_consent(store, profile_id, channel, UNSUBSCRIBED, method=method)
    tables.forget_pending(store, profile_id, channel)
    if channel == "email":
        tables.suppress(store, profile_id, _UNSUBSCRIBE)


def join_list(store: Store, profile_id: str, list_id: str) -> None:
    """The person is on the list, and no longer one who left it."""
    add_members(store, list_id, [profile_id])
    tables.lift_on_list(store, profile_id, list_id)


def leave_list(store: Store, profile_id: str, list_id: str) -> None:
    """The person leaves this list alone; consent stays."""
    remove_members(store, list_id, [profile_id])
    tables.suppress_on_list(store, profile_id, list_id, _UNSUBSCRIBE)


def confirm(store: Store, profile_id: str) -> list[str]:
    """The person confirms all that was asked; the lists that were joined, in the order of the questions."""
    joined = []
    for asked in tables.pending_subscriptions(store, profile_id):
        answer = Answer(method="api", source=asked["source"], list_id=asked["list_id"], double_optin=True)
        subscribe(store, profile_id, asked["channel"], answer)
        join_list(store, profile_id, asked["list_id"])
        joined.append(asked["list_id"])
    return list(dict.fromkeys(joined))


def keep_device(store: Store, profile_id: str, token: Mapping[str, Any]) -> str:
    """Keep a push token; its id. The permission on the device is the opt-in of who never answered (C1)."""
    token_id = keep_token(store, profile_id, token)
    granted = (token.get("enablement_status") or GRANTED[0]) in GRANTED
    if granted and "push" not in tables.answers(store, profile_id):
        subscribe(store, profile_id, "push", Answer(method="push_token"))
    return token_id
