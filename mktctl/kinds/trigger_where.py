"""`where:` of a trigger: only events whose own properties pass (E3)."""

from mktctl.kinds.conditions.event_tests import read_event_tests
from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.fields import Fields
from mktctl.model.condition import EventTest
from mktctl.model.project import Metric


def read_alternatives(below: Fields, metric: Metric | None, scope: Scope) -> tuple[tuple[EventTest, ...], ...]:
    """An OR of ANDs: one mapping, or `{any: [mapping, …]}`; empty when there is no `where:`."""
    if "where" not in below:
        return ()
    value, path = below.values["where"], below.at("where")
    if not isinstance(value, dict) or not isinstance(value.get("any"), list):
        tests = read_event_tests(value, path, metric, scope)
        return (tests,) if tests else ()
    alternatives = Fields(scope.report, value, path)
    alternatives.only(frozenset({"any"}), what="where: {any: […]}")
    items = alternatives.items(
        "any", "a list of sets of properties, such as [{$value: {at_least: 100}}, {…}]", fewest=1
    )
    return tuple(read_event_tests(item, (*path, "any", index), metric, scope) for index, item in enumerate(items))
