"""Flows: create, change in place, insert, remove, or replace, each with its reason."""

import msgspec

from mktctl.model.address import Address
from mktctl.model.bindings import Binding
from mktctl.planning.alignment import Alignment, align
from mktctl.planning.binding_changes import find_object
from mktctl.planning.bound import Bound
from mktctl.planning.changes import Change, FieldChange, StepChange
from mktctl.planning.desired import Desired
from mktctl.planning.fields import field_changes
from mktctl.planning.flow_reading import FlowReading, seen_digest, seen_reading, shown_fields, wanted_reading
from mktctl.planning.object_changes import tag_steps
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject
from mktctl.planning.steps import (
    AnyPlanStep,
    CreateFlow,
    InsertAction,
    NameActions,
    PatchAction,
    RemoveAction,
    RetireFlow,
    SetFlowStatus,
    SettleFlow,
)

_TRIGGER_WORDS = {"triggers": "the trigger", "profile_filter": "the flow filter", "reentry_criteria": "re-entry"}


def flow_outcome(desired: Desired, bound: Bound) -> Outcome:
    """Plan one flow. A flow that may have moved must have been read in full before (`must_be_read`)."""
    found = find_object(desired, bound, external=False)
    notes = (found.note,) if found.note else ()
    if found.blockers:
        change = Change(address=desired.address, verdict="none", name=desired.name)
        return Outcome(change=change, blockers=found.blockers)
    if found.object is None:
        return _create(desired, notes)
    binding = bound.binding(desired.address) or bound.binding(_source(desired)) or _fresh(found.object)
    if not found.steps and is_settled(desired, found.object, binding):
        named = _name_note(desired, found.object)
        return Outcome(change=Change(address=desired.address, verdict="none", name=desired.name, notes=named))
    outcome = _compare(desired, found.object, binding, bound)
    change = msgspec.structs.replace(outcome.change, notes=(*notes, *outcome.change.notes))
    return msgspec.structs.replace(outcome, change=change, steps=(*found.steps, *outcome.steps))


def is_settled(desired: Desired, flow: SeenObject, binding: Binding) -> bool:
    """Whether the list page already shows that nothing moved, in the files or on the platform."""
    if binding.applied != desired.digest or binding.seen != seen_digest(flow):
        return False
    exchanged = any(
        digest is not None and (key not in binding.actions or binding.actions[key].secrets.get(header) != digest)
        for key, headers in desired.secrets.items()
        for header, digest in headers.items()
    )
    return not exchanged and set(desired.tags) <= set(flow.tags)


def must_be_read(desired: Desired, bound: Bound) -> str | None:
    """The id of the flow whose whole definition the plan needs; None when the list page is enough."""
    flow = find_object(desired, bound, external=False).object
    if flow is None:
        return None
    binding = bound.binding(desired.address)
    return None if binding is not None and is_settled(desired, flow, binding) else flow.id


def _source(desired: Desired) -> Address:
    return Address(kind="flow", ref=desired.moved_from or desired.address.ref)


def _fresh(flow: SeenObject) -> Binding:
    return Binding(id=flow.id, name=flow.name)


def _name_note(desired: Desired, flow: SeenObject) -> tuple[str, ...]:
    if flow.name == desired.name:
        return ()
    return (f'called "{flow.name}" on the platform; Klaviyo cannot rename a flow through its API, rename it there',)


def _going_live(desired: Desired) -> tuple[AnyPlanStep, ...]:
    if desired.status == "draft":
        return ()
    lower = {key: status for key, status in desired.statuses.items() if status != desired.status}
    return (SetFlowStatus(address=desired.address, status=desired.status, lower=lower),)


def _create(desired: Desired, notes: tuple[str, ...], *, replaces: SeenObject | None = None) -> Outcome:
    wanted = wanted_reading(desired)
    create = CreateFlow(
        address=desired.address,
        templates=tuple(desired.contents),
        digest=desired.digest,
        replaces=replaces.id if replaces else None,
    )
    retire = (RetireFlow(address=desired.address, id=replaces.id),) if replaces else ()
    change = Change(
        address=desired.address,
        verdict="create",
        name=desired.name,
        fields=(FieldChange(path="status", after=desired.status),),
        steps=tuple(
            StepChange(key=key, verdict="insert", type=action["type"]) for key, action in wanted.actions.items()
        ),
        notes=notes,
    )
    settle = SettleFlow(address=desired.address, digest=desired.digest)
    steps = (create, *retire, *tag_steps(desired, (), None), *_going_live(desired), settle)
    return Outcome(change=change, steps=steps)


def _compare(desired: Desired, flow: SeenObject, binding: Binding, bound: Bound) -> Outcome:
    wanted, seen = wanted_reading(desired, binding), seen_reading(flow, binding, bound, desired)
    frame = field_changes(seen.frame, wanted.frame)
    alignment = align(seen.actions, seen.entry, wanted.actions, wanted.entry)
    reasons = tuple(
        f"{_TRIGGER_WORDS[part]} changes" for part in dict.fromkeys(one.path.split(".")[0] for one in frame)
    )
    reasons += alignment.reasons
    outside = binding.applied == desired.digest
    name = _name_note(desired, flow)
    if reasons:
        outcome = _create(desired, name, replaces=flow)
        change = msgspec.structs.replace(
            outcome.change, verdict="replace", fields=frame, reasons=reasons, outside=outside, steps=()
        )
        return msgspec.structs.replace(outcome, change=change)
    return _in_place(desired, flow, binding, (wanted, seen, alignment), name, outside)


def _in_place(
    desired: Desired,
    flow: SeenObject,
    binding: Binding,
    readings: tuple[FlowReading, FlowReading, Alignment],
    notes: tuple[str, ...],
    outside: bool,
) -> Outcome:
    wanted, seen, alignment = readings
    patches, changed = _patches(desired, wanted, seen, alignment)
    fields: tuple[FieldChange, ...] = ()
    before = str(flow.attributes.get("status"))
    status: tuple[AnyPlanStep, ...] = ()
    if before != desired.status:
        fields = (FieldChange(path="status", before=before, after=desired.status),)
        lower = {key: value for key, value in desired.statuses.items() if value != desired.status}
        status = (SetFlowStatus(address=desired.address, status=desired.status, lower=lower),)
    now = {seen_key: key for key, seen_key in alignment.matched.items()}
    renamed = {key: seen_key for key, seen_key in alignment.matched.items() if key != seen_key}
    names = (NameActions(address=desired.address, names=renamed),) if renamed else ()
    inserts = tuple(
        InsertAction(
            address=desired.address,
            place=msgspec.structs.replace(place, before=now.get(place.before, place.before)),  # type: ignore[arg-type]
            template=_template_of(desired, place.key),
        )
        for place in alignment.inserted
    )
    removes = tuple(RemoveAction(address=desired.address, key=key) for key in alignment.removed)
    tags = tag_steps(desired, flow.tags, binding)
    steps: tuple[AnyPlanStep, ...] = (*names, *patches, *inserts, *removes, *tags, *status)
    unsettled = not is_settled(desired, flow, binding)
    if steps or unsettled:
        steps += (SettleFlow(address=desired.address, digest=desired.digest),)
    step_changes = (
        *changed,
        *(
            StepChange(key=one.key, verdict="insert", type=wanted.actions[one.key]["type"])
            for one in alignment.inserted
        ),
        *(StepChange(key=key, verdict="remove", type=seen.actions[key]["type"]) for key in alignment.removed),
    )
    visible = bool(step_changes or fields or tags)
    change = Change(
        address=desired.address,
        verdict="update" if visible else "bind" if steps else "none",
        name=desired.name,
        fields=fields,
        steps=step_changes,
        notes=notes,
        outside=outside and visible,
    )
    return Outcome(change=change, steps=steps)


def _patches(
    desired: Desired, wanted: FlowReading, seen: FlowReading, alignment: Alignment
) -> tuple[tuple[PatchAction, ...], tuple[StepChange, ...]]:
    """Actions that stay, where their settings or their own status differ."""
    patches, changes = [], []
    for key, seen_key in alignment.matched.items():
        fields = shown_fields(field_changes(_settings(seen.actions[seen_key]), _settings(wanted.actions[key])))
        status = seen.statuses.get(seen_key)
        if status is not None and status != desired.statuses.get(key):
            fields += (FieldChange(path="status", before=status, after=desired.statuses.get(key)),)
        if not fields:
            continue
        content = any(field.path == "message.template_id" for field in fields)
        patches.append(
            PatchAction(
                address=desired.address,
                key=key,
                content=_template_of(desired, key) if content else None,
            )
        )
        changes.append(StepChange(key=key, verdict="update", type=wanted.actions[key]["type"], fields=fields))
    return tuple(patches), tuple(changes)


def _settings(action: dict[str, object]) -> object:
    """What a patch can change and what Klaviyo keeps: `transactional` is stored as false and set by hand (P28)."""
    data = dict(action["data"])  # type: ignore[call-overload]
    if isinstance(data.get("message"), dict):
        data["message"] = {key: value for key, value in data["message"].items() if key != "transactional"}
    return data


def _template_of(desired: Desired, key: str) -> str | None:
    for action in desired.document["definition"]["actions"]:
        if action["temporary_id"] == key:
            name = str((action["data"].get("message") or {}).get("template_id", ""))
            return name.removeprefix("template/") or None
    return None
