"""The world: who enters, in which order things come at one instant, and what one thing makes of another."""

import itertools
import random
from datetime import time

import msgspec
import pytest

from mktctl.engine.flows.effects import Send
from mktctl.model.condition import All
from mktctl.model.flow_graph import MetricEntry
from mktctl.model.flow_test import ConsentSaid, Happening, Interacted, ListMoved, PropertiesSet, Restocked, Tracked
from mktctl.model.profile import Event, Profile
from mktctl.simulation.errors import EndlessError
from tests.simulation.played import ANNA, START, at, lines, live, story_of, world

BY_CART = "trigger: {metric: cart_abandoned}\nreentry: always\n"
BY_LIST = "trigger: {list: newsletter}\nreentry: never\n"
BY_SEGMENT = "trigger: {segment: vip}\nreentry: never\n"
CART = Tracked(at=START, metric="cart_abandoned")


def test_two_mails_and_a_wait_between() -> None:
    flow = live("cart", BY_CART, "email: a\nwait: 2 days\nemail: d")
    assert story_of(world(flow), CART) == [
        "0:00:00 anna enters",
        "0:00:00 anna email a",
        "2 days anna email d",
        "2 days anna exit finished",
    ]


@pytest.mark.parametrize(("seconds", "mails"), [(-1, 0), (0, 0), (1, 1)])
def test_what_happens_comes_before_what_is_due(seconds: int, mails: int) -> None:
    """T23: an order at the very instant of the mail counts first."""
    head = BY_CART + "exit_when: {metric: placed_order}\n"
    flow = live("cart", head, "wait: 4 hours\nemail: a")
    order = Tracked(at=at(hours=4, seconds=seconds), metric="placed_order")
    told = story_of(world(flow), CART, order)
    assert sum("email" in line for line in told) == mails
    assert ("exit exit_when" in told[-1]) == (mails == 0)


def test_two_flows_at_one_instant_go_by_name() -> None:
    """T43: with smart sending the first one sends, whatever order they were told in."""
    flows = [live(name, BY_CART, "wait: 1 day\nemail: a") for name in ("zebra", "ant")]
    for order in itertools.permutations(flows):
        place = world(*order)
        story_of(place, CART)
        sent = [(one.flow, type(one.what).__name__) for one in place.play(at(days=10)).lived if one.at == at(days=1)]
        assert sent == [("ant", "Send"), ("ant", "Ended"), ("zebra", "Skip"), ("zebra", "Ended")]


def test_the_order_of_people_and_events_does_not_matter() -> None:
    """T60: each person's story is the same, however the histories were mixed."""
    people = tuple(msgspec.structs.replace(ANNA, id=name) for name in ("anna", "ben", "chloe"))
    flow = live("cart", BY_CART + "exit_when: {metric: placed_order}\n", "email: a\nwait: 2 days\nemail: d")
    events: list[tuple[str, Happening]] = [
        *((one.id, CART) for one in people),
        ("ben", Tracked(at=at(days=1), metric="placed_order")),
        ("chloe", Tracked(at=at(days=3), metric="cart_abandoned")),
        ("anna", ConsentSaid(at=at(days=1), channel="email", status="unsubscribed")),
    ]
    stories = []
    for seed in range(10):
        place = world(flow, people=people)
        mixed = random.Random(seed).sample(events, len(events))
        for person, one in mixed:
            place.happens(person, one)
        told = lines(place.play(at(days=10)))
        stories.append({one.id: [line for line in told if f" {one.id} " in line] for one in people})
    assert all(one == stories[0] for one in stories)
    assert "2 days anna skipped d unsubscribed" in stories[0]["anna"]
    assert stories[0]["ben"][-1] == "1 day ben exit exit_when"


def test_playing_in_parts_tells_the_same() -> None:
    flow = live("cart", BY_CART, "email: a\nwait: 2 days\nemail: d")
    whole = story_of(world(flow), CART)
    parts = world(flow)
    parts.happens("anna", CART)
    for hours in range(0, 240, 7):
        parts.play(at(hours=hours))
    assert lines(parts.play(at(days=10))) == whole


def test_who_joins_a_list_enters_and_who_leaves_is_skipped() -> None:
    """E8, E9."""
    flow = live("hello", BY_LIST, "email: a\nwait: 2 days\nemail: d")
    joins = ListMoved(at=START, list="newsletter", joins=True)
    leaves = ListMoved(at=at(days=1), list="newsletter", joins=False)
    assert story_of(world(flow), joins, leaves) == [
        "0:00:00 anna enters",
        "0:00:00 anna email a",
        "2 days anna skipped d not_in_list",
        "2 days anna exit finished",
    ]


def test_one_flow_starts_another() -> None:
    """T31: a list change of a flow is one like any other."""
    first = live("cart", BY_CART, "add_to_list: newsletter")
    second = live("hello", BY_LIST, "email: a")
    assert story_of(world(first, second), CART) == [
        "0:00:00 anna enters",
        "0:00:00 anna joins newsletter",
        "0:00:00 anna exit finished",
        "0:00:00 anna enters",
        "0:00:00 anna email a",
        "0:00:00 anna exit finished",
    ]


def test_a_change_of_a_property_moves_into_a_segment() -> None:
    """E7: who is in it from the start does not enter; who is moved does, once."""
    flow = live("vip", BY_SEGMENT, "email: a")
    segments = {"vip": "{property: tier, is: gold}"}
    gold = PropertiesSet(at=at(days=1), properties={"tier": "gold"})
    assert story_of(world(flow, segments=segments), gold)[0] == "1 day anna enters"
    inside = msgspec.structs.replace(ANNA, properties={"tier": "gold"})
    assert story_of(world(flow, segments=segments, people=(inside,)), gold) == []


@pytest.mark.parametrize(("mode", "when"), [("exact", "9 days, 0:00:01"), ("klaviyo", "9 days, 15:00:00")])
def test_time_alone_moves_into_a_segment(mode: str, when: str) -> None:
    """T33: to the second, or in the daily pass at midnight in UTC; the last day of a window counts."""
    flow = live("vip", BY_SEGMENT, "email: a")
    segments = {"vip": "{all: [{metric: placed_order}, {metric: placed_order, count: 0, within: 9 days}]}"}
    place = world(flow, segments=segments, mode=mode)
    assert story_of(place, Tracked(at=START, metric="placed_order"))[0] == f"{when} anna enters"


def test_the_daily_pass_can_be_at_another_time() -> None:
    flow = live("vip", BY_SEGMENT, "email: a")
    segments = {"vip": "{all: [{metric: placed_order}, {metric: placed_order, count: 0, within: 9 days}]}"}
    place = world(flow, segments=segments, daily_pass=time(12))
    assert story_of(place, Tracked(at=START, metric="placed_order"))[0] == "9 days, 3:00:00 anna enters"


def test_an_hour_window_is_seen_to_the_second_after_an_event_of_the_same_day() -> None:
    flow = live("vip", BY_SEGMENT, "email: a")
    segments = {"vip": "{all: [{metric: placed_order}, {metric: placed_order, count: 0, within: 2 hours}]}"}
    place = world(flow, segments=segments, mode="exact")
    order = Tracked(at=at(hours=1), metric="placed_order")
    assert story_of(place, order)[0] == "3:00:01 anna enters"


def test_a_restock_reaches_who_waits_for_that_product() -> None:
    """T4, T57."""
    head = "trigger: {metric: subscribed_to_back_in_stock}\nreentry: always\n"
    flow = live("stock", head, "wait: back_in_stock\nemail: a")
    asks = Tracked(at=START, metric="subscribed_to_back_in_stock", properties={"VariantID": "m", "ProductID": "x"})
    wrong, right = Restocked(at=at(days=1), product="l"), Restocked(at=at(days=2), product="m")
    assert story_of(world(flow), asks, wrong, right) == [
        "0:00:00 anna enters",
        "1 day anna not_awaited",
        "2 days anna email a",
        "2 days anna exit finished",
    ]


def test_reactions_are_events_with_their_signs() -> None:
    flow = live("cart", BY_CART, "email: a\nwait: 2 days\nexit_if: {engaged: email, since: start}\nemail: d")
    opened = Interacted(at=at(hours=1), act="opens", template="a")
    proxy = Interacted(at=at(hours=1), act="opens", template="a", by="apple_privacy")
    assert story_of(world(flow), CART, opened)[-1] == "2 days anna exit exit_if"
    assert story_of(world(flow), CART, proxy)[-2] == "2 days anna email d"
    early = msgspec.structs.replace(opened, template="d")
    assert "1:00:00 anna not_received" in story_of(world(flow), CART, early)


def test_a_message_that_went_out_is_an_event() -> None:
    place = world(live("cart", BY_CART, "email: a"))
    place.happens("anna", CART)
    person = place.play(at(days=1)).person_at("anna", START)
    assert person is not None
    assert [one.metric for one in person.events] == ["cart_abandoned", "received_email"]
    assert [one.channel for one in person.sent] == ["email"]
    assert all(isinstance(one, Event) and one.time == START for one in person.events)


def test_flows_that_start_each_other_for_ever_are_stopped() -> None:
    first = live("cart", BY_CART, "email: d")
    spared, unspared = (
        msgspec.structs.replace(
            made,
            graph=msgspec.structs.replace(made.graph, entry=MetricEntry(metric="received_email", where=All(of=()))),
        )
        for made in (live("loop", BY_CART, "email: a"), live("loop", BY_CART, "{email: a, smart_sending: false}"))
    )
    with pytest.raises(EndlessError, match="start each other"):
        story_of(world(first, unspared), CART)
    assert sum("email" in line for line in story_of(world(first, spared), CART)) == 1  # smart sending holds the loop


def test_each_run_sends_each_message_once() -> None:
    flow = live("cart", BY_CART, "{email: a, smart_sending: false}\nwait: 1 day\n{email: d, smart_sending: false}")
    place = world(flow)
    for hours in (0, 5, 10):
        place.happens("anna", Tracked(at=at(hours=hours), metric="cart_abandoned"))
    sent = [(one.run, one.what.node) for one in place.play(at(days=9)).lived if isinstance(one.what, Send)]
    assert len(sent) == len(set(sent)) == 6
    assert place.next_due is None
    assert place.now == at(days=9)
    with pytest.raises(AssertionError, match="past"):
        place.happens("anna", CART)


DATED = 'trigger: {date: birthday, before: 7 days, repeat: yearly, at: "09:00"}\nreentry: always\n'
GIFT = 'email: a\nwait: {before_date: 0 days, at: "09:00"}\nemail: d'


def born(day: str) -> Profile:
    return msgspec.structs.replace(ANNA, properties={"birthday": day})


def test_a_date_is_kept_every_year() -> None:
    """T1: seven days ahead, and on the day, at nine in Paris; the year that is stored does not matter."""
    place = world(live("birthday", DATED, GIFT), people=(born("1990-12-10"),))
    sent = [line for line in story_of(place, days=760) if "email" in line]
    assert sent == [
        "8 days, 23:00:00 anna email a",
        "15 days, 23:00:00 anna email d",
        "373 days, 23:00:00 anna email a",
        "380 days, 23:00:00 anna email d",
        "739 days, 23:00:00 anna email a",
        "746 days, 23:00:00 anna email d",
    ]


def test_a_date_that_moves_ends_the_run_and_starts_it_near_the_new_one() -> None:
    """T2, T56: what hangs on a moment that has passed is lost."""
    place = world(live("birthday", DATED, GIFT), people=(born("1990-12-10"),))
    moved = PropertiesSet(at=at(days=12), properties={"birthday": "1990-12-09"})
    assert [line for line in story_of(place, moved, days=30) if "enters" not in line] == [
        "8 days, 23:00:00 anna email a",
        "12 days anna exit date_changed",
        "14 days, 23:00:00 anna email d",
        "14 days, 23:00:00 anna exit finished",
    ]


def test_an_event_is_no_change_of_a_date() -> None:
    """Whom the check a day ahead has missed is not taken in because something else happened."""
    place = world(live("birthday", DATED, GIFT), people=(born("1990-11-26"),))
    assert story_of(place, Tracked(at=at(hours=1), metric="placed_order"), days=30) == []
