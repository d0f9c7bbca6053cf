"""How many people did something: each once under each source (X6, T55), and what that does to a test (A4, T53)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mktctl.engine.attribution import Conversion, Interaction, Message, attributions
from mktctl.engine.statistics.standing import ranking
from mktctl.engine.statistics.tally import Tally
from mktctl.engine.unique_counts import tallies, touched_messages

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def mail(name: str, person: str, source: str, **other: Any) -> Message:
    return Message(id=name, person=person, channel="email", source=source, sent=NOON, **{"received": NOON, **other})


def did(message: str, touch: Any, **other: Any) -> Interaction:
    return Interaction(message=message, touch=touch, time=NOON + timedelta(hours=1), **other)


def test_t55_one_reader_of_two_campaigns_is_one_in_each() -> None:
    messages = [mail("m1", "anna", "campaign/a"), mail("m2", "anna", "campaign/b"), mail("m3", "ben", "campaign/b")]
    opened = touched_messages([did("m1", "open"), did("m1", "open"), did("m2", "open"), did("m3", "click")], "open")
    assert tallies(messages, opened) == {
        "campaign/a": Tally(recipients=1, successes=1),
        "campaign/b": Tally(recipients=2, successes=1),
    }


def test_two_mails_of_one_step_are_one_recipient() -> None:
    messages = [mail("m1", "anna", "flow/welcome/1"), mail("m2", "anna", "flow/welcome/1")]
    assert tallies(messages, {"m1", "m2"}) == {"flow/welcome/1": Tally(recipients=1, successes=1)}


def test_what_bounced_counts_for_nobody() -> None:
    messages = [mail("m1", "anna", "campaign/a", received=None), mail("m2", "ben", "campaign/a")]
    assert tallies(messages, {"m1"}) == {"campaign/a": Tally(recipients=1, successes=0)}
    assert tallies([messages[0]], {"m1"}) == {}


def test_a_machine_that_clicks_changes_the_winner_unless_it_is_excluded() -> None:
    """T53: a scanner follows every link of the second version."""
    messages = [mail(f"{version}{number}", f"{version}{number}", version) for version in "ab" for number in range(10)]
    clicks = [did("a0", "click"), did("a1", "click"), did("b0", "click")]
    clicks += [did(f"b{number}", "click", machine="bot") for number in range(5)]
    with_bots = tallies(messages, touched_messages(clicks, "click"))
    without = tallies(messages, touched_messages(clicks, "click", excluded=frozenset({"bot"})))
    assert ranking([with_bots["a"], with_bots["b"]]) == (1, 0)
    assert ranking([without["a"], without["b"]]) == (0, 1)


def test_orders_count_under_the_message_to_which_they_are_owed() -> None:
    messages = [mail("m1", "anna", "plain"), mail("m2", "ben", "warm")]
    orders = [
        Conversion(id=f"{person}{number}", person=person, time=NOON + timedelta(days=number))
        for person in ("anna", "ben")
        for number in (1, 2)
    ]
    found = attributions(messages, [did("m1", "click")], orders, zone="UTC")
    assert len(found) == 2
    assert tallies(messages, {one.message for one in found}) == {
        "plain": Tally(recipients=1, successes=1),
        "warm": Tally(recipients=1, successes=0),
    }
