"""The chi-square distribution. Held against scipy.stats.chi2 in the tests."""

from math import exp, lgamma, log
from typing import Final

_STEPS_AT_MOST: Final = 10_000
_PRECISION: Final = 1e-16
_SMALLEST: Final = 1e-300


def above(x: float, degrees: int) -> float:
    """The probability that a value is above `x` >= 0 with `degrees` of freedom >= 1.

    The regularised upper incomplete gamma function of degrees / 2 and x / 2: by its series where the value is likely,
    by its continued fraction in the tail (Abramowitz and Stegun, 6.5.29 and 6.5.31).
    """
    shape, at = degrees / 2, x / 2
    if at <= 0:
        return 1.0
    weight = exp(shape * log(at) - at - lgamma(shape))
    if at < shape + 1:
        return max(0.0, 1 - weight * _series(shape, at))
    return weight * _fraction(shape, at)


def _series(shape: float, at: float) -> float:
    term = total = 1 / shape
    for step in range(1, _STEPS_AT_MOST):
        term *= at / (shape + step)
        total += term
        if term < total * _PRECISION:
            return total
    raise AssertionError(f"the series of {shape} at {at} does not settle")


def _fraction(shape: float, at: float) -> float:
    """Every denominator is at least 1 right of shape + 1, so nothing is divided by zero."""
    partial = at + 1 - shape
    ratio = 1 / _SMALLEST
    inverse = 1 / partial
    value = inverse
    for step in range(1, _STEPS_AT_MOST):
        coefficient = -step * (step - shape)
        partial += 2
        inverse = 1 / (coefficient * inverse + partial)
        ratio = partial + coefficient / ratio
        change = inverse * ratio
        value *= change
        if abs(change - 1) <= 10 * _PRECISION:
            return value
    raise AssertionError(f"the fraction of {shape} at {at} does not settle")
