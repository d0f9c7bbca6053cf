"""Klaviyo's condition groups in a few words, for a plan's field changes. A reading aid: the JSON is the truth."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from mktctl.planning.day_marks import property_words

_SIGNS: Final = {
    "equals": "=",
    "not-equals": "≠",
    "greater-than": ">",
    "greater-than-or-equal": "≥",
    "less-than": "<",
    "less-than-or-equal": "≤",
}


def groups_in_words(document: Mapping[str, Any]) -> str:
    """`{"condition_groups": [...]}` as "a and (b or c)"."""
    groups = document.get("condition_groups") or []
    words = [" or ".join(_condition(one) for one in group.get("conditions", [])) for group in groups]
    many = len(words) > 1
    return " and ".join(f"({word})" if many and " or " in word else word for word in words)


def zone_words(zone: Any) -> str:
    """Whose clock it is."""
    return "in the recipient's time" if zone in (None, "profile") else f"in {zone}"


def listed_days(days: Iterable[str]) -> str:
    """`monday or friday`."""
    return " or ".join(days)


def _condition(one: Mapping[str, Any]) -> str:
    try:
        return _words(one)
    except (KeyError, TypeError, ValueError, AttributeError):  # `raw:` of a file may be anything
        return str(one.get("type"))


def _words(one: Mapping[str, Any]) -> str:
    match one.get("type"):
        case "profile-metric":
            where = " and ".join(
                f"{each['property']} {_filter(each.get('filter', {}))}" for each in one.get("metric_filters") or []
            )
            name = _short(one["metric_id"]) + (f" where {where}" if where else "")
            return f"{_measured(name, one)} {_time(one['timeframe_filter'])}"
        case "profile-property":
            return f"{property_words(one['property'])} {_filter(one['filter'])}"
        case "profile-sample":
            return f"drawn by chance ({one['percentage']} %)"
        case "metric-property" | "price-drop-property" | "low-inventory-property":
            return f"{one['field']} {_filter(one['filter'])}"
        case "profile-group-membership":
            lists = ", ".join(map(_short, one["group_ids"]))
            return f"{'in' if one['is_member'] else 'not in'} {lists}"
        case "profile-marketing-consent":
            consent = one["consent"]
            can = "can" if consent.get("can_receive_marketing") else "cannot"
            return f"{can} receive {consent.get('channel')}"
        case other:
            return str(other)


def _measured(name: str, one: Mapping[str, Any]) -> str:
    how_many = _filter(one["measurement_filter"])
    if one["measurement"] == "count" and how_many == "= 0":
        return f"no {name}"
    if one["measurement"] == "count" and how_many in ("≥ 1", "> 0"):
        return name
    return f"{name} {one['measurement']} {how_many}"


def _short(name: str) -> str:
    return name.partition("/")[2] or name


def _filter(filter_: Mapping[str, Any]) -> str:
    operator = str(filter_.get("operator"))
    if operator in ("is-set", "not-set"):
        return operator.replace("-", " ")
    value = filter_.get("value", filter_.get("date", ""))
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value)
    if "quantity" in filter_:
        value = f"{filter_['quantity']} {filter_.get('unit')}s"
    elif "start" in filter_:
        value = f"{filter_['start']} to {filter_['end']}"
    return f"{_SIGNS.get(operator, operator.replace('-', ' '))} {value}".strip()


def _time(filter_: Mapping[str, Any]) -> str:
    match filter_.get("operator"):
        case "alltime":
            return "ever"
        case "flow-start":
            return "since start"
        case "in-the-last":
            return f"in the last {filter_['quantity']} {filter_['unit']}s"
        case _:
            return _filter(filter_)
