"""Who names whom: every reference between two resources of the workspace, with its role."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from mktctl.model.ab_test import Variant
from mktctl.model.address import Address
from mktctl.model.campaign import Campaign
from mktctl.model.flow import Flow, ListUpdate
from mktctl.model.project import Project
from mktctl.model.references import named_in
from mktctl.model.steps import BRANCHING, all_steps
from mktctl.model.template import EmailTemplate, SmsTemplate, Template
from mktctl.model.workspace import Workspace

STARTED_BY: Final = "is started by"
ASKS: Final = "asks about"
SENDS: Final = "sends"
CHANGES: Final = "changes"
SENT_TO: Final = "goes to"
LEAVES_OUT: Final = "leaves out"
OFFERS: Final = "offers"
EMBEDS: Final = "embeds"


class Reference(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """`flow/welcome is started by metric/registered`: the role is read from the source to the target."""

    source: Address
    role: str
    target: Address


def references(workspace: Workspace) -> tuple[Reference, ...]:
    """Each reference once, in the order of the files. Inlined segments are named, not entered."""
    return tuple(dict.fromkeys(_all(workspace)))


def _all(workspace: Workspace) -> Iterator[Reference]:
    for segment in workspace.segments.values():
        yield from _named(Address(kind="segment", ref=segment.ref), ASKS, segment.who)
    for flow in workspace.flows.values():
        yield from _flow(flow)
    for campaign in workspace.campaigns.values():
        yield from _campaign(campaign)
    for template in (*workspace.templates.values(), *workspace.messages.values()):
        yield from _template(template, workspace.project)


def _flow(flow: Flow) -> Iterator[Reference]:
    source = Address(kind="flow", ref=flow.ref)
    yield from _named(source, STARTED_BY, flow.trigger)
    yield from _named(source, ASKS, (flow.only_if, flow.exit_when))
    for step in all_steps(flow.steps):
        if type(step) in BRANCHING:  # the steps below have their own turn
            conditions = (getattr(step, "condition", None), *(one.condition for one in getattr(step, "cases", ())))
            yield from _named(source, ASKS, conditions)
        elif isinstance(step, ListUpdate):
            yield from _named(source, CHANGES, step)
        else:
            yield from (_by_kind(source, target) for target in named_in(step))


def _campaign(campaign: Campaign) -> Iterator[Reference]:
    source = Address(kind="campaign", ref=campaign.ref)
    yield from _named(source, SENT_TO, campaign.audience.include)
    yield from _named(source, LEAVES_OUT, campaign.audience.exclude)
    variants: tuple[Variant, ...] = campaign.ab_test.variants if campaign.ab_test is not None else ()
    yield from _named(source, SENDS, (campaign.message, *(issue.message for issue in campaign.issues), *variants))


def _template(template: Template, project: Project) -> Iterator[Reference]:
    """Coupons and shared blocks, by what the build step made of them."""
    source = Address(kind="template", ref=template.ref)
    text = _text(template)
    for coupon in project.coupons.values():
        if f"coupon_code '{coupon.pool}'" in text or (coupon.code and coupon.code in text):
            yield Reference(source=source, role=OFFERS, target=Address(kind="coupon", ref=coupon.ref))
    for ref in project.universal_content:
        if f'"universal-content/{ref}"' in text:
            yield Reference(source=source, role=EMBEDS, target=Address(kind="universal-content", ref=ref))


def _text(template: Template) -> str:
    match template:
        case EmailTemplate():
            return "\n".join((template.subject, template.preview_text, template.html, template.text or ""))
        case SmsTemplate():
            return template.body
    return ""


def _named(source: Address, role: str, value: Any) -> Iterator[Reference]:
    return (Reference(source=source, role=role, target=target) for target in named_in(value))


def _by_kind(source: Address, target: Address) -> Reference:
    return Reference(source=source, role=SENDS if target.kind == "template" else ASKS, target=target)
