"""What came of a simulation, line by line, in words."""

import re
from datetime import datetime
from typing import Final

from mktctl.app.simulate import Happened, Simulated
from mktctl.engine.flows.effects import (
    AnyEffect,
    Branched,
    Call,
    Change,
    Check,
    Ended,
    ListChange,
    Send,
    Skip,
    SkipReason,
    Waits,
)
from mktctl.engine.flows.run import EndReason
from mktctl.simulation.timeline import Entered, Lived, Refused, Unmet
from mktctl.views.flow_test_moments import on_the_clock, since_start

REASONS: Final[dict[SkipReason, str]] = {
    "person_deleted": "the person was deleted",
    "draft": "the step is a draft",
    "not_in_list": "no longer in the list or segment that started the flow",
    "flow_filter": "the flow's filter does not hold",
    "only_if": "its only_if does not hold",
    "no_consent": "no consent for this channel",
    "unsubscribed": "unsubscribed",
    "suppressed": "suppressed",
    "missing_address": "no address for this channel",
    "smart_sending": "smart sending: too soon after the last message",
    "no_way_out": "it has no way to unsubscribe",
    "render_error": "it cannot be rendered",
}
ENDS: Final[dict[EndReason, str]] = {
    "finished": "the last step is done",
    "exit": "an exit step",
    "exit_if": "its exit_if holds",
    "exit_when": "the flow's exit_when has come true",
    "date_changed": "the date has moved",
    "removed": "taken out by hand",
    "deleted": "the person was deleted",
}
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+[+-][0-9]{2}:[0-9]{2}")
_WAYS: Final = {"next_if_true": "yes", "next_if_false": "no", "": "no branch"}


def mark(one: Happened | Lived) -> str:
    """One sign: what it is, readable without colour."""
    match one:
        case Happened():
            return "▸"
        case Lived(what=Send()):
            return "✓"
        case Lived(what=Skip() | Refused() | Unmet()):
            return "✗"
        case Lived(what=Ended()):
            return "■"
        case _:
            return "·"


def words(one: Happened | Lived, simulated: Simulated) -> str:
    """One line, without its instant."""
    if isinstance(one, Happened):
        return f"{one.what} (starts the flow)" if one.starts else one.what
    match one.what:
        case Entered():
            return "enters the flow"
        case Refused(checks=checks):
            return f"does not enter: not {_asked(checks[-1], simulated.zone)}"
        case Unmet(kind="not_received", what=what):
            return f"{what} was not received before"
        case Unmet():
            return "nothing waits for that product"
        case effect:
            return _effect(effect, simulated)


def _effect(effect: AnyEffect, simulated: Simulated) -> str:
    name = simulated.names.get(effect.node, effect.node)
    match effect:
        case Send(channel=channel, variant=variant, review=review):
            of_test = f" (version {variant})" if variant else ""
            return f"{channel} {name}{of_test} {'waits for a review' if review else 'is sent'}"
        case Skip(channel=channel, reasons=reasons):
            return f"{f'{channel} ' if channel else ''}{name} is skipped: {'; '.join(REASONS[one] for one in reasons)}"
        case Change(changes=changes):
            told = (f"{one.op} {one.property}" + ("" if one.op == "unset" else f"={one.value}") for one in changes)
            return f"profile: {', '.join(told)}"
        case ListChange(list=ref, add=add):
            return f"{'joins' if add else 'leaves'} the list {ref}"
        case Call(kind=kind, what=what):
            return f"{kind} {what.get('url' if kind == 'webhook' else 'subject')}"
        case Branched(node=node, way=way):
            branch = simulated.ways.get((node, way))
            return f"{name}: {_WAYS.get(way, way) if branch is None else f'branch {branch}'}"
        case Waits(until=None):
            return "waits for the product to be there again, such as --event restock@9d"
        case Waits(until=until):
            assert until is not None, "the case above"
            return f"waits until {on_the_clock(until, simulated.zone)}"
        case Ended(reason=reason):
            return f"exit: {ENDS[reason]}"


def checks_of(one: Happened | Lived) -> tuple[Check, ...]:
    """What decided it, in the order in which it was asked."""
    if isinstance(one, Happened) or isinstance(one.what, Unmet):
        return ()
    return one.what.checks


def check_words(check: Check, at: datetime, zone: str) -> str:
    """The question with what was found and, where it is known, from when on the answer is another."""
    return _asked(check, zone) + counterfactual(check, at, zone)


def counterfactual(check: Check, at: datetime, zone: str) -> str:
    """Empty where it is not known, or past."""
    if check.turns_at is None or check.turns_at <= at:
        return ""
    answer = "no" if check.passed else "yes"
    return f"; {answer} {since_start(check.turns_at, at)} later, from {on_the_clock(check.turns_at, zone)}"


def _asked(check: Check, zone: str) -> str:
    """Instants that were found are told on the account's clock."""
    question = check.question or "no filter"
    found = _INSTANT.sub(lambda told: on_the_clock(datetime.fromisoformat(told[0]), zone), check.value)
    return f"{question} ({found})" if found else question
