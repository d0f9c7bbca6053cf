"""What starts a flow, from the files, as the platform holds it."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.engine.flows.plain_groups import plain
from mktctl.model.condition import All, Raw
from mktctl.model.duration import Duration, Unit
from mktctl.model.flow import (
    DateTrigger,
    ListTrigger,
    LowInventoryTrigger,
    MetricTrigger,
    PriceDropTrigger,
    RawTrigger,
    SegmentTrigger,
    Trigger,
)
from mktctl.model.flow_graph import DateEntry, Entry, ListEntry, MetricEntry, ProductEntry, SegmentEntry
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.refusals import first_error
from mktctl.wire.flows.dates import encode_date
from mktctl.wire.flows.triggers import ByEvent, compile_where, encode_trigger
from mktctl.wire.ids import Symbolic, ref_of

_UNITS: Final[tuple[Unit, ...]] = ("day", "week", "month")


def entry_of(trigger: Trigger) -> Entry:
    """`trigger` passed the check, else an assert. Its property, if any, is the platform's path (P61)."""
    match trigger:
        case ListTrigger(list=ref):
            return ListEntry(list=ref)
        case SegmentTrigger(segment=ref):
            return SegmentEntry(segment=ref)
        case MetricTrigger(metric=ref):
            return MetricEntry(metric=ref, where=_where(trigger))
        case DateTrigger(before=before):
            document = encode_date(trigger)
            return DateEntry(property=document["date_profile_property"], before=before, settings=document)
        case PriceDropTrigger():
            settings = encode_trigger(trigger, Symbolic())
            return ProductEntry(about="price-drop", where=_where(trigger), settings=settings)
        case LowInventoryTrigger():
            settings = encode_trigger(trigger, Symbolic())
            return ProductEntry(about="low-inventory", where=_where(trigger), settings=settings)
        case RawTrigger(json=json):
            return _raw(json)


def _where(trigger: ByEvent) -> All:
    groups, problems = compile_where(trigger)
    problem = first_error(problems)
    assert problem is None, f"the trigger was not checked: {problem}"
    return plain(groups)


def _raw(document: Mapping[str, Any]) -> Entry:
    """The platform's own words; its ids are refs of things that no file names."""
    found = document.get("id")
    match document.get("type"):
        case "list":
            return ListEntry(list=None if found is None else ref_of(Symbolic(), "list", str(found)))
        case "segment":
            return SegmentEntry(segment=None if found is None else ref_of(Symbolic(), "segment", str(found)))
        case "date":
            amount = int(document.get("timedelta_value_before_date") or 0)
            word = str(document.get("timedelta_unit_before_date") or "weeks")
            unit = next(one for one in _UNITS if word.startswith(one))
            return DateEntry(
                property=document.get("date_profile_property"),
                before=Duration(amount=amount, unit=unit),
                settings=dict(document),
            )
        case "price-drop" | "low-inventory" as about:
            return ProductEntry(about=about, where=_raw_where(document), settings=dict(document))
        case _:
            metric = None if found is None else ref_of(Symbolic(), "metric", str(found))
            return MetricEntry(metric=metric, where=_raw_where(document))


def _raw_where(document: Mapping[str, Any]) -> All:
    groups = (document.get("trigger_filter") or {}).get("condition_groups") or ()
    return plain(Groups(groups=tuple(tuple(Raw(json=one) for one in group["conditions"]) for group in groups)))
