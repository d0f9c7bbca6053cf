"""Campaigns of ours that no file asks for any more. What went out is history, not an orphan."""

from collections.abc import Container, Iterator

from mktctl.model.address import Address
from mktctl.planning.bound import Bound
from mktctl.planning.campaign_reading import is_history, schedule_seen, status_seen
from mktctl.planning.campaign_words import schedule_words
from mktctl.planning.changes import Change, FieldChange
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject
from mktctl.planning.steps import RevertCampaign


def campaign_orphans(known: Container[str], campaigns: Container[str], bound: Bound) -> Iterator[Outcome]:
    """`known` are addresses that the files ask for, `campaigns` the refs of their campaigns.

    A date that a campaign does not have any more is not sent: it becomes a draft. A campaign whose file went away is
    left as it is, and said to go out if it does.
    """
    account = bound.seen.account
    for text, binding in sorted(bound.state.bindings.items()):
        if not text.startswith("campaign/") or text in known:
            continue
        address = Address(kind="campaign", ref=text.removeprefix("campaign/"))
        one = bound.object_of(address)
        if one is None or is_history(one, account.now, account.timezone):
            continue
        scheduled = status_seen(one) == "scheduled"
        if scheduled and address.ref.partition("@")[0] in campaigns and one.messages:
            yield _no_date_any_more(address, one)
        else:
            yield _left(address, binding.name, one, bound, scheduled=scheduled)


def _no_date_any_more(address: Address, one: SeenObject) -> Outcome:
    fields = (FieldChange(path="status", before="scheduled", after="draft"),)
    change = Change(address=address, verdict="update", name=one.name, fields=fields, notes=("no date of it any more",))
    revert = RevertCampaign(address=address, id=one.id, message_id=next(iter(one.messages)))
    warning = f"{address} is scheduled, and the file does not have that date any more: it becomes a draft"
    return Outcome(change=change, steps=(revert,), warnings=(warning,))


def _left(address: Address, name: str, one: SeenObject, bound: Bound, *, scheduled: bool) -> Outcome:
    note = "no file asks for it any more; it is left on the platform as it is"
    change = Change(address=address, verdict="orphan", name=name, notes=(note,))
    if not scheduled:
        return Outcome(change=change)
    when = schedule_words(schedule_seen(one), bound.seen.account.timezone)
    warning = f"{address} is scheduled, and no file asks for it any more: Klaviyo sends it on {when or 'its day'}"
    return Outcome(change=change, warnings=(warning,))
