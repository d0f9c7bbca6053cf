"""How long a funnel may take: the spans that Klaviyo knows, by its names and as the language writes them."""

from collections.abc import Mapping
from typing import Final

FUNNEL_HOURS: Final[Mapping[str, int]] = {
    "HOURS_1": 1,
    "DAYS_1": 24,
    "DAYS_3": 72,
    "DAYS_5": 120,
    "WEEKS_1": 168,
    "DAYS_30": 720,
    "DAYS_90": 2160,
    "DAYS_180": 4320,
    "YEARS_1": 8760,
}
FUNNEL_LIMITS: Final[Mapping[str, str]] = {
    "1 hour": "HOURS_1",
    "1 day": "DAYS_1",
    "24 hours": "DAYS_1",
    "3 days": "DAYS_3",
    "5 days": "DAYS_5",
    "1 week": "WEEKS_1",
    "7 days": "WEEKS_1",
    "30 days": "DAYS_30",
    "90 days": "DAYS_90",
    "180 days": "DAYS_180",
    "365 days": "YEARS_1",
}
"""`complete_within: 7 days` to Klaviyo's name."""


def funnel_hours(limit: str) -> int | None:
    """Hours of either spelling; None for a span that Klaviyo does not know."""
    return FUNNEL_HOURS.get(FUNNEL_LIMITS.get(limit, limit))
