"""Steps on lists, segments, library templates, metrics and tags."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from mktctl.app.execution import Execution
from mktctl.app.seeds import seed_event
from mktctl.app.segment_turns import in_turn
from mktctl.diagnostics import OutsideError
from mktctl.klaviyo.coupons import create_coupon, update_coupon
from mktctl.klaviyo.events import create_event
from mktctl.klaviyo.lists import create_list, update_list
from mktctl.klaviyo.metrics import fetch_metrics
from mktctl.klaviyo.remote import Resource
from mktctl.klaviyo.segments import create_segment, update_segment
from mktctl.klaviyo.templates import create_template, update_template
from mktctl.klaviyo.universal_content import create_universal_content, update_universal_content
from mktctl.model.address import Address
from mktctl.model.bindings import Binding, Intent
from mktctl.planning.bound import is_metric
from mktctl.planning.object_changes import content_digest
from mktctl.planning.steps import Bind, Create, Move, SeedMetric, Tag, Update
from mktctl.planning.unfinished import RETIRE
from mktctl.wire.coupons import encode_coupon
from mktctl.wire.lists import encode_list
from mktctl.wire.segments import encode_segment
from mktctl.wire.templates import encode_template
from mktctl.wire.universal_content import encode_universal_content

METRIC_READS_MAX: Final = 10
METRIC_WAIT_SECONDS: Final = 0.5
_CREATE: Final = {
    "list": create_list,
    "segment": create_segment,
    "coupon": create_coupon,
    "universal-content": create_universal_content,
    "template": create_template,
}
_UPDATE: Final = {
    "list": update_list,
    "segment": update_segment,
    "coupon": update_coupon,
    "universal-content": update_universal_content,
    "template": update_template,
}


def bind(step: Bind, run: Execution) -> None:
    """Remember an object that exists, or that it is what is wanted; nothing is sent."""
    run.ids.add(step.address, step.id)
    before = run.ledger.state.bindings.get(str(step.address))
    if before is not None and before.id == step.id:
        run.ledger.bind(step.address, msgspec.structs.replace(before, applied=step.digest, tags=step.tags))
        return
    if step.replaces is not None:
        run.ledger.intend(RETIRE + step.replaces, retirement(step.address, run))
    replaced = (*(before.replaced if before else ()), *((step.replaces,) if step.replaces else ()))
    run.ledger.bind(step.address, Binding(id=step.id, name=step.name, applied=step.digest, replaced=replaced))


def move(step: Move, run: Execution) -> None:
    """The file was renamed: the binding follows; nothing is sent."""
    run.ledger.move(step.source, step.address)
    run.ids.add(step.address, run.ledger.state.bindings[str(step.address)].id)


def create(step: Create, run: Execution) -> None:
    """Create it; what is about to be created is written down first."""
    with run.ledger.intending(str(step.address), creation(step.address, run)):
        resource = _send(step.address, run, lambda: _CREATE[step.address.kind](run.remote, step_attributes(step, run)))
    run.ids.add(step.address, resource["id"])
    run.ledger.bind(step.address, _binding(step.address, step.digest, resource, (), run))


def update(step: Update, run: Execution) -> None:
    """Send the attributes that differ."""
    id_ = run.ledger.state.bindings[str(step.address)].id
    resource = _send(step.address, run, lambda: _UPDATE[step.address.kind](run.remote, id_, step_attributes(step, run)))
    before = run.ledger.state.bindings.get(str(step.address))
    run.ledger.bind(step.address, _binding(step.address, step.digest, resource, before.tags if before else (), run))


def seed_metric(step: SeedMetric, run: Execution) -> None:
    """Send one backfilled event and wait until the metric shows; raises `OutsideError` when it does not."""
    metric = run.workspace.project.metrics[step.address.ref]
    create_event(run.remote, seed_event(metric, run.seen.account.now))
    for _ in range(METRIC_READS_MAX):
        for row in fetch_metrics(run.remote).resources:
            if is_metric(metric, row["attributes"]):
                run.ids.add(step.address, row["id"])
                return
        run.stopwatch.sleep(METRIC_WAIT_SECONDS)
    raise OutsideError(
        f'the metric "{metric.name}" does not show up after its first event', hint="Run apply again in a minute."
    )


def tag(step: Tag, run: Execution) -> None:
    """Add or take away one tag; a tag that the account lacks is made.

    A tag of ours is written down before it is put on, and crossed out after it was taken off: a run that is cut off
    in between may think that it has one too many, never one too few.
    """
    kind = step.address.kind
    body = {"data": [{"type": kind, "id": run.ids.id_of(step.address)}]}
    if step.verb == "add":
        tag_id = run.tags.id_of(step.tag)
        _note_tags(step.address, run, add=(step.tag,))
        run.remote.call(f"tag_{kind}s", path={"id": tag_id}, body=body)
    else:
        run.remote.call(f"remove_tag_from_{kind}s", path={"id": run.tags.id_of(step.tag)}, body=body)
        _note_tags(step.address, run, drop=(step.tag,))


def creation(address: Address, run: Execution) -> Intent:
    """That an object of this name is about to be made, beside those of the name that are there."""
    name = run.resources[address].name
    others = tuple(one.id for one in run.seen.of_kind(address.kind) if one.name == name)
    return Intent(kind=address.kind, name=name, started=run.seen.account.now, others=others)


def retirement(address: Address, run: Execution) -> Intent:
    """That the flow in whose place another is made has to become a draft."""
    return Intent(kind="flow", name=str(address), started=run.seen.account.now)


def step_attributes(step: Create | Update, run: Execution) -> dict[str, Any]:
    """What the step sends, with the account's own ids."""
    attributes = _attributes(step.address, run)
    wanted = step.document if isinstance(step, Create) else step.attributes
    return {key: value for key, value in attributes.items() if key in wanted}


def _send(address: Address, run: Execution, send: Callable[[], Resource]) -> Resource:
    return in_turn(run.remote, run.stopwatch, send) if address.kind == "segment" else send()


def _note_tags(address: Address, run: Execution, *, add: tuple[str, ...] = (), drop: tuple[str, ...] = ()) -> None:
    binding = run.ledger.state.bindings[str(address)]
    tags = tuple(tag for tag in dict.fromkeys((*binding.tags, *add)) if tag not in drop)
    run.ledger.bind(address, msgspec.structs.replace(binding, tags=tags))


def _attributes(address: Address, run: Execution) -> dict[str, Any]:
    match address.kind:
        case "list":
            return encode_list(run.workspace.project.lists[address.ref])
        case "segment":
            segments = {ref: one.who for ref, one in run.workspace.segments.items() if one.who is not None}
            segment = run.workspace.segments[address.ref]
            return {**encode_segment(segment, segments=segments, ids=run.ids), "is_active": segment.active}
        case "coupon":
            return encode_coupon(run.workspace.project.coupons[address.ref])
        case "universal-content":
            block = run.workspace.project.universal_content[address.ref]
            return encode_universal_content(block, run.workspace.universal_blocks[address.ref])
        case "template":
            return encode_template(run.workspace.templates[address.ref], run.ids)
        case _:
            raise AssertionError(f"no attributes for a {address.kind}")


def _binding(address: Address, digest: str, resource: Resource, tags: tuple[str, ...], run: Execution) -> Binding:
    attributes = resource["attributes"]
    blocks = (need for need in run.resources[address].needs if need.kind == "universal-content")
    return Binding(
        id=resource["id"],
        name=str(attributes.get("name") or attributes.get("external_id") or ""),
        applied=digest,
        seen=content_digest(attributes) if address.kind in ("template", "universal-content") else "",
        updated=str(attributes.get("updated") or ""),
        tags=tags,
        needs={str(block): run.ids.id_of(block) for block in blocks},
    )
