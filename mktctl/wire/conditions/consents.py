"""Consent and suppression as Klaviyo's JSON and back; `consent_matrix` says which cells there are."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from mktctl.model.condition import Condition, Consent, Suppressed
from mktctl.wire.conditions.consent_matrix import CELLS
from mktctl.wire.conditions.dates import decode_when, encode_when

Reason = Literal["bounced", "invalid", "manual"]
_REASONS: Final[Mapping[Reason, str]] = {
    "bounced": "bounce_date",
    "invalid": "invalid_email_date",
    "manual": "manual_suppression_date",
}
_FIELDS: Final[Mapping[str, Reason]] = {field: reason for reason, field in _REASONS.items()}
_IS_SET: Final = {"type": "existence", "operator": "is-set"}
_REACHABLE: Final[Mapping[tuple[bool, str], str]] = {
    (True, "any"): "implicitly_or_explicitly_reachable",
    (True, "subscribed"): "explicitly_reachable",
    (True, "never_subscribed"): "implicitly_reachable",
    (False, "any"): "implicitly_or_explicitly_unreachable",
    (False, "unsubscribed"): "explicitly_unreachable",
    (False, "never_subscribed"): "implicitly_unreachable",
}


def encode_consent(leaf: Consent) -> dict[str, Any]:
    """`profile-marketing-consent`, or `profile-permissions` for WhatsApp."""
    if leaf.channel == "whatsapp":
        permission: dict[str, Any] = {"reachable_status": _REACHABLE[leaf.can_receive, leaf.status]}
        if permission["reachable_status"].startswith("explicitly"):
            permission["filters"] = _when("effective_date", leaf)
        return {"type": "profile-permissions", "channel": "whatsapp_marketing", "permission": permission}
    status: dict[str, Any] = {"subscription": leaf.status}
    filters = _when("status_date", leaf)
    if leaf.double_opt_in is not None:
        value = {"type": "boolean", "operator": "equals", "value": leaf.double_opt_in}
        filters.append({"field": "is_double_opt_in", "filter": value})
    if leaf.method is not None:
        filters.append({"field": "method", "method": leaf.method})
    if filters:
        status["filters"] = filters
    return _marketing(leaf.channel, can_receive=leaf.can_receive, status=status)


def encode_suppressed(leaf: Suppressed) -> dict[str, Any]:
    """Mail that is not delivered: for whatever reason, or for one."""
    status: dict[str, Any] = {"subscription": "any"}
    if leaf.because is not None:
        status["filters"] = [{"field": _REASONS[leaf.because], "filter": _IS_SET}]
    return _marketing("email", can_receive=False, status=status)


def decode_consent(document: Mapping[str, Any]) -> Condition | None:
    """Either of the two; None for filters that the model has no words for."""
    match document:
        case {
            "consent": {
                "channel": channel,
                "can_receive_marketing": bool(can_receive),
                "consent_status": {"subscription": str(status)} as said,
            }
        }:
            filters = list(said.get("filters") or ())
            if (channel, can_receive, status) == ("email", False, "any"):
                return _suppressed(filters)
            if (channel, can_receive, status) not in CELLS:
                return None
            return _narrowed({"channel": channel, "can_receive": can_receive, "status": status}, filters)
        case _:
            return None


def decode_permissions(document: Mapping[str, Any]) -> Condition | None:
    """`profile-permissions` for marketing; the transactional half has no word in the model."""
    match document:
        case {"channel": "whatsapp_marketing", "permission": {"reachable_status": str(word)} as said}:
            found = next((cell for cell, status in _REACHABLE.items() if status == word), None)
            if found is None:
                return None
            can_receive, status = found
            filters = list(said.get("filters") or ())
            return _narrowed({"channel": "whatsapp", "can_receive": can_receive, "status": status}, filters)
        case _:
            return None


def _marketing(channel: str, *, can_receive: bool, status: dict[str, Any]) -> dict[str, Any]:
    consent = {"channel": channel, "can_receive_marketing": can_receive, "consent_status": status}
    return {"type": "profile-marketing-consent", "consent": consent}


def _when(field: str, leaf: Consent) -> list[dict[str, Any]]:
    return [] if leaf.since is None else [{"field": field, "filter": encode_when(leaf.since)}]


def _suppressed(filters: list[Any]) -> Condition | None:
    match filters:
        case []:
            return Suppressed()
        case [{"field": field, "filter": {"type": "existence"}}] if field in _FIELDS:
            return Suppressed(because=_FIELDS[field])
        case _:
            return None


def _narrowed(cell: dict[str, Any], filters: list[Any]) -> Condition | None:
    said = dict(cell)
    for one in filters:
        match one:
            case {"field": "is_double_opt_in", "filter": {"value": bool(value)}}:
                said["double_opt_in"] = value
            case {"field": "status_date" | "effective_date", "filter": {"type": "date"} as when}:
                said["since"] = decode_when(when)
            case {"field": "method", "method": str(method)}:
                said["method"] = method
            case _:
                return None
    return Consent(**said)
