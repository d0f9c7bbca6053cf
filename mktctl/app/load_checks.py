"""What only shows when all files are known."""

from collections.abc import Iterator, Mapping
from typing import Final

from mktctl.diagnostics import Severity
from mktctl.model.address import Address
from mktctl.model.flow import Alert, Email, Flow, Push, Sms, WhatsApp
from mktctl.model.places import Problem
from mktctl.model.steps import all_steps
from mktctl.model.template import TemplateSource, WrittenTemplate

_MESSAGES: Final = frozenset({Email, Sms, Push, WhatsApp, Alert})


def unused_templates(
    sources: Mapping[str, WrittenTemplate], flows: Mapping[str, Flow]
) -> Iterator[tuple[Address, Problem]]:
    """Templates that nothing sends and that are not kept in the library: nothing is made of them."""
    used: set[str] = set()
    for flow in flows.values():
        for step in all_steps(flow.steps):
            if type(step) in _MESSAGES:
                assert isinstance(step, Email | Sms | Push | WhatsApp | Alert)
                used.add(step.template or "")
                if (test := getattr(step, "ab_test", None)) is not None:
                    used.update(variant.template for variant in test.variants)
    for ref, source in sources.items():
        kept = isinstance(source, TemplateSource) and source.library
        if ref not in used and not kept:
            channel = "email" if isinstance(source, TemplateSource) else source.channel
            message = "no flow sends this template, so nothing is made of it"
            hint = f"Use it in a step  - {channel}: …"
            hint += ",  or keep it in Klaviyo's library:  library: true" if channel == "email" else ""
            problem = Problem(code="TPL005", message=message, path=(), hint=hint, severity=Severity.NOTE)
            yield Address(kind="template", ref=ref), problem
