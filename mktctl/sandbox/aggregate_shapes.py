"""The body of a query of metric aggregates, and what it asks for (klaviyo-api.md section 1.9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from mktctl.sandbox.aggregating import Interval, Measurement
from mktctl.sandbox.jsonapi.bodies import body_shape
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.filters import Filter, parse_filter
from mktctl.sandbox.jsonapi.shapes import Field, Items, Number, Reference, Text, nullable, required

CURRENCY: Final = "$value_currency"
DIMENSIONS: Final = (
    "$campaign_channel",
    "$flow",
    "$flow_channel",
    "$message",
    "$message_send_cohort",
    "$usage_amount",
    CURRENCY,
    "$variation",
    "$variation_send_cohort",
    "Bot Click",
    "Bounce Type",
    "Campaign Name",
    "Client Canonical",
    "Client Name",
    "Client Type",
    "Email Domain",
    "Failure Source",
    "Failure Type",
    "From Number",
    "From Phone Region",
    "Inbox Provider",
    "List",
    "Message Format",
    "Message Name",
    "Message Type",
    "Method",
    "Segment Count",
    "Subject",
    "To Number",
    "To Phone Region",
    "URL",
    "form_id",
)
"""What events say under these names. Klaviyo has `$attributed_…` too; the sandbox's events carry no attribution."""
MEASUREMENTS: Final[tuple[Measurement, ...]] = get_args(Measurement)
DEFAULT_ROWS: Final = 500
ROWS_MOST: Final = 10_000
FILTERS_MOST: Final = 20
SPAN_MOST: Final = timedelta(days=366)
_YEARS: Final = range(1990, 2200)
_FILTER: Final = "/data/attributes/filter"
_SORTS: Final = tuple(f"{sign}{name}" for name in (*DIMENSIONS, *MEASUREMENTS) for sign in ("", "-"))
_ALLOWED: Final = {
    "datetime": ("greater-or-equal", "less-than"),
    **dict.fromkeys(DIMENSIONS, ("equals", "any")),
}
QUERY: Final = body_shape(
    "metric-aggregate",
    {
        "metric_id": required(Reference(kinds=("metric",))),
        "measurements": required(Items(of=Text(choices=MEASUREMENTS), at_least=1, at_most=len(MEASUREMENTS))),
        "filter": required(Items(of=Text(), at_least=1, at_most=FILTERS_MOST)),
        "interval": nullable(Text(choices=get_args(Interval))),
        "timezone": nullable(Text()),
        "by": Field(Items(of=Text(choices=DIMENSIONS), at_most=len(DIMENSIONS))),
        "page_size": nullable(Number(whole=True, minimum=1, maximum=ROWS_MOST)),
        "sort": Field(Text(choices=_SORTS)),
    },
)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: events of a metric from `begin` up to, not including, `end`.

    `wanted`: dimension → the values that an event may have.
    """

    metric_id: str
    begin: datetime
    end: datetime
    zone: ZoneInfo
    interval: Interval
    measurements: tuple[Measurement, ...]
    by: tuple[str, ...]
    wanted: tuple[tuple[str, tuple[str, ...]], ...]
    rows_most: int
    sort: str


def question(given: Mapping[str, Any]) -> Question:
    """What attributes of the shape ask for; Refused (400) where they do not fit together."""
    terms = [term for index, text in enumerate(given["filter"]) for term in _terms(text, f"{_FILTER}/{index}")]
    begin, end = _span(terms)
    by = tuple(dict.fromkeys(given.get("by", ())))
    measurements = tuple(dict.fromkeys(given["measurements"]))
    sort = given.get("sort", "")
    if sort and sort.removeprefix("-") not in (*by, *measurements):
        detail = "A sort is by one of the measurements or of the dimensions of 'by'."
        raise Refused(invalid(detail, pointer="/data/attributes/sort"))
    return Question(
        metric_id=given["metric_id"],
        begin=begin,
        end=end,
        zone=_zone(given.get("timezone") or "UTC"),
        interval=given.get("interval") or "day",
        measurements=measurements,
        by=by,
        wanted=tuple((term.field, _values(term)) for term in terms if term.field != "datetime"),
        rows_most=given.get("page_size") or DEFAULT_ROWS,
        sort=sort,
    )


def _terms(text: str, pointer: str) -> Sequence[Filter]:
    try:
        return parse_filter(text, _ALLOWED)
    except Refused as refusal:
        raise Refused(*(invalid(problem.detail, pointer=pointer) for problem in refusal.problems)) from None


def _span(terms: Sequence[Filter]) -> tuple[datetime, datetime]:
    bounds = {}
    for operator in _ALLOWED["datetime"]:
        found = [term.value for term in terms if term.field == "datetime" and term.operator == operator]
        if len(found) != 1 or not isinstance(found[0], datetime):
            raise _refused(f"The filter needs one {operator}(datetime,…) with a bare date and time.")
        bounds[operator] = found[0]
    begin, end = bounds["greater-or-equal"], bounds["less-than"]
    if begin.year not in _YEARS or end.year not in _YEARS:
        raise _refused(f"Dates lie in the years {_YEARS.start} to {_YEARS.stop - 1}.")
    if not begin < end <= begin + SPAN_MOST:
        raise _refused("The filter spans more than nothing and at most a year.")
    return begin, end


def _values(term: Filter) -> tuple[str, ...]:
    values = term.value if isinstance(term.value, tuple) else (term.value,)
    if not all(isinstance(value, str) for value in values):
        raise _refused(f"The field '{term.field}' takes text in quotes.")
    return tuple(str(value) for value in values)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(invalid(f"'{name}' is no time zone.", pointer="/data/attributes/timezone")) from None


def _refused(detail: str) -> Refused:
    return Refused(invalid(detail, pointer=_FILTER))
