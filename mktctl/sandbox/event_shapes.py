"""The bodies that carry events, and when an event may have happened."""

from datetime import UTC, datetime, timedelta
from typing import Final

from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.shapes import (
    Field,
    Flag,
    FreeObject,
    Instant,
    Items,
    Number,
    Record,
    Text,
    nullable,
    required,
)
from mktctl.sandbox.people import document, profile_shape
from mktctl.sandbox.store import Store
from mktctl.sandbox.times import microseconds, read_iso

MOST_PROPERTIES: Final = 400
MOST_AT_ONCE: Final = 1_000
_EARLIEST: Final = microseconds(datetime(1990, 1, 1, tzinfo=UTC))
_LATEST: Final = timedelta(days=365)

_METRIC: Final = document(
    Record(
        name="metric",
        fields={
            "type": required(Text(choices=("metric",))),
            "attributes": required(
                Record(
                    name="metric",
                    fields={
                        "name": required(Text(min_length=1, max_length=128)),
                        "service": nullable(Text(min_length=1)),
                    },
                )
            ),
        },
    )
)
_PERSON: Final = document(profile_shape(upsert=True))
_SAYS: Final[dict[str, Field]] = {
    "properties": required(FreeObject(at_most=MOST_PROPERTIES)),
    "time": nullable(Instant()),
    "value": nullable(Number()),
    "value_currency": nullable(Text(pattern=r"[A-Z]{3}")),
    "unique_id": nullable(Text(min_length=1)),
    "backfill": nullable(Flag()),
    "metric": required(_METRIC),
}


def _resource(kind: str, attributes: dict[str, Field]) -> Record:
    return Record(
        name=kind,
        fields={
            "type": required(Text(choices=(kind,))),
            "attributes": required(Record(name=kind, fields=attributes)),
        },
    )


def _several(resource: Record) -> Record:
    return Record(name="document", fields={"data": required(Items(of=resource, at_least=1, at_most=MOST_AT_ONCE))})


CREATE: Final = document(_resource("event", {**_SAYS, "profile": required(_PERSON)}))
BULK: Final = document(
    _resource(
        "event-bulk-create-job",
        {
            "events-bulk-create": required(
                _several(
                    _resource(
                        "event-bulk-create",
                        {
                            "backfill": nullable(Flag()),
                            "profile": required(_PERSON),
                            "events": required(_several(_resource("event", _SAYS))),
                        },
                    )
                )
            )
        },
    )
)


def time_of(text: str | None, store: Store, pointer: str) -> int:
    """When an event happened, in microseconds since 1970: the account's present without a time.

    Refused (400) before 1990 and more than a year ahead of the account's clock.
    """
    stamp = store.stamp()
    if text is None:
        return stamp
    time = read_iso(text)
    assert time is not None, "the shape let no other text pass"
    if not _EARLIEST <= time <= stamp + _LATEST // timedelta(microseconds=1):
        raise Refused(invalid("'time' must be after 1990 and at most one year in the future.", pointer=pointer))
    return time
