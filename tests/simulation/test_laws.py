"""What holds in every history: nobody is written to after a no, nothing comes twice, every run ends."""

from collections import Counter
from datetime import timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from mktctl.engine.flows.effects import Ended, Send
from mktctl.model.flow_test import ConsentSaid, Happening, Interacted, ListMoved, PropertiesSet, Tracked
from mktctl.simulation.timeline import Entered, Story
from tests.simulation.played import ANNA, START, lines, live, world

MINUTES = 60 * 24 * 20
FLOWS = (
    live("cart", "trigger: {metric: cart_abandoned}\nreentry: always\nexit_when: {metric: placed_order}\n",
         "email: a\nwait: 4 hours\nexit_if: {engaged: email, since: start}\n"
         "{email: d, smart_sending: false}\nwait: {for: 1 day, at: \"09:00\"}\nemail: b"),
    live("hello", "trigger: {list: newsletter}\nreentry: never\n",
         "email: a\nwait: 2 days\n{if: {property: tier, is: gold}, then: [{email: b}], else: [{email: c}]}"),
    live("gold", "trigger: {segment: vip}\nreentry: after 2 days\n",
         "add_to_list: newsletter\nwait: 1 day\nemail: d"),
)  # fmt: skip
SEGMENTS = {"vip": "{any: [{property: tier, is: gold}, {metric: placed_order, within: 3 days}]}"}


def happening(minutes: int, kind: int) -> Happening:
    """One of the things that can happen."""
    at = START + timedelta(minutes=minutes)
    match kind:
        case 0 | 1:
            return Tracked(at=at, metric="cart_abandoned")
        case 2:
            return Tracked(at=at, metric="placed_order")
        case 3:
            return ConsentSaid(at=at, channel="email", status="subscribed")
        case 4:
            return ConsentSaid(at=at, channel="email", status="unsubscribed")
        case 5 | 6:
            return ListMoved(at=at, list="newsletter", joins=kind == 5)
        case 7 | 8:
            return PropertiesSet(at=at, properties={"tier": "gold" if kind == 7 else "silver"})
        case _:
            return Interacted(at=at, act="clicks", template="a")


HISTORIES = st.lists(st.builds(happening, st.integers(0, MINUTES), st.integers(0, 9)), max_size=14)
MODES = st.sampled_from(["klaviyo", "exact"])


def played(history: list[Happening], mode: str = "klaviyo") -> Story:
    place = world(*FLOWS, segments=SEGMENTS, mode=mode)
    for one in history:
        place.happens(ANNA.id, one)
    return place.play(START + timedelta(days=40))


def sends(story: Story) -> list[tuple[str, Send]]:
    return [(one.run, one.what) for one in story.lived if isinstance(one.what, Send)]


@settings(max_examples=60, deadline=None)
@given(HISTORIES, MODES)
def test_nobody_is_written_to_between_a_no_and_the_next_yes(history: list[Happening], mode: str) -> None:
    said = sorted((one.at, index, one.status) for index, one in enumerate(history) if isinstance(one, ConsentSaid))
    instants = Counter(one.at for one in history)
    for _, sent in sends(played(history, mode)):
        if instants[sent.at] > 1:
            continue  # what starts a mail may be told before the no of the same instant
        before = [status for when, _, status in said if when <= sent.at]
        assert not before or before[-1] == "subscribed"


@settings(max_examples=60, deadline=None)
@given(HISTORIES, MODES)
def test_every_run_ends_and_sends_nothing_twice_or_afterwards(history: list[Happening], mode: str) -> None:
    story = played(history, mode)
    sent = [(run, one.node) for run, one in sends(story)]
    assert len(sent) == len(set(sent))
    began = {one.run for one in story.lived if isinstance(one.what, Entered)}
    ended = {one.run: index for index, one in enumerate(story.lived) if isinstance(one.what, Ended)}
    assert began == set(ended)
    assert all(index <= ended[one.run] for index, one in enumerate(story.lived) if one.run)


@settings(max_examples=60, deadline=None)
@given(HISTORIES)
def test_smart_sending_keeps_mails_apart(history: list[Happening]) -> None:
    """M1, M2: a mail that heeds it never comes within sixteen hours of another one."""
    times: list[tuple[Send, str]] = [(one, run.partition("/")[0]) for run, one in sends(played(history))]
    for index, (one, flow) in enumerate(times):
        if (flow, one.node) == ("cart", "d"):
            continue
        for earlier, _ in times[:index]:
            assert one.at - earlier.at >= timedelta(hours=16)


@settings(max_examples=40, deadline=None)
@given(HISTORIES, st.integers(0, 40 * 24))
def test_a_stop_on_the_way_changes_nothing(history: list[Happening], hours: int) -> None:
    place = world(*FLOWS, segments=SEGMENTS)
    for one in history:
        place.happens(ANNA.id, one)
    place.play(START + timedelta(hours=hours))
    assert lines(place.play(START + timedelta(days=40))) == lines(played(history))


@settings(max_examples=40, deadline=None)
@given(HISTORIES)
def test_a_person_beside_changes_nothing(history: list[Happening]) -> None:
    """T60: two people with the same history have the same story."""
    twin = msgspec.structs.replace(ANNA, id="twin")
    place = world(*FLOWS, segments=SEGMENTS, people=(twin, ANNA))
    for one in history:
        for person in ("twin", ANNA.id):
            place.happens(person, one)
    told = lines(place.play(START + timedelta(days=40)))
    alone = lines(played(history))
    assert [line for line in told if " anna " in line] == alone
    assert [line.replace(" twin ", " anna ") for line in told if " twin " in line] == alone


def test_the_histories_reach_all_that_the_laws_speak_of() -> None:
    """Else they would hold for nothing."""
    moments = ((0, 0), (30, 5), (70, 2), (100, 7), (200, 0), (201, 9), (300, 0), (301, 2))
    history = [happening(hours * 60, kind) for hours, kind in moments]
    told = lines(played(history))
    assert sum(" email " in line for line in told) >= 4
    assert {line.split(" exit ")[1] for line in told if " exit " in line} == {"finished", "exit_when", "exit_if"}
    assert any("smart_sending" in line for line in told)
