"""The consent matrix and WhatsApp's permissions (klaviyo-api.md section 3) as `Consent` and `Suppressed`.

What the model cannot say (a custom source, a named form, several reasons at once) is None.
"""

from typing import Any, Final, Literal

from mktctl.model.condition import Condition, Consent, Suppressed, Window
from mktctl.sandbox.reading.names import Names
from mktctl.sandbox.reading.windows import read_window

Reason = Literal["bounced", "invalid", "manual"]
_REASONS: Final[dict[str, Reason]] = {
    "bounce_date": "bounced",
    "invalid_email_date": "invalid",
    "manual_suppression_date": "manual",
}
_SUBSCRIBED_STATES: Final = ("subscribed", "unsubscribed", "never_subscribed", "any")
_Status = Literal["subscribed", "never_subscribed", "unsubscribed", "any"]
_REACHABLE: Final[dict[str, tuple[_Status, bool]]] = {
    "explicitly_reachable": ("subscribed", True),
    "implicitly_reachable": ("never_subscribed", True),
    "implicitly_or_explicitly_reachable": ("any", True),
    "explicitly_unreachable": ("unsubscribed", False),
    "implicitly_unreachable": ("never_subscribed", False),
    "implicitly_or_explicitly_unreachable": ("any", False),
}


def read_consent(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-marketing-consent`."""
    del names
    consent = document["consent"]
    subscription = consent["consent_status"]["subscription"]
    assert subscription in _SUBSCRIBED_STATES
    filters = consent["consent_status"].get("filters") or []
    undeliverable = consent["channel"] == "email" and not consent["can_receive_marketing"]
    if undeliverable and subscription == "any":
        return _suppressed(filters)
    said = _said(filters)
    if said is None:
        return None
    return Consent(
        channel=consent["channel"],
        status=subscription,
        can_receive=consent["can_receive_marketing"],
        **said,
    )


def read_permissions(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-permissions`: WhatsApp for marketing; its transactional half has no word in the model."""
    del names
    permission = document["permission"]
    if document["channel"] != "whatsapp_marketing":
        return None
    since: Window | None = None
    match permission.get("filters") or []:
        case []:
            pass
        case [{"field": "effective_date", "filter": filter_document}]:
            since = read_window(filter_document)
            if since is None:
                return None
        case _:
            return None
    status, can_receive = _REACHABLE[permission["reachable_status"]]
    return Consent(channel="whatsapp", status=status, can_receive=can_receive, since=since)


def _suppressed(filters: list[dict[str, Any]]) -> Condition | None:
    """No filter: for any reason. One that only asks whether its date is set: for that reason."""
    match filters:
        case []:
            return Suppressed()
        case [{"field": field, "filter": {"type": "existence"}}] if field in _REASONS:
            return Suppressed(because=_REASONS[field])
        case _:
            return None


def _said(filters: list[dict[str, Any]]) -> dict[str, Any] | None:
    """How and since when they said so, as keywords of `Consent`. Every filter must hold; each may stand once."""
    said: dict[str, Any] = {}
    for one in filters:
        match one:
            case {"field": "is_double_opt_in", "filter": {"value": value}}:
                found: tuple[str, Any] = ("double_opt_in", value)
            case {"field": "status_date", "filter": filter_document}:
                found = ("since", read_window(filter_document))
            case {"field": "method", "method": method} if "filter" not in one:
                found = ("method", method)
            case _:
                return None
        if found[1] is None or found[0] in said:
            return None
        said[found[0]] = found[1]
    return said
