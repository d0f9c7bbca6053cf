"""Which message a conversion is owed to (X1 to X3, X5; T54): by table, and against a search through everything."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.attribution import USUAL_WINDOWS, Attribution, Conversion, Interaction, Message, attributions
from mktctl.model.condition import Channel

FIRST_DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
Row = tuple[str, list[Message], list[Interaction], float, str | None]
"""A case: its name, what was sent, what was done with it, the day of the order, what earns it."""


def day(number: float) -> datetime:
    """Noon of a day counted from 1, in UTC."""
    return FIRST_DAY + timedelta(days=number - 1)


def sent(channel: Channel, number: float, **other: Any) -> Message:
    """A message that is named for its channel, received in the second in which it was sent."""
    given: dict[str, Any] = {"id": channel, "person": "anna", "source": f"campaign/{channel}", "received": day(number)}
    return Message(channel=channel, sent=day(number), **(given | other))


def did(message: str, touch: Any, number: float, **other: Any) -> Interaction:
    return Interaction(message=message, touch=touch, time=day(number), **other)


def ordered(number: float) -> Conversion:
    return Conversion(id="order", person="anna", time=day(number), value=50.0)


def owed(messages: list[Message], interactions: list[Interaction], order_on: float, **other: Any) -> str | None:
    """The message and the touch that earn an order."""
    found = attributions(messages, interactions, [ordered(order_on)], zone="UTC", **other)
    assert len(found) <= 1
    return f"{found[0].message} {found[0].touch}" if found else None


MAIL = [sent("email", 1)]
PUSH_AFTER_MAIL = [sent("email", 1), sent("push", 2)]
BOTH_OPENED = [did("email", "open", 1.5), did("push", "open", 2.1)]
TABLE: list[Row] = [
    ("opened d1, order d4", MAIL, [did("email", "open", 1.1)], 4, "email open"),
    ("opened d1, order d12", MAIL, [did("email", "open", 1.1)], 12, None),
    ("opened d4: five days from receipt, not from the open", MAIL, [did("email", "open", 4)], 8, None),
    ("the last instant of the window", MAIL, [did("email", "click", 2)], 6, "email click"),
    ("a second later", MAIL, [did("email", "click", 2)], 6 + 1 / 86_400, None),
    ("ordered before it was opened", MAIL, [did("email", "open", 3)], 2, None),
    ("ordered in the instant of the click", MAIL, [did("email", "click", 2)], 2, None),
    ("not opened", MAIL, [], 2, None),
    ("opened, then clicked", MAIL, [did("email", "open", 2), did("email", "click", 3)], 4, "email click"),
    ("opened again after the click", MAIL, [did("email", "click", 2), did("email", "open", 3)], 4, "email open"),
    ("click and open at once", MAIL, [did("email", "click", 2), did("email", "open", 2)], 4, "email click"),
    ("open and click at once", MAIL, [did("email", "open", 2), did("email", "click", 2)], 4, "email click"),
    ("push inside its day", PUSH_AFTER_MAIL, BOTH_OPENED, 3, "push open"),
    ("push is over, the mail's window is still open", PUSH_AFTER_MAIL, BOTH_OPENED, 4, "email open"),
    ("SMS received, nothing else", [sent("sms", 1)], [], 1.5, "sms delivered"),
    ("SMS received long ago", [sent("sms", 1)], [], 1.6, None),
    ("SMS clicked", [sent("sms", 1)], [did("sms", "click", 2)], 5.5, "sms click"),
    ("WhatsApp opened", [sent("whatsapp", 1)], [did("whatsapp", "open", 1.2)], 1.5, "whatsapp open"),
    ("WhatsApp opened, half a day later", [sent("whatsapp", 1)], [did("whatsapp", "open", 1.2)], 1.6, None),
    ("a push click is no touch", [sent("push", 1)], [did("push", "click", 1.2)], 1.3, None),
    ("bounced", [sent("email", 1, received=None)], [did("email", "open", 1.1)], 2, None),
    ("of somebody else", [sent("email", 1, person="ben")], [did("email", "open", 1.1)], 2, None),
    ("an interaction with what nobody sent", MAIL, [did("sms", "click", 1.1)], 2, None),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_who_gets_the_order(row: Row) -> None:
    _, messages, interactions, order_on, expected = row
    assert owed(messages, interactions, order_on) == expected


def test_t54_an_account_with_a_short_window_for_sms() -> None:
    """The click on the SMS is the later one, but came when its window was over."""
    windows = {**USUAL_WINDOWS, ("sms", "click"): timedelta(days=1)}
    messages = [sent("email", 3), sent("sms", 1)]
    interactions = [did("email", "open", 4), did("sms", "click", 5)]
    assert owed(messages, interactions, 5.5, windows=windows) == "email open"
    assert owed(messages, interactions, 5.5) == "sms click"


def test_a_bot_steals_the_last_touch_unless_it_is_excluded() -> None:
    messages = [sent("email", 1), sent("sms", 2)]
    interactions = [did("email", "open", 1.5, machine="apple_privacy"), did("sms", "click", 2.0001, machine="bot")]
    assert owed(messages, interactions, 3) == "sms click"
    assert owed(messages, interactions, 3, excluded=frozenset({"bot"})) == "email open"
    assert owed(messages, interactions, 3, excluded=frozenset({"bot", "apple_privacy"})) is None


def test_an_interaction_that_comes_late_changes_the_answer() -> None:
    messages = [sent("email", 1), sent("sms", 2)]
    early = [did("email", "open", 1.5)]
    assert owed(messages, early, 4) == "email open"
    assert owed(messages, [*early, did("sms", "click", 3)], 4) == "sms click"


def test_it_is_reported_on_the_day_of_the_sending_in_the_zone_of_the_account() -> None:
    """Sent at 22:30 in New York, which is the next day in UTC; the order comes days later (X3)."""
    at = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)
    message = Message(id="m", person="anna", channel="email", source="campaign/x", sent=at, received=at)
    (found,) = attributions(
        [message],
        [Interaction(message="m", touch="click", time=at + timedelta(hours=1))],
        [Conversion(id="order", person="anna", time=at + timedelta(days=3))],
        zone="America/New_York",
    )
    assert found == Attribution(
        conversion="order",
        message="m",
        touch="click",
        touched=at + timedelta(hours=1),
        reported_on=date(2026, 3, 1),
    )


CHANNELS: tuple[Channel, ...] = ("email", "sms", "push", "whatsapp")
people = st.sampled_from(["anna", "ben"])
hours = st.integers(0, 24 * 8).map(lambda hour: FIRST_DAY + timedelta(hours=hour))
machines = st.sampled_from([None, None, "bot", "apple_privacy"])


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Message], list[Interaction], list[Conversion]]:
    messages = [
        Message(id=f"m{index}", person=person, channel=channel, source="x", sent=at, received=at if arrived else None)
        for index, (person, channel, at, arrived) in enumerate(
            draw(st.lists(st.tuples(people, st.sampled_from(CHANNELS), hours, st.booleans()), max_size=6))
        )
    ]
    known = st.sampled_from([f"m{index}" for index in range(7)])
    interactions = draw(
        st.lists(
            st.builds(
                Interaction, message=known, touch=st.sampled_from(["open", "click"]), time=hours, machine=machines
            ),
            max_size=10,
        )
    )
    conversions = [
        Conversion(id=f"c{index}", person=person, time=at)
        for index, (person, at) in enumerate(draw(st.lists(st.tuples(people, hours), max_size=5)))
    ]
    return messages, interactions, conversions


def by_search(
    messages: list[Message], interactions: list[Interaction], conversion: Conversion
) -> tuple[datetime, str] | None:
    """When the latest touch was that a conversion is owed to, and what of: everything is looked at for each."""
    found = []
    for message in messages:
        touches: list[Any] = [(one.touch, one.time) for one in interactions if one.message == message.id]
        touches.append(("delivered", message.received))
        for touch, time in touches:
            window = USUAL_WINDOWS.get((message.channel, touch))
            if message.received is None or window is None or message.person != conversion.person:
                continue
            if time < conversion.time and conversion.time - message.received <= window:
                found.append((time, touch))
    return max(found, key=lambda one: (one[0], ("delivered", "open", "click").index(one[1])), default=None)


@given(histories(), st.randoms())
def test_each_conversion_has_the_touch_that_a_search_finds(
    history: tuple[list[Message], list[Interaction], list[Conversion]], random: Any
) -> None:
    messages, interactions, conversions = history
    found = attributions(messages, interactions, conversions, zone="UTC")
    expected = {one.id: by_search(messages, interactions, one) for one in conversions}
    assert {one.conversion: (one.touched, one.touch) for one in found} == {
        name: touch for name, touch in expected.items() if touch
    }
    shuffled = [*messages], [*interactions]
    for several in shuffled:
        random.shuffle(several)
    assert attributions(*shuffled, conversions, zone="UTC") == found
