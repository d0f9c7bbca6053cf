"""What Klaviyo cannot express of one step."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

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


def step_problems(step: AnyStep, path: Path, flow: InFlow) -> Iterable[Problem]:
    """All findings about the step itself, not about those below it.

    Looked up by type: a `match` asks for one type after the other, at each of the many steps of a workspace.
    """
    look = _LOOKS.get(type(step))
    return look(step, path, flow) if look is not None else ()


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


def _message(step: Email | Sms | Push | WhatsApp, path: Path, flow: InFlow) -> Sequence[Problem]:
    if step.only_if is None:
        return ()
    return _asked(step.only_if, Place.MESSAGE, (*path, "only_if"), flow)


def _mail(step: Email, path: Path, flow: InFlow) -> Iterator[Problem]:
    yield from _message(step, path, flow)
    if len(step.subject) > _MAX_SUBJECT:
        yield _too_long("subject", step.subject, (*path, "subject"))
    if len(step.preview_text) > _MAX_SUBJECT:
        yield _too_long("preview_text", step.preview_text, (*path, "preview_text"))
    for variant in step.ab_test.variants if step.ab_test is not None else ():
        if variant.subject != step.subject and len(variant.subject) > _MAX_SUBJECT:
            yield _too_long("subject", variant.subject, (*path, "ab_test", "variants", variant.name))


def _alert(step: Alert, path: Path, flow: InFlow) -> Iterator[Problem]:
    if len(step.subject) > _MAX_SUBJECT:
        yield _too_long("subject", step.subject, (*path, "subject"))


def _too_long(word: str, text: str, path: Path) -> Problem:
    return Problem(code="FLW106", message=f"{word} has {len(text)} characters; Klaviyo takes {_MAX_SUBJECT}", path=path)


def _wait(step: Wait | DateWait, path: Path, flow: InFlow) -> Sequence[Problem]:
    found = zone_problem(step.zone, (*path, "wait")) if step.at or step.weekdays else None
    return () if found is None else (found,)


def _if(step: If, path: Path, flow: InFlow) -> Iterator[Problem]:
    return _either(step.condition, (*path, "if"), flow)


def _exit_if(step: ExitIf, path: Path, flow: InFlow) -> Iterator[Problem]:
    return _either(step.condition, (*path, "exit_if"), flow)


def _switch(step: Switch, path: Path, flow: InFlow) -> Iterator[Problem]:
    for index, one in enumerate(step.cases):
        yield from _asked(one.condition, Place.BRANCH, (*path, "switch", index, "if"), flow)


def _split(step: Split, path: Path, flow: InFlow) -> Iterable[Problem]:
    return share_problems(step, path)


def _webhook(step: Webhook, path: Path, flow: InFlow) -> Iterator[Problem]:
    if step.only_if is not None:
        yield Problem(
            code="FLW105",
            message="a webhook has no filter of its own on Klaviyo",
            path=(*path, "only_if"),
            hint="Put the webhook into the then: of an if:.",
        )


def _either(condition: Condition, path: Path, flow: InFlow) -> Iterator[Problem]:
    kind = splits.kind_of(condition)
    found = _asked(condition, splits.PLACES[kind], path, flow)
    yield from found
    if kind is splits.Split.EVENT and flow.metric is None and not found:
        yield Problem(code=WRONG_PLACE, message="this asks about an event, and no event starts this flow", path=path)


def _asked(condition: Condition, place: Place, path: Path, flow: InFlow) -> tuple[Problem, ...]:
    metric = None if place in (Place.SPLIT, Place.MESSAGE) else flow.metric
    return condition_problems(condition, place=place, segments=flow.segments, metric=metric, path=path)


def _raw(step: RawStep, path: Path, flow: InFlow) -> Iterator[Problem]:
    type_, here = step.json["type"], (*path, "raw", "type")
    if type_ == "target-date":
        message = "target-date is the first action of a flow that a date starts, and mktctl puts it there"
        yield Problem(code="FLW111", message=message, path=here, hint="Remove the step.")
    elif type_ in _KLAVIYOS_OWN:
        hint = "Leave a flow that needs it to Klaviyo's own editor."
        yield Problem(code="FLW111", message=f"{type_} is an action that only Klaviyo can make", path=here, hint=hint)


_LOOKS: Final[Mapping[type, Callable[[Any, Path, InFlow], Iterable[Problem]]]] = {
    Email: _mail, Sms: _message, Push: _message, WhatsApp: _message, Alert: _alert, Wait: _wait, DateWait: _wait,
    If: _if, ExitIf: _exit_if, Switch: _switch, Split: _split, Webhook: _webhook, RawStep: _raw,
}  # fmt: skip
