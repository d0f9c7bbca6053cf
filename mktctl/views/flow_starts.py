"""What starts a flow and when people may come again, in words."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.planning.day_marks import before_date, property_words
from mktctl.views.condition_words import groups_in_words, listed_days, zone_words

_AGAIN: Final = {"annually": ", every year", "monthly": ", every month", "weekly": ", every week", "never": ", once"}
_LOOKED_AT: Final = {"viewed": "viewed", "checkout-started": "taken to checkout", "added-to-cart": "put in the cart"}
_NAMED: Final = frozenset({"metric", "list", "segment"})


def start_words(trigger: Mapping[str, Any]) -> str:
    """`starts with registered`, `starts 7 days before birthday, every year, at 09:00`, `starts when …`."""
    words = trigger_words(trigger)
    return f"starts with {words}" if trigger.get("type") in _NAMED else f"starts {words}"


def trigger_words(trigger: Mapping[str, Any]) -> str:
    """The trigger alone, as it stands in a field's change."""
    match trigger.get("type"):
        case "date":
            words = _date(trigger)
        case "price-drop":
            words = f"when the price of a product {_audience(trigger)} falls by {_amount(trigger)}"
        case "low-inventory":
            of = "a variant" if trigger.get("product_level") == "variant" else "a product"
            words = f"when at most {trigger.get('inventory_count')} are left of {of} {_audience(trigger)}"
        case type_:
            name = str(trigger.get("id") or type_)
            words = name.partition("/")[2] or name
    where = trigger.get("trigger_filter")
    return words + (f" where {groups_in_words(where)}" if where else "")


def again_words(criteria: Mapping[str, Any]) -> str:
    """How often one person may start it."""
    duration, unit = criteria.get("duration"), criteria.get("unit")
    if unit == "alltime":
        return "once a person" if duration else "again each time"
    return f"again after {duration} {unit}{'' if duration == 1 else 's'}"


def _date(trigger: Mapping[str, Any]) -> str:
    value, unit = trigger.get("timedelta_value_before_date") or 0, str(trigger.get("timedelta_unit_before_date"))
    name = property_words(str(trigger.get("date_profile_property") or "a date"))
    words = before_date(value, unit, name) + _AGAIN.get(str(trigger.get("recurrence_frequency")), "")
    if time := trigger.get("trigger_time"):
        words += f", at {str(time)[:5]} {zone_words(trigger.get('timezone'))}"
    if days := trigger.get("trigger_days"):
        words += f", on {listed_days(days)}"
    return words


def _amount(trigger: Mapping[str, Any]) -> str:
    value = f"{trigger.get('price_drop_amount_value'):g}"
    return f"{value} %" if trigger.get("price_drop_amount_unit") == "percent" else f"{value} USD"


def _audience(trigger: Mapping[str, Any]) -> str:
    looked = " or ".join(_LOOKED_AT.get(str(one), str(one)) for one in trigger.get("audience") or ())
    return f"that somebody has {looked} in the last {trigger.get('timeframe_days', 30)} days"
