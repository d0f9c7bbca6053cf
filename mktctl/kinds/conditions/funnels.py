"""`funnel:`, in segments: did this, then that."""

from typing import Final

from mktctl.kinds.conditions.event_tests import read_where
from mktctl.kinds.conditions.scope import UNREADABLE, Scope
from mktctl.kinds.conditions.windows import WINDOW_KEYS, read_window
from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.refs import metric_ref
from mktctl.model.condition import Condition, Ever, Funnel, FunnelStep
from mktctl.model.places import Path

SPANS: Final = ("1 hour", "1 day", "3 days", "5 days", "1 week", "30 days", "90 days", "180 days", "1 year")


def read_funnel(fields: Fields, scope: Scope) -> Condition:
    """`funnel: [{did: ref}, {did_not: ref}], complete_within?, WINDOW`."""
    fields.only(frozenset({"funnel", "complete_within"}) | WINDOW_KEYS, what="a funnel")
    items = fields.items("funnel", "a list of at least two steps, such as [{did: a}, {did_not: b}]", fewest=2)
    steps = [_step(item, (*fields.at("funnel"), index), scope) for index, item in enumerate(items)]
    span = fields.choice("complete_within", SPANS, default="") if "complete_within" in fields else None
    window = read_window(fields, scope) or Ever()
    known = tuple(step for step in steps if step is not None)
    return (
        Funnel(steps=known, window=window, complete_within=span or None)
        if known and len(known) == len(steps)
        else UNREADABLE
    )


def _step(value: object, path: Path, scope: Scope) -> FunnelStep | None:
    fields = fields_of(scope.report, value, path, "a step such as {did: placed_order}")
    if fields is None:
        return None
    fields.only(
        frozenset({"did", "did_not", "where"}), instead={"metric": "Write did: or did_not:"}, what="a funnel's step"
    )
    if ("did" in fields) == ("did_not" in fields):
        scope.error("CND056", path, "a step of a funnel has did: or did_not:, one of the two")
        return None
    key = "did" if "did" in fields else "did_not"
    metric = metric_ref(fields, key, scope.names)
    where = read_where(fields, "where", metric, scope)
    return FunnelStep(metric=metric.ref, did=key == "did", where=where) if metric is not None else None
