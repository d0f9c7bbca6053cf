"""Who sends which template: steps of flows, their variants, campaigns and single issues of them.

Most flows have nothing that most checks look for: what kinds of steps there are is found once, in one walk.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mktctl.model.ab_test import ABTest
from mktctl.model.campaign import Campaign
from mktctl.model.flow import Alert, Email, Flow, Message, Push, Sms, WhatsApp
from mktctl.model.places import Path
from mktctl.model.steps import all_steps, placed_steps

VERBS: Final = {Email: "email", Sms: "sms", Push: "push", WhatsApp: "whatsapp"}
_TESTED: Final = frozenset({Email, Sms})


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
        if (verb := VERBS.get(type(step))) is not None:  # other steps are not among the keys
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


class Survey(NamedTuple):
    """What a flow has, from one walk: the types of its steps, and its messages."""

    kinds: frozenset[type]
    messages: tuple[Message, ...]


def survey(flow: Flow) -> Survey:
    """One walk over the steps."""
    kinds: set[type] = set()
    messages: list[Message] = []
    for step in all_steps(flow.steps):
        kind = type(step)
        kinds.add(kind)
        if kind in VERBS:
            messages.append(step)  # type: ignore[arg-type]  # the keys of VERBS are the types of messages
    return Survey(frozenset(kinds), tuple(messages))


def sent(
    flows: Mapping[str, Flow], surveys: Mapping[str, Survey], campaigns: Mapping[str, Campaign]
) -> tuple[frozenset[str], frozenset[str]]:
    """The templates that are sent as marketing, and those that are sent as something else."""
    marketing: set[str] = set()
    others: set[str] = set()
    for ref, found in surveys.items():
        for step in found.messages:
            kept = others if type(step) is not Push and step.transactional else marketing  # type: ignore[union-attr]
            kept.add(step.template)
            if type(step) in _TESTED and step.ab_test is not None:  # type: ignore[union-attr]  # mails and SMS have one
                kept.update(variant.template for variant in step.ab_test.variants)  # type: ignore[union-attr]
        if Alert in found.kinds:
            others.update(use.template for use in uses_in_flow(flows[ref]) if use.transactional)
    for campaign in campaigns.values():
        marketing.update(use.template for use in uses_in_campaign(campaign))
    return frozenset(marketing), frozenset(others)


def _variants(test: ABTest, own: str, path: Path, *, transactional: bool) -> Iterator[Use]:
    for variant in test.variants:
        if variant.template and variant.template != own:
            yield Use(variant.template, (*path, "ab_test", "variants", variant.name), transactional)
