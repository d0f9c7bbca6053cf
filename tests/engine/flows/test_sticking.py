"""Which filters fail for good (P8): what has happened stays happened."""

from datetime import date

import pytest

from mktctl.engine.flows.sticking import fails_for_good
from mktctl.model.condition import (
    AfterDate,
    All,
    AnyOf,
    BeforeDate,
    BetweenAgo,
    BetweenDates,
    Condition,
    Consent,
    Ever,
    HasEvents,
    HasProperty,
    InList,
    InTheLast,
    MoreThanAgo,
    Not,
    NotInFlow,
    Op,
    Sample,
    SinceStart,
    Test,
    Window,
)
from mktctl.model.duration import Duration

WEEK = Duration(amount=7, unit="day")


def orders(op: Op = "is", value: int = 0, window: Window | None = None, measure: str = "count") -> HasEvents:
    return HasEvents(
        metric="placed_order",
        test=Test(op=op, value=value),
        window=window or SinceStart(),
        measure="sum" if measure == "sum" else "count",
    )


NONE = orders()
TABLE: dict[str, tuple[Condition, bool]] = {
    "no order since the start": (NONE, True),
    "no order ever": (orders(window=Ever()), True),
    "fewer than three": (orders("less_than", 3), True),
    "two at most": (orders("at_most", 2), True),
    "less than 100 in all: values are not negative": (orders("less_than", 100, measure="sum"), True),
    "none after a day": (orders(window=AfterDate(day=date(2026, 11, 1))), True),
    "none before a day: a late event may still come": (orders(window=BeforeDate(day=date(2026, 11, 1))), True),
    "none between days": (orders(window=BetweenDates(start=date(2026, 11, 1), end=date(2026, 11, 9))), True),
    "exactly one: none is one too few": (orders("is", 1), False),
    "at least one can still come": (orders("at_least", 1), False),
    "not none can still come": (orders("is_not", 0), False),
    "none in the last week comes back": (orders(window=InTheLast(span=WEEK)), False),
    "none longer than a week ago: a window that moves": (orders(window=MoreThanAgo(span=WEEK)), False),
    "none some weeks ago: a window that moves": (orders(window=BetweenAgo(older=WEEK, nearer=WEEK)), False),
    "a property": (HasProperty(name="tier", type="text", test=Test(op="is", value="gold")), False),
    "a list": (InList(list="news", member=False), False),
    "consent": (Consent(channel="sms"), False),
    "a sample is always the same, but asks no event": (Sample(percent=50), False),
    "not in this flow": (NotInFlow(window=Ever()), False),
    "an opposite": (Not(of=NONE), False),
    "an OR of two that last: it fails when both have": (AnyOf(of=(NONE, orders(window=Ever()))), True),
    "an OR with one that can pass again": (AnyOf(of=(NONE, InList(list="news"))), False),
    "an AND of two that last": (All(of=(NONE, orders(window=Ever()))), True),
    "an AND with one that can pass again: it may be the one that failed": (All(of=(NONE, InList(list="news"))), False),
    "nothing asked": (All(of=()), False),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_lasts(name: str) -> None:
    condition, lasts = TABLE[name]
    assert fails_for_good(condition) is lasts
