"""Which campaign of the account a resource stands for: its own, one of a run that was cut off, or one that went out.

A campaign of the name that mktctl did not make is never taken over silently; one that went out is never sent again,
even where the state is lost (P41).
"""

from collections.abc import Mapping

from mktctl.model.address import Address
from mktctl.model.bindings import Binding
from mktctl.model.places import Problem
from mktctl.planning.binding_changes import Found, find_object
from mktctl.planning.bound import Bound
from mktctl.planning.campaign_desired import DesiredCampaign
from mktctl.planning.campaign_reading import is_history, status_seen
from mktctl.planning.desired import Desired
from mktctl.planning.seen import SeenObject
from mktctl.planning.unfinished import SEND


def find_campaign(desired: DesiredCampaign, bound: Bound) -> Found:
    """The campaign to work on, the steps that bind it, and reasons why nothing can be done.

    One of the same name that waits to be sent is a reason, whoever made it: a second would reach people twice.
    """
    found = find_object(desired, bound, external=False)
    if found.object is not None or str(desired.address) in bound.state.intents:
        return found
    if not (others := _of_its_name(desired, bound)):
        return found
    owner = bound.address_of("campaign", others[0].id)
    return Found(blockers=(_taken(desired, others[0]) if owner is None else _owned(desired, others[0], owner),))


def went_out(desired: DesiredCampaign, bound: Bound) -> SeenObject | None:
    """A campaign of exactly this name, not this resource's, that went out or goes out now; None without one."""
    account = bound.seen.account
    others = _of_its_name(desired, bound)
    return next((one for one in others if is_history(one, account.now, account.timezone)), None)


def _of_its_name(desired: DesiredCampaign, bound: Bound) -> list[SeenObject]:
    return [one for one in bound.seen.of_kind("campaign") if one.name == desired.name]


def binding_of(desired: DesiredCampaign, one: SeenObject, bound: Bound) -> Binding | None:
    """What is remembered of this very campaign, also under the ref that it had before."""
    source = Address(kind="campaign", ref=desired.moved_from or desired.address.ref)
    remembered = (bound.binding(desired.address), bound.binding(source))
    return next((known for known in remembered if known is not None and known.id == one.id), None)


def is_being_sent(address: Address, bound: Bound) -> bool:
    """Whether `mktctl send` asked for it, and it is not known what became of that."""
    return f"{SEND}{address}" in bound.state.intents


def campaigns_to_read(resources: Mapping[Address, Desired], bound: Bound) -> tuple[str, ...]:
    """Ids of the messages whose variations must be fetched: of drafts and of what is scheduled, never of history."""
    account = bound.seen.account
    wanted = (one for one in resources.values() if isinstance(one, DesiredCampaign))
    there = (find_campaign(one, bound).object for one in wanted)
    return tuple(
        message_id
        for one in there
        if one is not None and not is_history(one, account.now, account.timezone)
        for message_id in one.messages
    )


def _taken(desired: DesiredCampaign, one: SeenObject) -> Problem:
    status = status_seen(one)
    state = "is scheduled" if status == "scheduled" else f"is a {status}" if status == "draft" else f"is {status}"
    return Problem(
        code="PLN004",
        message=f'{desired.address}: the account already has a campaign named "{desired.name}" ({one.id}), '
        f"which {state}, and mktctl did not make it",
        hint=f"Take it over with mktctl adopt {desired.address}, or give one of the two another name.",
    )


def _owned(desired: DesiredCampaign, one: SeenObject, owner: Address) -> Problem:
    return Problem(
        code="PLN004",
        message=f'{desired.address}: the account already has a campaign named "{desired.name}" ({one.id}), '
        f"which is {owner}",
        hint=f"If the file was renamed, write  moved_from: {owner.ref.partition('@')[0]}  in it. "
        "If not, give one of the two another name.",
    )
