"""`ab_test` of a campaign's message (P2, P32).

It is no part of what creates a campaign, and would be dropped there in silence: a second request sends it, before the
schedule.
"""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.ab_test import ABTest

METRICS: Final[Mapping[str, str]] = {
    "clicks": "clicks_unique",
    "opens": "opens_unique",
    "orders": "placed_orders_unique",
}
"""Words of the language to `winner_metric`."""
AB_TEST_KEYS: Final = ("winner_metric", "winner_percentage", "winner_wait_hours")


def encode_ab_test(test: ABTest) -> dict[str, Any]:
    """`winner_percentage` is the part of the people who get the winner, so a sample of 20 % is sent as 80.

    Without a sample the whole audience is split evenly, and nobody is left for a winner: no percentage, no hours.
    """
    settings: dict[str, Any] = {"winner_metric": METRICS[test.metric]}
    if test.sample is None:
        return settings
    assert test.winner is not None, "a sample has a winner; it was not checked"
    assert test.winner.after is not None, "a sample has a time until the winner; it was not checked"
    hours, minutes = divmod(test.winner.after.total_minutes, 60)
    assert minutes == 0, "a campaign's test lasts whole hours; it was not checked"
    return {**settings, "winner_percentage": 100 - test.sample, "winner_wait_hours": hours}


def decode_ab_test(stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """As encoded: a winner for 0 % is none, and then the hours mean nothing."""
    known = {key: stored[key] for key in AB_TEST_KEYS if stored and stored.get(key) is not None}
    return known if known.get("winner_percentage") else {key: known[key] for key in known if key == "winner_metric"}
