"""Everything about a flow that Klaviyo cannot express, or would drop in silence."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mktctl.diagnostics import Severity
from mktctl.model.condition import Condition
from mktctl.model.flow import AnyStep, Email, ExitIf, Flow, If, MetricTrigger, Wait, Webhook
from mktctl.model.places import Path, Problem
from mktctl.wire.conditions.compile import condition_problems
from mktctl.wire.conditions.place import Place
from mktctl.wire.flows import ends, splits
from mktctl.wire.flows.filters import filter_problems
from mktctl.wire.flows.reentry import reentry_refusal
from mktctl.wire.flows.tree import MANY_ACTIONS, MAX_ACTIONS, action_count, lay_out
from mktctl.wire.flows.triggers import compile_where, trigger_metric
from mktctl.wire.flows.waits import Refused, remaining
from mktctl.wire.flows.zones import DELAY_ZONES

_MAX_SUBJECT: Final = 250
"""Characters of subject and of preview text that the API takes (field report 70890170893)."""
_FEWER_COPIES: Final = "Let one side end with exit, or write only_if: on the messages instead; nothing is copied then."


def check_flow(flow: Flow, *, segments: Mapping[str, Condition]) -> list[Problem]:
    """All findings, with paths into the flow's file; `segments` are the definitions to inline by ref."""
    problems: list[Problem] = []
    if isinstance(flow.trigger, MetricTrigger):
        problems += compile_where(flow.trigger)[1]
    if reason := reentry_refusal(flow.reentry):
        problems.append(Problem(code="FLW101", message=f"reentry: {reason}", path=("reentry",)))
    problems += filter_problems(flow, segments)
    metric = trigger_metric(flow.trigger)
    for path, step in _steps(flow.steps, ("steps",)):
        problems += _step(step, path, segments, metric)
    problems += ends.unreachable(flow.steps)
    problems += ends.trailing_waits(flow.steps)
    problems += _size(flow)
    return problems


def _steps(steps: Sequence[AnyStep], path: Path) -> Iterator[tuple[Path, AnyStep]]:
    for index, step in enumerate(steps):
        here = (*path, index)
        yield here, step
        if type(step) is If:
            yield from _steps(step.then, (*here, "then"))
            yield from _steps(step.otherwise, (*here, "else"))


def _step(step: AnyStep, path: Path, segments: Mapping[str, Condition], metric: str | None) -> Iterator[Problem]:
    match step:
        case Email(only_if=only_if):
            if only_if is not None:
                yield from condition_problems(only_if, place=Place.MESSAGE, segments=segments, path=(*path, "only_if"))
            yield from _lengths(step, path)
        case Wait(zone=zone):
            if (step.at or step.weekdays) and zone != "recipient" and zone not in DELAY_ZONES:
                yield Problem(
                    code="WAI105",
                    message=f"Klaviyo does not know the time zone {zone}",
                    path=(*path, "wait"),
                    hint="Write its main name, such as Asia/Kolkata for Asia/Calcutta; or recipient.",
                )
        case If(condition=condition):
            yield from _split(condition, (*path, "if"), segments, metric)
        case ExitIf(condition=condition):
            yield from _split(condition, (*path, "exit_if"), segments, metric)
        case Webhook(only_if=only_if) if only_if is not None:
            yield Problem(
                code="FLW105",
                message="a webhook has no filter of its own on Klaviyo",
                path=(*path, "only_if"),
                hint="Put the webhook into the then: of an if:.",
            )


def _split(
    condition: Condition, path: Path, segments: Mapping[str, Condition], metric: str | None
) -> tuple[Problem, ...]:
    place = splits.PLACES[splits.kind_of(condition)]
    return condition_problems(condition, place=place, segments=segments, metric=metric, path=path)


def _lengths(step: Email, path: Path) -> Iterator[Problem]:
    for word, text in (("subject", step.subject), ("preview_text", step.preview_text)):
        if len(text) > _MAX_SUBJECT:
            message = f"{word} has {len(text)} characters; Klaviyo takes {_MAX_SUBJECT}"
            yield Problem(code="FLW106", message=message, path=(*path, word))


def _size(flow: Flow) -> Iterator[Problem]:
    """How many actions, and waits that cannot be worked out where a copy of them stands."""
    count = action_count(flow.steps)
    if count > MAX_ACTIONS:
        told = f"{count}" if count < 100 * MAX_ACTIONS else "far too many"
        yield Problem(
            code="FLW103",
            message=f"becomes {told} actions, because Klaviyo copies what follows an if behind both sides; "
            f"{MAX_ACTIONS} is the limit",
            path=("steps",),
            hint=_FEWER_COPIES,
        )
        return
    if count > MANY_ACTIONS:
        yield Problem(
            code="FLW102",
            message=f"becomes {count} actions, because what follows an if is copied behind both sides",
            path=("steps",),
            hint=_FEWER_COPIES,
            severity=Severity.WARNING,
        )
    refused: dict[tuple[Path, str], Problem] = {}
    for at, left in _waits(flow):
        if type(left) is Refused:
            path = (*at, "wait")
            problem = Problem(code=left.code, message=left.message, hint=left.hint, path=path)
            refused.setdefault((path, left.code), problem)
    yield from refused.values()


def _waits(flow: Flow) -> Iterator[tuple[Path, Wait | Refused | None]]:
    """Each wait and what is left of it. Only one that counts from the start depends on the way that leads to it."""
    waits = [(path, step) for path, step in _steps(flow.steps, ("steps",)) if type(step) is Wait]
    if any(step.from_start for _, step in waits):
        yield from ((placed.path, placed.refused) for placed in lay_out(flow.steps))
    else:
        yield from ((path, remaining(step, None)) for path, step in waits)
