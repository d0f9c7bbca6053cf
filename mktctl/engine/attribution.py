"""Which message a conversion is owed to: the last one that was touched, while its window was open (X1 to X3, X5)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from mktctl.model.condition import Channel

Touch = Literal["delivered", "open", "click"]
Machine = Literal["apple_privacy", "bot"]

USUAL_WINDOWS: Final[Mapping[tuple[Channel, Touch], timedelta]] = {
    ("email", "open"): timedelta(days=5),
    ("email", "click"): timedelta(days=5),
    ("sms", "click"): timedelta(days=5),
    ("sms", "open"): timedelta(days=1),
    ("sms", "delivered"): timedelta(hours=12),
    ("push", "open"): timedelta(hours=24),
    ("whatsapp", "click"): timedelta(days=5),
    ("whatsapp", "open"): timedelta(hours=12),
}
"""An account's defaults (X1). What is not named earns nothing."""
_STRENGTH: Final[tuple[Touch, ...]] = ("delivered", "open", "click")


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one person. `source` is what it is counted under: a campaign, a flow's step, a variant of it.

    `received` is None if it bounced or is still on its way. Instants have zones.
    """

    id: str
    person: str
    channel: Channel
    source: str
    sent: datetime
    received: datetime | None


class Interaction(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody opened or clicked a message; `machine` tells if it was not somebody but a machine (X5)."""

    message: str
    touch: Literal["open", "click"]
    time: datetime
    machine: Machine | None = None


class Conversion(msgspec.Struct, frozen=True, kw_only=True):
    """What a message is for, such as an order; `value` is money in the account's currency."""

    id: str
    person: str
    time: datetime
    value: float = 0.0


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """A conversion, the message it is owed to, and by what. Reports of messages count it on `reported_on` (X3)."""

    conversion: str
    message: str
    touch: Touch
    touched: datetime
    reported_on: date


class _Touched(msgspec.Struct, frozen=True, kw_only=True):
    """A touch of a message, and until when a conversion is owed to it."""

    message: Message
    touch: Touch
    time: datetime
    until: datetime


def attributions(
    messages: Iterable[Message],
    interactions: Iterable[Interaction],
    conversions: Iterable[Conversion],
    *,
    zone: str,
    windows: Mapping[tuple[Channel, Touch], timedelta] = USUAL_WINDOWS,
    excluded: frozenset[Machine] = frozenset(),
) -> tuple[Attribution, ...]:
    """At most one for each conversion, in the order of `conversions`.

    A window runs from the receipt of the message, its end included; the touch comes before the conversion; of several
    the latest counts (X2), at one instant the stronger one, then the later message. `zone` is the account's, an IANA
    name. Machines' touches count unless `excluded` (X5). Asked again with late interactions it answers anew (X4).
    """
    touched: defaultdict[str, list[_Touched]] = defaultdict(list)
    for one in _touches(messages, interactions, windows, excluded):
        touched[one.message.person].append(one)
    for several in touched.values():
        several.sort(key=_latest_and_strongest, reverse=True)
    account = ZoneInfo(zone)
    found = []
    for conversion in conversions:
        open_ones = (one for one in touched.get(conversion.person, ()) if one.time < conversion.time <= one.until)
        if last := next(open_ones, None):
            found.append(_owed(conversion, last, account))
    return tuple(found)


def _touches(
    messages: Iterable[Message],
    interactions: Iterable[Interaction],
    windows: Mapping[tuple[Channel, Touch], timedelta],
    excluded: frozenset[Machine],
) -> Iterator[_Touched]:
    """Of messages that were received, where their channel has a window for the touch; receipt is one by itself."""
    received: dict[str, tuple[Message, datetime]] = {}
    for message in messages:
        if message.received is None:
            continue
        received[message.id] = message, message.received
        if window := windows.get((message.channel, "delivered")):
            until = message.received + window
            yield _Touched(message=message, touch="delivered", time=message.received, until=until)
    for one in interactions:
        if one.message not in received or one.machine in excluded:
            continue
        message, start = received[one.message]
        if window := windows.get((message.channel, one.touch)):
            yield _Touched(message=message, touch=one.touch, time=one.time, until=start + window)


def _latest_and_strongest(one: _Touched) -> tuple[datetime, int, datetime, str]:
    return one.time, _STRENGTH.index(one.touch), one.message.sent, one.message.id


def _owed(conversion: Conversion, last: _Touched, account: ZoneInfo) -> Attribution:
    return Attribution(
        conversion=conversion.id,
        message=last.message.id,
        touch=last.touch,
        touched=last.time,
        reported_on=last.message.sent.astimezone(account).date(),
    )
