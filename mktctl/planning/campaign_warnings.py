"""What a reader of a plan must see first: which campaigns go out, when and to whom, and which stop."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Final

from mktctl.model.address import Address
from mktctl.planning.bound import Bound
from mktctl.planning.campaign_desired import DesiredCampaign
from mktctl.planning.campaign_words import audience_words, clock_of, schedule_words, span_words
from mktctl.planning.outcome import Outcome
from mktctl.planning.steps import RevertCampaign, ScheduleCampaign

NEAR: Final = timedelta(hours=2)
"""From here on a reader is told how soon a campaign goes out that is taken back to be changed."""


def going_out(outcomes: Iterable[Outcome], resources: Mapping[Address, object], bound: Bound) -> tuple[str, ...]:
    """One line for each campaign that this plan schedules; the dates of one that comes again share one."""
    scheduled = []
    for outcome in outcomes:
        wanted = resources.get(outcome.change.address)
        if isinstance(wanted, DesiredCampaign) and any(isinstance(step, ScheduleCampaign) for step in outcome.steps):
            scheduled.append(wanted)
    lines = []
    for _, group in groupby(scheduled, key=lambda one: (one.series or str(one.address), one.series is not None)):
        lines.append(_line(list(group), bound))
    return tuple(lines)


def campaign_warnings(outcome: Outcome, wanted: DesiredCampaign, bound: Bound) -> tuple[str, ...]:
    """What becomes of one that was scheduled, and whether somebody else changed it."""
    return (*outcome.warnings, *_lines(outcome, wanted, bound))


def _lines(outcome: Outcome, wanted: DesiredCampaign, bound: Bound) -> Iterator[str]:
    address = outcome.change.address
    if any(isinstance(step, RevertCampaign) for step in outcome.steps):
        if any(isinstance(step, ScheduleCampaign) for step in outcome.steps):
            left = wanted.due - bound.seen.account.now
            soon = f", {span_words(left)} before its time" if left < NEAR else ""
            yield f"{address} is scheduled: it becomes a draft{soon}, is changed, and is scheduled again"
        else:
            yield f"{address} is scheduled: it becomes a draft and is not sent"
    if outcome.change.outside:
        yield f"{address} was changed on the platform since the last apply: this plan undoes that"


def _line(group: list[DesiredCampaign], bound: Bound) -> str:
    first = group[0]
    clock = clock_of(first.campaign, bound.seen.account.timezone)
    to = f"to {audience_words(first.campaign.audience)}{_people(first, bound)}"
    if len(group) == 1:
        return f"{first.address} is scheduled for {schedule_words(first.schedule, clock)}, {to}"
    begins = schedule_words(first.schedule, clock)
    return f"campaign/{first.series} is scheduled on {len(group)} dates, the first {begins}, {to}"


def _people(wanted: DesiredCampaign, bound: Bound) -> str:
    """How many get it, as far as the lists and segments were counted; an upper bound where some are left out."""
    audience = wanted.campaign.audience
    counts = [bound.seen.members.get(bound.id_of(one)) for one in audience.include]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts):
        return ""
    people = "1 person" if sum(known) == 1 else f"{sum(known):,} people"
    return f", {'up to ' if len(counts) > 1 or audience.exclude else ''}{people}"
