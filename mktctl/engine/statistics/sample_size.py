"""How many people a test needs before it can show what is looked for."""

from math import ceil, sqrt
from statistics import NormalDist
from typing import Final

USUAL_ALPHA: Final = 0.05
USUAL_POWER: Final = 0.80


def recipients_needed(rate: float, lift: float, *, alpha: float = USUAL_ALPHA, power: float = USUAL_POWER) -> int:
    """Recipients of each of two versions, for a two-sided test of two proportions.

    `rate` of (0, 1) is that of the control, `lift` how much of it is gained: 0.1 is from 4 % to 4.4 %; not 0, and the
    rate after it within (0, 1). `alpha` is the risk to see what is not there, `power` the chance to see what is.
    Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", 3rd edition, 4.14, without its correction.
    """
    lifted = rate * (1 + lift)
    assert 0 < rate < 1, f"{rate} is no rate"
    assert 0 < lifted < 1, f"{lifted} is no rate"
    assert lift, "no number of people shows that there is no difference"
    mean = (rate + lifted) / 2
    without = NormalDist().inv_cdf(1 - alpha / 2) * sqrt(2 * mean * (1 - mean))
    with_it = NormalDist().inv_cdf(power) * sqrt(rate * (1 - rate) + lifted * (1 - lifted))
    return ceil(((without + with_it) / (lifted - rate)) ** 2)
