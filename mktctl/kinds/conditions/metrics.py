"""What people did: `metric:` and `engaged:`."""

from typing import Final

from mktctl.kinds.conditions.comparisons import read_number_test
from mktctl.kinds.conditions.event_tests import read_where
from mktctl.kinds.conditions.formulas import test_for
from mktctl.kinds.conditions.scope import UNREADABLE, Scope
from mktctl.kinds.conditions.windows import WINDOW_KEYS, WINDOW_WORDS, window_or_default
from mktctl.kinds.fields import VALUE, Fields
from mktctl.kinds.refs import metric_ref
from mktctl.model.condition import Condition, Engaged, HasEvents, Test
from mktctl.model.places import KEY

METRIC_KEYS: Final = frozenset({"metric", "count", "sum", "where"}) | WINDOW_KEYS
_AT_LEAST_ONCE: Final = Test(op="at_least", value=1)
_COMPARED: Final = ("at_least", "at_most", "more_than", "less_than")
_OF_A_SUM: Final = {word: f"Write  sum: {{{word}: {VALUE}}}" for word in _COMPARED}
_INSTEAD: Final = {
    **WINDOW_WORDS, "times": "Write count:", "property": "Write where: {Name: value}",
    "is": "An event's property stands under where:, such as  where: {Categories: {contains: Shoes}}",
    **{word: f"Write  count: {{{word}: {VALUE}}}" for word in _COMPARED},
    **dict.fromkeys(("never", "not", "zero_times"), "Write  count: 0"), "total": "Write  sum: {at_least: 500}",
    "value": "Write  where: {$value: {at_least: 20}}",
}  # fmt: skip
CHANNELS_ENGAGED: Final = ("email", "sms", "push")


def read_metric(fields: Fields, scope: Scope) -> Condition:
    """`metric: ref, count? | sum?, where?, WINDOW`."""
    instead = _INSTEAD | (_OF_A_SUM if "sum" in fields else {})
    fields.only(METRIC_KEYS, instead=instead, what="a condition about a metric")
    metric = metric_ref(fields, "metric", scope.names)
    window = window_or_default(fields, scope, subject=str(fields.values["metric"]))
    where = read_where(fields, "where", metric, scope)
    measured = _sum(fields, scope) if "sum" in fields.values else _count(fields, scope)
    if "sum" in fields.values and metric is not None:
        _require_value(fields, scope, ref=metric.ref, has_value="$value" in metric.fields)
    if metric is None or measured is None:
        return UNREADABLE
    measure, test = ("sum", measured) if "sum" in fields.values else ("count", measured)
    return HasEvents(
        metric=metric.ref,
        test=test,
        window=window,
        measure=measure,  # type: ignore[arg-type]  # one of the two
        where=where,
    )


def _count(fields: Fields, scope: Scope) -> Test | None:
    if "count" not in fields.values:
        return _AT_LEAST_ONCE
    value, path = fields.values["count"], fields.at("count")
    if isinstance(value, dict):
        return read_number_test(value, path, scope, key="count")
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Test(op="is", value=value)
    scope.error(
        "CND031", path, "count: is a whole number or one comparison",
        f"Write  count: {meant}" if (meant := test_for(value)) else "Such as  count: 2  or  count: {at_least: 2}",
    )  # fmt: skip
    return None


def _sum(fields: Fields, scope: Scope) -> Test | None:
    if "count" in fields.values:
        hint = "For both write two conditions under all:"
        scope.error("CND032", (*fields.at("count"), KEY), "count: or sum:, not both", hint)
        return None
    value, path = fields.values["sum"], fields.at("sum")
    if isinstance(value, dict):
        return read_number_test(value, path, scope, key="sum")
    example = value if isinstance(value, int | float) and not isinstance(value, bool) else 500
    scope.error(
        "CND031", path, "sum: takes one comparison", f"Write  sum: {test_for(value) or f'{{at_least: {example}}}'}"
    )
    return None


def _require_value(fields: Fields, scope: Scope, *, ref: str, has_value: bool) -> None:
    """P23: the sum is of `$value`."""
    if not has_value and not scope.names.partial:
        hint = f"Declare it in mktctl.yaml:  metrics: {{{ref}: {{properties: {{$value: number}}}}}}"
        scope.error("CND033", fields.at("sum"), f"sum: adds up $value, and {ref} declares none", hint)


def read_engaged(fields: Fields, scope: Scope) -> Condition:
    """`engaged: email|sms|push, WINDOW` (P21)."""
    fields.only(frozenset({"engaged"}) | WINDOW_KEYS, instead=WINDOW_WORDS, what="a condition about engagement")
    channel = fields.choice("engaged", CHANNELS_ENGAGED, default="email")
    window = window_or_default(fields, scope, subject=f"engaged: {channel}")
    return Engaged(channel=channel, window=window)  # type: ignore[arg-type]  # one of the three
