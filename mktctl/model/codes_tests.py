"""Codes about tests of flows."""

from typing import Final

TEST_CODES: Final[dict[str, tuple[str, ...]]] = {
    "TST001": (
        "When?",
        "A span counts from the file's `start:`, a day as 24 hours; `ago` counts back from it. A day and time is read "
        "on the account's clock.",
        "- {at: 2 days, metric: placed_order}\n- {at: 90 days ago, metric: placed_order}\n"
        "- {at: 2026-12-01 09:00, joins: newsletter}",
    ),
    "TST002": (
        "What happens, what is expected?",
        "Each entry says one thing, and when. Several things at one instant are several entries.",
        "events:\n  - {at: 0 hours, metric: registered}\nexpect:\n  - {at: 0 hours, email: welcome-1}",
    ),
    "TST003": (
        "Not in this flow",
        "A test names what its flow does: a template that one of its steps sends, in that step's channel; a version of "
        "its A/B test; for `skipped:` also the key of a step, as `mktctl show` prints it.",
    ),
    "TST004": (
        "A case that does not fit together",
        "Each case has a name of its own. What is in `history:` lies before `start:` and starts nothing; `events:` are "
        "what happens from then on.",
    ),
}
"""Code to its title, what it means, and how it is written rightly."""
