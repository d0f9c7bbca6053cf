"""How much better the winner is, in both ways in which that is told (A5)."""

import msgspec

from mktctl.engine.statistics.tally import Tally


class Lift(msgspec.Struct, frozen=True, kw_only=True):
    """The difference of two rates as a part of one of them: 5 % against 4 % is 0.20 `of_winner`, 0.25 `over_other`.

    Klaviyo's help shows the former; the latter is what is usually meant. None where that rate is 0.
    """

    of_winner: float | None
    over_other: float | None


def lift(winner: Tally, other: Tally) -> Lift:
    """Of the winner over the next best (A5); below 0 if it is worse."""
    difference = winner.rate - other.rate
    return Lift(
        of_winner=difference / winner.rate if winner.successes else None,
        over_other=difference / other.rate if other.successes else None,
    )
