"""The project's own names inside the schemas: what the editor completes, and underlines when it is misspelt.

Pure: documents in, changed copies out. The hand-written files leave a place for each: `template-ref`, `metric-ref`,
`declared-properties` …
"""

import copy
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.model.condition import PropertyType

CHANNELS: Final = ("email", "sms", "push", "whatsapp")
Documents = dict[str, dict[str, Any]]
AGAIN: Final = "after adding one, run  mktctl schema  again"
SETTABLE: Final = f"No declared property that holds one value; a list changes with  add:  and  remove: ({AGAIN})"
DATES: Final = f"No declared property of type date is called so; {AGAIN}"
LISTS: Final = f"No declared property that is a list; others change with  set:  ({AGAIN})"
_VALUE_TESTS: Final = ("is", "is_not", "contains", "not_contains")
_VALUES_TESTS: Final = ("in", "not_in", "contains_any", "contains_all", "not_contains_any", "not_contains_all")


class Property(msgspec.Struct, frozen=True, kw_only=True):
    """A property of people or of events; `values` are all that it can have, when they are declared."""

    type: PropertyType
    values: tuple[str, ...] = ()


class ProjectNames(msgspec.Struct, frozen=True, kw_only=True):
    """What a project calls its things. `metrics` maps a ref to the properties of its events, by name."""

    templates: Mapping[str, str] = {}
    """Ref to channel, which is empty where the file says none."""
    segments: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    metrics: Mapping[str, Mapping[str, Property]] = {}
    properties: Mapping[str, Property] = {}
    builtin_fields: tuple[str, ...] = ()
    """The platform's own fields of a person: email, city …"""
    layouts: tuple[str, ...] = ()
    """Files below `templates/` that a template can be built from."""
    blocks: Mapping[str, tuple[str, ...]] = {}
    """The name of each block that a section can fill, to the layouts that have it."""


def with_names(documents: Documents, names: ProjectNames) -> Documents:
    """Copies of the schemas that know `names`."""
    known = copy.deepcopy(documents)
    common = known["common.schema.json"]["$defs"]
    for kind, refs in (
        ("template", tuple(names.templates)),
        *((f"{channel}-template", _of_channel(channel, names.templates)) for channel in CHANNELS),
        ("segment", names.segments),
        ("list", names.lists),
        ("metric", tuple(names.metrics)),
    ):
        _close(common[f"{kind}-ref"], refs, f"No {kind.replace('-', ' ')} of this project is called so; {AGAIN}")
    groups = (*(f"list/{ref}" for ref in names.lists), *(f"segment/{ref}" for ref in names.segments))
    _close(common["group-ref"], groups, f"No list or segment of this project is called so; {AGAIN}")
    custom = {_written(name, names): one for name, one in names.properties.items()}
    told = f"Not declared under properties: in mktctl.yaml; {AGAIN}"
    _close(common["custom-property"], tuple(custom), told)
    _close(common["settable-property"], tuple(name for name, one in custom.items() if one.type != "list"), SETTABLE)
    _close(common["date-property"], tuple(name for name, one in custom.items() if one.type == "date"), DATES)
    _close(common["list-property"], tuple(name for name, one in custom.items() if one.type == "list"), LISTS)
    if custom:
        told = f"Neither a field of Klaviyo's nor declared under properties: in mktctl.yaml; {AGAIN}"
        _close(common["property-name"], (*custom, *names.builtin_fields), told)
    common["declared-properties"] |= _chain("property", {
        name: _tests(one) for name, one in custom.items() if _known(one)
    })  # fmt: skip
    common["declared-events"] |= _chain("metric", {
        ref: {"properties": {"where": _where(fields)}} for ref, fields in names.metrics.items() if fields
    })  # fmt: skip
    common["declared-values"] |= {
        "properties": {name: _new_value(one) for name, one in custom.items() if one.type != "list"}
    }
    mail = known["template.schema.json"]["$defs"]["email"]["properties"]
    if names.layouts:
        with_blocks = {layout for layouts in names.blocks.values() for layout in layouts}
        for key in ("source", "base"):  # a layout with blocks is rarely a whole mail, and a part of a mail no layout
            order = sorted(names.layouts, key=lambda layout: (layout in with_blocks) != (key == "base"))
            mail[key]["examples"] = order
    mail["sections"] |= {
        "properties": {
            block: {"description": f"Fills the block {block} of {', '.join(layouts)}.", "$ref": "#/$defs/section"}
            for block, layouts in names.blocks.items()
        }
    }
    return known


def _of_channel(channel: str, templates: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(ref for ref, own in templates.items() if own in (channel, ""))


def _written(name: str, names: ProjectNames) -> str:
    """A custom property as conditions write it: a twin of one of the platform's own fields says so."""
    return f"properties.{name}" if name in names.builtin_fields else name


def _close(schema: dict[str, Any], values: tuple[str, ...], told: str) -> None:
    """Take only `values`, if there are any: while there is none, everything goes as before."""
    if not values:
        return
    for keyword in ("pattern", "minLength", "examples"):
        schema.pop(keyword, None)
    schema |= {"enum": list(values), "errorMessage": told}


def _chain(word: str, by_value: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """`if` the value of `word` is this one, `then` that schema, for each; an `allOf`, for they exclude each other."""
    return {
        "allOf": [
            {
                "if": {"type": "object", "properties": {word: {"const": value}}, "required": [word]},
                "then": schema,
            }
            for value, schema in by_value.items()
        ]
    } if by_value else {}  # fmt: skip


def _known(one: Property) -> bool:
    return bool(one.values) or one.type == "boolean"


def _tests(one: Property) -> dict[str, Any]:
    """The tests of a property whose values are known."""
    value = _value(one)
    tests: dict[str, Any] = dict.fromkeys(_VALUE_TESTS, value)
    return {"properties": tests | {name: {"items": value} for name in _VALUES_TESTS}}


def _value(one: Property) -> dict[str, Any]:
    if one.values:
        return {"enum": list(one.values), "errorMessage": f"It is one of {', '.join(one.values)}"}
    return {"type": "boolean", "errorMessage": "true or false"} if one.type == "boolean" else {}


def _new_value(one: Property) -> dict[str, Any]:
    """What a property of a person may be set to; lists are changed entry by entry instead."""
    if one.values or one.type == "boolean":
        return _value(one)
    kind = "number" if one.type == "number" else "string"
    told = {"number": "A number", "date": "A date such as 2026-11-27, or today", "text": "A text"}[one.type]
    offered = {"examples": ["today"]} if one.type == "date" else {}
    return {"type": kind, "errorMessage": f"{told}: so it is declared in mktctl.yaml", **offered}


def _where(fields: Mapping[str, Property]) -> dict[str, Any]:
    """The properties of one metric's events, alone or under the `any:` of a trigger."""
    named: dict[str, Any] = {
        "properties": {name: _field(one) for name, one in fields.items()},
        "propertyNames": {
            "enum": list(fields),
            "errorMessage": f"Its events carry {', '.join(fields)}; others are declared under metrics: in mktctl.yaml",
        },
    }
    return {
        "if": {"type": "object", "required": ["any"], "properties": {"any": {"type": "array"}}},
        "then": {"properties": {"any": {"items": named}}},
        "else": named,
    }


def _field(one: Property) -> dict[str, Any]:
    """A property of an event: a value of its type, or a test. A text may also stand for a date."""
    kinds = {"number": ["number"], "boolean": ["boolean"], "list": ["string", "number"]}.get(one.type, ["string"])
    told = {"number": "A number", "boolean": "true or false", "list": "An entry of the list"}.get(one.type, "A text")
    return {
        "description": f"A property of the event, of type {one.type}.",
        "type": [*kinds, "object"],
        "errorMessage": f"{told}, or a test such as {{at_least: 20}}: so it is declared in mktctl.yaml",
    }
