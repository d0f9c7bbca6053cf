"""Instants on the wire and in the database: ISO 8601 there, microseconds since 1970 here."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """An instant with a zone, as the database keeps it."""
    return (instant - _EPOCH) // _MICROSECOND


def instant(stored: int) -> datetime:
    """What the database keeps, in UTC."""
    return _EPOCH + timedelta(microseconds=stored)


def iso(stored: int | None) -> str | None:
    """What the database keeps, as Klaviyo writes it: `2026-01-01T00:00:00+00:00`."""
    return None if stored is None else instant(stored).isoformat()


def read_iso(text: str) -> int | None:
    """An ISO 8601 instant as the database keeps it; without a zone it is UTC.

    None if it is none, or if it lies in the years 1 to 9999 only by the clock of its own zone.
    """
    try:
        read = datetime.fromisoformat(text)
        return microseconds(read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
