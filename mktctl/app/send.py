"""Send a campaign now: an act, not a state (P38). Asked for once, and never repeated when the answer was lost.

What is about to be sent is written into the state first. The next run looks at the platform before anything else.
"""

from collections.abc import Iterable

import msgspec

from mktctl.app.ledger import Ledger
from mktctl.app.plan import Planned
from mktctl.app.refresh import seen_campaign, with_audiences
from mktctl.diagnostics import GuardError, OutsideError, UsageError
from mktctl.klaviyo.campaign_sending import fetch_send_status, send_campaign
from mktctl.klaviyo.campaigns import fetch_campaign
from mktctl.klaviyo.errors import AnswerLost, NotFound, UnexpectedAnswer
from mktctl.klaviyo.remote import Remote
from mktctl.model.address import Address
from mktctl.model.bindings import Intent, State
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.bound import Bound
from mktctl.planning.campaign_desired import DesiredCampaign
from mktctl.planning.campaign_reading import schedule_seen, status_seen
from mktctl.planning.campaign_words import audience_words, schedule_words
from mktctl.planning.unfinished import SEND
from mktctl.state.store import Store

_UNDER_WAY = frozenset({"queued", "processing", "complete"})


class CannotSend(GuardError):  # noqa: N818 - the name says what happened
    """It is no draft of ours that is as the files say (exit 6): nothing was sent."""


class SendUnknown(OutsideError):  # noqa: N818 - the name says what happened
    """The request was sent, and whether it was carried out is not known."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign that may be sent. `says` are its subjects or texts; `people` is None where nobody counted."""

    address: Address
    id: str
    name: str
    audience: str
    says: tuple[str, ...]
    people: int | None = None
    at_most: bool = False
    """Some of the people may be excluded, or stand in two lists."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """`status` is the platform's: `queued`, `processing`, `sending`, `sent` and so on. `before`: asked for earlier."""

    address: Address
    id: str
    name: str
    status: str
    before: bool = False


def asked_before(address: Address, *, remote: Remote, store: Store) -> Sent | None:
    """What became of an earlier request to send it, whose answer nobody saw; None when there was none, or it came to
    nothing. Then it is forgotten, and the campaign may be sent.
    """
    _, state = store.load()
    binding = state.bindings.get(str(address)) if state is not None else None
    if state is None or binding is None or f"{SEND}{address}" not in state.intents:
        return None
    status = _status_now(binding.id, remote)
    job = fetch_send_status(remote, binding.id) if status == "draft" else None
    if status == "draft" and job in _UNDER_WAY:
        return Sent(address=address, id=binding.id, name=binding.name, status=job, before=True)
    Ledger(store, state.account).fulfil(f"{SEND}{address}")
    if status in ("draft", "cancelled", None):
        return None
    return Sent(address=address, id=binding.id, name=binding.name, status=status, before=True)


def draft_to_send(
    planned: Planned, address: Address, *, workspace: Workspace, environment: Environment, remote: Remote, state: State
) -> Draft:
    """The draft behind the address; `planned` is the plan for it alone.

    Raises `UsageError` for what is no campaign on one date, `CannotSend` for what is no draft as the files say.
    """
    wanted = _campaign(planned, address)
    if environment.status_at_most != "live":
        raise CannotSend(
            f"environment {environment.name} sends nothing: status_at_most is {environment.status_at_most}",
            hint="Send it in an environment that may, or write  status_at_most: live  in mktctl.yaml.",
        )
    bound = Bound(planned.seen, state, workspace.project.metrics)
    one = bound.object_of(address)
    if one is None:
        raise CannotSend(f"{address} is not on the platform", hint=f"Make it first: mktctl apply --target {address}")
    status = status_seen(one)
    if status != "draft":
        when = schedule_words(schedule_seen(one), planned.seen.account.timezone) if status == "scheduled" else ""
        said = f"is scheduled already, for {when or 'its day'}" if status == "scheduled" else f"is {status} already"
        raise CannotSend(f"{address} {said}: it is not sent a second time")
    if not planned.plan.is_empty:
        raise CannotSend(
            f"{address}, or what it needs, is not as the files say",
            hint=f"Look at it with  mktctl plan --target {address}  and apply that first.",
        )
    return _draft(wanted, one.id, planned, bound, remote)


def send_now(draft: Draft, planned: Planned, *, remote: Remote, store: Store) -> Sent:
    """Send it. Raises `CannotSend` when it is no draft any more, `SendUnknown` when the answer was lost,
    `KlaviyoError` when the platform refuses, and `StateMoved`.
    """
    ledger = Ledger(store, planned.plan.account, generation=planned.generation)
    if (status := _status_now(draft.id, remote)) != "draft":
        raise CannotSend(f"{draft.address} is {status or 'gone'} by now: somebody else was quicker")
    key = f"{SEND}{draft.address}"
    if key in ledger.state.intents:  # `asked_before` found none, so it came since then
        raise CannotSend(f"{draft.address} is being sent by another run of mktctl just now")
    intent = Intent(kind="campaign", name=draft.name, started=planned.seen.account.now)
    try:
        with ledger.intending(key, intent):
            job = send_campaign(remote, draft.id)
    except (AnswerLost, UnexpectedAnswer) as error:
        raise SendUnknown(
            f"whether {draft.address} is being sent is not known: {error}",
            hint=f"Run  mktctl send {draft.address}  again: it looks before it sends.",
        ) from error
    shown = _status_now(draft.id, remote)
    if shown == "draft":  # queued: the intent stands until the platform shows that it goes out
        return Sent(address=draft.address, id=draft.id, name=draft.name, status=job)
    ledger.fulfil(key)
    return Sent(address=draft.address, id=draft.id, name=draft.name, status=shown or job)


def _campaign(planned: Planned, address: Address) -> DesiredCampaign:
    wanted = planned.resources.get(address)
    if isinstance(wanted, DesiredCampaign):
        return wanted
    dates = [str(one.address) for one in planned.resources.values() if _is_date_of(one, address)]
    if dates:
        raise UsageError(f"{address} comes again: which date?", hint=f"Send one of {', '.join(dates)}.")
    raise UsageError(f"{address} is no campaign", hint="Only campaigns are sent; a flow sends by itself.")


def _is_date_of(one: object, address: Address) -> bool:
    return isinstance(one, DesiredCampaign) and one.series == address.ref


def _draft(wanted: DesiredCampaign, id: str, planned: Planned, bound: Bound, remote: Remote) -> Draft:
    audience = wanted.campaign.audience
    members = with_audiences(remote, planned.seen, audience.include, bound.id_of).members
    counts = [members.get(bound.id_of(group)) for group in audience.include]
    known = [count for count in counts if count is not None]
    return Draft(
        address=wanted.address,
        id=id,
        name=wanted.name,
        audience=audience_words(audience),
        says=tuple(_says(wanted.document["variations"].values())),
        people=sum(known) if len(known) == len(counts) else None,
        at_most=len(counts) > 1 or bool(audience.exclude),
    )


def _says(variations: Iterable[dict[str, str]]) -> Iterable[str]:
    for details in variations:
        yield str(details.get("subject") or details.get("title") or details.get("body") or "")


def _status_now(id: str, remote: Remote) -> str | None:
    try:
        listing = fetch_campaign(remote, id)
    except NotFound:
        return None
    return status_seen(seen_campaign(listing, listing.resources[0]))
