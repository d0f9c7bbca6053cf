"""Metric aggregates, computed from the events that the account holds (klaviyo-api.md section 1.9)."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.aggregate_shapes import CURRENCY, QUERY, Question, question
from mktctl.sandbox.aggregating import Counted, Tally, nothing, starts, tallies
from mktctl.sandbox.call import Call, Reply, Routes
from mktctl.sandbox.ids import hash_id
from mktctl.sandbox.jsonapi.bodies import read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.shapes import Findings
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.times import instant, microseconds

_PAGE_SIZE: Final = "/data/attributes/page_size"


def query_metric_aggregates(call: Call) -> Reply:
    """Counts, sums or people of one metric, by interval and by what the events say. Answers 200; changes nothing.

    Refused (400) when there are more rows than `page_size`: there is no second page.
    """
    findings = Findings()
    data = read_data(call.body, QUERY, findings)
    refuse_unknown_mentions(call.store, findings)
    asked = question(data["attributes"])
    begins = starts(asked.begin, asked.end, asked.interval, asked.zone)
    events = _events(call.store, asked)
    if len({event.dimensions for event in events}) > asked.rows_most:
        detail = "There are more rows than that; ask for more of them, or by less."
        raise Refused(invalid(detail, pointer=_PAGE_SIZE))
    rows = tallies(events, begins, asked.measurements)
    if not rows and not asked.by:
        rows = [nothing(begins, asked.measurements)]
    return call.one(
        Resource(
            type="metric-aggregate",
            id=hash_id(msgspec.json.encode(data, order="sorted").decode()),
            path="metric-aggregates",
            attributes={
                "dates": [begin.isoformat() for begin in begins],
                "data": [{"dimensions": row.dimensions, "measurements": row.series} for row in _sorted(rows, asked)],
            },
        )
    )


def _events(store: Store, asked: Question) -> list[Counted]:
    rows = store.rows(
        "SELECT time, profile_id, value, value_currency, properties FROM event "
        "WHERE metric_id = ? AND time >= ? AND time < ? ORDER BY time, seq",
        asked.metric_id,
        microseconds(asked.begin),
        microseconds(asked.end),
    )
    found = []
    for row in rows:
        says = _says(row) if asked.by or asked.wanted else {}
        if all(_text(says.get(name)) in values for name, values in asked.wanted):
            found.append(
                Counted(
                    time=instant(row["time"]),
                    profile_id=row["profile_id"],
                    value=row["value"] or 0.0,
                    dimensions=tuple(_text(says.get(name)) for name in asked.by),
                )
            )
    return found


def _says(row: Row) -> Mapping[str, Any]:
    says: dict[str, Any] = msgspec.json.decode(row["properties"])
    return {**says, CURRENCY: row["value_currency"]}


def _text(value: Any) -> str:
    """A dimension is text; of what an event does not say it is empty."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _sorted(rows: list[Tally], asked: Question) -> list[Tally]:
    """By dimensions, and before that by what was asked; a measurement counts by its sum over all intervals."""
    ordered = sorted(rows, key=lambda row: row.dimensions)
    name = asked.sort.removeprefix("-")
    down = asked.sort.startswith("-")
    if name in asked.by:
        place = asked.by.index(name)
        return sorted(ordered, key=lambda row: row.dimensions[place], reverse=down)
    return sorted(ordered, key=lambda row: row.total(name), reverse=down) if name else ordered


ROUTES: Routes = (("query_metric_aggregates", query_metric_aggregates),)
