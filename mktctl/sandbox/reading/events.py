"""Conditions about what a person did, and about the event that started the flow (klaviyo-api.md section 3).

Event properties stand under `property` in `metric_filters` and under `field` in triggers.
"""

from typing import Any, Literal

from mktctl.model.condition import Condition, EventProperty, EventTest, Funnel, FunnelStep, HasEvents
from mktctl.sandbox.reading.filters import property_type, read_test
from mktctl.sandbox.reading.names import Names
from mktctl.sandbox.reading.windows import read_window


def read_metric(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-metric`. Every entry of `metric_filters` must hold (P16)."""
    window = read_window(document["timeframe_filter"])
    test = read_test(document["measurement_filter"])
    where = _where(document.get("metric_filters"))
    measure: Literal["count", "sum"] = document["measurement"]
    if window is None or test is None or where is None:
        return None
    return HasEvents(
        metric=names("metric", document["metric_id"]), test=test, window=window, measure=measure, where=where
    )


def read_funnel(document: dict[str, Any], names: Names) -> Condition | None:
    """`profile-metric-funnel`, in segments."""
    window = read_window(document["timeframe_filter"])
    if window is None:
        return None
    steps = []
    for step in document["steps"]:
        where = _where(step.get("metric_filters"))
        if where is None:
            return None
        steps.append(FunnelStep(metric=names("metric", step["metric_id"]), did=step["metric_exists"], where=where))
    return Funnel(steps=tuple(steps), window=window, complete_within=document.get("completion_window_seconds"))


def read_event_property(document: dict[str, Any], names: Names) -> Condition | None:
    """`metric-property`, `price-drop-property`, `low-inventory-property`: about the triggering event (E3, S2)."""
    test = read_test(document["filter"])
    if test is None:
        return None
    metric_id = document.get("metric_id")
    return EventProperty(
        field=document["field"],
        type=property_type(document["filter"]),
        test=test,
        metric=None if metric_id is None else names("metric", metric_id),
    )


def _where(filters: list[dict[str, Any]] | None) -> tuple[EventTest, ...] | None:
    """The entries of `metric_filters`; None if one of them has no word in the model."""
    where = []
    for one in filters or []:
        document = one.get("filter")
        test = None if document is None else read_test(document)
        if document is None or test is None:
            return None
        where.append(EventTest(field=one["property"], type=property_type(document), test=test))
    return tuple(where)
