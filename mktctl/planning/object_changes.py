"""Lists, segments, coupons, universal blocks and library templates: create, or change attributes in place."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.address import Address, Kind
from mktctl.model.bindings import Binding
from mktctl.model.places import Problem
from mktctl.planning.binding_changes import Found, find_object
from mktctl.planning.bound import Bound
from mktctl.planning.changes import Change, FieldChange, Verdict
from mktctl.planning.desired import Desired
from mktctl.planning.documents import Document, digest, pruned, symbolic
from mktctl.planning.fields import field_changes
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject
from mktctl.planning.steps import AnyPlanStep, Bind, Create, Tag, Update

_REWRITTEN: Final[Mapping[Kind, tuple[str, ...]]] = {
    "template": ("html", "text"),
    "universal-content": ("definition",),
}
"""Fields that the platform stores in its own words: known by digest of what was sent, never compared as text."""

_FIXED: Final[Mapping[Kind, tuple[str, ...]]] = {"template": ("editor_type",)}
_DEFAULTS: Final[Mapping[Kind, Document]] = {"segment": {"is_starred": False, "is_active": True}}
_ALONE: Final = "is_active"
"""Sent by itself, and not at creation (`klaviyo-api.md` 1.2)."""


def object_outcome(desired: Desired, bound: Bound) -> Outcome:
    """Plan one object that is no flow and no campaign. An empty document is an external one: it is only looked up."""
    external = not desired.document
    found = find_object(desired, bound, external=external)
    notes: tuple[str, ...] = (found.note,) if found.note else ()
    if found.blockers:
        change = Change(address=desired.address, verdict="none", name=desired.name)
        return Outcome(change=change, blockers=found.blockers)
    if found.object is None:
        return _created(desired, notes)
    if external:
        change = Change(
            address=desired.address, verdict="bind" if found.steps else "none", name=desired.name, notes=notes
        )
        return Outcome(change=change, steps=found.steps)
    return _changed(desired, found, notes, bound)


def _created(desired: Desired, notes: tuple[str, ...]) -> Outcome:
    kind = desired.address.kind
    wanted = {key: value for key, value in desired.document.items() if key != "name"}
    if kind == "universal-content":
        wanted = {"html": wanted["definition"]["data"]["content"]}
    fields = tuple(FieldChange(path=key, after=value) for key, value in wanted.items())
    shown = tuple(field for field in fields if field.after != _DEFAULTS.get(kind, {}).get(field.path))
    change = Change(address=desired.address, verdict="create", name=desired.name, fields=shown, notes=notes)
    document = {key: value for key, value in desired.document.items() if key != _ALONE}
    create = Create(address=desired.address, document=document, digest=desired.digest)
    off = _updates(desired, (_ALONE,)) if desired.document.get(_ALONE) is False else ()
    return Outcome(change=change, steps=(create, *off, *tag_steps(desired, (), None)))


def _changed(desired: Desired, found: Found, notes: tuple[str, ...], bound: Bound) -> Outcome:
    assert found.object is not None, "what is not there is created"
    if blocker := _other_editor(desired, found.object):
        change = Change(address=desired.address, verdict="none", name=desired.name, notes=notes)
        return Outcome(change=change, blockers=(blocker,))
    binding = _binding_of(desired, found.object, bound)
    fields = _differences(desired, found.object, binding, bound)
    changing = tuple(dict.fromkeys(field.path.split(".")[0] for field in fields if field.path != "name"))
    if rewritten := _REWRITTEN.get(desired.address.kind, ()):
        changing = rewritten if changing else ()  # both texts, whichever moved
    if renamed := [field for field in fields if field.path == "name"]:
        notes += (f'called "{renamed[0].before}" on the platform; the name is left alone',)
    updates = _updates(desired, changing)
    tags = tag_steps(desired, found.object.tags, binding)
    steps = found.steps if updates else _noted(found, desired, binding)
    verdict: Verdict = "update" if updates or tags else "bind" if steps else "none"
    change = Change(
        address=desired.address,
        verdict=verdict,
        name=desired.name,
        fields=tuple(field for field in fields if field.path != "name"),
        notes=notes,
        outside=bool(changing and binding and binding.applied == desired.digest),
    )
    return Outcome(change=change, steps=(*steps, *updates, *tags))


def _noted(found: Found, desired: Desired, binding: Binding | None) -> tuple[AnyPlanStep, ...]:
    """The steps that bind it, and the state learns that it is what is wanted, which no request will tell it.

    A tag of ours that is neither wanted nor there any more is forgotten: its removal went through, its answer did not.
    """
    assert found.object is not None
    ours = binding.tags if binding else ()
    tags = tuple(tag for tag in ours if tag in found.object.tags or tag in desired.tags)
    if binding is not None and binding.applied == desired.digest and ours == tags:
        return found.steps
    one = found.object
    note = Bind(address=desired.address, id=one.id, name=one.name, digest=desired.digest, tags=tags)
    return (*(step for step in found.steps if not isinstance(step, Bind)), note)


def _updates(desired: Desired, changing: tuple[str, ...]) -> tuple[Update, ...]:
    """One request, but for the switch that has to come alone: first where it is turned on, last where off."""
    rest = tuple(key for key in changing if key != _ALONE)
    parts = [rest] if rest else []
    if _ALONE in changing:
        parts.insert(0 if desired.document.get(_ALONE) else len(parts), (_ALONE,))
    return tuple(
        Update(
            address=desired.address,
            document={key: desired.document.get(key) for key in part},
            attributes=part,
            digest=desired.digest if part is parts[-1] else "",
        )
        for part in parts
    )


def _binding_of(desired: Desired, seen: SeenObject, bound: Bound) -> Binding | None:
    """What is remembered of this very object, also under the ref that it had before."""
    source = Address(kind=desired.address.kind, ref=desired.moved_from or desired.address.ref)
    remembered = (bound.binding(desired.address), bound.binding(source))
    return next((one for one in remembered if one is not None and one.id == seen.id), None)


def _differences(desired: Desired, seen: SeenObject, binding: Binding | None, bound: Bound) -> tuple[FieldChange, ...]:
    kind = desired.address.kind
    left_out = (*_REWRITTEN.get(kind, ()), *_FIXED.get(kind, ()))
    defaults = _DEFAULTS.get(kind, {})
    wanted = {**defaults, **{key: value for key, value in desired.document.items() if key not in left_out}}
    there = pruned(symbolic({key: seen.attributes.get(key) for key in wanted}, bound.address_of))
    fields = field_changes({**defaults, **there}, pruned(wanted))
    return (*fields, *_content_changes(desired, seen, binding, bound))


def block_made_anew(desired: Desired, binding: Binding, bound: Bound) -> bool:
    """Whether a universal block that its mails embed is another object now: they have to be sent with the new id."""
    return any(
        binding.needs.get(str(need), bound.id_of(need)) != bound.id_of(need)
        for need in desired.needs
        if need.kind == "universal-content"
    )


def _other_editor(desired: Desired, seen: SeenObject) -> Problem | None:
    """The kind of a library template is fixed when it is made, and only one kind can embed universal blocks."""
    wanted, there = desired.document.get("editor_type"), seen.attributes.get("editor_type")
    if desired.address.kind != "template" or there in (None, wanted):
        return None
    return Problem(
        code="PLN031",
        message=f"{desired.address}: the template on the platform is of the kind {there}, and {wanted} is wanted",
        hint=f'Delete "{seen.name}" in Klaviyo, then apply makes it anew; messages keep their copies.',
    )


def _content_changes(
    desired: Desired, seen: SeenObject, binding: Binding | None, bound: Bound
) -> tuple[FieldChange, ...]:
    """Rewritten fields: what is wanted is not what was applied, or the platform's stamp has moved since."""
    keys = _REWRITTEN.get(desired.address.kind, ())
    if not keys:
        return ()
    wanted = content_digest(desired.document)[:12]
    if binding is None:
        return (FieldChange(path="html", before="what somebody made", after=wanted),)
    if binding.applied != desired.digest or block_made_anew(desired, binding, bound):
        return (FieldChange(path="html", before=binding.seen[:12], after=wanted),)
    if _is_stored(seen, binding):
        return ()
    return (FieldChange(path="html", before="changed on the platform", after=wanted),)


def _is_stored(seen: SeenObject, binding: Binding) -> bool:
    """Whether the text is still that which an apply stored: by the text where it was read, else by the stamp."""
    if "html" in seen.attributes or seen.kind == "universal-content":
        return content_digest(seen.attributes) == binding.seen
    return bool(seen.attributes.get("updated") == binding.updated)


def content_digest(attributes: Mapping[str, Any]) -> str:
    """Of a template's HTML and text, or of a universal block's HTML, as sent or as stored."""
    block = (attributes.get("definition") or {}).get("data") or {}
    return digest([attributes.get("html"), attributes.get("text"), *([block["content"]] if "content" in block else [])])


def tag_steps(desired: Desired, there: tuple[str, ...], binding: Binding | None) -> tuple[Tag, ...]:
    """Tags to add, and to take away again: only such as an apply of ours had added."""
    ours = binding.tags if binding else ()
    added = [tag for tag in desired.tags if tag not in there]
    removed = [tag for tag in ours if tag in there and tag not in desired.tags]
    return (
        *(Tag(address=desired.address, tag=tag, verb="add") for tag in added),
        *(Tag(address=desired.address, tag=tag, verb="remove") for tag in removed),
    )
