"""What Klaviyo cannot express of one step."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from mktctl.model.condition import Condition
from mktctl.model.flow import (
    Alert,
    AnyStep,
    DateWait,
    Email,
    ExitIf,
    If,
    Push,
    RawStep,
    Sms,
    Split,
    Switch,
    Wait,
    Webhook,
    WhatsApp,
)
from mktctl.model.places import Path, Problem
from mktctl.model.steps import BRANCHING, branches
from mktctl.wire.conditions.compile import condition_problems
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import WRONG_PLACE
from mktctl.wire.flows import splits
from mktctl.wire.flows.draws import share_problems
from mktctl.wire.flows.tree import is_copied_behind
from mktctl.wire.flows.zones import zone_problem

_MAX_SUBJECT: Final = 250
"""Characters of subject and of preview text that the API takes (field report 70890170893)."""
_KLAVIYOS_OWN: Final = frozenset({"code", "internal-service"})
"""Actions that can be read and never be created (klaviyo-api.md section 2)."""


class InFlow(msgspec.Struct, frozen=True, kw_only=True):
    """What the judgement of a step needs to know of its flow."""

    metric: str | None
    segments: Mapping[str, Condition]


def step_problems(step: AnyStep, path: Path, flow: InFlow) -> Iterator[Problem]:
    """All findings about the step itself, not about those below it."""
    match step:
        case Email() | Sms() | Push() | WhatsApp():
            yield from _message(step, path, flow)
        case Alert(subject=subject):
            yield from _length("subject", subject, path)
        case Wait(zone=zone) | DateWait(zone=zone):
            found = zone_problem(zone, (*path, "wait")) if step.at or step.weekdays else None
            if found is not None:
                yield found
        case If(condition=condition):
            yield from _either(condition, (*path, "if"), flow)
        case ExitIf(condition=condition):
            yield from _either(condition, (*path, "exit_if"), flow)
        case Switch(cases=cases):
            for index, one in enumerate(cases):
                yield from _asked(one.condition, Place.BRANCH, (*path, "switch", index, "if"), flow)
        case Split():
            yield from share_problems(step, path)
        case Webhook(only_if=only_if) if only_if is not None:
            yield Problem(
                code="FLW105",
                message="a webhook has no filter of its own on Klaviyo",
                path=(*path, "only_if"),
                hint="Put the webhook into the then: of an if:.",
            )
        case RawStep():
            yield from _raw(step, path)


def copied_tests(steps: Sequence[AnyStep], path: Path = ("steps",), *, copied: bool = False) -> Iterator[Problem]:
    """A/B tests that would become several, each with a part of the people (P12)."""
    for index, step in enumerate(steps):
        here = (*path, index)
        if copied and isinstance(step, Email | Sms) and step.ab_test is not None:
            yield Problem(
                code="FLW108",
                message="this A/B test stands where several ways meet; Klaviyo copies it behind each of them, "
                "and every copy would be a test of its own with a part of the people",
                path=(*here, "ab_test"),
                hint="Move the test in front of the if:, switch: or split:, or let all ways but one end with exit.",
            )
        if type(step) in BRANCHING:
            ways = branches(step)
            for branch in ways:
                yield from copied_tests(branch.steps, (*here, *branch.path), copied=copied)
            copied = copied or is_copied_behind(ways)


def _message(step: Email | Sms | Push | WhatsApp, path: Path, flow: InFlow) -> Iterator[Problem]:
    if step.only_if is not None:
        yield from _asked(step.only_if, Place.MESSAGE, (*path, "only_if"), flow)
    if isinstance(step, Email):
        yield from _length("subject", step.subject, path)
        yield from _length("preview_text", step.preview_text, path)
        for variant in step.ab_test.variants if step.ab_test is not None else ():
            if variant.subject != step.subject:
                yield from _length("subject", variant.subject, (*path, "ab_test", "variants"), at=variant.name)


def _length(word: str, text: str, path: Path, *, at: str = "") -> Iterator[Problem]:
    if len(text) > _MAX_SUBJECT:
        message = f"{word} has {len(text)} characters; Klaviyo takes {_MAX_SUBJECT}"
        yield Problem(code="FLW106", message=message, path=(*path, at or word))


def _either(condition: Condition, path: Path, flow: InFlow) -> Iterator[Problem]:
    kind = splits.kind_of(condition)
    found = _asked(condition, splits.PLACES[kind], path, flow)
    yield from found
    if kind is splits.Split.EVENT and flow.metric is None and not found:
        yield Problem(code=WRONG_PLACE, message="this asks about an event, and no event starts this flow", path=path)


def _asked(condition: Condition, place: Place, path: Path, flow: InFlow) -> tuple[Problem, ...]:
    metric = None if place in (Place.SPLIT, Place.MESSAGE) else flow.metric
    return condition_problems(condition, place=place, segments=flow.segments, metric=metric, path=path)


def _raw(step: RawStep, path: Path) -> Iterator[Problem]:
    type_, here = step.json["type"], (*path, "raw", "type")
    if type_ == "target-date":
        message = "target-date is the first action of a flow that a date starts, and mktctl puts it there"
        yield Problem(code="FLW111", message=message, path=here, hint="Remove the step.")
    elif type_ in _KLAVIYOS_OWN:
        hint = "Leave a flow that needs it to Klaviyo's own editor."
        yield Problem(code="FLW111", message=f"{type_} is an action that only Klaviyo can make", path=here, hint=hint)
