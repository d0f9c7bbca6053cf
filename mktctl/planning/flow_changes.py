"""Flows: create, change in place, insert, remove, or replace, each with its reason."""

from collections.abc import Callable, Iterable

import msgspec

from mktctl.model.address import Address
from mktctl.model.bindings import Binding
from mktctl.planning.alignment import Alignment, align
from mktctl.planning.binding_changes import find_object
from mktctl.planning.bound import Bound
from mktctl.planning.changes import Change, FieldChange, StepChange, Verdict
from mktctl.planning.day_marks import day_marks
from mktctl.planning.desired import RANK, Desired, template_of
from mktctl.planning.fields import field_changes
from mktctl.planning.flow_pairs import Pair, framed, other_variations, pairs
from mktctl.planning.flow_patches import patches_of
from mktctl.planning.flow_reading import FlowReading, seen_digest, seen_reading, wanted_reading
from mktctl.planning.flows_by_hand import drawn_by_hand, only_by_hand
from mktctl.planning.object_changes import block_made_anew, tag_steps
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject
from mktctl.planning.step_facts import step_facts
from mktctl.planning.steps import (
    AnyPlanStep,
    CreateFlow,
    InsertAction,
    NameActions,
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
    if found.blockers and not (only_by_hand(desired) and found.adoptable):
        change = Change(address=desired.address, verdict="none", name=desired.name)
        return Outcome(change=change, blockers=found.blockers)
    if found.object is None:
        outcome = _create(desired, notes)
        return drawn_by_hand(outcome, desired, drawn=found.adoptable) if only_by_hand(desired) else outcome
    binding = _binding_of(desired, found.object, bound)
    if is_settled(desired, bound) and found.object.id not in bound.seen.definitions:
        verdict: Verdict = "bind" if found.steps else "none"
        named = (*notes, *_name_note(desired, found.object))
        change = Change(address=desired.address, verdict=verdict, name=desired.name, notes=named)
        return Outcome(change=change, steps=found.steps)
    outcome = _compare(desired, found.object, binding, bound)
    change = msgspec.structs.replace(outcome.change, notes=(*notes, *outcome.change.notes))
    if found.steps and change.verdict == "none":
        change = msgspec.structs.replace(change, verdict="bind")
    return msgspec.structs.replace(outcome, change=change, steps=(*found.steps, *outcome.steps))


def is_settled(desired: Desired, bound: Bound) -> bool:
    """Whether the list page already shows that nothing moved, in the files or on the platform."""
    flow, binding = bound_flow(desired, bound)
    if flow is None or binding is None or str(desired.address) in bound.state.intents:
        return False
    if binding.applied != desired.digest or binding.seen != seen_digest(flow):
        return False
    if binding.needs != ids_of(desired.needs, bound.id_of):
        return False
    exchanged = any(
        digest is not None and (key not in binding.actions or binding.actions[key].secrets.get(header) != digest)
        for key, headers in desired.secrets.items()
        for header, digest in headers.items()
    )
    return not exchanged and set(desired.tags) <= set(flow.tags)


def bound_flow(desired: Desired, bound: Bound) -> tuple[SeenObject | None, Binding | None]:
    """The flow on the platform, and what is remembered of it."""
    flow = find_object(desired, bound, external=False).object
    return (None, None) if flow is None else (flow, _binding_of(desired, flow, bound))


def ids_of(needs: Iterable[Address], id_of: Callable[[Address], str]) -> dict[str, str]:
    """Each address that a flow names with its present id: an object that was made again has another."""
    return {str(address): id_of(address) for address in needs}


def must_be_read(desired: Desired, bound: Bound) -> str | None:
    """The id of the flow whose whole definition the plan needs; None when the list page is enough."""
    flow = find_object(desired, bound, external=False).object
    return None if flow is None or is_settled(desired, bound) else flow.id


def _binding_of(desired: Desired, flow: SeenObject, bound: Bound) -> Binding:
    """What is remembered of this very flow, also under the ref that it had before."""
    remembered = (bound.binding(desired.address), bound.binding(_source(desired)))
    known = (one for one in remembered if one is not None and one.id == flow.id)
    binding = next(known, Binding(id=flow.id, name=flow.name))
    if not block_made_anew(desired, binding, bound):
        return binding
    stale = {
        key: msgspec.structs.replace(one, content="" if one.content is not None else None)
        for key, one in binding.actions.items()
    }
    return msgspec.structs.replace(binding, actions=stale)


def _source(desired: Desired) -> Address:
    return Address(kind="flow", ref=desired.moved_from or desired.address.ref)


def _name_note(desired: Desired, flow: SeenObject) -> tuple[str, ...]:
    if flow.name == desired.name:
        return ()
    return (f'called "{flow.name}" on the platform; Klaviyo cannot rename a flow through its API, rename it there',)


def _status_steps(desired: Desired) -> tuple[AnyPlanStep, ...]:
    lower = {key: status for key, status in desired.statuses.items() if status != desired.status}
    return (SetFlowStatus(address=desired.address, status=desired.status, lower=lower),)


def _create(desired: Desired, notes: tuple[str, ...], *, replaces: SeenObject | None = None) -> Outcome:
    wanted, marks = wanted_reading(desired), day_marks(desired.document["definition"])
    actions = {action["temporary_id"]: action for action in desired.document["definition"]["actions"]}
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
        fields=(
            FieldChange(path="status", after=desired.status),
            *(FieldChange(path=part, after=value) for part, value in wanted.frame.items()),
        ),
        steps=tuple(
            StepChange(
                key=key,
                verdict="insert",
                type=action["type"],
                when=marks[key],
                fields=step_facts(action, actions),
            )
            for key, action in actions.items()
        ),
        notes=notes,
    )
    on = _status_steps(desired) if desired.status != "draft" else ()
    settle = SettleFlow(address=desired.address, digest=desired.digest)
    steps = (create, *retire, *tag_steps(desired, (), None), *on, settle)
    return Outcome(change=change, steps=steps)


def _compare(desired: Desired, flow: SeenObject, binding: Binding, bound: Bound) -> Outcome:
    wanted, seen = wanted_reading(desired, binding, bound), seen_reading(flow, binding, bound, desired)
    frame = field_changes(framed(seen.frame, desired), wanted.frame)
    alignment = align(seen.actions, seen.entry, wanted.actions, wanted.entry)
    reasons = tuple(
        f"{_TRIGGER_WORDS[part]} changes" for part in dict.fromkeys(one.path.split(".")[0] for one in frame)
    )
    reasons += (*alignment.reasons, *other_variations(seen, wanted, alignment))
    notes = _name_note(desired, flow)
    if reasons:
        outcome = _replace(desired, flow, frame, reasons, notes)
    else:
        kept = tuple(pairs(seen, wanted, alignment, desired))
        outcome = _in_place(desired, flow, binding, (wanted, seen, alignment), kept, notes)
        if outcome.steps or not (outcome.left_out or is_settled(desired, bound)):
            outcome = _settling(outcome, desired)
    outside = _moved_outside(desired, flow, binding) and outcome.change.verdict in ("update", "replace")
    return msgspec.structs.replace(outcome, change=msgspec.structs.replace(outcome.change, outside=outside))


def _replace(
    desired: Desired, flow: SeenObject, frame: tuple[FieldChange, ...], reasons: tuple[str, ...], notes: tuple[str, ...]
) -> Outcome:
    outcome = _create(desired, notes, replaces=flow)
    change = msgspec.structs.replace(outcome.change, verdict="replace", fields=frame, reasons=reasons, steps=())
    outcome = msgspec.structs.replace(outcome, change=change)
    return drawn_by_hand(outcome, desired) if only_by_hand(desired) else outcome


def _settling(outcome: Outcome, desired: Desired) -> Outcome:
    """With a check at the end; what was left out keeps the flow from counting as applied."""
    digest = "" if outcome.left_out else desired.digest
    verdict = "bind" if outcome.change.verdict == "none" else outcome.change.verdict
    settle = SettleFlow(address=desired.address, digest=digest)
    change = msgspec.structs.replace(outcome.change, verdict=verdict)
    return msgspec.structs.replace(outcome, change=change, steps=(*outcome.steps, settle))


def _moved_outside(desired: Desired, flow: SeenObject, binding: Binding) -> bool:
    """Whether somebody else changed the flow since the last apply; an apply under way clears `seen` first."""
    return bool(binding.seen) and (binding.applied == desired.digest or binding.seen != seen_digest(flow))


def _in_place(
    desired: Desired,
    flow: SeenObject,
    binding: Binding,
    readings: tuple[FlowReading, FlowReading, Alignment],
    kept: tuple[Pair, ...],
    notes: tuple[str, ...],
) -> Outcome:
    wanted, seen, alignment = readings
    before = str(flow.attributes.get("status"))
    status = _status_steps(desired) if before != desired.status else ()
    fields = (FieldChange(path="status", before=before, after=desired.status),) if status else ()
    patched = patches_of(kept, desired, seen.statuses, statuses_follow=bool(status))
    now = {seen_key: key for key, seen_key in alignment.matched.items()}
    renamed = {pair.key: pair.seen_key for pair in kept if pair.key != pair.seen_key}
    names = (NameActions(address=desired.address, names=renamed),) if renamed else ()
    inserts = tuple(
        InsertAction(
            address=desired.address,
            place=msgspec.structs.replace(place, before=now.get(place.before or "", place.before)),
            template=template_of(desired, place.key),
        )
        for place in alignment.inserted
    )
    removes = tuple(RemoveAction(address=desired.address, key=key) for key in alignment.removed)
    tags = tag_steps(desired, flow.tags, binding)
    ours = {f"#{action.id}": key for key, action in binding.actions.items()}  # of a step that becomes another kind
    step_changes = (
        *patched.changes,
        *(
            StepChange(key=one.key, verdict="insert", type=wanted.actions[one.key]["type"])
            for one in alignment.inserted
        ),
        *(
            StepChange(key=ours.get(key, key), verdict="remove", type=seen.actions[key]["type"])
            for key in alignment.removed
        ),
    )
    change = Change(
        address=desired.address,
        verdict="update" if step_changes or fields or tags else "none",
        name=desired.name,
        fields=fields,
        steps=step_changes,
        notes=notes,
    )
    edits: tuple[AnyPlanStep, ...] = (*names, *patched.patches, *inserts, *removes, *tags)
    stops = RANK.get(before, 0) > RANK[desired.status]
    steps = (*status, *edits) if stops else (*edits, *status)
    return Outcome(change=change, steps=steps, left_out=patched.left_out)
