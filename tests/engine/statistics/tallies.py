"""Counts of generated tests."""

from hypothesis import strategies as st

from mktctl.engine.statistics.tally import Tally


def tally(successes: int, recipients: int) -> Tally:
    return Tally(recipients=recipients, successes=successes)


def generated(most: int = 5_000) -> st.SearchStrategy[Tally]:
    """Small and larger tests, with all, none or some successes."""
    return st.integers(0, most).flatmap(
        lambda recipients: st.integers(0, recipients).map(lambda successes: tally(successes, recipients))
    )
