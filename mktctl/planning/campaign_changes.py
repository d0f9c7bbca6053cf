"""Campaigns: create, change a draft in place, take a scheduled one back to change it, or leave alone what went out."""

from collections.abc import Mapping
from typing import Final

import msgspec

from mktctl.model.address import Address
from mktctl.model.bindings import Binding
from mktctl.model.places import Problem
from mktctl.planning.binding_changes import Found
from mktctl.planning.bound import Bound
from mktctl.planning.campaign_binding import binding_of, find_campaign, is_being_sent, went_out
from mktctl.planning.campaign_desired import DesiredCampaign
from mktctl.planning.campaign_edits import edits_of
from mktctl.planning.campaign_reading import (
    CampaignReading,
    campaign_reading,
    compared,
    is_history,
    reading_digest,
    schedule_seen,
    status_seen,
)
from mktctl.planning.campaign_shown import shown_fields, versions_words
from mktctl.planning.campaign_words import audience_words, clock_of, schedule_words
from mktctl.planning.changes import Change, FieldChange, Verdict
from mktctl.planning.desired import Desired
from mktctl.planning.documents import Document
from mktctl.planning.fields import field_changes
from mktctl.planning.object_changes import tag_steps
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject
from mktctl.planning.steps import (
    AnyPlanStep,
    CreateCampaign,
    RevertCampaign,
    ScheduleCampaign,
    SettleCampaign,
    UpdateCampaign,
)
from mktctl.wire.errors import UnreadableError

COUNTED_MAX: Final = 5
"""Lists and segments that are counted for one plan."""


def campaign_outcome(desired: DesiredCampaign, bound: Bound) -> Outcome:
    """Plan one campaign on one date. The variations of one that is there and not history must have been read before."""
    account = bound.seen.account
    found = find_campaign(desired, bound)
    one = found.object
    if one is None:
        return _absent(desired, found, bound)
    if is_being_sent(desired.address, bound) and status_seen(one) == "draft":
        note = "mktctl send asked for it, and it is not known what became of that; run mktctl send again to find out"
        return _history(desired, found, note)
    if is_history(one, account.now, account.timezone):
        return _over(desired, found, one, bound)
    if desired.due <= account.now and status_seen(one) == "scheduled":
        return _history(
            desired,
            found,
            f"its time in the file is past; Klaviyo sends it on {_when(schedule_seen(one), desired, bound)}",
        )
    if desired.due <= account.now and desired.is_scheduled:
        return _history(
            desired, found, f"past: not sent on {_when(desired.schedule, desired, bound)}; it stays a draft"
        )
    try:
        reading = campaign_reading(one, bound.seen.variations, bound)
    except UnreadableError as error:
        return _blocked(desired, _unreadable(desired, error))
    if (problem := _other_channel(desired, reading)) is not None:
        return _blocked(desired, problem)
    return _compare(desired, found, reading, bound)


def groups_to_count(resources: Mapping[Address, Desired], bound: Bound) -> tuple[Address, ...]:
    """Lists and segments to which this plan schedules a campaign, as far as they are there; a few at most.

    How many people get it is worth a request each, but counting is slow (15 a minute): many are not counted.
    """
    groups: dict[Address, None] = {}
    for wanted in resources.values():
        if not isinstance(wanted, DesiredCampaign) or not wanted.is_scheduled:
            continue
        outcome = campaign_outcome(wanted, bound)
        if any(isinstance(step, ScheduleCampaign) for step in outcome.steps):
            groups |= dict.fromkeys(wanted.campaign.audience.include)
    known = tuple(group for group in groups if bound.knows(group))
    return known if len(known) <= COUNTED_MAX else ()


def _over(desired: DesiredCampaign, found: Found, one: SeenObject, bound: Bound) -> Outcome:
    """It went out, or will not. Who gave its file a new time since then is told that nothing follows from that."""
    status = status_seen(one)
    outcome = _history(desired, found, "cancelled in Klaviyo: it is not sent" if status == "cancelled" else "")
    asks_again = desired.campaign.status == "scheduled" and desired.due > bound.seen.account.now
    if not asks_again or schedule_seen(one) == desired.schedule:
        return outcome
    line = (
        f"{desired.address} is not scheduled for {_when(desired.schedule, desired, bound)}: it "
        f"{'was cancelled' if status == 'cancelled' else 'went out'} already ({one.id}). "
        "A new campaign needs a file and a name of its own"
    )
    return msgspec.structs.replace(outcome, warnings=(line,))


def _absent(desired: DesiredCampaign, found: Found, bound: Bound) -> Outcome:
    """Nothing is bound. What went out under this name is history, even if nobody remembers who sent it."""
    sent = went_out(desired, bound)
    if sent is not None:
        note = f"a campaign of this name went out already ({sent.id}): none is made"
        outcome = _history(desired, Found(), note)
        if desired.due <= bound.seen.account.now:
            return outcome
        line = (
            f'{desired.address} is not made, because a campaign named "{desired.name}" went out already ({sent.id}): '
            "give it another name if this is a new one"
        )
        return msgspec.structs.replace(outcome, warnings=(line,))
    if desired.due <= bound.seen.account.now:
        return _history(desired, Found(), f"past: not sent on {_when(desired.schedule, desired, bound)}; none is made")
    if found.blockers:
        return _blocked(desired, *found.blockers)
    return _create(desired, found, bound)


def _create(desired: DesiredCampaign, found: Found, bound: Bound) -> Outcome:
    document = desired.document
    tested = "ab_test" in document or "send_times" in document
    digest = "" if tested or desired.is_scheduled else desired.digest
    steps: list[AnyPlanStep] = [
        CreateCampaign(address=desired.address, templates=tuple(desired.contents), digest=digest)
    ]
    if tested:
        steps.append(UpdateCampaign(address=desired.address, part="message"))
    steps += tag_steps(desired, (), None)
    if tested:
        steps.append(SettleCampaign(address=desired.address, digest="" if desired.is_scheduled else desired.digest))
    if desired.is_scheduled:
        steps.append(ScheduleCampaign(address=desired.address, digest=desired.digest))
    change = Change(
        address=desired.address,
        verdict="due" if _is_known_series(desired, bound) else "create",
        name=desired.name,
        fields=(FieldChange(path="status", after=_status_word(desired)),),
        notes=tuple(filter(None, (found.note, _summary(desired, bound)))),
    )
    return Outcome(change=change, steps=tuple(steps))


def _compare(desired: DesiredCampaign, found: Found, reading: CampaignReading, bound: Bound) -> Outcome:
    assert found.object is not None, "what is not there is created"
    binding = binding_of(desired, found.object, bound)
    seen, pairs = compared(reading, desired, binding, bound)
    before, after = _flat(seen), _flat(desired.document)
    fields = field_changes(_edited(before), _edited(after))
    edits = edits_of(desired, fields, pairs, reading, seen)
    status = _status_field(desired, reading)
    moved = _schedule_field(desired, before, after, bound) if status is None else ()
    tags = tag_steps(desired, found.object.tags, binding)
    is_on, stays_on = reading.status == "scheduled", desired.is_scheduled
    taken_back = is_on and bool(edits or moved or not stays_on)
    steps: list[AnyPlanStep] = list(found.steps)
    if taken_back:
        steps.append(RevertCampaign(address=desired.address, id=reading.id, message_id=reading.message_id))
    steps += [*edits, *tags]
    on = stays_on and (taken_back or not is_on)
    noted = binding is not None and binding.applied == desired.digest and bool(binding.parts)
    if edits or on or taken_back or not noted:
        steps.append(SettleCampaign(address=desired.address, digest="" if on else desired.digest))
    if on:
        steps.append(ScheduleCampaign(address=desired.address, digest=desired.digest))
    changed = bool(fields or moved or status or tags)
    verdict: Verdict = "update" if changed else "bind" if steps else "none"
    outside = changed and _moved_outside(desired, reading, binding)
    change = Change(
        address=desired.address,
        verdict=verdict,
        name=desired.name,
        fields=(*(() if status is None else (status,)), *moved, *shown_fields(fields, before, after)),
        notes=(found.note,) if found.note else (),
        outside=outside,
    )
    return Outcome(change=change, steps=tuple(steps))


def _flat(document: Document) -> Document:
    """What the campaign says itself beside its parts; its message has the name of the campaign."""
    parts = {key: value for key, value in document.items() if key != "definition"}
    return {**document.get("definition", {}), **parts}


def _edited(document: Document) -> Document:
    return {key: value for key, value in document.items() if key != "schedule"}


def _schedule_field(
    desired: DesiredCampaign, before: Document, after: Document, bound: Bound
) -> tuple[FieldChange, ...]:
    if not desired.is_scheduled or before.get("schedule") == after.get("schedule"):
        return ()
    was, will = (_when(one["schedule"], desired, bound) if "schedule" in one else None for one in (before, after))
    return (FieldChange(path="schedule", before=was, after=will),)


def _status_field(desired: DesiredCampaign, reading: CampaignReading) -> FieldChange | None:
    wanted = "scheduled" if desired.is_scheduled else "draft"
    return None if reading.status == wanted else FieldChange(path="status", before=reading.status, after=wanted)


def _moved_outside(desired: DesiredCampaign, reading: CampaignReading, binding: Binding | None) -> bool:
    """Whether somebody else changed it since the last apply; an apply under way clears `seen` first."""
    if binding is None or not binding.seen:
        return False
    return binding.applied == desired.digest or binding.seen != reading_digest(reading)


def _history(desired: DesiredCampaign, found: Found, note: str) -> Outcome:
    """Nothing is done to it; it is only noted whose it is, where a run that was cut off or a renamed file left that."""
    change = Change(
        address=desired.address,
        verdict="bind" if found.steps else "history",
        name=desired.name,
        notes=tuple(filter(None, (found.note, note))),
    )
    return Outcome(change=change, steps=found.steps)


def _blocked(desired: DesiredCampaign, *problems: Problem) -> Outcome:
    change = Change(address=desired.address, verdict="none", name=desired.name)
    return Outcome(change=change, blockers=problems)


def _unreadable(desired: DesiredCampaign, error: UnreadableError) -> Problem:
    return Problem(
        code="PLN005",
        message=f"{desired.address} was drawn otherwise in Klaviyo: {error}",
        hint="Give it one audience and one message there, or take its file away.",
    )


def _other_channel(desired: DesiredCampaign, reading: CampaignReading) -> Problem | None:
    """A campaign of another channel is another campaign: nothing of the old one's message stays."""
    stored = {str(details.get("channel")) for details in reading.document.get("variations", {}).values()}
    channel = desired.campaign.channel
    if stored <= {channel, ""}:
        return None
    return Problem(
        code="PLN005",
        message=f"{desired.address} is of channel {channel}, and {reading.id} in Klaviyo is of {' and '.join(stored)}",
        hint="Give the new campaign another ref and name, or delete the old one in Klaviyo.",
    )


def _is_known_series(desired: DesiredCampaign, bound: Bound) -> bool:
    """Whether another date of the same campaign was applied before: then this one only came into its horizon."""
    return desired.series is not None and any(
        text.startswith(f"campaign/{desired.series}@") for text in bound.state.bindings
    )


def _summary(desired: DesiredCampaign, bound: Bound) -> str:
    """Of a new campaign: when, and to whom."""
    who = audience_words(desired.campaign.audience)
    when = _when(desired.schedule, desired, bound) if desired.is_scheduled else ""
    test = versions_words(desired.document)
    held = "a draft: nothing is scheduled in this environment" if desired.campaign.status == "scheduled" else ""
    return f"{when or held or 'a draft, until mktctl send'}; to {who}{f'; {test}' if test else ''}"


def _status_word(desired: DesiredCampaign) -> str:
    return "scheduled" if desired.is_scheduled else "draft"


def _when(schedule: Document, desired: DesiredCampaign, bound: Bound) -> str:
    return schedule_words(schedule, clock_of(desired.campaign, bound.seen.account.timezone)) or "an unknown day"
