"""Who sends which template: steps of flows, their variants, campaigns and single issues of them."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mktctl.model.ab_test import ABTest
from mktctl.model.address import Address
from mktctl.model.campaign import Campaign
from mktctl.model.flow import Alert, Email, Flow, Push, Sms, WhatsApp
from mktctl.model.places import Path
from mktctl.model.steps import placed_steps

VERBS: Final = {Email: "email", Sms: "sms", Push: "push", WhatsApp: "whatsapp"}


class Use(NamedTuple):
    """`path` is the key that names the template; `transactional` of a message that nobody asked to be advertised to.

    A mail to colleagues (`alert`) counts as transactional.
    """

    template: str
    path: Path
    transactional: bool


def uses_in_flow(flow: Flow) -> Iterator[Use]:
    """In the order of the file."""
    for path, step in placed_steps(flow.steps):
        if (verb := VERBS.get(type(step))) is not None:  # type: ignore[arg-type]  # other steps are not among the keys
            assert isinstance(step, Email | Sms | Push | WhatsApp)
            transactional = not isinstance(step, Push) and step.transactional
            yield Use(step.template, (*path, verb), transactional)
            if isinstance(step, Email | Sms) and step.ab_test is not None:
                yield from _variants(step.ab_test, step.template, path, transactional=transactional)
        elif type(step) is Alert and step.template:
            yield Use(step.template, (*path, "template"), transactional=True)


def uses_in_campaign(campaign: Campaign) -> Iterator[Use]:
    """Its own message, its variants, and the issues that have a template of their own."""
    own = campaign.message.template
    yield Use(own, (campaign.channel,), transactional=False)
    if campaign.ab_test is not None:
        yield from _variants(campaign.ab_test, own, (), transactional=False)
    for issue in campaign.issues:
        if issue.message.template != own:
            path = ("issues", issue.day.isoformat(), campaign.channel)
            yield Use(issue.message.template, path, transactional=False)


def all_uses(flows: Mapping[str, Flow], campaigns: Mapping[str, Campaign]) -> Iterator[tuple[Address, Use]]:
    """Every use with the resource that it stands in."""
    for ref, flow in flows.items():
        address = Address(kind="flow", ref=ref)
        yield from ((address, use) for use in uses_in_flow(flow))
    for ref, campaign in campaigns.items():
        address = Address(kind="campaign", ref=ref)
        yield from ((address, use) for use in uses_in_campaign(campaign))


def _variants(test: ABTest, own: str, path: Path, *, transactional: bool) -> Iterator[Use]:
    for variant in test.variants:
        if variant.template and variant.template != own:
            yield Use(variant.template, (*path, "ab_test", "variants", variant.name), transactional)
