"""P-values: uneven spread, looking early, and how many people a test needs; against scipy, statsmodels, simulation."""

from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.flows.variants import assign
from mktctl.engine.statistics.always_valid import after_looks, always_valid_p_value
from mktctl.engine.statistics.sample_ratio import is_mismatch, sample_ratio_p_value
from mktctl.engine.statistics.sample_size import recipients_needed
from mktctl.engine.statistics.tally import Tally
from tests.engine.statistics.tallies import generated, tally

ALPHA = 0.05
counts = st.lists(st.tuples(st.integers(0, 100_000), st.integers(1, 99)), min_size=2, max_size=7)


@pytest.mark.parametrize(
    ("recipients", "shares"),
    [
        ((1_000, 1_000), (50, 50)),
        ((1_500, 500), (50, 50)),
        ((520, 480), (50, 50)),
        ((102, 197, 701), (10, 20, 70)),
        ((9, 12, 10, 11, 8, 14, 7), (1,) * 7),
    ],
)
def test_uneven_spread_is_that_of_scipy(recipients: tuple[int, ...], shares: tuple[int, ...]) -> None:
    from scipy import stats

    expected = [sum(recipients) * share / sum(shares) for share in shares]
    found = sample_ratio_p_value(recipients, shares)
    assert found == pytest.approx(float(stats.chisquare(recipients, expected).pvalue), rel=1e-9)


@given(counts)
def test_uneven_spread_is_a_probability(drawn: list[tuple[int, int]]) -> None:
    recipients, shares = zip(*drawn, strict=True)
    assert 0 <= sample_ratio_p_value(recipients, shares) <= 1


def test_the_alarm_is_raised_for_a_broken_draw_and_not_for_a_fair_one() -> None:
    """T50: 1500 and 500 of an even split is a bug; what `assign` draws is not."""
    drawn = [assign((10, 20, 70), f"anna{number}@example.com", "welcome/0") for number in range(2_000)]
    assert not is_mismatch([drawn.count(index) for index in range(3)], (10, 20, 70))
    assert is_mismatch((1_500, 500), (50, 50))


@pytest.mark.parametrize(
    ("recipients", "shares", "p_value"),
    [((0, 0), (50, 50), 1.0), ((500, 0), (100, 0), 1.0), ((500, 1), (100, 0), 0.0), ((0, 0), (100, 0), 1.0)],
)
def test_variants_without_weight_get_nobody(
    recipients: tuple[int, ...], shares: tuple[int, ...], p_value: float
) -> None:
    assert sample_ratio_p_value(recipients, shares) == p_value


@pytest.mark.parametrize(("one", "other"), [((20, 500), (45, 500)), ((300, 900), (250, 1_100)), ((0, 400), (30, 500))])
def test_always_valid_is_the_mixture_that_scipy_integrates(one: tuple[int, int], other: tuple[int, int]) -> None:
    from scipy import integrate, stats

    first, second = tally(*one), tally(*other)
    pooled = (one[0] + other[0]) / (one[1] + other[1])
    deviation = sqrt(pooled * (1 - pooled) * (1 / one[1] + 1 / other[1]))
    seen = first.rate - second.rate

    def mixed(true: float) -> float:
        return float(stats.norm.pdf(seen, true, deviation) * stats.norm.pdf(true, 0, 0.03))

    ratio = integrate.quad(mixed, -0.5, 0.5, points=[0, seen])[0] / float(stats.norm.pdf(seen, 0, deviation))
    assert always_valid_p_value(first, second, typical_difference=0.03) == pytest.approx(min(1, 1 / ratio), rel=1e-6)


@given(generated(), generated(), st.floats(0.001, 0.2))
def test_always_valid_is_a_probability_the_same_from_both_sides(one: Tally, other: Tally, difference: float) -> None:
    found = always_valid_p_value(one, other, typical_difference=difference)
    assert 0 <= found <= 1
    assert found == pytest.approx(always_valid_p_value(other, one, typical_difference=difference), rel=1e-9)


@given(st.lists(st.tuples(generated(), generated()), max_size=5))
def test_another_look_never_takes_back(looks: list[tuple[Tally, Tally]]) -> None:
    after = [after_looks(looks[:seen]) for seen in range(len(looks) + 1)]
    assert after == sorted(after, reverse=True)
    assert after[0] == 1


@given(generated(), generated())
def test_always_valid_is_never_bolder_than_a_single_look(one: Tally, other: Tally) -> None:
    """What may be looked at all the time costs something: the usual test of two proportions is at most as large."""
    from scipy import stats

    recipients, successes = one.recipients + other.recipients, one.successes + other.successes
    if one.recipients and other.recipients and 0 < successes < recipients:
        pooled = successes / recipients
        deviation = sqrt(pooled * (1 - pooled) * (1 / one.recipients + 1 / other.recipients))
        usual = float(2 * stats.norm.sf(abs(one.rate - other.rate) / deviation))
        assert always_valid_p_value(one, other) >= usual - 1e-9


def looked_at_all_the_time(rate: float, seed: int, *, people: int, every: int) -> tuple[float, bool]:
    """A test of two equal versions: its always-valid p-value, and whether the usual test ever called it different."""
    from scipy import stats

    random = Random(seed)
    successes = [0, 0]
    limit = float(stats.norm.isf(ALPHA / 2))
    smallest, fooled = 1.0, False
    for recipients in range(1, people + 1):
        for version in (0, 1):
            successes[version] += random.random() < rate
        if recipients % every == 0:
            one, other = tally(successes[0], recipients), tally(successes[1], recipients)
            smallest = min(smallest, always_valid_p_value(one, other))
            pooled = sum(successes) / (2 * recipients)
            fooled |= abs(one.rate - other.rate) > limit * sqrt(max(1e-12, pooled * (1 - pooled)) * 2 / recipients)
    return smallest, fooled


@pytest.mark.parametrize("rate", [0.03, 0.3])
def test_who_looks_all_the_time_is_not_fooled_more_often(rate: float) -> None:
    """False alarms among 300 tests of equal versions stay below alpha and noise; the usual p-value's do not."""
    tests = 300
    found = [looked_at_all_the_time(rate, seed, people=1_500, every=10) for seed in range(tests)]
    alarms = sum(p_value <= ALPHA for p_value, _ in found) / tests
    assert alarms <= ALPHA + 3 * sqrt(ALPHA * (1 - ALPHA) / tests)
    assert sum(fooled for _, fooled in found) / tests > 3 * ALPHA


def test_a_real_difference_is_found() -> None:
    assert always_valid_p_value(tally(200, 2_000), tally(320, 2_000)) < 0.001


def test_nobody_tells_nothing() -> None:
    assert always_valid_p_value(tally(0, 0), tally(5, 9)) == 1
    assert always_valid_p_value(tally(0, 50), tally(0, 90)) == 1


@pytest.mark.parametrize("rate", [0.01, 0.04, 0.25, 0.6])
@pytest.mark.parametrize("lift", [0.1, 0.25, 0.5, -0.2])
@pytest.mark.parametrize(("alpha", "power"), [(0.05, 0.8), (0.1, 0.9)])
def test_people_needed_are_those_of_statsmodels(rate: float, lift: float, alpha: float, power: float) -> None:
    from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

    expected = samplesize_proportions_2indep_onetail(abs(rate * lift), min(rate, rate * (1 + lift)), power, alpha=alpha)
    assert recipients_needed(rate, lift, alpha=alpha, power=power) == pytest.approx(float(expected), abs=1)


@given(st.floats(0.01, 0.4), st.floats(0.05, 0.9))
def test_a_smaller_difference_needs_more_people(rate: float, lift: float) -> None:
    assert recipients_needed(rate, lift / 2) > recipients_needed(rate, lift)
    assert recipients_needed(rate, lift, power=0.9) >= recipients_needed(rate, lift)


@pytest.mark.parametrize(("rate", "lift"), [(0, 0.1), (1, -0.1), (0.5, 1.0), (0.5, 0)])
def test_what_cannot_be_shown_is_a_mistake_of_ours(rate: float, lift: float) -> None:
    with pytest.raises(AssertionError):
        recipients_needed(rate, lift)
