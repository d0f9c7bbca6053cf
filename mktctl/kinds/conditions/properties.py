"""`property:`, of people, and `event:`, of the event that started the flow."""

from typing import Final

from mktctl.kinds.conditions.comparisons import read_test
from mktctl.kinds.conditions.event_tests import event_field_type
from mktctl.kinds.conditions.scope import UNREADABLE, Scope
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import nearest, shown
from mktctl.model.condition import Condition, EventProperty, HasProperty, PropertyType, Test
from mktctl.model.fields import BUILTIN_FIELDS
from mktctl.model.places import Path

_CUSTOM: Final = "properties."
_PROPERTY: Final = frozenset({"property"})
_EVENT: Final = frozenset({"event"})


def read_property(fields: Fields, scope: Scope) -> Condition:
    """`property: PROP & TEST`; Klaviyo's own names first, all else is declared (P61)."""
    name = fields.text("property")
    if not name:
        return UNREADABLE
    found = resolve_property(name, fields.at("property"), scope)
    if found is None:
        return UNREADABLE
    bare, kind, builtin = found
    declared = scope.names.project.properties.get(bare)
    values = declared.values if declared is not None and not builtin else ()
    test = read_test(fields, kind, scope, subject=name, beside=_PROPERTY, values=values)
    return HasProperty(name=bare, type=kind, test=test, builtin=builtin) if test is not None else UNREADABLE


def resolve_property(
    name: str, path: Path, scope: Scope, *, wanted: PropertyType = "text"
) -> tuple[str, PropertyType, bool] | None:
    """Bare name, type, and whether it is Klaviyo's own; None when nobody declared it, with an error that declares it
    as `wanted`.
    """
    declared = scope.names.project.properties
    if name.startswith(_CUSTOM):
        bare = name.removeprefix(_CUSTOM)
        if bare in declared:
            return bare, declared[bare].type, False
    elif name in BUILTIN_FIELDS:
        return name, BUILTIN_FIELDS[name], True
    elif name in declared:
        return name, declared[name].type, False
    if not scope.names.partial:
        _refuse(name, path, scope, wanted)
    return None


def _refuse(name: str, path: Path, scope: Scope, wanted: PropertyType) -> None:
    bare = name.removeprefix(_CUSTOM)
    near = nearest(bare, [*scope.names.project.properties, *BUILTIN_FIELDS])
    declared = f"Declare it in mktctl.yaml, with its type:  properties: {{{bare}: {wanted}}}"
    hint = f"Did you mean {near}?" if near else declared
    if near and near.lower() == bare.lower():
        hint = f"Names are exact: write {near}"
    scope.error("CND011", path, f"nobody declares a property {shown(bare)}", hint)


def read_event(fields: Fields, scope: Scope) -> Condition:
    """`event: PROP & TEST`, in branches of flows that an event, a price drop or low stock starts (P20)."""
    name = fields.text("event")
    if not name:
        return UNREADABLE
    if scope.event is None:
        message = "event: asks about the event that started the flow; there is none here"
        hint = "It stands in if:, switch: and exit_if: of a flow that a metric, a price drop or low stock starts"
        scope.error("CND051", fields.path, message, hint)
        return UNREADABLE
    asked = {test: value for test, value in fields.values.items() if test != "event"}
    kind = event_field_type(name, fields.at("event"), scope.event, scope, asked=asked)
    if kind is None:
        return UNREADABLE
    test = read_test(fields, kind, scope, subject=name, beside=_EVENT, of_event=True)
    return EventProperty(field=name, type=kind, test=test) if isinstance(test, Test) else UNREADABLE
