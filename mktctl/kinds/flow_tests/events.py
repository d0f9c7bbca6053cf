"""EV: what happens to the person, one thing an entry."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.flow_tests.moments import Clock
from mktctl.kinds.flow_tests.people import channel_of, split_names
from mktctl.kinds.flow_tests.steps import FlowNames
from mktctl.kinds.names import Names
from mktctl.kinds.refs import list_ref, metric_ref
from mktctl.kinds.spelling import either, listed, shown
from mktctl.model.flow_test import (
    ConsentSaid,
    Happening,
    Interacted,
    ListMoved,
    ProductMoved,
    PropertiesSet,
    Restocked,
    Tracked,
)
from mktctl.model.places import KEY, Path

_SEEN: Final[dict[str, tuple[str, ...]]] = {"opens": ("email", "push"), "clicks": ("email", "sms")}
"""What the platform is told of a message, by channel: nobody knows that a text message was read."""
_BY: Final = ("person", "apple_privacy", "bot")
_INSTEAD: Final = {
    "event": "Write  metric: ‹value›",
    "track": "Write  metric: ‹value›",
    "opened": "Write  opens: ‹value›",
    "clicked": "Write  clicks: ‹value›",
    "subscribe": "Write  subscribes: ‹value›",
    "unsubscribe": "Write  unsubscribes: ‹value›",
    "join": "Write  joins: ‹value›",
    "property": "Write  set: {tier: gold}",
}
_Reader = Callable[[Fields, datetime, Names, FlowNames], Happening | None]


def read_events(fields: Fields, key: str, clock: Clock, names: Names, flow: FlowNames) -> tuple[Happening, ...]:
    """The list under `key`, in the order of the file; entries with mistakes are left out."""
    items = fields.items(key, "a list, such as [{at: 0 hours, metric: placed_order}]") if key in fields else []
    found = (_event(fields, item, (*fields.at(key), index), clock, names, flow) for index, item in enumerate(items))
    return tuple(one for one in found if one is not None)


def _event(outer: Fields, item: object, path: Path, clock: Clock, names: Names, flow: FlowNames) -> Happening | None:
    fields = fields_of(outer.report, item, path, "what happens, such as {at: 2 days, metric: placed_order},")
    if fields is None:
        return None
    verb = one_verb(fields, _READERS, "TST002", "what happens?", "{at: 2 days, metric: placed_order}")
    if verb is None:
        return None
    fields.only(frozenset({"at", verb, *_BESIDE.get(verb, ())}), instead=_INSTEAD, what=f"an entry with {verb}:")
    at = clock.moment(fields)
    return None if at is None else _READERS[verb](fields, at, names, flow)


def one_verb(fields: Fields, known: Mapping[str, Any], code: str, question: str, example: str) -> str | None:
    """The one word of `known` that the entry holds."""
    verbs = [word for word in fields.values if word in known]
    if len(verbs) == 1:
        return verbs[0]
    where = (*fields.path, KEY)
    if verbs:
        fields.report.error(code, where, f"one thing an entry; here are {listed(verbs)}", "Make an entry of each")
        return None
    before = len(fields.report.problems)
    fields.only(frozenset({"at", *known}), instead=_INSTEAD, what="an entry")
    if len(fields.report.problems) == before:
        fields.report.error(code, where, question, f"One of {', '.join(sorted(known))}, such as  {example}")
    return None


def _metric(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Happening | None:
    metric = metric_ref(fields, "metric", names)
    below = fields.below("properties", "properties with their values, such as {$value: 80}")
    if metric is None:
        return None
    return Tracked(at=at, path=fields.path, metric=metric.ref, properties=dict(below.values) if below else {})


def _interaction(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Happening | None:
    act = "opens" if "opens" in fields else "clicks"
    by = fields.choice("by", _BY, default="person")
    template = flow.template(fields, act)
    if template is None:
        return None
    channel = (flow.templates or {}).get(template)
    if channel is not None and channel not in _SEEN[act]:
        known = f"{act}: is for {either(_SEEN[act])}, and {template} is of channel {channel}"
        other = next((word for word, channels in _SEEN.items() if channel in channels), "")
        fields.error("TST003", act, known, f"Write  {other}: {template}" if other else "")
        return None
    return Interacted(at=at, path=fields.path, act=act, template=template, by=by)  # type: ignore[arg-type]


def _set(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Happening | None:
    below = fields.below("set", "properties with their values, such as {tier: gold}")
    if below is None:
        return None
    own, custom = split_names(below, names)
    return PropertiesSet(at=at, path=fields.path, fields=own, properties=custom)


def _consent(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Happening:
    said = "subscribes" in fields
    channel = channel_of(fields, "subscribes" if said else "unsubscribes")
    return ConsentSaid(at=at, path=fields.path, channel=channel, status="subscribed" if said else "unsubscribed")


def _list(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Happening:
    joins = "joins" in fields
    return ListMoved(at=at, path=fields.path, list=list_ref(fields, "joins" if joins else "leaves", names), joins=joins)


def _restock(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Happening | None:
    value = fields.values["restock"]
    if value is True:
        return Restocked(at=at, path=fields.path)
    if isinstance(value, str) and value:
        return Restocked(at=at, path=fields.path, product=value)
    message = f"restock: is a product's id, or true for the one that is waited for, not {shown(value)}"
    fields.error("KEY004", "restock", message, "Write  restock: true")
    return None


def _product(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Happening | None:
    word = "price_drop" if "price_drop" in fields else "low_inventory"
    below = fields.below(word, "the product's properties, such as {ProductID: derby-montaigne}")
    if below is None:
        return None
    about = word.replace("_", "-")
    return ProductMoved(at=at, path=fields.path, about=about, properties=dict(below.values))  # type: ignore[arg-type]


_BESIDE: Final = {"metric": ("properties",), "opens": ("by",), "clicks": ("by",)}
_READERS: Final[Mapping[str, _Reader]] = {
    "metric": _metric,
    "opens": _interaction,
    "clicks": _interaction,
    "set": _set,
    "subscribes": _consent,
    "unsubscribes": _consent,
    "joins": _list,
    "leaves": _list,
    "restock": _restock,
    "price_drop": _product,
    "low_inventory": _product,
}
