"""WHERE: tests of an event's own properties, whose names are exact and declared (E3, P63)."""

from mktctl.kinds.conditions.comparisons import TEST_KEYS, one_test, read_test
from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.fields import Fields
from mktctl.kinds.product_events import is_product_event, type_asked_for
from mktctl.kinds.spelling import did_you_mean, nearest, shown
from mktctl.model.condition import EventTest, PropertyType, Test
from mktctl.model.places import KEY, Path
from mktctl.model.project import Metric


def read_where(fields: Fields, key: str, metric: Metric | None, scope: Scope) -> tuple[EventTest, ...]:
    """All must hold (P16); empty when there is no such key."""
    if key not in fields:
        return ()
    return read_event_tests(fields.values[key], fields.at(key), metric, scope)


def read_event_tests(value: object, path: Path, metric: Metric | None, scope: Scope) -> tuple[EventTest, ...]:
    """`{Name: value | TEST, …}`."""
    if isinstance(value, list):
        hint = "Write  where: {Name: value, Other: value};  for alternatives of one property  {Name: {in: [a, b]}}"
        scope.error("CND034", (*path, KEY), "where: is a mapping, and all its entries must hold; not a list", hint)
        return ()
    if not isinstance(value, dict) or not value:
        found = shown(value) if value else "nothing"
        hint = "Such as  where: {$value: {at_least: 20}}"
        scope.error("CND034", (*path, KEY), f"where: holds properties of the event, not {found}", hint)
        return ()
    tests = [_one(name, below, (*path, name), metric, scope) for name, below in value.items()]
    return tuple(test for test in tests if test is not None)


def _one(name: str, value: object, path: Path, metric: Metric | None, scope: Scope) -> EventTest | None:
    kind = event_field_type(name, (*path, KEY), metric, scope, asked=value)
    if kind is None:
        return None
    if isinstance(value, dict):
        test = read_test(Fields(scope.report, value, path), kind, scope, subject=name, of_event=True)
    elif isinstance(value, list):
        scope.error("CND035", path, f"{name}: takes a value or one test, not a list", f"Write  {name}: {{in: […]}}")
        return None
    elif kind == "list":
        hint = f"Write  {name}: {{contains: {shown(value)}}}"
        scope.error("CND035", path, f"{name} is a list, which is not compared with one value", hint)
        return None
    else:
        test = one_test("is", value, path, kind, scope)
    return EventTest(field=name, type=kind, test=test) if isinstance(test, Test) else None


def event_field_type(
    name: str, path: Path, metric: Metric | None, scope: Scope, *, asked: object
) -> PropertyType | None:
    """The declared type of an event's property; None with an error when there is none (P14).

    `asked` is the value or test beside it, which says the type where nobody can declare it.
    """
    if metric is None:
        return None
    if is_product_event(metric):
        return type_asked_for(asked)
    if name in metric.fields:
        return metric.fields[name].type
    if scope.names.partial:
        return None
    near = nearest(name, metric.fields)
    if near and near.lower() == name.lower():
        hint = f"Names are exact: write {near}"
    elif near:
        hint = did_you_mean(name, metric.fields)
    elif name in TEST_KEYS:
        hint = f"A test stands behind the property:  {{Name: {{{name}: …}}}}"
    else:
        declaration = f"{metric.ref}: {{name: {metric.name}, properties: {{{name}: text}}}}"
        hint = f"Declare it in mktctl.yaml, under metrics:  {declaration}"
    scope.error("CND012", path, f"{metric.ref} declares no property {shown(name)}", hint)
    return None
