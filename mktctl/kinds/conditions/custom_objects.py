"""By Klaviyo's own numbers and JSON: `custom_object:` and `raw:`."""

from typing import Final

from mktctl.kinds.conditions.comparisons import read_number_test
from mktctl.kinds.conditions.scope import UNREADABLE, Scope
from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.spelling import shown
from mktctl.model.condition import Condition, HasCustomObject, Raw, Test
from mktctl.model.places import Path

_IDS: Final = frozenset({"type", "relationship"})


def read_custom_object(fields: Fields, scope: Scope) -> Condition:
    """`custom_object: {type, relationship}, count?, where?`."""
    fields.only(frozenset({"custom_object", "count", "where"}), what="a condition about a custom object")
    expected = "Klaviyo's ids, such as {type: 01JABCDEF, relationship: 01JGHIJKL},"
    ids = fields_of(scope.report, fields.values["custom_object"], fields.at("custom_object"), expected)
    if ids is None:
        return UNREADABLE
    ids.only(_IDS, what="custom_object:")
    complete = ids.require("type", "The id of its type") & ids.require("relationship", "The id of the relationship")
    count = fields.values.get("count", {"at_least": 1})
    test: Test | None
    if isinstance(count, dict):
        test = read_number_test(count, fields.at("count"), scope, key="count")
    else:
        number = fields.count("count")
        test = Test(op="is", value=number) if number is not None else None
    filters = [
        _filter(item, (*fields.at("where"), index), scope)
        for index, item in enumerate(
            fields.items("where", "a list of filters, such as [{property_id: 3, filter: {…}}]")
        )
    ]
    if test is None or not complete or not all(filters):
        return UNREADABLE
    return HasCustomObject(
        object_type_id=ids.text("type"), relationship_id=ids.text("relationship"), test=test,
        where=tuple(one for one in filters if one),
    )  # fmt: skip


def _filter(value: object, path: Path, scope: Scope) -> dict[str, object]:
    one = fields_of(scope.report, value, path, "a filter such as {property_id: 3, filter: {…}}")
    if one is None:
        return {}
    one.only(frozenset({"property_id", "filter"}), what="a filter")
    complete = one.require("property_id", "Klaviyo's number") & one.require("filter", "Klaviyo's JSON")
    number = one.count("property_id")
    below = one.below("filter", "Klaviyo's JSON of the test")
    if not complete or number is None or below is None:
        return {}
    return {"property_id": number, "filter": dict(below.values)}


def read_raw(fields: Fields, scope: Scope) -> Condition:
    """`raw: {type: …}`: passed through as it stands."""
    fields.only(frozenset({"raw"}), what="raw:")
    value = fields.values["raw"]
    if isinstance(value, dict) and isinstance(value.get("type"), str):
        return Raw(json=value)
    message = f"raw: is Klaviyo's JSON of one condition, with its type; not {shown(value)}"
    fields.error("CND057", "raw", message, "Such as  raw: {type: profile-property, …}")
    return UNREADABLE
