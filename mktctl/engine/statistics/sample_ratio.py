"""Whether people were spread over the versions as they should have been; if not, no other number can be trusted."""

from collections.abc import Sequence
from typing import Final

from mktctl.engine.statistics import chi_square

ALARM_BELOW: Final = 0.001
"""As small as this it is not chance (T50)."""


def sample_ratio_p_value(recipients: Sequence[int], shares: Sequence[int]) -> float:
    """The probability in [0, 1] of people spread this unevenly, or more, by chance: Pearson's chi-square test.

    `recipients` were counted for each version, `shares` are its weights. 1 without people; 0 if a version without
    weight has any.
    """
    total, weights = sum(recipients), sum(shares)
    if any(count and not share for count, share in zip(recipients, shares, strict=True)):
        return 0.0
    expected = [(count, total * share / weights) for count, share in zip(recipients, shares, strict=True) if share]
    if not total or len(expected) < 2:
        return 1.0
    distance = sum((count - wanted) ** 2 / wanted for count, wanted in expected)
    return chi_square.above(distance, len(expected) - 1)


def is_mismatch(recipients: Sequence[int], shares: Sequence[int]) -> bool:
    """Whether to raise the alarm."""
    return sample_ratio_p_value(recipients, shares) < ALARM_BELOW
