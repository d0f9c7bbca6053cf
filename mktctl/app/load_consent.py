"""Text messages to people of whom nobody asked whether they agreed (P58): Klaviyo skips them in silence."""

from collections.abc import Iterator, Mapping, Sequence

from mktctl.app.load_leaves import leaves
from mktctl.diagnostics import Severity
from mktctl.model.campaign import Campaign
from mktctl.model.condition import Condition, Consent
from mktctl.model.flow import AnyStep, ExitIf, Flow, If, SegmentTrigger, Sms, Switch
from mktctl.model.places import Path, Problem
from mktctl.model.steps import branches

Segments = Mapping[str, Condition]


def unasked_in_flow(flow: Flow, segments: Segments) -> Iterator[Problem]:
    """Each marketing SMS without the question, on itself, on the flow, or on the way that leads to it."""
    asked = _asks(flow.only_if, segments)
    if isinstance(flow.trigger, SegmentTrigger):
        asked = asked or _asks(segments.get(flow.trigger.segment), segments)
    if not asked:
        yield from _in_steps(flow.steps, ("steps",), segments)


def unasked_in_campaign(campaign: Campaign, segments: Segments) -> Iterator[Problem]:
    """Segments of its audience that do not ask. Who is on a list has agreed where he joined it."""
    if campaign.channel != "sms":
        return
    for index, address in enumerate(campaign.audience.include):
        if address.kind == "segment" and address.ref in segments and not _asks(segments[address.ref], segments):
            yield Problem(
                code="FLW203",
                message=f"who of {address} has not agreed to SMS gets nothing",
                path=("audience", "include", index),
                hint="Include a segment that asks for it, so that the numbers are right:  who: {consent: sms}",
                severity=Severity.NOTE,
            )


def _in_steps(steps: Sequence[AnyStep], path: Path, segments: Segments) -> Iterator[Problem]:
    for index, step in enumerate(steps):
        here = (*path, index)
        match step:
            case Sms() if not step.transactional and not _asks(step.only_if, segments):
                yield Problem(
                    code="FLW203",
                    message="who has not agreed to SMS is skipped here, without a word",
                    path=(*here, "sms"),
                    hint="Say it, so that readers and the plan see it:  only_if: {consent: sms}",
                    severity=Severity.NOTE,
                )
            case ExitIf() if _asks(step.condition, segments, wanted=False):
                return  # the rest is for those who agreed
        ways = _conditions(step)
        for number, branch in enumerate(branches(step)):
            if number >= len(ways) or not _asks(ways[number], segments):
                yield from _in_steps(branch.steps, (*here, *branch.path), segments)


def _conditions(step: AnyStep) -> tuple[Condition, ...]:
    """What those meet who go the ways of the step, in their order; the last way may have none."""
    match step:
        case If():
            return (step.condition,)
        case Switch():
            return tuple(case.condition for case in step.cases)
    return ()


def _asks(condition: Condition | None, segments: Segments, *, wanted: bool = True) -> bool:
    return condition is not None and any(
        isinstance(leaf.asked, Consent) and leaf.asked.channel == "sms" and leaf.wanted is wanted
        for leaf in leaves(condition, segments)
    )
