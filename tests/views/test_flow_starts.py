"""What starts a flow, in words (`mktctl/views/flow_starts.py`)."""

from typing import Any

import pytest

from mktctl.model.condition import EventTest, Test
from mktctl.model.duration import Duration
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
from mktctl.planning.desired import desired_resources
from mktctl.views.flow_starts import again_words, start_words, trigger_words
from tests.support.account import SANDBOX
from tests.support.workspaces import email, flow, segment, template, workspace

DEAR = EventTest(field="$value", type="number", test=Test(op="at_least", value=100))


def document(trigger: Trigger) -> dict[str, Any]:
    """The trigger as a plan holds it."""
    files = workspace(segment(), template("a"), flow(email("a"), trigger=trigger))
    flows = (one for one in desired_resources(files, SANDBOX).values() if one.address.kind == "flow")
    (found,) = next(flows).document["definition"]["triggers"]
    return dict(found)


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        (MetricTrigger(metric="registered"), "starts with registered"),
        (MetricTrigger(metric="placed_order", where=((DEAR,),)), "starts with placed_order where $value ≥ 100"),
        (ListTrigger(list="newsletter"), "starts with newsletter"),
        (SegmentTrigger(segment="vip"), "starts with vip"),
        (
            DateTrigger(property="birthday", before=Duration(amount=7, unit="day"), repeat="yearly", at="09:00"),
            "starts 7 days before birthday, every year, at 09:00 in the recipient's time",
        ),
        (
            DateTrigger(
                property="renewal",
                before=Duration(amount=1, unit="month"),
                repeat="never",
                at="18:30",
                zone="Europe/Paris",
                weekdays=("mon", "fri"),
            ),
            "starts 1 month before renewal, once, at 18:30 in Europe/Paris, on monday or friday",
        ),
        (
            DateTrigger(property="birthday", before=Duration(amount=0, unit="day"), repeat="monthly", at="09:00"),
            "starts on birthday, every month, at 09:00 in the recipient's time",
        ),
        (
            PriceDropTrigger(amount=10, unit="percent", audience=("viewed",)),
            "starts when the price of a product that somebody has viewed in the last 30 days falls by 10 %",
        ),
        (
            PriceDropTrigger(amount=7.5, unit="usd", audience=("viewed", "started_checkout"), within_days=14),
            "starts when the price of a product that somebody has taken to checkout or viewed "
            "in the last 14 days falls by 7.5 USD",
        ),
        (
            LowInventoryTrigger(at_most=5, level="variant", audience=("added_to_cart",)),
            "starts when at most 5 are left of a variant that somebody has put in the cart in the last 30 days",
        ),
        (RawTrigger(json={"type": "list", "id": "AbC123"}), "starts with AbC123"),
        (RawTrigger(json={"type": "date", "date_field_type": "custom-object"}), "starts on a date"),
    ],
)
def test_each_trigger_has_words(trigger: Trigger, words: str) -> None:
    assert start_words(document(trigger)) == words


def test_a_trigger_alone_stands_in_a_change() -> None:
    assert trigger_words({"type": "metric", "id": "metric/registered"}) == "registered"


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ({"duration": 1, "unit": "alltime"}, "once a person"),
        ({"duration": 0, "unit": "alltime"}, "again each time"),
        ({"duration": 1, "unit": "day"}, "again after 1 day"),
        ({"duration": 7, "unit": "day"}, "again after 7 days"),
    ],
)
def test_how_often_has_words(criteria: dict[str, Any], words: str) -> None:
    assert again_words(criteria) == words
