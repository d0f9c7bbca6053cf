"""`consent:` (said yes), `can_receive:` (the platform would deliver) and `suppressed:` (P59, C1, C2)."""

from typing import Final, Literal

from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.durations import WINDOWS, read_duration
from mktctl.kinds.fields import Fields
from mktctl.model.condition import Channel, Condition, Consent, InTheLast, Suppressed

CHANNELS: Final[tuple[Channel, ...]] = ("email", "sms", "push", "whatsapp")
STATUSES: Final = ("subscribed", "never_subscribed", "unsubscribed", "any")
METHODS: Final = (
    "form", "preference_page", "api", "inbound_message", "back_in_stock", "sftp", "manual_import", "manual_add",
    "checkout", "integration", "manual_remove", "spam_complaint", "mailbox_provider", "one_click_unsubscribe",
    "data_warehouse_import", "profile_modification",
)  # fmt: skip
_RECEIVES: Final = {"subscribed": True, "never_subscribed": False, "unsubscribed": False, "any": True}
"""Which half of Klaviyo's consent matrix a status is looked up in, but for mail, which reaches the never subscribed."""


def read_consent(fields: Fields, scope: Scope) -> Condition:
    """`consent: email, status?, via?, double_opt_in?, within?`."""
    fields.only(
        frozenset({"consent", "status", "via", "double_opt_in", "within"}),
        instead={"is": "Write status:", "method": "Write via:", "since": "Write within:"},
        what="a condition about consent",
    )
    status = fields.choice("status", STATUSES, default="subscribed")
    span = None
    if "within" in fields:
        span = read_duration(scope.report, fields.values["within"], fields.at("within"), WINDOWS)
    channel = _channel(fields, "consent")
    return Consent(
        channel=channel,
        status=status,  # type: ignore[arg-type]  # one of STATUSES
        can_receive=_RECEIVES[status] or (channel == "email" and status == "never_subscribed"),
        double_opt_in=fields.flag("double_opt_in", default=True) if "double_opt_in" in fields else None,
        method=fields.choice("via", METHODS, default="form") if "via" in fields else None,
        since=InTheLast(span=span) if span else None,
    )


def read_can_receive(fields: Fields, scope: Scope) -> Condition:
    """`can_receive: CHANNEL`: whatever they said or did not say, the platform would deliver."""
    fields.only(frozenset({"can_receive"}), what="can_receive:")
    return Consent(channel=_channel(fields, "can_receive"), status="any", can_receive=True)


def read_suppressed(fields: Fields, scope: Scope) -> Condition:
    """`suppressed: email, because?`."""
    fields.only(frozenset({"suppressed", "because"}), what="suppressed:")
    fields.choice("suppressed", ("email",), default="email")
    because: Literal["bounced", "invalid", "manual"] | None = None
    if "because" in fields:
        because = fields.choice("because", ("bounced", "invalid", "manual"), default="manual")  # type: ignore[assignment]
    return Suppressed(because=because)


def _channel(fields: Fields, key: str) -> Channel:
    value = fields.values[key]
    if isinstance(value, list) and value and all(one in CHANNELS for one in value):
        each = ", ".join(f"{{{key}: {one}}}" for one in value)
        fields.error("KEY004", key, f"{key}: is one channel, not a list", f"Write  any: [{each}]  or  all: [{each}]")
        return "email"
    meant = {"true": "email", "yes": "email", "text": "sms", "e-mail": "email"}
    return fields.choice(key, CHANNELS, default="email", instead=meant)  # type: ignore[return-value]  # one of CHANNELS
