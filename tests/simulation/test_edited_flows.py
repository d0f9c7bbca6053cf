"""A flow that is edited while the world goes on: who waits keeps their time, who begins has the new one."""

from mktctl.model.flow_test import Tracked
from mktctl.simulation.world import World
from tests.simulation.played import at, lines, live, world

BY_CART = "trigger: {metric: cart_abandoned}\nreentry: always\n"
OLD = live("cart", BY_CART, "email: a\nwait: 5 days\nemail: d")
NEW = live("cart", BY_CART, "email: b\nwait: 2 days\nemail: d")


def begins(place: World, day: float) -> None:
    place.happens("anna", Tracked(at=at(days=day), metric="cart_abandoned"))


def sent(place: World) -> list[str]:
    return [line for line in lines(place.play(at(days=30))) if " email " in line]


def test_a_second_run_goes_by_the_flow_as_it_is_then() -> None:
    """T07."""
    place = world(OLD)
    begins(place, 0)
    begins(place, 10)
    place.play(at(days=8))
    place.flows["cart"] = NEW
    assert sent(place) == [
        "0:00:00 anna email a",
        "5 days anna email d",
        "10 days anna email b",
        "12 days anna email d",
    ]


def test_a_run_that_waits_keeps_its_time() -> None:
    """U4, T46: who waits does so for five days, whoever comes later for two."""
    place = world(OLD)
    begins(place, 0)
    place.play(at(days=1))
    place.flows["cart"] = NEW
    begins(place, 1)
    assert sent(place) == ["0:00:00 anna email a", "1 day anna email b", "3 days anna email d", "5 days anna email d"]


def test_who_had_nothing_to_wait_for_is_gone_when_the_draft_goes_live() -> None:
    """T45, D7."""
    place = world(live("cart", BY_CART, "email: a\nwait: 5 days\n{email: d, status: draft}"))
    begins(place, 0)
    place.play(at(days=2))
    place.flows["cart"] = OLD
    begins(place, 3)
    assert sent(place) == ["0:00:00 anna email a", "3 days anna email a", "8 days anna email d"]
