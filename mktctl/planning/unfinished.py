"""What a run that was cut off left to be done, as its intents tell."""

from typing import Final

from mktctl.model.address import Address, parse_address
from mktctl.planning.bound import Bound
from mktctl.planning.changes import Change
from mktctl.planning.outcome import Outcome
from mktctl.planning.steps import RemoveUpload, RetireFlow

RETIRE: Final = "retire/"
"""Prefix of intents: a flow that was replaced and still has to become a draft."""
UPLOAD: Final = "upload/"
"""Prefix of intents: a template that lies in the library for the time of one apply."""
SEND: Final = "send/"
"""Prefix of intents: a campaign that somebody asked to send now; it stands until the platform shows that it does."""


def unfinished(bound: Bound) -> list[Outcome]:
    """Replaced flows that are still on, and uploads that are still in the library."""
    return [*_retirements(bound), *_uploads(bound)]


def _retirements(bound: Bound) -> list[Outcome]:
    in_use = {binding.id for binding in bound.state.bindings.values()}
    outcomes = []
    for key, intent in sorted(bound.state.intents.items()):
        address, id_ = parse_address(intent.name), key.removeprefix(RETIRE)
        if not key.startswith(RETIRE) or address is None or id_ in in_use:
            continue
        note = f"a run was cut off before the flow {id_}, which it replaces, became a draft"
        change = Change(address=address, verdict="bind", name=f"the flow {id_}", notes=(note,))
        warning = f"{address}: the old flow {id_} becomes a draft; a run was cut off before it did that"
        outcomes.append(
            Outcome(change=change, steps=(RetireFlow(address=address, id=id_),), warnings=(warning,)),
        )
    return outcomes


def _uploads(bound: Bound) -> list[Outcome]:
    outcomes = []
    for key, intent in sorted(bound.state.intents.items()):
        if key.startswith(UPLOAD):
            address = Address(kind="template", ref=key.removeprefix(UPLOAD))
            note = "left in the library by a run that was cut off; it is taken out"
            change = Change(address=address, verdict="bind", name=intent.name, notes=(note,))
            outcomes.append(Outcome(change=change, steps=(RemoveUpload(address=address),)))
    return outcomes
