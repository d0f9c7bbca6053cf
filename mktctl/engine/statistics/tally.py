"""What was counted of one version of a tested message, and what is believed of its rate after that."""

import msgspec


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """`recipients` got the version, `successes` of them did what is measured: people, each counted once (X6)."""

    recipients: int
    successes: int

    def __post_init__(self) -> None:
        assert 0 <= self.successes <= self.recipients, f"{self.successes} of {self.recipients} is no share of people"

    @property
    def failures(self) -> int:
        """How many did not."""
        return self.recipients - self.successes

    @property
    def rate(self) -> float:
        """The share of the recipients, in [0, 1]; 0 without recipients."""
        return self.successes / self.recipients if self.recipients else 0.0

    @property
    def posterior(self) -> tuple[int, int]:
        """The two parameters of the beta distribution of the rate: at first each rate is as likely (Bayes, Laplace)."""
        return self.successes + 1, self.failures + 1
