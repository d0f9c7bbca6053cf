"""Steps that change what is known of people: `update_profile`, `add_to_list`, `remove_from_list`."""

from typing import Final, Literal

from mktctl.kinds.conditions.properties import resolve_property
from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.conditions.test_values import read_value
from mktctl.kinds.fields import Fields
from mktctl.kinds.refs import list_ref
from mktctl.kinds.steps.setting import Setting, pinned_key, step_status
from mktctl.kinds.times import read_date
from mktctl.model.condition import PropertyType, Scalar
from mktctl.model.flow import AnyStep, ListUpdate, PropertyChange, UpdateProfile
from mktctl.model.places import Path

_BESIDE: Final = frozenset({"status", "id", "note"})
_OPERATIONS: Final = frozenset({"set", "unset", "add", "remove"})
_INSTEAD_LIST: Final = {"only_if": "Put it into the then: of an  - if: …"}


def read_update_profile(fields: Fields, setting: Setting) -> AnyStep:
    """`update_profile: {set?, unset?, add?, remove?}`; at least one change."""
    fields.only(_BESIDE | {"update_profile"}, instead=_INSTEAD_LIST, what="a step with update_profile:")
    below = fields.below("update_profile", "what changes: set, unset, add, remove, such as {set: {lifecycle: sunset}}")
    changes: list[PropertyChange | None] = []
    if below is not None:
        bare = {key: f"Write  set: {{{key}: …}}" for key in below.values.keys() - _OPERATIONS}
        below.only(_OPERATIONS, instead=bare, what="update_profile:")
        changes = [*_set(below, setting.scope), *_unset(below, setting.scope)]
        changes += [*_entries(below, "add", setting.scope), *_entries(below, "remove", setting.scope)]
        if not changes and not bare:
            hint = "Such as  {set: {lifecycle: sunset}}"
            fields.error("FLW016", "update_profile", "update_profile: changes nothing", hint)
    return UpdateProfile(
        key=pinned_key(fields),
        note=fields.text("note"),
        changes=tuple(change for change in changes if change is not None),
        status=step_status(fields, setting),
    )


def _set(below: Fields, scope: Scope) -> list[PropertyChange | None]:
    entries = below.below("set", "properties and their values, such as {lifecycle: sunset}")
    if entries is None:
        return []
    return [_set_one(name, value, entries.at(name), scope) for name, value in entries.values.items()]


def _set_one(name: str, value: object, path: Path, scope: Scope) -> PropertyChange | None:
    found = _custom(name, path, scope)
    if found is None:
        return None
    bare, kind = found
    if kind == "list":
        message = f"{name} is a list; set: would replace it whole, which Klaviyo does not do"
        scope.error("FLW017", path, message, f"Write  add: {{{name}: …}}  or  remove: {{{name}: …}}")
        return None
    new: Scalar | None
    if kind == "date":
        day = "today" if value == "today" else read_date(scope.report, value, path, code="FLW018")
        new = str(day) if day else None
    else:
        declared = scope.names.project.properties[bare]
        new = read_value(value, path, kind, scope, key=name, values=declared.values)
    return PropertyChange(op="set", property=bare, type=kind, value=new) if new is not None else None


def _unset(below: Fields, scope: Scope) -> list[PropertyChange | None]:
    changes: list[PropertyChange | None] = []
    for index, name in enumerate(below.texts("unset")):
        found = _custom(name, (*below.at("unset"), index), scope) if name else None
        changes.append(PropertyChange(op="unset", property=found[0], type=found[1]) if found else None)
    return changes


def _entries(below: Fields, op: Literal["add", "remove"], scope: Scope) -> list[PropertyChange | None]:
    entries = below.below(op, "a list property and one entry, such as {interests: shoes}")
    changes: list[PropertyChange | None] = []
    for name, value in entries.values.items() if entries is not None else ():
        assert entries is not None
        path = entries.at(name)
        found = _custom(name, path, scope)
        if found is not None and found[1] != "list":
            message = f"{name} is a {found[1]}; {op}: is for lists"
            scope.error("FLW017", path, message, f"Write  set: {{{name}: …}}")
        elif found is not None:
            entry = read_value(value, path, "list", scope, key=op)
            made = PropertyChange(op=op, property=found[0], type="list", value=entry)
            changes.append(made if entry is not None else None)
            continue
        changes.append(None)
    return changes


def _custom(name: str, path: Path, scope: Scope) -> tuple[str, PropertyType] | None:
    found = resolve_property(name, path, scope)
    if found is None:
        return None
    bare, kind, builtin = found
    if builtin:
        message = f"{name} is a field of Klaviyo's own; a flow sets custom properties only"
        scope.error("FLW019", path, message, f"For a custom property of that name write  properties.{name}")
        return None
    return bare, kind


def read_add_to_list(fields: Fields, setting: Setting) -> AnyStep:
    """`add_to_list: ref`."""
    return _list_update(fields, "add_to_list", setting)


def read_remove_from_list(fields: Fields, setting: Setting) -> AnyStep:
    """`remove_from_list: ref`."""
    return _list_update(fields, "remove_from_list", setting)


def _list_update(fields: Fields, verb: str, setting: Setting) -> AnyStep:
    fields.only(_BESIDE | {verb}, instead=_INSTEAD_LIST, what=f"a step with {verb}:")
    return ListUpdate(
        key=pinned_key(fields),
        note=fields.text("note"),
        list=list_ref(fields, verb, setting.scope.names),
        add=verb == "add_to_list",
        status=step_status(fields, setting),
    )
