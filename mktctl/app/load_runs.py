"""What is odd about words taken together: runs that overlap, exits that nobody meets."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mktctl.app.load_consent import unasked_in_flow
from mktctl.app.load_uses import Survey
from mktctl.diagnostics import Severity
from mktctl.model.condition import All, AnyOf, Condition, Engaged, HasEvents, Not
from mktctl.model.duration import from_minutes
from mktctl.model.flow import AnyStep, DateWait, Email, Flow, Push, Sms, StockWait, Wait, WhatsApp
from mktctl.model.places import Path, Problem
from mktctl.model.segment import Segment
from mktctl.model.steps import BRANCHING, branches, placed_steps

_MAILED: Final = {"email": "received_email", "sms": "received_sms", "push": "received_push"}


def flow_oddities(flow: Flow, survey: Survey, segments: Mapping[str, Condition]) -> Iterator[Problem]:
    """All of one flow."""
    yield from _overlap(flow)
    if flow.exit_when is not None:
        yield from _both_at_once(flow.exit_when)
    if flow.only_if is not None:
        yield from _nearly_everybody(flow.only_if, ("only_if",))
    if Sms in survey.kinds:
        yield from unasked_in_flow(flow, segments)
    if any(type(step.only_if) is AnyOf for step in survey.messages):
        for path, step in placed_steps(flow.steps):
            if isinstance(step, Email | Sms | Push | WhatsApp) and step.only_if is not None:
                yield from _nearly_everybody(step.only_if, (*path, "only_if"))


def segment_oddities(segment: Segment) -> Iterator[Problem]:
    """P21: who did not open anything may never have been written to."""
    if segment.who is not None:
        yield from _silent(segment.who, ("who",))


def _silent(condition: Condition, path: Path, beside: Sequence[Condition] = ()) -> Iterator[Problem]:
    match condition:
        case All(of=parts):
            for index, part in enumerate(parts):
                yield from _silent(part, (*path, "all", index), parts)
        case AnyOf(of=parts):
            for index, part in enumerate(parts):
                yield from _silent(part, (*path, "any", index))
        case Not(of=Engaged(channel=channel)) | Not(of=AnyOf(of=(Engaged(channel=channel), *_))):
            metric = _MAILED[channel]
            if not any(isinstance(one, HasEvents) and one.metric == metric for one in beside):
                yield Problem(
                    code="SEG003",
                    message="this holds for people, too, who were sent nothing at all",
                    path=(*path, "not"),
                    hint=f"Ask beside it, in the same window:  {{metric: {metric}, within: …}}",
                    severity=Severity.WARNING,
                )


def _overlap(flow: Flow) -> Iterator[Problem]:
    """T08: re-entry counts from the last entry, so a run may start beside one that goes on."""
    if flow.reentry.mode != "after" or flow.reentry.span is None or flow.reentry.span.unit == "month":
        return
    longest, pause = _longest(flow.steps, 0), flow.reentry.span.total_minutes
    if longest is not None and pause < longest:
        message = (
            f"people may enter again after {flow.reentry.span}, but a run takes {from_minutes(longest)}: two overlap"
        )
        hint = f"Write  reentry: after {_rounded(longest)}  or more, unless both are meant"
        yield Problem(code="FLW204", message=message, path=("reentry",), hint=hint, severity=Severity.WARNING)


def _rounded(minutes: int) -> str:
    """In whole hours, or days from two days on."""
    hours = -(-minutes // 60)
    return str(from_minutes(hours * 60 if hours < 48 else -(-hours // 24) * 1440))


def _longest(steps: Sequence[AnyStep], start: int) -> int | None:
    """Minutes from the run's start to the end of its longest way; None when a wait has no length of its own."""
    total = start
    for step in steps:
        kind = type(step)
        if isinstance(step, Wait):
            if step.span.unit == "month":
                return None
            total = max(total, step.span.total_minutes) if step.from_start else total + step.span.total_minutes
        elif kind is StockWait or kind is DateWait:
            return None
        elif kind in BRANCHING:
            ways = [_longest(branch.steps, total) for branch in branches(step)]
            known = [way for way in ways if way is not None]
            if len(known) < len(ways):
                return None
            total = max([total, *known])
    return total


def _both_at_once(exit_when: Condition) -> Iterator[Problem]:
    """The trap of the groups: whoever did one of the two things is meant to leave."""
    if isinstance(exit_when, All) and sum(isinstance(one, HasEvents) for one in exit_when.of) > 1:
        names = [one.metric for one in exit_when.of if isinstance(one, HasEvents)]
        message = f"only who did both, {' and '.join(names)}, leaves"
        if len(names) > 2:
            message = f"only who did all of {', '.join(names)} leaves"
        hint = "If one of them is enough, write any: instead of all:"
        yield Problem(code="FLW205", message=message, path=("exit_when", "all"), hint=hint, severity=Severity.WARNING)


def _nearly_everybody(only_if: Condition, path: Path) -> Iterator[Problem]:
    """`any: [{not: A}, {not: B}]` holds unless somebody did both."""
    if isinstance(only_if, AnyOf) and len(only_if.of) > 1 and all(isinstance(one, Not) for one in only_if.of):
        message = "this skips only who meets every one of them: any: of several not: holds for nearly everybody"
        hint = "If one of them is enough to be skipped, write  not: {any: […]}"
        yield Problem(code="FLW205", message=message, path=(*path, "any"), hint=hint, severity=Severity.WARNING)
