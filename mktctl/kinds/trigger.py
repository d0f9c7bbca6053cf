"""TRIGGER: what makes people enter."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.names import Names
from mktctl.kinds.raws import read_raw_trigger
from mktctl.kinds.refs import list_ref, metric_ref, segment_ref
from mktctl.kinds.spelling import listed, nearest
from mktctl.kinds.trigger_dates import DATE_KEYS, read_date_trigger
from mktctl.kinds.trigger_products import read_low_inventory, read_price_drop
from mktctl.kinds.trigger_where import read_alternatives
from mktctl.model.flow import ListTrigger, MetricTrigger, RawTrigger, SegmentTrigger, Trigger
from mktctl.model.places import KEY
from mktctl.model.project import Metric

_INSTEAD: Final = {
    "event": "Write metric:", "type": "Write  metric: placed_order,  list: newsletter  or  segment: vip",
    "filter": "Write where:", "property": "Put the event's properties under where:; for a date write date:",
    "back_in_stock": "Write  metric: subscribed_to_back_in_stock", "birthday": "Write  date: birthday",
    "pricedrop": "Write price_drop:", "low_stock": "Write low_inventory:", "inventory": "Write low_inventory:",
    "date_property": "Write date:",
}  # fmt: skip
_NOT_STARTING: Final = {
    "opened_email": "mails opened", "clicked_email": "mails clicked", "received_email": "mails received",
    "opened_push": "push messages opened", "received_push": "push messages received",
    "received_sms": "text messages received", "clicked_sms": "text messages clicked",
}  # fmt: skip
"""E2: Klaviyo's performance metrics."""


class Started(NamedTuple):
    """What starts a flow, None with a mistake; and the event that branches may ask about, if one does."""

    trigger: Trigger | None
    event: Metric | None = None


def read_trigger(fields: Fields, scope: Scope) -> Started:
    """The trigger, and its event: a metric, or one of `product_events`."""
    if not fields.require("trigger", "What starts it:  trigger: {metric: registered},  {list: …}  or  {segment: …}"):
        return Started(None)
    value, path = fields.values["trigger"], fields.at("trigger")
    if isinstance(value, str) and (meant := _meant(value, scope.names)):
        scope.error("FLW001", path, f"what kind of thing is {value}?", f"Write  trigger: {{{meant}}}")
        return Started(None)
    if isinstance(value, str) and ":" not in value:
        hint = _near(value, scope.names)
        scope.error("FLW001", path, f"what starts the flow is expected here, not {value}", hint)
        return Started(None)
    expected = "what starts the flow, such as {metric: placed_order},"
    below = fields_of(scope.report, value, path, expected, code="FLW001")
    if below is None:
        return Started(None)
    kinds = [key for key in TRIGGERS if key in below]
    if len(kinds) != 1:
        _refuse_number(below, kinds, scope)
        return Started(None)
    kind = kinds[0]
    if kind != "metric" and "where" in below:
        _refuse_where(below, kind, scope)
    beside = {"metric": frozenset({"where"}), "date": DATE_KEYS}.get(kind, frozenset())
    below.only(frozenset({kind, "where"}) | beside, instead=_INSTEAD | _INSIDE.get(kind, {}), what="a trigger")
    return TRIGGERS[kind](below, scope)


def _refuse_number(below: Fields, kinds: list[str], scope: Scope) -> None:
    known = frozenset({*TRIGGERS, "where"}) | (DATE_KEYS if "date" in kinds else frozenset())
    below.only(known, instead=_INSTEAD, what="a trigger")
    if kinds or not below.values.keys() - known:
        found = f"here are {listed(kinds)}" if kinds else "there is none"
        hint = "Write one of  metric:,  list:,  segment:,  date:,  price_drop:  and  low_inventory:"
        scope.error("FLW001", below.path, f"a flow starts from one thing; {found}", hint)


def _refuse_where(below: Fields, kind: str, scope: Scope) -> None:
    hint = "Put conditions about people into the segment, or begin with  - exit_if: {not: …}"
    if kind in ("price_drop", "low_inventory"):
        hint = f"It stands inside:  {kind}: {{…, where: …}}"
        scope.error("FLW002", (*below.at("where"), KEY), f"where: is a part of {kind}:", hint)
        return
    if kind in ("date", "raw"):
        hint = "For conditions about people begin with  - exit_if: {not: …}"
    scope.error("FLW002", (*below.at("where"), KEY), "where: is about an event; here none starts the flow", hint)


def _meant(word: str, names: Names) -> str:
    """What a bare name starts from, with its kind in front: `segment: vip`; empty when nothing is called so."""
    kind, _, bare = word.rpartition("/")
    project = names.project
    for key, known in (("segment", names.segments), ("list", project.lists), ("metric", project.metrics)):
        if bare in known and kind in ("", key, f"{key}s"):
            return f"{key}: {bare}"
    if word in project.properties and project.properties[word].type == "date":
        return f'date: {word}, repeat: yearly, at: "09:00"'
    return ""


def _near(word: str, names: Names) -> str:
    """The hint for a word that nothing is called."""
    if word in ("price_drop", "low_inventory"):
        inside = "by: 10%" if word == "price_drop" else "at_most: 10"
        return f"Write  trigger: {{{word}: {{{inside}}}}}"
    if close := nearest(word, [*names.segments, *names.project.lists, *names.project.metrics]):
        return f"Did you mean  trigger: {{{_meant(close, names)}}}?"
    return "Such as  trigger: {metric: started_checkout},  {list: …},  {segment: …}  or  {date: …}"


def _metric(below: Fields, scope: Scope) -> Started:
    metric = metric_ref(below, "metric", scope.names)
    if metric is not None and metric.ref in _NOT_STARTING:
        message = f"Klaviyo starts no flow from {_NOT_STARTING[metric.ref]}"
        hint = f"Make a segment of who did it, and start from that:  who: {{metric: {metric.ref}, within: 30 days}}"
        below.error("FLW005", "metric", message, hint)
    where = read_alternatives(below, metric, scope)
    return Started(MetricTrigger(metric=metric.ref, where=where) if metric is not None else None, metric)


def _list(below: Fields, scope: Scope) -> Started:
    ref = list_ref(below, "list", scope.names)
    return Started(ListTrigger(list=ref) if ref else None)


def _segment(below: Fields, scope: Scope) -> Started:
    ref = segment_ref(below, "segment", scope.names)
    return Started(SegmentTrigger(segment=ref) if ref else None)


def _date(below: Fields, scope: Scope) -> Started:
    return Started(read_date_trigger(below, scope))


def _price_drop(below: Fields, scope: Scope) -> Started:
    return Started(*read_price_drop(below, scope))


def _low_inventory(below: Fields, scope: Scope) -> Started:
    return Started(*read_low_inventory(below, scope))


def _raw(below: Fields, scope: Scope) -> Started:
    json = read_raw_trigger(below)
    return Started(RawTrigger(json=json) if json is not None else None)


TRIGGERS: Final[Mapping[str, Callable[[Fields, Scope], Started]]] = {
    "metric": _metric, "list": _list, "segment": _segment, "date": _date, "price_drop": _price_drop,
    "low_inventory": _low_inventory, "raw": _raw,
}  # fmt: skip
_INSIDE: Final = {
    "price_drop": {
        word: f"It stands inside:  price_drop: {{by: 10%, {word}: …}}" for word in ("by", "audience", "within")
    },
    "low_inventory": {
        word: f"It stands inside:  low_inventory: {{at_most: 10, {word}: …}}"
        for word in ("at_most", "level", "audience", "within")
    },
}
