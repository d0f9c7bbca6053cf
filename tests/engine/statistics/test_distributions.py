"""The distributions against scipy, over everything that a test of messages can count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.statistics import beta, chi_square

PARAMETERS = [(1, 1), (1, 501), (501, 1), (2, 3), (21, 981), (151, 351), (40_001, 960_001), (300_001, 700_001)]
PROBABILITIES = [1e-6, 0.025, 0.05, 0.5, 0.95, 0.975, 1 - 1e-6]


@pytest.mark.parametrize(("a", "b"), PARAMETERS)
@pytest.mark.parametrize("probability", PROBABILITIES)
def test_beta_is_that_of_scipy(a: int, b: int, probability: float) -> None:
    from scipy import stats

    x = float(stats.beta.ppf(probability, a, b))
    assert beta.below(x, a, b) == pytest.approx(float(stats.beta.cdf(x, a, b)), rel=1e-8)
    assert beta.quantile(probability, a, b) == pytest.approx(x, rel=1e-9)


@given(st.floats(0, 1), st.integers(1, 100_000), st.integers(1, 100_000))
def test_beta_is_a_probability_and_its_own_mirror(x: float, a: int, b: int) -> None:
    below = beta.below(x, a, b)
    assert 0 <= below <= 1
    assert below + beta.below(1 - x, b, a) == pytest.approx(1, abs=1e-8)


@given(st.floats(1e-9, 1 - 1e-9), st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_quantile_leads_back(probability: float, a: int, b: int) -> None:
    x = beta.quantile(probability, a, b)
    assert 0 < x < 1
    assert beta.below(x, a, b) == pytest.approx(probability, abs=1e-9)


def test_beta_ends_where_rates_end() -> None:
    assert beta.below(0, 3, 4) == 0
    assert beta.below(1, 3, 4) == 1


@pytest.mark.parametrize("degrees", range(1, 8))
@pytest.mark.parametrize("x", [1e-6, 0.1, 1, 2.7, 6, 10.8, 40, 300])
def test_chi_square_is_that_of_scipy(degrees: int, x: float) -> None:
    from scipy import stats

    assert chi_square.above(x, degrees) == pytest.approx(float(stats.chi2.sf(x, degrees)), rel=1e-10)


def test_chi_square_ends() -> None:
    assert chi_square.above(0, 1) == 1
    assert chi_square.above(1e6, 6) == 0
