"""What mails say, held against the flows that send them: the event that they read, the footer that the law wants."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from mktctl.content.footer import footer_problems
from mktctl.content.variables import PROBLEMS_MAX, event_problems
from mktctl.model.address import Address
from mktctl.model.flow import AnyStep, Email, Flow, If, MetricTrigger
from mktctl.model.places import Path, Problem
from mktctl.model.project import Metric, Project
from mktctl.model.template import EmailTemplate, TemplateSource, WrittenTemplate


def undeclared_events(
    flows: Mapping[str, Flow], templates: Mapping[str, EmailTemplate], project: Project
) -> Iterator[tuple[Address, list[Problem]]]:
    """For each flow what its mails read and its event does not have, at the steps that send them (P48)."""
    reading = {ref: template for ref, template in templates.items() if _may_read_events(template)}
    judged: dict[tuple[str, str | None], list[Problem]] = {}

    def judge(template: EmailTemplate, metric: Metric | None) -> list[Problem]:
        key = (template.ref, metric.ref if metric is not None else None)
        if key not in judged:
            judged[key] = event_problems(template, metric, path=())
        return judged[key]

    for ref, flow in flows.items():
        metric = None
        if isinstance(flow.trigger, MetricTrigger):
            metric = project.metrics.get(flow.trigger.metric)
            if metric is None:  # a mistake of its own
                continue
        problems = (
            msgspec.structs.replace(problem, path=(*path, "email"))
            for path, step in _emails(flow.steps, ("steps",))
            if (template := reading.get(step.template)) is not None
            for problem in judge(template, metric)
        )
        yield Address(kind="flow", ref=ref), list(itertools.islice(problems, PROBLEMS_MAX))


def _may_read_events(template: EmailTemplate) -> bool:
    """Most mails do not, and a template is sent by many flows: the word is looked for once."""
    return any(
        "event" in text for text in (template.subject, template.preview_text, template.html, template.text or "")
    )


def missing_footers(
    flows: Mapping[str, Flow],
    sources: Mapping[str, WrittenTemplate],
    templates: Mapping[str, EmailTemplate],
    project: Project,
) -> Iterator[tuple[Address, list[Problem]]]:
    """For each template what a marketing mail lacks. One that flows send only as transactional is a receipt."""
    sent = [step for flow in flows.values() for _, step in _emails(flow.steps, ("steps",))]
    marketing = {step.template for step in sent if not step.transactional}
    receipts = {step.template for step in sent} - marketing
    for ref, template in templates.items():
        if ref not in receipts:
            source = sources[ref]
            assert isinstance(source, TemplateSource)
            path: Path = ("source",) if source.source is not None else ("base",)
            problems = list(footer_problems(template, project.brand.address, path=path))
            yield Address(kind="template", ref=ref), problems


def _emails(steps: Sequence[AnyStep], path: Path) -> Iterator[tuple[Path, Email]]:
    for index, step in enumerate(steps):
        here = (*path, index)
        if type(step) is Email:
            yield here, step
        elif type(step) is If:
            yield from _emails(step.then, (*here, "then"))
            yield from _emails(step.otherwise, (*here, "else"))
