"""Flows that Klaviyo's API cannot make: those which Back in Stock starts (P27).

A person makes such a flow once, in Klaviyo's pages; `mktctl adopt` binds it, and from then on its steps are compared
and changed in place as any other flow's.
"""

from typing import Final

import msgspec

from mktctl.planning.desired import Desired
from mktctl.planning.outcome import Outcome

BACK_IN_STOCK: Final = "metric/subscribed_to_back_in_stock"


def only_by_hand(desired: Desired) -> bool:
    """Whether the API refuses to make this flow."""
    return any(trigger.get("id") == BACK_IN_STOCK for trigger in desired.document["definition"]["triggers"])


def drawn_by_hand(outcome: Outcome, desired: Desired, *, drawn: bool = False) -> Outcome:
    """In place of its creation: what the flow must be, and how it comes under mktctl's care.

    `drawn`: the account has a flow of that name already, and nobody said yet that it is the one.
    """
    address, name = desired.address, desired.name
    if outcome.change.verdict == "replace":
        way = (
            f'{address}: change it by hand in Klaviyo, where "{name}" is ({"; ".join(outcome.change.reasons)}); '
            "its API cannot make a new flow with the Back in Stock trigger"
        )
    elif drawn:
        way = f'{address}: the account has a flow "{name}"; if it is the one, run: mktctl adopt {address}'
    else:
        way = (
            f"{address}: make it once in Klaviyo, whose API cannot: with the Back in Stock trigger, the name "
            f'"{name}" and the steps that the plan shows; then run: mktctl adopt {address}'
        )
    change = msgspec.structs.replace(outcome.change, verdict="by_hand")
    return Outcome(change=change, left_out=(way,))
