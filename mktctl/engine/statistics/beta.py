"""The beta distribution: density, distribution, quantiles. Held against scipy.stats.beta in the tests.

Parameters are positive; values are right to about 1e-10, and to 1e-8 where the parameters go into millions, as the
logarithm of the gamma function is then a large number.
"""

from math import exp, lgamma, log, log1p
from typing import Final

_FRACTION_STEPS_AT_MOST: Final = 50_000
"""The fraction needs some five times the root of the larger parameter: enough for a hundred million."""
_HALVINGS_AT_MOST: Final = 200
_SMALLEST: Final = 1e-300
_PRECISION: Final = 1e-15
_QUANTILE_PRECISION: Final = 1e-13


def log_beta(a: float, b: float) -> float:
    """The logarithm of the beta function."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def below(x: float, a: float, b: float) -> float:
    """The probability that a value of Beta(a, b) is below `x` of [0, 1]: the regularised incomplete beta function.

    By its continued fraction (Abramowitz and Stegun, 26.5.8), from the side on which it converges fast.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    weight = exp(a * log(x) + b * log1p(-x) - log_beta(a, b))
    if x < (a + 1) / (a + b + 2):
        return min(1.0, weight * _fraction(x, a, b) / a)
    return max(0.0, 1 - weight * _fraction(1 - x, b, a) / b)


def quantile(probability: float, a: float, b: float) -> float:
    """The value below which Beta(a, b) is with `probability` of [0, 1], by halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS_AT_MOST):
        middle = (low + high) / 2
        if high - low <= _QUANTILE_PRECISION * middle:
            break
        if below(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """From the front, two coefficients a round, as Lentz and Thompson and Barnett do it."""
    ratio = 1.0
    inverse = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = inverse
    for step in range(1, _FRACTION_STEPS_AT_MOST):
        for coefficient in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            inverse = 1 / _away_from_zero(1 + coefficient * inverse)
            ratio = _away_from_zero(1 + coefficient / ratio)
            change = inverse * ratio
            value *= change
        if abs(change - 1) < _PRECISION:
            return value
    raise AssertionError(f"the fraction of Beta({a}, {b}) at {x} does not settle")


def _away_from_zero(value: float) -> float:
    return value if abs(value) >= _SMALLEST else _SMALLEST
