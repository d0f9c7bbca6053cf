"""What the files want, as symbolic documents in the order in which they can be made."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from mktctl.model.address import Address, Kind, parse_address
from mktctl.model.condition import Condition
from mktctl.model.flow import Flow, RawStep, RawTrigger, Status
from mktctl.model.project import Environment
from mktctl.model.steps import all_steps
from mktctl.model.workspace import Workspace
from mktctl.planning.action_parts import WITH_STATUS, every_action, message_of
from mktctl.planning.content_needs import content_needs, coupon_addresses
from mktctl.planning.documents import Document, digest, pruned, symbolic
from mktctl.wire.coupons import encode_coupon
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.ids import Symbolic
from mktctl.wire.lists import encode_list
from mktctl.wire.segments import encode_segment
from mktctl.wire.templates import encode_template
from mktctl.wire.universal_content import encode_universal_content

SecretOf = Callable[[str], str | None]
"""The value of a secret by its name, or None when it is not at hand."""

_SECRET: Final = re.compile(r"\{secret:(\w+)\}")
_TEMPLATE: Final = "template/"
RANK: Final[Mapping[str, int]] = {"draft": 0, "manual": 1, "live": 2}
"""How much a status lets out."""


class Desired(msgspec.Struct, frozen=True, kw_only=True):
    """One resource as wanted.

    `document` is symbolic and pruned; `contents` maps each template that a flow's mails copy to the digest of its
    HTML and text; `statuses` maps compiled action keys to their wanted status; `needs` are the addresses that it names.
    """

    address: Address
    name: str
    document: Document
    tags: tuple[str, ...] = ()
    needs: tuple[Address, ...] = ()
    status: Status = "draft"
    contents: dict[str, str] = {}
    statuses: dict[str, str] = {}
    moved_from: str | None = None
    secrets: dict[str, dict[str, str | None]] = {}
    """A webhook's key to header to the digest of its secret's present value; None when that is not at hand."""
    raw: frozenset[str] = frozenset()
    """Keys of actions in the platform's own words: what the files leave open there, the platform may fill."""
    raw_trigger: bool = False

    @property
    def digest(self) -> str:
        """Of everything that apply would send for it."""
        return digest([self.document, self.tags, self.status, self.contents, self.statuses])


def capped(status: Status, environment: Environment) -> Status:
    """The status that this environment allows at most (`status_at_most`)."""
    return min(status, environment.status_at_most, key=lambda one: RANK[one])


def inlined_segments(workspace: Workspace) -> dict[str, Condition]:
    """Definitions of the workspace's own segments by ref, for inlining (P3)."""
    return {ref: one.who for ref, one in workspace.segments.items() if one.who is not None}


def template_digest(workspace: Workspace, ref: str) -> str:
    """Digest of what is sent for a template: HTML and text, not its name."""
    attributes = encode_template(workspace.templates[ref])
    return digest([attributes.get("html"), attributes.get("text")])


def desired_resources(
    workspace: Workspace, environment: Environment, secret: SecretOf = lambda name: None
) -> dict[Address, Desired]:
    """Every resource that the files manage, but for campaigns, in the order in which one can name the other."""
    return {one.address: one for one in _all(workspace, environment, secret)}


def _all(workspace: Workspace, environment: Environment, secret: SecretOf) -> Iterator[Desired]:
    segments = inlined_segments(workspace)
    for contact_list in workspace.project.lists.values():
        address = Address(kind="list", ref=contact_list.ref)
        wanted: Document = {} if contact_list.external else pruned(encode_list(contact_list))
        yield Desired(address=address, name=contact_list.name, document=wanted, tags=contact_list.tags)
    for segment in workspace.segments.values():
        address = Address(kind="segment", ref=segment.ref)
        document: Document = {}
        if segment.who is not None:
            sent = encode_segment(segment, segments=segments, ids=Symbolic())
            document = pruned({**sent, "is_active": segment.active})
        yield Desired(
            address=address,
            name=segment.name,
            document=document,
            tags=segment.tags,
            needs=named_addresses(document),
            moved_from=segment.moved_from,
        )
    yield from _shared(workspace)
    for template in workspace.templates.values():
        if template.library:
            address = Address(kind="template", ref=template.ref)
            yield Desired(
                address=address,
                name=template.name,
                document=pruned(encode_template(template)),
                needs=content_needs(workspace, [template.ref], None),
                moved_from=template.moved_from,
            )
    for flow in workspace.flows.values():
        flow_wanted = _flow(flow, workspace, environment, segments)
        yield msgspec.structs.replace(flow_wanted, secrets=_secrets(flow_wanted.document, secret))


def _shared(workspace: Workspace) -> Iterator[Desired]:
    """Coupons with codes of their own, and universal blocks."""
    for coupon in workspace.project.coupons.values():
        if coupon.pool is not None:
            address = Address(kind="coupon", ref=coupon.ref)
            yield Desired(address=address, name=coupon.pool, document=pruned(encode_coupon(coupon)))
    for block in workspace.project.universal_content.values():
        html = workspace.universal_blocks.get(block.ref, block.html)
        yield Desired(
            address=Address(kind="universal-content", ref=block.ref),
            name=block.name,
            document=encode_universal_content(block, html),
            needs=tuple(sorted(coupon_addresses(workspace.project, [html]))),
        )


def _flow(flow: Flow, workspace: Workspace, environment: Environment, segments: Mapping[str, Condition]) -> Desired:
    document = pruned(encode_flow(flow, segments=segments, ids=Symbolic()))
    document["definition"].setdefault("actions", [])  # `steps: [exit]`
    cap = capped(flow.status, environment)
    keys = [action["temporary_id"] for action in document["definition"]["actions"]]
    raw = {step.key for step in all_steps(flow.steps) if type(step) is RawStep}
    statuses = {}
    for action in document["definition"]["actions"]:
        wanted = status_of(action)
        if wanted is None and action["temporary_id"].rpartition("+")[2] in raw and action["type"] in WITH_STATUS:
            wanted = flow.status  # as every step that does not say (P45)
        if wanted is not None:
            statuses[action["temporary_id"]] = min(wanted, cap, key=lambda one: RANK[one])
    copied = copied_templates(document["definition"])
    return Desired(
        address=Address(kind="flow", ref=flow.ref),
        name=flow.name,
        document=document,
        tags=flow.tags,
        needs=(*named_addresses(document["definition"]), *content_needs(workspace, copied, document["definition"])),
        status=cap,
        contents={ref: template_digest(workspace, ref) for ref in copied},
        statuses=statuses,
        moved_from=flow.moved_from,
        raw=frozenset(key for key in keys if key.rpartition("+")[2] in raw),
        raw_trigger=isinstance(flow.trigger, RawTrigger),
    )


def copied_templates(definition: Mapping[str, Any]) -> list[str]:
    """Refs of the mails that the flow's messages are copies of, those of A/B tests and alerts too."""
    names = {str(message_of(action).get("template_id")) for action in every_action(definition["actions"])}
    return sorted(name.removeprefix(_TEMPLATE) for name in names if name.startswith(_TEMPLATE))


def _secrets(document: Document, secret: SecretOf) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {}
    for action in document["definition"]["actions"]:
        for header, name in secret_headers(action).items():
            value = secret(name)
            found.setdefault(action["temporary_id"], {})[header] = None if value is None else secret_digest(value)
    return found


def secret_headers(action: Mapping[str, Any]) -> dict[str, str]:
    """Headers of a webhook that hold a secret's placeholder, with the secret's name."""
    named = {header: _SECRET.fullmatch(text) for header, text in header_values(action).items()}
    return {header: found[1] for header, found in named.items() if found is not None}


def header_values(action: Mapping[str, Any]) -> dict[str, str]:
    """The headers of a webhook; none of any other action."""
    if action["type"] != "send-webhook":
        return {}
    return dict((action["data"].get("message") or {}).get("headers") or {})


def template_of(desired: Desired, key: str) -> str | None:
    """The ref of the template that the mail of that compiled key is a copy of; None where the key names none."""
    name = str(message_of(action_of(desired, key) or {}).get("template_id", ""))
    return name.removeprefix(_TEMPLATE) if name.startswith(_TEMPLATE) else None


def action_of(desired: Desired, key: str) -> Document | None:
    """The wanted action of that compiled key, or the part of an A/B test."""
    actions = every_action(desired.document["definition"]["actions"])
    return next((action for action in actions if action.get("temporary_id") == key), None)


def secret_digest(value: str) -> str:
    """What may be remembered of a secret: enough to see that it was exchanged."""
    return digest(["secret", value])


def status_of(action: Mapping[str, Any]) -> str | None:
    """The status of an action; None for waits and splits, which have none."""
    status = (action.get("data") or {}).get("status")
    return str(status) if status is not None else None


def named_addresses(document: Any) -> tuple[Address, ...]:
    """Every list, segment and metric whose id a symbolic document needs."""
    found: set[Address] = set()

    def note(kind: Kind, name: str) -> None:
        address = parse_address(name)
        if address is not None and address.kind == kind and kind != "template":
            found.add(address)

    symbolic(document, note)
    return tuple(sorted(found))
