"""Where a rate lies, and how far two such intervals cover each other (A1)."""

from typing import Final

from mktctl.engine.statistics import beta
from mktctl.engine.statistics.tally import Tally

USUAL_LEVEL: Final = 0.95
"""Klaviyo does not tell the level of its intervals; this is the common one."""


def interval(tally: Tally, *, level: float = USUAL_LEVEL) -> tuple[float, float]:
    """The rates between which the true one lies with probability `level` of (0, 1), the same left out on both sides."""
    out = (1 - level) / 2
    return beta.quantile(out, *tally.posterior), beta.quantile(1 - out, *tally.posterior)


def overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The part of the narrower interval that lies in the other, in [0, 1].

    No document tells what Klaviyo divides by; by the narrower one the part is the largest, and so the test careful.
    """
    common = min(one[1], other[1]) - max(one[0], other[0])
    narrower = min(one[1] - one[0], other[1] - other[0])
    return min(1.0, max(0.0, common / narrower))
