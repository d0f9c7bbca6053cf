"""Which conditions, once they fail in a run, fail for the rest of it: that is when leaving replaces skipping (P8)."""

from typing import Final

from mktctl.model.condition import (
    AfterDate,
    All,
    AnyOf,
    BeforeDate,
    BetweenDates,
    Condition,
    Ever,
    HasEvents,
    SinceStart,
)

_STANDING_STILL: Final = (Ever, SinceStart, AfterDate, BeforeDate, BetweenDates)
"""Windows that never lose an event once it lies in them."""


def fails_for_good(condition: Condition) -> bool:
    """Whether a failure lasts: "fewer than so many" of what is never taken back. Values are not negative (P23).

    An AND lasts when each part does, because any of them may be the one that failed; an OR because all have.
    """
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            return bool(parts) and all(fails_for_good(part) for part in parts)
        case HasEvents(test=test, window=window) if isinstance(window, _STANDING_STILL):
            return test.op in ("less_than", "at_most") or (test.op, test.value) == ("is", 0)
        case _:
            return False
