"""The consent matrix: which combinations of channel, status and "can receive" Klaviyo knows (klaviyo-api.md, 3)."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from mktctl.model.condition import AnyOf, Channel, Condition, Consent, Ever, SinceStart, Suppressed

_Status = Literal["subscribed", "never_subscribed", "unsubscribed", "any"]
_Cell = tuple[Channel, bool, _Status]

CELLS: Final[Mapping[_Cell, frozenset[str]]] = {
    ("email", True, "any"): frozenset(),
    ("email", True, "subscribed"): frozenset({"double_opt_in", "since", "method"}),
    ("email", True, "never_subscribed"): frozenset(),
    ("email", False, "unsubscribed"): frozenset({"since", "method"}),
    ("sms", True, "subscribed"): frozenset({"since", "method"}),
    ("sms", False, "any"): frozenset(),
    ("sms", False, "unsubscribed"): frozenset({"since", "method"}),
    ("sms", False, "never_subscribed"): frozenset(),
    ("push", True, "any"): frozenset({"since"}),
    ("push", False, "any"): frozenset(),
    ("whatsapp", True, "any"): frozenset(),
    ("whatsapp", True, "subscribed"): frozenset({"since"}),
    ("whatsapp", True, "never_subscribed"): frozenset(),
    ("whatsapp", False, "any"): frozenset(),
    ("whatsapp", False, "unsubscribed"): frozenset({"since"}),
    ("whatsapp", False, "never_subscribed"): frozenset(),
}
"""Every cell that a condition can stand for, with what may narrow it. Email that cannot be received is `Suppressed`."""

_EVERYWHERE: Final = frozenset({"form", "preference_page", "inbound_message", "sftp", "manual_import"})
METHODS: Final[Mapping[_Cell, frozenset[str]]] = {
    ("email", True, "subscribed"): _EVERYWHERE | {"api", "back_in_stock", "manual_add"},
    ("email", False, "unsubscribed"): (_EVERYWHERE - {"form"})
    | {"api", "manual_remove", "spam_complaint", "mailbox_provider", "one_click_unsubscribe"}
    | {"data_warehouse_import", "profile_modification"},
    ("sms", True, "subscribed"): _EVERYWHERE | {"manual_add", "checkout"},
    ("sms", False, "unsubscribed"): _EVERYWHERE
    | {"manual_add", "manual_remove", "bulk_remove", "checkout", "carrier_deactivation", "provided_landline"}
    | {"message_blocked", "provided_no_age", "failed_age_gate"},
}
"""How somebody can have said it, where Klaviyo asks no more than the method's name."""


def settled_consent(leaf: Consent) -> Consent | Suppressed | str:
    """The one cell that says the same, or why there is none."""
    cell = _cell(leaf)
    narrowed = {
        "double_opt_in": leaf.double_opt_in is not None,
        "since": leaf.since is not None and not isinstance(leaf.since, Ever),
        "method": leaf.method is not None,
    }
    asked = frozenset(key for key, is_asked in narrowed.items() if is_asked)
    if cell == ("email", False, "any") and not asked:
        return Suppressed()
    if cell not in CELLS:
        return _unknown_cell(leaf)
    if extra := sorted(asked - CELLS[cell]):
        return f"Klaviyo has no {extra[0].replace('_', ' ')} for {leaf.channel} with status {cell[2]}"
    if leaf.method is not None and leaf.method not in METHODS[cell]:
        return f"via: {leaf.method} is not one of {', '.join(sorted(METHODS[cell]))}"
    if isinstance(leaf.since, SinceStart):
        return "since: start is about events; consent takes within, before, after or between"
    since = None if isinstance(leaf.since, Ever) else leaf.since
    return msgspec.structs.replace(leaf, status=cell[2], since=since)


def consent_complement(leaf: Consent) -> Condition | str:
    """Everybody else, as an OR of cells."""
    settled = settled_consent(leaf)
    if isinstance(settled, str):
        return settled
    if isinstance(settled, Suppressed):
        return Consent(channel="email", status="any", can_receive=True)
    if settled.since is not None or settled.method is not None:
        return "when or how somebody said it"
    cell = _cell(settled)
    if cell == ("email", False, "unsubscribed"):
        return "unsubscribed from email; can_receive: email is the nearest that Klaviyo can say"
    others: list[Condition] = [_condition(one) for one in _others(cell)]
    if settled.double_opt_in is not None:
        others.append(msgspec.structs.replace(settled, double_opt_in=not settled.double_opt_in))
    return others[0] if len(others) == 1 else AnyOf(of=tuple(others))


def _cell(leaf: Consent) -> _Cell:
    """Push knows only "any", and whoever can receive SMS has subscribed."""
    status = leaf.status
    if leaf.channel == "push" and leaf.can_receive and status == "subscribed":
        status = "any"
    if leaf.channel == "sms" and leaf.can_receive and status == "any":
        status = "subscribed"
    return (leaf.channel, leaf.can_receive, status)


def _others(cell: _Cell) -> list[_Cell]:
    """Cells that, with this one, cover everybody once."""
    channel, can_receive, status = cell
    siblings = [one for one in CELLS if one[:2] == (channel, can_receive) and one[2] not in ("any", status)]
    across: list[_Cell] = [(channel, not can_receive, "any")]
    if channel == "sms" and not can_receive:
        across = [("sms", True, "subscribed")]
    return [*([] if status == "any" else siblings), *across]


def _condition(cell: _Cell) -> Condition:
    channel, can_receive, status = cell
    if cell == ("email", False, "any"):
        return Suppressed()
    return Consent(channel=channel, can_receive=can_receive, status=status)


def _unknown_cell(leaf: Consent) -> str:
    known = sorted(
        f"{status}{'' if can_receive else ' (cannot receive)'}"
        for channel, can_receive, status in CELLS
        if channel == leaf.channel
    )
    return f"Klaviyo cannot ask for {leaf.channel} with status {leaf.status}; it knows {', '.join(known)}"
