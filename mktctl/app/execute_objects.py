"""Steps on lists, segments, library templates, metrics and tags."""

from typing import Any, Final

import msgspec

from mktctl.app.execution import Execution
from mktctl.app.seeds import seed_event
from mktctl.diagnostics import OutsideError
from mktctl.klaviyo.events import create_event
from mktctl.klaviyo.lists import create_list, update_list
from mktctl.klaviyo.metrics import fetch_metrics
from mktctl.klaviyo.remote import Resource
from mktctl.klaviyo.segments import create_segment, update_segment
from mktctl.klaviyo.tags import create_tag, fetch_tags
from mktctl.klaviyo.templates import create_template, update_template
from mktctl.model.address import Address
from mktctl.model.bindings import Binding, Intent
from mktctl.planning.object_changes import content_digest
from mktctl.planning.steps import Bind, Create, Move, SeedMetric, Tag, Update
from mktctl.wire.lists import encode_list
from mktctl.wire.segments import encode_segment
from mktctl.wire.templates import encode_template

METRIC_READS_MAX: Final = 10
METRIC_WAIT_SECONDS: Final = 0.5
_CREATE: Final = {"list": create_list, "segment": create_segment, "template": create_template}
_UPDATE: Final = {"list": update_list, "segment": update_segment, "template": update_template}


def bind(step: Bind, run: Execution) -> None:
    """Remember an object that exists; nothing is sent."""
    run.ids.add(step.address, step.id)
    run.ledger.bind(step.address, Binding(id=step.id, name=step.name))


def move(step: Move, run: Execution) -> None:
    """The file was renamed: the binding follows; nothing is sent."""
    run.ledger.move(step.source, step.address)
    run.ids.add(step.address, run.ledger.state.bindings[str(step.address)].id)


def create(step: Create, run: Execution) -> None:
    """Create it; what is about to be created is written down first."""
    name = run.resources[step.address].name
    run.ledger.intend(str(step.address), Intent(kind=step.address.kind, name=name, started=run.seen.account.now))
    resource = _CREATE[step.address.kind](run.remote, _attributes(step.address, run))
    run.ids.add(step.address, resource["id"])
    run.ledger.bind(step.address, _binding(step.address, step.digest, resource, ()))


def update(step: Update, run: Execution) -> None:
    """Send the attributes that differ."""
    attributes = {key: value for key, value in _attributes(step.address, run).items() if key in step.attributes}
    resource = _UPDATE[step.address.kind](run.remote, run.ids.id_of(step.address), attributes)
    before = run.ledger.state.bindings.get(str(step.address))
    run.ledger.bind(step.address, _binding(step.address, step.digest, resource, before.tags if before else ()))


def seed_metric(step: SeedMetric, run: Execution) -> None:
    """Send one backfilled event and wait until the metric shows; raises `OutsideError` when it does not."""
    metric = run.workspace.project.metrics[step.address.ref]
    create_event(run.remote, seed_event(metric, run.seen.account.now))
    for _ in range(METRIC_READS_MAX):
        for row in fetch_metrics(run.remote).resources:
            if row["attributes"]["name"] == metric.name:
                run.ids.add(step.address, row["id"])
                return
        run.stopwatch.sleep(METRIC_WAIT_SECONDS)
    raise OutsideError(
        f'the metric "{metric.name}" does not show up after its first event', hint="Run apply again in a minute."
    )


def tag(step: Tag, run: Execution) -> None:
    """Add or take away one tag; a tag that the account lacks is made."""
    kind = step.address.kind
    tag_id = _tag_id(step.tag, run)
    body = {"data": [{"type": kind, "id": run.ids.id_of(step.address)}]}
    operation = f"tag_{kind}s" if step.verb == "add" else f"remove_tag_from_{kind}s"
    run.remote.call(operation, path={"id": tag_id}, body=body)
    binding = run.ledger.state.bindings[str(step.address)]
    tags = tuple(one for one in binding.tags if one != step.tag)
    if step.verb == "add":
        tags += (step.tag,)
    run.ledger.bind(step.address, msgspec.structs.replace(binding, tags=tags))


def _tag_id(name: str, run: Execution) -> str:
    for row in fetch_tags(run.remote).resources:
        if row["attributes"]["name"] == name:
            return str(row["id"])
    return str(create_tag(run.remote, name)["id"])


def _attributes(address: Address, run: Execution) -> dict[str, Any]:
    match address.kind:
        case "list":
            return encode_list(run.workspace.project.lists[address.ref])
        case "segment":
            segments = {ref: one.who for ref, one in run.workspace.segments.items() if one.who is not None}
            return encode_segment(run.workspace.segments[address.ref], segments=segments, ids=run.ids)
        case "template":
            return encode_template(run.workspace.templates[address.ref])
        case _:
            raise AssertionError(f"no attributes for a {address.kind}")


def _binding(address: Address, digest: str, resource: Resource, tags: tuple[str, ...]) -> Binding:
    attributes = resource["attributes"]
    return Binding(
        id=resource["id"],
        name=str(attributes.get("name") or ""),
        applied=digest,
        seen=content_digest(attributes) if address.kind == "template" else "",
        updated=str(attributes.get("updated") or ""),
        tags=tags,
    )
