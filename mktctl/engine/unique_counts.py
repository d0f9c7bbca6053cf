"""How many people did something with what they were sent, each counted once under each source (X6, T55)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Literal

from mktctl.engine.attribution import Interaction, Machine, Message
from mktctl.engine.statistics.tally import Tally


def touched_messages(
    interactions: Iterable[Interaction],
    touch: Literal["open", "click"],
    *,
    excluded: frozenset[Machine] = frozenset(),
) -> frozenset[str]:
    """The ids of the messages that were opened, or clicked; machines count as people do unless `excluded` (X5, A4)."""
    return frozenset(one.message for one in interactions if one.touch == touch and one.machine not in excluded)


def tallies(messages: Iterable[Message], successful: Collection[str]) -> dict[str, Tally]:
    """For each source its recipients, and those of them of whom a message is among the ids `successful`.

    People, not messages: who got two mails of one flow's step is one recipient. Bounced mail has none. `successful` are
    `touched_messages`, or the messages to which conversions are owed.
    """
    recipients: defaultdict[str, set[str]] = defaultdict(set)
    successes: defaultdict[str, set[str]] = defaultdict(set)
    for message in messages:
        if message.received is None:
            continue
        recipients[message.source].add(message.person)
        if message.id in successful:
            successes[message.source].add(message.person)
    return {
        source: Tally(recipients=len(people), successes=len(successes[source])) for source, people in recipients.items()
    }
