"""When a test is decided: Klaviyo's thresholds at their edges (A1, A2, A5, T52), and the intervals below them."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.engine.statistics.credible import interval, overlap
from mktctl.engine.statistics.lift import Lift, lift
from mktctl.engine.statistics.standing import Standing, ranking, standing
from mktctl.engine.statistics.tally import Tally
from mktctl.engine.statistics.verdicts import campaign_verdict, is_significant_in_flow
from tests.engine.statistics.tallies import generated, tally

DECIDED = Standing(leader=1, runner_up=0, win_probability=0.90, fewest_recipients=500, overlap=0.09, difference=0.05)


@pytest.mark.parametrize(
    ("change", "significant"),
    [
        ({}, True),
        ({"fewest_recipients": 499}, False),
        ({"win_probability": 0.899}, False),
        ({"overlap": 0.0999}, True),
        ({"overlap": 0.10}, False),
        ({"win_probability": 1.0, "overlap": 0.0, "fewest_recipients": 499}, False),
    ],
)
def test_flows_t52(change: dict[str, float], significant: bool) -> None:
    assert is_significant_in_flow(msgspec.structs.replace(DECIDED, **change)) is significant


@pytest.mark.parametrize(
    ("recipients", "win_probability", "difference", "verdict"),
    [
        (50, 0.90, 0.01, "significant"),
        (49, 0.90, 0.01, "inconclusive"),
        (50, 0.899, 0.01, "promising"),
        (50, 0.75, 0.01, "promising"),
        (1_800, 0.749, 0.50, "not_significant"),
        (1_799, 0.749, 0.01, "inconclusive"),
        (1_799, 0.599, 0.04, "not_significant"),
        (1_799, 0.599, 0.041, "inconclusive"),
        (1_799, 0.60, 0.04, "inconclusive"),
        (1_800, 0.60, 0.50, "not_significant"),
    ],
)
def test_campaigns_a2(recipients: int, win_probability: float, difference: float, verdict: str) -> None:
    stands = msgspec.structs.replace(
        DECIDED, fewest_recipients=recipients, win_probability=win_probability, difference=difference
    )
    assert campaign_verdict(stands) == verdict


def test_a_whole_test_from_counts_to_verdict() -> None:
    stands = standing([tally(50, 500), tally(90, 500), tally(49, 500)])
    assert (stands.leader, stands.runner_up, stands.fewest_recipients) == (1, 0, 500)
    assert stands.win_probability == pytest.approx(0.9997, abs=2e-4)
    assert stands.difference == pytest.approx(0.08)
    assert is_significant_in_flow(stands)
    assert campaign_verdict(stands) == "significant"


def test_the_overlap_holds_a_flow_back_that_wins_by_probability() -> None:
    stands = standing([tally(50, 500), tally(65, 500)])
    assert stands.win_probability > 0.90
    assert stands.overlap > 0.10
    assert not is_significant_in_flow(stands)


def test_narrower_intervals_overlap_less() -> None:
    counts = [tally(50, 500), tally(65, 500)]
    assert standing(counts, level=0.5).overlap < standing(counts).overlap


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([(10, 100), (10, 100)], (0, 1)),
        ([(1, 3), (33_333_333, 100_000_000), (1, 3)], (0, 2, 1)),
        ([(0, 0), (0, 50), (1, 50)], (2, 0, 1)),
    ],
)
def test_the_first_of_equal_ones_leads(counts: list[tuple[int, int]], expected: tuple[int, ...]) -> None:
    assert ranking([tally(*one) for one in counts]) == expected


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95])
@pytest.mark.parametrize("counts", [(0, 0), (0, 700), (700, 700), (30, 500), (5_000, 90_000)])
def test_intervals_are_those_of_scipy(counts: tuple[int, int], level: float) -> None:
    from scipy import stats

    one = tally(*counts)
    assert interval(one, level=level) == pytest.approx(stats.beta.interval(level, *one.posterior), rel=1e-9)


@given(generated(), generated())
def test_overlap_is_a_part_and_the_same_from_both_sides(one: Tally, other: Tally) -> None:
    here, there = interval(one), interval(other)
    assert 0 <= overlap(here, there) <= 1
    assert overlap(here, there) == overlap(there, here)
    assert overlap(here, here) == 1


@pytest.mark.parametrize(
    ("one", "other", "part"), [((0, 1), (2, 3), 0), ((0, 2), (1, 5), 0.5), ((0, 9), (3, 4), 1), ((0, 1), (1, 2), 0)]
)
def test_overlap_by_hand(one: tuple[float, float], other: tuple[float, float], part: float) -> None:
    assert overlap(one, other) == part


def test_lift_both_ways_a5() -> None:
    found = lift(tally(50, 1_000), tally(40, 1_000))
    assert found.of_winner == pytest.approx(0.20)
    assert found.over_other == pytest.approx(0.25)


def test_lift_over_nothing() -> None:
    assert lift(tally(1, 10), tally(0, 10)) == Lift(of_winner=1.0, over_other=None)
    assert lift(tally(0, 10), tally(0, 0)) == Lift(of_winner=None, over_other=None)


@given(st.integers(1, 1_000), st.integers(1, 1_000))
def test_the_two_lifts_are_one_fact(winner: int, other: int) -> None:
    """(1 - of the winner) * (1 + over the other) is 1."""
    found = lift(tally(winner, 1_000), tally(other, 1_000))
    assert found.of_winner is not None
    assert found.over_other is not None
    assert (1 - found.of_winner) * (1 + found.over_other) == pytest.approx(1)
