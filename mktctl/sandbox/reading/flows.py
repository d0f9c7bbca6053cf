"""A flow's definition as a graph: what the sandbox's engine runs, and what the codecs are compared with."""

from typing import Any, Final

from mktctl.model import flow_graph as graph
from mktctl.model.duration import Duration, Unit
from mktctl.model.flow import Reentry
from mktctl.sandbox.reading.actions import action_id, read_action, read_span
from mktctl.sandbox.reading.groups import read_condition_groups
from mktctl.sandbox.reading.names import Names

_UNITS: Final[dict[str, Unit]] = {"hour": "hour", "day": "day", "week": "week"}


def read_flow(definition: dict[str, Any], names: Names) -> graph.FlowGraph:
    """The graph of a definition that the server accepted, before or after it replaced temporary ids.

    Ids of metrics, lists, segments and templates become what `names` makes of them.
    """
    (trigger,) = definition["triggers"]
    actions = (read_action(action, names) for action in definition["actions"])
    return graph.FlowGraph(
        entry=_read_entry(trigger, names),
        filter=read_condition_groups(definition.get("profile_filter"), "flow", names),
        reentry=read_reentry(definition.get("reentry_criteria"), trigger["type"]),
        first=definition["entry_action_id"],
        nodes={action_id(document): node for document, node in zip(definition["actions"], actions, strict=True)},
    )


def read_reentry(document: dict[str, Any] | None, trigger_type: str) -> Reentry:
    """`{1, alltime}` is never, `{0, alltime}` always, N hours, days or weeks a pause.

    Said nothing, lists and segments let nobody in again, the others everybody (E4).
    """
    match document:
        case None:
            return Reentry(mode="never" if trigger_type in ("list", "segment") else "always")
        case {"unit": "alltime", "duration": 0}:
            return Reentry(mode="always")
        case {"unit": "alltime"}:
            return Reentry(mode="never")
        case {"unit": unit, "duration": duration}:
            return Reentry(mode="after", span=Duration(amount=duration, unit=_UNITS[unit]))
        case _:
            raise AssertionError(f"no re-entry criteria: {document}")


def _read_entry(trigger: dict[str, Any], names: Names) -> graph.Entry:
    found = trigger.get("id")
    match trigger["type"]:
        case "list":
            return graph.ListEntry(list=None if found is None else names("list", found))
        case "segment":
            return graph.SegmentEntry(segment=None if found is None else names("segment", found))
        case "metric":
            return graph.MetricEntry(
                metric=None if found is None else names("metric", found), where=_where(trigger, names)
            )
        case "date":
            return graph.DateEntry(
                property=trigger.get("date_profile_property"),
                before=read_span(
                    trigger["timedelta_value_before_date"], trigger.get("timedelta_unit_before_date", "weeks"), None
                ),
                settings=trigger,
            )
        case "price-drop" | "low-inventory" as about:
            return graph.ProductEntry(about=about, where=_where(trigger, names), settings=trigger)
        case other:
            raise AssertionError(f"no trigger: {other}")


def _where(trigger: dict[str, Any], names: Names) -> Any:
    return read_condition_groups(trigger.get("trigger_filter"), "trigger", names)
