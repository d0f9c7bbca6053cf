"""How likely each version is the best: against scipy's integrals, and the laws that any such number keeps."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.statistics.tally import Tally
from mktctl.engine.statistics.win_probability import probability_to_beat, win_probabilities
from tests.engine.statistics.tallies import generated, tally

# successes and recipients of each version
TESTS = [
    ((0, 0), (0, 0)),
    ((0, 1), (1, 1)),
    ((20, 500), (30, 500)),
    ((75, 500), (70, 500)),
    ((499, 500), (500, 500)),
    ((0, 50), (0, 5_000)),
    ((20, 500), (30, 500), (25, 500)),
    ((0, 8), (0, 21), (3, 4)),
    ((150, 1_800), (140, 1_800), (130, 1_800), (155, 1_800), (90, 1_800), (149, 1_799), (150, 1_801)),
    ((20_100, 60_000), (20_000, 60_000)),
    ((300_000, 1_000_000), (300_500, 1_000_000), (299_000, 990_000)),
]


def by_scipy(tallies: Sequence[Tally], best: int) -> float:
    from scipy import integrate, stats

    rates = [stats.beta(*one.posterior) for one in tallies]

    def density(x: float) -> float:
        found = float(rates[best].pdf(x))
        for place, rate in enumerate(rates):
            if place != best:
                found *= float(rate.cdf(x))
        return found

    middle, spread = float(rates[best].mean()), float(rates[best].std())
    points = [x for step in range(-12, 13) if 0 < (x := middle + step * spread) < 1]
    edges = [0.0, *points, 1.0]
    return float(sum(integrate.quad(density, low, high, epsabs=1e-12)[0] for low, high in pairwise(edges)))


@pytest.mark.parametrize("counts", TESTS)
def test_the_integrals_of_scipy(counts: tuple[tuple[int, int], ...]) -> None:
    tallies = [tally(*one) for one in counts]
    expected = [by_scipy(tallies, best) for best in range(len(tallies))]
    assert win_probabilities(tallies) == pytest.approx(expected, abs=2e-8)


def test_a_test_that_anybody_can_check() -> None:
    """Beta(2, 1) beats Beta(1, 1) with the mean of x over the density 2x: 2/3."""
    assert probability_to_beat(tally(1, 1), tally(0, 0)) == pytest.approx(2 / 3, abs=1e-15)


@given(generated(), generated())
def test_one_of_two_is_better(one: Tally, other: Tally) -> None:
    assert 0 <= probability_to_beat(one, other) <= 1
    assert probability_to_beat(one, other) + probability_to_beat(other, one) == pytest.approx(1, abs=1e-9)


@given(generated())
def test_equal_counts_are_equally_good(one: Tally) -> None:
    assert probability_to_beat(one, one) == pytest.approx(0.5, abs=1e-9)


@given(generated(), generated(most=4_000))
def test_another_success_never_makes_it_worse(one: Tally, other: Tally) -> None:
    if one.failures:
        more = tally(one.successes + 1, one.recipients)
        assert probability_to_beat(more, other) >= probability_to_beat(one, other) - 1e-9


@given(st.lists(generated(most=300), min_size=3, max_size=7))
def test_one_of_several_is_the_best(tallies: list[Tally]) -> None:
    found = win_probabilities(tallies)
    assert min(found) >= 0
    assert sum(found) == pytest.approx(1, abs=1e-8)
    assert win_probabilities(tallies[::-1]) == pytest.approx(found[::-1], abs=1e-9)


@pytest.mark.parametrize("extra", [-1, 0, 1, 300])
def test_the_sum_and_the_integral_meet(extra: int) -> None:
    """Between 10,000 successes, where the one ends, and more, where the other begins."""
    one, other = tally(10_000 + extra, 40_000), tally(10_050, 40_000)
    from scipy import stats

    z = (one.rate - other.rate) / (2 * 0.25 * 0.75 / 40_000) ** 0.5
    assert probability_to_beat(one, other) == pytest.approx(float(stats.norm.cdf(z)), abs=2e-3)
    assert probability_to_beat(one, other) == pytest.approx(by_scipy((one, other), 0), abs=1e-8)


def test_one_version_has_nothing_to_win() -> None:
    with pytest.raises(AssertionError):
        win_probabilities([tally(1, 2)])


def test_more_successes_than_people_are_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        tally(3, 2)
