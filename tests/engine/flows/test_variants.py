"""T50: weights always pick a variant, the same one for the same person, and in the proportions that were asked for."""

from collections import Counter
from math import erfc, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.flows.variants import assign
from mktctl.engine.sampling import falls_into

PEOPLE = 2_000
BATCH = 500
SALTS = ("welcome/0", "welcome/1", "cart-recovery/yes/0")
weights = st.lists(st.integers(0, 100), min_size=1, max_size=7).filter(any)


def people(start: int, count: int) -> list[str]:
    return [f"anna{number}@example.com" for number in range(start, start + count)]


@given(weights, st.text(max_size=12), st.text(max_size=12))
def test_some_variant_that_weighs_something_is_drawn_and_the_same_again(shares: list[int], key: str, salt: str) -> None:
    found = assign(shares, key, salt)
    assert shares[found] > 0
    assert assign(tuple(shares), key, salt) == found


@pytest.mark.parametrize("salt", SALTS)
def test_batches_of_people_come_out_even(salt: str) -> None:
    """Whoever comes in which batch: the halves differ by no more than chance (p > 0.001 that they are halves)."""
    found = [assign((50, 50), key, salt) for start in range(0, PEOPLE, BATCH) for key in people(start, BATCH)]
    first = found.count(0)
    chi_square = (first - PEOPLE / 2) ** 2 / (PEOPLE / 4)
    assert erfc(sqrt(chi_square / 2)) > 0.001
    assert found == [assign((50, 50), key, salt) for key in people(0, PEOPLE)]


@pytest.mark.parametrize("shares", [(10, 20, 70), (1, 99), (34, 33, 33), (15, 14, 14, 14, 14, 14, 15), (100,)])
def test_every_weight_gets_its_share(shares: tuple[int, ...]) -> None:
    counts = Counter(assign(shares, key, "welcome/0") for key in people(0, 20_000))
    for index, share in enumerate(shares):
        expected = 200 * share
        assert abs(counts[index] - expected) <= 4 * sqrt(expected * (1 - share / 100)) + 1e-9


def test_another_test_draws_anew() -> None:
    """Who got the first version of one test is no more likely to get the first version of another."""
    pairs = Counter(
        (assign((50, 50), key, "welcome/0"), assign((50, 50), key, "welcome/1")) for key in people(0, 4_000)
    )
    assert all(abs(pairs[first, second] - 1_000) < 4 * sqrt(750) for first in (0, 1) for second in (0, 1))


def test_a_sample_of_the_same_salt_gets_every_version() -> None:
    """A campaign's test: a fifth of the people, half of them each version."""
    sample = [key for key in people(0, 20_000) if falls_into(20, key, "campaign/spring")]
    first = sum(assign((50, 50), key, "campaign/spring") == 0 for key in sample)
    assert abs(first - len(sample) / 2) < 4 * sqrt(len(sample) / 4)


def test_more_weight_for_a_variant_takes_nobody_from_it() -> None:
    before = {key for key in people(0, PEOPLE) if assign((20, 80), key, "welcome/0") == 0}
    after = {key for key in people(0, PEOPLE) if assign((60, 40), key, "welcome/0") == 0}
    assert before < after


@pytest.mark.parametrize("shares", [(), (0, 0), (50, -1)])
def test_weights_that_draw_nothing_are_a_mistake_of_ours(shares: tuple[int, ...]) -> None:
    with pytest.raises(AssertionError):
        assign(shares, "anna", "welcome/0")
