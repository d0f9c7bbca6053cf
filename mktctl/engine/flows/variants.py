"""Which version of a tested message somebody gets: drawn by weight, and the same one every time (T50)."""

from collections.abc import Sequence
from typing import Final

from mktctl.engine.sampling import drawn_of

_DRAW: Final = "variant"


def assign(shares: Sequence[int], key: str, salt: str) -> int:
    """The index of the variant that `key` gets; `shares` are whole weights in the order of the variants.

    They are percents, 100 together (`ABTest.shares`), but any total will do, so even weights of three are (1, 1, 1).
    Weights are whole because a sum of fractions can fall short of 1 and leave a draw without a variant; a weight of 0
    is never drawn. `salt` names the test (flow and path, never a platform's id); a sample drawn with the same salt is
    another draw, or all of a small sample would get the first variant.
    """
    assert min(shares, default=-1) >= 0, f"{tuple(shares)} are no weights"
    assert sum(shares) > 0, "nothing can be drawn where no variant weighs anything"
    left = drawn_of(sum(shares), key, f"{salt}\0{_DRAW}")
    for index, share in enumerate(shares):
        if left < share:
            return index
        left -= share
    raise AssertionError("a draw is smaller than the sum of the weights")
