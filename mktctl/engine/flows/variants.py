"""Which version of a tested message somebody gets: drawn by weight, and the same one every time (T50)."""

from collections.abc import Sequence

from mktctl.engine.sampling import drawn_of


def assign(shares: Sequence[int], key: str, salt: str) -> int:
    """The index of the variant that `key` gets; `shares` are whole weights in the order of the variants.

    They are percents, 100 together (`ABTest.shares`), but any total will do, so even weights of three are (1, 1, 1).
    Weights are whole because a sum of fractions can fall short of 1 and leave a draw without a variant; a weight of 0
    is never drawn. `salt` names the test (flow and path, never a platform's id): two draws that share a salt agree.
    """
    assert min(shares, default=-1) >= 0, f"{tuple(shares)} are no weights"
    assert sum(shares) > 0, "nothing can be drawn where no variant weighs anything"
    left = drawn_of(sum(shares), key, salt)
    for index, share in enumerate(shares):
        if left < share:
            return index
        left -= share
    raise AssertionError("a draw is smaller than the sum of the weights")
