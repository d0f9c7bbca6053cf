"""T3: a price drop is no news to who bought the product, or saw it at that price; others in the time frame enter."""

from datetime import timedelta

import msgspec
import pytest

from mktctl.engine.flows.entering import enters
from mktctl.model.flow import LowInventoryTrigger, PriceDropTrigger, Trigger
from mktctl.model.profile import Event
from tests.engine.flows.acted import ANNA, BEGIN, DAY, HOUR, SETTING, email, event, flow_of

DROP = PriceDropTrigger(amount=10, unit="percent", audience=("viewed",), within_days=7)
LOW = LowInventoryTrigger(at_most=3, level="product", audience=("viewed",))
NOW_40 = event("price_drop", ProductID="derby", Price=40)


def saw(price: float | None, ago: timedelta = HOUR, product: str = "derby") -> Event:
    return event("viewed_product", -ago, ProductID=product, Price=price)


def bought(ago: timedelta = HOUR, product: str = "derby") -> Event:
    return event("ordered_product", -ago, ProductID=product)


CASES: dict[str, tuple[Trigger, Event, tuple[Event, ...], bool]] = {
    "looked at it when it cost more": (DROP, NOW_40, (saw(50),), True),
    "saw it at that price": (DROP, NOW_40, (saw(40),), False),
    "saw it for less": (DROP, NOW_40, (saw(39),), False),
    "saw something else for less": (DROP, NOW_40, (saw(9, product="boot"),), True),
    "saw it longer ago than is asked": (DROP, NOW_40, (saw(40, ago=8 * DAY),), True),
    "saw it without a price": (DROP, NOW_40, (saw(None),), True),
    "bought it": (DROP, NOW_40, (saw(50, ago=DAY), bought()), False),
    "bought something else": (DROP, NOW_40, (saw(50), bought(product="boot")), True),
    "bought it longer ago than is asked": (DROP, NOW_40, (bought(ago=8 * DAY),), True),
    "a drop of nobody knows what": (DROP, event("price_drop"), (saw(40), bought()), True),
    "low stock is news to all": (LOW, event("low_inventory", ProductID="derby"), (bought(),), True),
}


@pytest.mark.parametrize("name", CASES)
def test_who_enters(name: str) -> None:
    trigger, happened, history, expected = CASES[name]
    person = msgspec.structs.replace(ANNA, events=(*history, happened))
    entered, checks = enters(
        flow_of(email("e1"), trigger=trigger), "X", person, happened, (), now=BEGIN, setting=SETTING
    )
    assert entered is expected
    assert all(one.question for one in checks)
