"""Spans of time as people write them, kept in their unit: "1 day" and "24 hours" differ on Klaviyo (D2, D3)."""

from typing import Literal

import msgspec

Unit = Literal["minute", "hour", "day", "week", "month"]


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """`amount` whole units; `minutes` (0 to 59) only beside hours: "1 hour 30 minutes"."""

    amount: int
    unit: Unit
    minutes: int = 0

    def __str__(self) -> str:
        text = f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"
        if self.minutes:
            text += f" {self.minutes} minute{'' if self.minutes == 1 else 's'}"
        return text

    @property
    def total_minutes(self) -> int:
        """Exact length in minutes, a day as 24 hours (D2). A month has none: an assert."""
        per_unit = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
        assert self.unit in per_unit, f"a {self.unit} has no exact length"
        return self.amount * per_unit[self.unit] + self.minutes


def from_minutes(total: int) -> Duration:
    """The largest units that hold `total` minutes exactly: 2880 is 2 days, 90 is 1 hour 30 minutes."""
    if total % 1440 == 0:
        return Duration(amount=total // 1440, unit="day")
    if total < 60:
        return Duration(amount=total, unit="minute")
    return Duration(amount=total // 60, unit="hour", minutes=total % 60)
