"""What messages say, held against who sends them: the event that they read, the way out that the law wants."""

import itertools
from collections.abc import Collection, Iterator, Mapping
from typing import Final

import msgspec

from mktctl.app.load_uses import Survey, Use, uses_in_campaign, uses_in_flow
from mktctl.content.footer import footer_problems
from mktctl.content.message_checks import has_way_out
from mktctl.content.message_texts import texts_of
from mktctl.content.variables import PROBLEMS_MAX, event_problems
from mktctl.model.address import Address
from mktctl.model.flow import DateTrigger, Flow, ListTrigger, MetricTrigger, SegmentTrigger
from mktctl.model.places import Path, Problem
from mktctl.model.project import Metric, Project
from mktctl.model.template import SmsTemplate, Template, TemplateSource, WrittenTemplate
from mktctl.model.workspace import Workspace

_EVENTLESS: Final = (ListTrigger, SegmentTrigger, DateTrigger)


def undeclared_events(whole: Workspace, surveys: Mapping[str, Survey]) -> Iterator[tuple[Address, list[Problem]]]:
    """For each flow and campaign what its messages read and its event does not have, where they are named (P48).

    What events of a price drop or of low stock hold is the platform's business; a raw trigger is the author's.
    """
    templates: dict[str, Template] = {**whole.templates, **whole.messages}
    reading = {ref: template for ref, template in templates.items() if _may_read_events(template)}
    if not reading:
        return
    judged: dict[tuple[str, str | None, str], list[Problem]] = {}

    def judge(uses: Iterator[Use], metric: Metric | None, starts: str) -> list[Problem]:
        found: list[Problem] = []
        for use in uses:
            if (template := reading.get(use.template)) is None:
                continue
            key = (template.ref, metric.ref if metric is not None else None, starts)
            if key not in judged:
                judged[key] = event_problems(template, metric, path=(), starts=starts)
            found += (msgspec.structs.replace(problem, path=use.path) for problem in judged[key])
        return list(itertools.islice(found, PROBLEMS_MAX))

    for ref, flow in whole.flows.items():
        known, metric = _event(flow, whole.project)
        if known and _sends_one_of(surveys[ref], reading):
            yield Address(kind="flow", ref=ref), judge(uses_in_flow(flow), metric, "this flow")
    for ref, campaign in whole.campaigns.items():
        yield Address(kind="campaign", ref=ref), judge(uses_in_campaign(campaign), None, "a campaign")


def _sends_one_of(survey: Survey, reading: Collection[str]) -> bool:
    return any(step.template in reading or getattr(step, "ab_test", None) is not None for step in survey.messages)


def _event(flow: Flow, project: Project) -> tuple[bool, Metric | None]:
    """Whether it is known what starts the flow, and the metric, None where no event does."""
    if isinstance(flow.trigger, MetricTrigger):
        metric = project.metrics.get(flow.trigger.metric)
        return metric is not None, metric  # else a mistake of its own
    return isinstance(flow.trigger, _EVENTLESS), None


def _may_read_events(template: Template) -> bool:
    """Most do not, and a template is sent by many flows: the word is looked for once."""
    return any("event" in text for text in texts_of(template))


def missing_footers(
    sources: Mapping[str, WrittenTemplate], whole: Workspace, receipts: Collection[str]
) -> Iterator[tuple[Address, list[Problem]]]:
    """For each template what a marketing message lacks; `receipts` are sent only as transactional."""
    for ref, template in whole.templates.items():
        if ref not in receipts:
            problems = list(footer_problems(template, whole.project.brand.address, path=_body_of(sources[ref])))
            yield Address(kind="template", ref=ref), problems
    for ref, message in whole.messages.items():
        if ref not in receipts and isinstance(message, SmsTemplate) and not has_way_out(message):
            hint = "Leave opt_out: out, say STOP in the text, or send it with  transactional: true"
            said = "the message does not say how to unsubscribe"
            yield (
                Address(kind="template", ref=ref),
                [Problem(code="TPL158", message=said, path=("opt_out",), hint=hint)],
            )


def _body_of(source: WrittenTemplate) -> Path:
    assert isinstance(source, TemplateSource)
    return ("source",) if source.source is not None else ("base",)
