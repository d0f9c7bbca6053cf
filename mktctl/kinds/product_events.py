"""The events of price drops and of low stock.

Klaviyo makes them from the catalog, and no document of its lists their properties (the API takes any name). So any name
may be asked for in these flows, and what it is asked for says its type.
"""

from typing import Final

from mktctl.model.condition import PropertyType
from mktctl.model.project import Metric

PRICE_DROP: Final = Metric(ref="price_drop", name="Price Drop", builtin=True)
LOW_INVENTORY: Final = Metric(ref="low_inventory", name="Low Inventory", builtin=True)
_OF_NUMBERS: Final = frozenset({"at_least", "at_most", "more_than", "less_than", "between"})
_OF_LISTS: Final = frozenset({"contains_any", "contains_all", "not_contains_any", "not_contains_all", "length"})
_OF_DATES: Final = frozenset({"within", "before", "after", "next", "anniversary", "month"})


def is_product_event(metric: Metric) -> bool:
    """Whether nobody declares its events' properties. Not by its ref: a project may have a metric of that name."""
    return metric is PRICE_DROP or metric is LOW_INVENTORY


def type_asked_for(asked: object) -> PropertyType:
    """The type of a property that is tested so: `{at_least: 20}` is a number's test, `true` a boolean's."""
    if isinstance(asked, dict):
        if asked.keys() & _OF_NUMBERS:
            return "number"
        if asked.keys() & _OF_LISTS:
            return "list"
        if asked.keys() & _OF_DATES:
            return "date"
        asked = next((asked[test] for test in ("is", "is_not", "in", "not_in") if test in asked), "")
    if isinstance(asked, list):
        asked = asked[0] if asked else ""
    if isinstance(asked, bool):
        return "boolean"
    return "number" if isinstance(asked, int | float) else "text"
