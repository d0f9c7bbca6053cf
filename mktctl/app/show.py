"""`mktctl show`: one resource with everything resolved: what it is, what it names, and what is sent for it."""

from datetime import datetime
from typing import Any, Final

import msgspec

from mktctl.app.graph import declared, file_of, name_of, require
from mktctl.model.address import Address
from mktctl.model.bindings import State
from mktctl.model.project import Environment
from mktctl.model.template import EmailTemplate, PushTemplate, SmsTemplate, Template
from mktctl.model.workspace import Workspace
from mktctl.planning.campaign_desired import desired_campaigns
from mktctl.planning.changes import Change
from mktctl.planning.desired import Desired, desired_resources
from mktctl.planning.plan import build_plan
from mktctl.planning.references import Reference, references
from mktctl.planning.seen import Account, Seen

_WORDS_MAX: Final = 400
"""Characters of a text that are shown of a message."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One resource. `changes` is how an empty account would get it: one, or one for each date of a campaign that comes
    again, none of what is made together with something else. `documents` are what is sent, by address.
    """

    address: Address
    name: str
    file: str
    description: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    names: tuple[Reference, ...] = ()
    named_by: tuple[Reference, ...] = ()
    changes: tuple[Change, ...] = ()
    documents: dict[str, dict[str, Any]] = {}


def show(workspace: Workspace, environment: Environment, address: Address, now: datetime) -> Shown:
    """`now` is the account's present: campaigns that come again have their next dates counted from it.

    Raises UsageError for what no file declares.
    """
    known = declared(workspace)
    require(address, known)
    resource = known[address]
    found = references(workspace)
    zone = workspace.project.shop.timezone
    everything: dict[Address, Desired] = {
        **desired_resources(workspace, environment),
        **desired_campaigns(workspace, environment, now=now, zone=zone),
    }
    own = {one: desired for one, desired in everything.items() if _is_of(one, address)}
    return Shown(
        address=address,
        name=name_of(resource),
        file=file_of(workspace, address),
        description=str(getattr(resource, "description", "") or ""),
        facts=tuple(_facts(resource)),
        names=tuple(one for one in found if one.source == address),
        named_by=tuple(one for one in found if one.target == address),
        changes=_changes(workspace, environment, everything, own, now) if own else (),
        documents={str(one): dict(desired.document) for one, desired in own.items()},
    )


def _is_of(one: Address, address: Address) -> bool:
    """The resource itself, or a date of the campaign."""
    return one.kind == address.kind and one.ref.partition("@")[0] == address.ref


def _changes(
    workspace: Workspace,
    environment: Environment,
    everything: dict[Address, Desired],
    own: dict[Address, Desired],
    now: datetime,
) -> tuple[Change, ...]:
    zone = workspace.project.shop.timezone
    seen = Seen(account=Account(id="", name="", timezone=zone, now=now), objects=())
    plan = build_plan(workspace, environment, seen, State(account=""), everything=everything, targets=own)
    return tuple(change for change in plan.changes if change.address in own)


def _facts(resource: object) -> list[tuple[str, str]]:
    if not isinstance(resource, Template):
        return [(word, str(value)) for word in ("status",) if (value := getattr(resource, word, None))]
    facts: list[tuple[str, str]] = [("channel", resource.channel)]
    match resource:
        case EmailTemplate():
            facts += [("subject", resource.subject), ("preview text", resource.preview_text)]
            facts += [("size", f"{len(resource.html.encode()) / 1024:.0f} kB of HTML")]
        case SmsTemplate():
            facts += [("text", resource.body)]
        case PushTemplate():
            facts += [("title", resource.title), ("text", resource.body)]
            facts += [("buttons", ", ".join(button.label for button in resource.buttons))]
    return [(word, text[:_WORDS_MAX]) for word, text in facts if text]
