"""Lists, segments and library templates: create, or change attributes in place."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.address import Kind
from mktctl.model.bindings import Binding
from mktctl.planning.binding_changes import find_object
from mktctl.planning.bound import Bound
from mktctl.planning.changes import Change, FieldChange
from mktctl.planning.desired import Desired
from mktctl.planning.documents import Document, digest, pruned, symbolic
from mktctl.planning.fields import field_changes
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject
from mktctl.planning.steps import AnyPlanStep, Create, Tag, Update

_REWRITTEN: Final[Mapping[Kind, tuple[str, ...]]] = {"template": ("html", "text")}
"""Fields that the platform stores in its own words: known by digest of what was sent, never compared as text."""

_FIXED: Final[Mapping[Kind, tuple[str, ...]]] = {"template": ("editor_type",)}
_DEFAULTS: Final[Mapping[Kind, Document]] = {"segment": {"is_starred": False}}


def object_outcome(desired: Desired, bound: Bound) -> Outcome:
    """Plan one list, segment or library template. An empty document is an external one: it is only looked up."""
    external = not desired.document
    found = find_object(desired, bound, external=external)
    notes: tuple[str, ...] = (found.note,) if found.note else ()
    if found.blockers:
        change = Change(address=desired.address, verdict="none", name=desired.name)
        return Outcome(change=change, blockers=found.blockers)
    if found.object is None:
        fields = tuple(FieldChange(path=key, after=value) for key, value in desired.document.items() if key != "name")
        change = Change(address=desired.address, verdict="create", name=desired.name, fields=fields, notes=notes)
        create = Create(address=desired.address, document=desired.document, digest=desired.digest)
        return Outcome(change=change, steps=(create, *tag_steps(desired, (), None)))
    steps: list[AnyPlanStep] = list(found.steps)
    binding = bound.binding(desired.address)
    fields = () if external else _differences(desired, found.object, binding, bound)
    changing = tuple(dict.fromkeys(field.path.split(".")[0] for field in fields if field.path != "name"))
    if changing:
        document = {key: desired.document.get(key) for key in changing}
        steps.append(Update(address=desired.address, document=document, attributes=changing, digest=desired.digest))
    renamed = [field for field in fields if field.path == "name"]
    if renamed and not external:
        notes += (f'called "{renamed[0].before}" on the platform; the name is left alone',)
    steps.extend(tag_steps(desired, found.object.tags, binding))
    outside = bool(changing and binding and binding.applied == desired.digest)
    verdict = "update" if changing or any(isinstance(step, Tag) for step in steps) else "bind" if steps else "none"
    change = Change(
        address=desired.address,
        verdict=verdict,  # type: ignore[arg-type]
        name=desired.name,
        fields=tuple(field for field in fields if field.path != "name"),
        notes=notes,
        outside=outside,
    )
    return Outcome(change=change, steps=tuple(steps))


def _differences(desired: Desired, seen: SeenObject, binding: Binding | None, bound: Bound) -> tuple[FieldChange, ...]:
    kind = desired.address.kind
    left_out = (*_REWRITTEN.get(kind, ()), *_FIXED.get(kind, ()))
    defaults = _DEFAULTS.get(kind, {})
    wanted = {**defaults, **{key: value for key, value in desired.document.items() if key not in left_out}}
    there = symbolic({key: seen.attributes.get(key) for key in wanted}, bound.address_of)
    fields = field_changes(pruned({**defaults, **there}), pruned(wanted))
    return (*fields, *_content_changes(desired, seen, binding))


def _content_changes(desired: Desired, seen: SeenObject, binding: Binding | None) -> tuple[FieldChange, ...]:
    """Rewritten fields: what is wanted is not what was applied, or the platform's stamp has moved since."""
    keys = _REWRITTEN.get(desired.address.kind, ())
    if not keys:
        return ()
    if binding is not None and binding.applied == desired.digest and binding.updated == seen.attributes.get("updated"):
        return ()
    before = binding.seen[:12] if binding and binding.applied != desired.digest else "changed on the platform"
    return (FieldChange(path=keys[0], before=before, after=content_digest(desired.document)[:12]),)


def content_digest(attributes: Mapping[str, Any]) -> str:
    """Of a template's HTML and text, as sent or as stored."""
    return digest([attributes.get("html"), attributes.get("text")])


def tag_steps(desired: Desired, there: tuple[str, ...], binding: Binding | None) -> tuple[Tag, ...]:
    """Tags to add, and to take away again: only such as an apply of ours had added."""
    ours = binding.tags if binding else ()
    added = [tag for tag in desired.tags if tag not in there]
    removed = [tag for tag in ours if tag in there and tag not in desired.tags]
    return (
        *(Tag(address=desired.address, tag=tag, verb="add") for tag in added),
        *(Tag(address=desired.address, tag=tag, verb="remove") for tag in removed),
    )
