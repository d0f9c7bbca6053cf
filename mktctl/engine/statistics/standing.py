"""Where a test stands: who leads, before whom, and how sure that is."""

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from mktctl.engine.statistics.credible import USUAL_LEVEL, interval, overlap
from mktctl.engine.statistics.tally import Tally
from mktctl.engine.statistics.win_probability import win_probabilities


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A test at one moment. `leader` and `runner_up` are indices; a tie goes to the one that was written first (U8).

    `win_probability` is the leader's, `fewest_recipients` are those of the smallest version. `overlap` (of credible
    intervals) and `difference` (of rates) are between leader and runner-up. All but the recipients are in [0, 1].
    """

    leader: int
    runner_up: int
    win_probability: float
    fewest_recipients: int
    overlap: float
    difference: float


def standing(tallies: Sequence[Tally], *, level: float = USUAL_LEVEL) -> Standing:
    """Of 2 to 7 versions in the order in which they are written; `level` is that of the credible intervals.

    The best is compared with the second best, as Klaviyo does with three and more (A5).
    """
    leader, runner_up, *_ = ranking(tallies)
    first, second = tallies[leader], tallies[runner_up]
    return Standing(
        leader=leader,
        runner_up=runner_up,
        win_probability=win_probabilities(tallies)[leader],
        fewest_recipients=min(tally.recipients for tally in tallies),
        overlap=overlap(interval(first, level=level), interval(second, level=level)),
        difference=first.rate - second.rate,
    )


def ranking(tallies: Sequence[Tally]) -> tuple[int, ...]:
    """The indices of the versions, the highest rate first; of equal ones the first (T52, U8)."""
    rates = [Fraction(tally.successes, max(1, tally.recipients)) for tally in tallies]
    return tuple(sorted(range(len(tallies)), key=lambda index: -rates[index]))
