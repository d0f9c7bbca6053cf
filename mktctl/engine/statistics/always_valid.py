"""A p-value that may be looked at after every recipient, and be believed the first time it is small.

The mixture sequential probability ratio test: Johari, Koomen, Pekelis and Walsh, "Always Valid Inference: Continuous
Monitoring of A/B Tests", Operations Research 70 (2022), arXiv 1512.04922, section on two streams of binary data. The
likelihood of the seen difference, averaged over differences drawn from Normal(0, s²), is divided by that of no
difference at all; under none the quotient is rarely ever large, so its inverse is a p-value at every moment at once.

Here for groups of different sizes: with the variance V of the difference it is
sqrt(V / (V + s²)) * exp(s² d² / (2 V (V + s²))). V is taken from both groups together, as if there were no difference:
that is never smaller for equal groups, and holds where one of them has no success yet.
"""

from collections.abc import Iterable
from math import exp, log
from typing import Final

from mktctl.engine.statistics.tally import Tally

TYPICAL_DIFFERENCE: Final = 0.02
"""s: differences of about two of a hundred people are looked for; it decides how soon, never how often, it errs."""


def always_valid_p_value(one: Tally, other: Tally, *, typical_difference: float = TYPICAL_DIFFERENCE) -> float:
    """What one look says, in [0, 1], of the versions being equal; `typical_difference` of rates, fixed beforehand."""
    recipients, successes = one.recipients + other.recipients, one.successes + other.successes
    if not one.recipients or not other.recipients or successes in (0, recipients):
        return 1.0
    pooled = successes / recipients
    variance = pooled * (1 - pooled) * (1 / one.recipients + 1 / other.recipients)
    mixed = variance + typical_difference**2
    log_ratio = (log(variance / mixed) + typical_difference**2 * (one.rate - other.rate) ** 2 / (variance * mixed)) / 2
    return 1.0 if log_ratio <= 0 else exp(-log_ratio)


def after_looks(looks: Iterable[tuple[Tally, Tally]], *, typical_difference: float = TYPICAL_DIFFERENCE) -> float:
    """What several looks at one growing test say together: the smallest of their p-values, which stays."""
    return min(
        (always_valid_p_value(one, other, typical_difference=typical_difference) for one, other in looks), default=1.0
    )
