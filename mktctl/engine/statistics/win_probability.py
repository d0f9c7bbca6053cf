"""How likely each version is the best one: Bayes, beta-binomial, every rate as likely before the test (A1, A2).

Klaviyo names the win probability and its thresholds; the prior is the usual even one, as no document tells it.
"""

from collections.abc import Sequence
from math import ceil, exp, fsum, log, log1p, sqrt
from typing import Final

from mktctl.engine.statistics import beta
from mktctl.engine.statistics.tally import Tally

_TERMS_AT_MOST: Final = 10_000
"""Two versions are compared by an exact sum up to this many successes, or failures, of one of them."""
_POINTS_AT_MOST: Final = 20_000
_STEP_IN_DEVIATIONS: Final = 0.5
_LONGEST_STEP: Final = 0.25
_DEVIATIONS: Final = 9.0
_DECAYS: Final = 40.0
"""Where the density has fallen by e^-40, nothing is left that a float would show."""


def win_probabilities(tallies: Sequence[Tally]) -> tuple[float, ...]:
    """For each version the probability that its rate is the highest; 2 to 7 versions, together 1."""
    assert len(tallies) >= 2, "one version has nothing to win against"
    if len(tallies) == 2:
        first, second = tallies
        better = probability_to_beat(first, second)
        return better, 1 - better
    return _by_integral(tallies)


def probability_to_beat(tally: Tally, other: Tally) -> float:
    """The probability in [0, 1] that the rate of `tally` is above that of `other`."""
    (a, b), (c, d) = tally.posterior, other.posterior
    terms = min(a, b, c, d)
    if terms > _TERMS_AT_MOST:
        return _by_integral((tally, other))[0]
    # below(x) of the one is the other seen from its failures: each of the four numbers can be the length of the sum
    if terms == a:
        return _sum(c, d, a, b)
    if terms == d:
        return _sum(b, a, d, c)
    return 1 - (_sum(a, b, c, d) if terms == c else _sum(d, c, b, a))


def _sum(a: int, b: int, c: int, d: int) -> float:
    """P(Beta(c, d) > Beta(a, b)) for whole c, as c terms (Miller, Formulas for Bayesian A/B Testing, 2015).

    Each term is the one before times a ratio, in logarithms: the first can be smaller than any float.
    """
    term = beta.log_beta(a, b + d) - beta.log_beta(a, b)
    terms = [term]
    for index in range(c - 1):
        term += log((a + index) * (d + index)) - log((a + b + d + index) * (1 + index))
        terms.append(term)
    return min(1.0, fsum(map(exp, terms)))


def _by_integral(tallies: Sequence[Tally]) -> tuple[float, ...]:
    """The integral of each density times the other distributions, over the log odds, by the rule of trapezoids.

    There the densities are smooth and fall off exponentially on both sides, where that rule has hardly any error:
    1e-8, and 1e-6 where one version has a million recipients and another none.
    """
    posteriors = [tally.posterior for tally in tallies]
    deviations = [sqrt(1 / a + 1 / b) for a, b in posteriors]
    pairs = list(zip(posteriors, deviations, strict=True))
    start = max(log(a / b) - _DEVIATIONS * deviation - _DECAYS / a for (a, b), deviation in pairs)
    end = max(log(a / b) + _DEVIATIONS * deviation + _DECAYS / b for (a, b), deviation in pairs)
    points = min(_POINTS_AT_MOST, ceil((end - start) / min(_LONGEST_STEP, _STEP_IN_DEVIATIONS * min(deviations))))
    step = (end - start) / points
    sums: list[list[float]] = [[] for _ in tallies]
    for index in range(points + 1):
        for place, mass in enumerate(_best_at(start + index * step, posteriors)):
            sums[place].append(mass * step)
    return tuple(min(1.0, fsum(masses)) for masses in sums)


def _best_at(log_odds: float, posteriors: Sequence[tuple[int, int]]) -> list[float]:
    """For each version the density of having this rate, and all others a lower one."""
    log_rate, log_rest = -log1p(exp(-log_odds)), -log1p(exp(log_odds))
    lower = [beta.below(exp(log_rate), a, b) for a, b in posteriors]
    found = []
    for place, (a, b) in enumerate(posteriors):
        mass = exp(a * log_rate + b * log_rest - beta.log_beta(a, b))
        for other, below in enumerate(lower):
            if other != place:
                mass *= below
        found.append(mass)
    return found
