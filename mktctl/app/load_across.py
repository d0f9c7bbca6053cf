"""Every check that needs all files at once, each in time that grows with the files alone."""

from collections.abc import Iterator, Mapping

from mktctl.app.load_checks import equal_names
from mktctl.app.load_consent import unasked_in_campaign
from mktctl.app.load_cycles import cycles
from mktctl.app.load_mails import undeclared_events
from mktctl.app.load_runs import flow_oddities, segment_oddities
from mktctl.app.load_uses import Survey
from mktctl.model.address import Address
from mktctl.model.condition import Condition
from mktctl.model.places import Problem
from mktctl.model.workspace import Workspace


def checks_across(
    whole: Workspace, surveys: Mapping[str, Survey], definitions: Mapping[str, Condition]
) -> Iterator[tuple[Address, list[Problem]]]:
    """Problems by the resource whose file they stand in; `definitions` are the segments that can be inlined."""
    for ref, segment in whole.segments.items():
        yield Address(kind="segment", ref=ref), list(segment_oddities(segment))
    for ref, flow in whole.flows.items():
        yield Address(kind="flow", ref=ref), list(flow_oddities(flow, surveys[ref], definitions))
    for ref, campaign in whole.campaigns.items():
        yield Address(kind="campaign", ref=ref), list(unasked_in_campaign(campaign, definitions))
    yield from undeclared_events(whole, surveys)
    yield from cycles(whole.flows, surveys, definitions)
    for address, problem in equal_names(whole):
        yield address, [problem]
