"""TRIGGER: what makes people enter, and how often."""

import re
from typing import Final

from mktctl.kinds.conditions.event_tests import read_event_tests
from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.durations import Units, read_duration
from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.names import Names
from mktctl.kinds.refs import list_ref, metric_ref, segment_ref
from mktctl.kinds.spelling import listed, shown
from mktctl.model.condition import EventTest
from mktctl.model.flow import ListTrigger, MetricTrigger, Reentry, SegmentTrigger, Trigger
from mktctl.model.places import KEY
from mktctl.model.project import Metric

_KINDS: Final = ("metric", "list", "segment")
_LATER: Final = frozenset({"date", "price_drop", "low_inventory", "raw"})
_LATER_BESIDE: Final = frozenset({"before", "repeat", "at", "weekdays", "timezone"})
_INSTEAD: Final = {
    "event": "Write metric:", "type": "Write  metric: placed_order,  list: newsletter  or  segment: vip",
    "filter": "Write where:", "property": "Put the event's properties under where:",
    "back_in_stock": "Write  metric: subscribed_to_back_in_stock",
}  # fmt: skip
_NOT_STARTING: Final = {
    "opened_email": "mails opened", "clicked_email": "mails clicked", "received_email": "mails received",
    "opened_push": "push messages opened", "received_push": "push messages received",
    "received_sms": "text messages received", "clicked_sms": "text messages clicked",
}  # fmt: skip
"""E2: Klaviyo's performance metrics."""
_REENTRY_UNITS: Final = Units(("hour", "day", "week"), "7 days", "FLW004")
_REENTRY_WORDS: Final = {
    **dict.fromkeys(("false", "no", "off", "once", "one time", "none"), "never"),
    **dict.fromkeys(("true", "yes", "on", "every time", "each time", "anytime", "multiple", "unlimited"), "always"),
}
"""What people write who know other tools."""
_AFTER: Final = re.compile(r"after (.+)")


def read_trigger(fields: Fields, scope: Scope) -> tuple[Trigger | None, Metric | None]:
    """The trigger, and its metric when an event starts the flow."""
    if not fields.require("trigger", "What starts it:  trigger: {metric: registered},  {list: …}  or  {segment: …}"):
        return None, None
    value, path = fields.values["trigger"], fields.at("trigger")
    if isinstance(value, str) and (meant := _meant(value, scope.names)):
        scope.error("FLW001", path, f"what kind of thing is {value}?", f"Write  trigger: {{{meant}}}")
        return None, None
    expected = "what starts the flow, such as {metric: placed_order},"
    below = fields_of(scope.report, value, path, expected, code="FLW001")
    if below is None:
        return None, None
    if later := sorted(_LATER & below.values.keys()):
        below.only(frozenset(below.values) - {later[0]}, later=_LATER)
        return None, None
    kinds = [key for key in _KINDS if key in below]
    if len(kinds) != 1:
        below.only(frozenset({*_KINDS, "where"}), instead=_INSTEAD, what="a trigger")
        if kinds or not below.values.keys() - {*_KINDS, "where"}:
            found = f"here are {listed(kinds)}" if kinds else "there is none"
            hint = "Write one of  metric:,  list:  and  segment:"
            scope.error("FLW001", below.path, f"a flow starts from one thing; {found}", hint)
        return None, None
    if kinds[0] == "metric":
        return _metric(below, scope)
    if "where" in below:
        hint = "Put conditions about people into the segment, or begin with  - exit_if: {not: …}"
        scope.error("FLW002", (*below.at("where"), KEY), "where: is about an event; here none starts the flow", hint)
    below.only(frozenset({kinds[0], "where"}), instead=_INSTEAD, what="a trigger")
    if kinds[0] == "list":
        ref = list_ref(below, "list", scope.names)
        return (ListTrigger(list=ref) if ref else None), None
    ref = segment_ref(below, "segment", scope.names)
    return (SegmentTrigger(segment=ref) if ref else None), None


def _meant(word: str, names: Names) -> str:
    """What a bare name starts from, with its kind in front: `segment: vip`; empty when nothing is called so."""
    kind, _, bare = word.rpartition("/")
    project = names.project
    for key, known in (("segment", names.segments), ("list", project.lists), ("metric", project.metrics)):
        if bare in known and kind in ("", key, f"{key}s"):
            return f"{key}: {bare}"
    return ""


def _metric(below: Fields, scope: Scope) -> tuple[Trigger | None, Metric | None]:
    below.only(frozenset({"metric", "where"}), instead=_INSTEAD, what="a trigger")
    metric = metric_ref(below, "metric", scope.names)
    if metric is not None and metric.ref in _NOT_STARTING:
        message = f"Klaviyo starts no flow from {_NOT_STARTING[metric.ref]}"
        hint = f"Make a segment of who did it, and start from that:  who: {{metric: {metric.ref}, within: 30 days}}"
        below.error("FLW005", "metric", message, hint)
    where = _where(below, metric, scope)
    return (MetricTrigger(metric=metric.ref, where=where) if metric is not None else None), metric


def _where(below: Fields, metric: Metric | None, scope: Scope) -> tuple[tuple[EventTest, ...], ...]:
    """An OR of ANDs: one mapping, or `{any: [mapping, …]}`."""
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


def read_reentry(fields: Fields, scope: Scope, *, by_event: bool) -> Reentry:
    """never, always, after N days (E4); required where an event starts the flow (P25)."""
    if "reentry" not in fields:
        if by_event:
            message = "may a person enter again when the event happens again?"
            hint = "Add  reentry: never,  reentry: always  or  reentry: after 7 days"
            fields.require("reentry", hint, code="FLW003", message=message)
        return Reentry(mode="never")
    value, path = fields.values["reentry"], fields.at("reentry")
    if value in ("never", "always"):
        return Reentry(mode="never" if value == "never" else "always")
    if isinstance(value, str) and (found := _AFTER.fullmatch(value)):
        span = read_duration(scope.report, found[1], path, _REENTRY_UNITS)
        return Reentry(mode="after", span=span) if span else Reentry(mode="never")
    meant = _REENTRY_WORDS.get(str(value).lower())
    hint = f"Write  reentry: {meant}" if meant else "Such as  after 7 days"
    if isinstance(value, str) and value[:1].isdigit():
        hint = f"Write  reentry: after {value}"
    scope.error("FLW004", path, f"reentry: is never, always or after a span, not {shown(value)}", hint)
    return Reentry(mode="never")
