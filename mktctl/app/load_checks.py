"""What only shows when all files are known."""

from collections.abc import Iterator, Mapping

from mktctl.diagnostics import Severity
from mktctl.model.address import Address
from mktctl.model.flow import Email, Flow
from mktctl.model.places import Problem
from mktctl.model.steps import all_steps
from mktctl.model.template import TemplateSource


def unused_templates(
    sources: Mapping[str, TemplateSource], flows: Mapping[str, Flow]
) -> Iterator[tuple[Address, Problem]]:
    """Templates that no flow sends and that are not kept in the library: nothing is made of them."""
    used = {step.template for flow in flows.values() for step in all_steps(flow.steps) if type(step) is Email}
    for ref, source in sources.items():
        if ref not in used and not source.library:
            message = "no flow sends this template, so nothing is made of it"
            hint = "Use it in a step  - email: …,  or keep it in Klaviyo's library:  library: true"
            problem = Problem(code="TPL005", message=message, path=(), hint=hint, severity=Severity.NOTE)
            yield Address(kind="template", ref=ref), problem
