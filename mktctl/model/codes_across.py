"""Codes of what shows only when several parts, or several files, are taken together."""

from typing import Final

ACROSS_CODES: Final[dict[str, tuple[str, ...]]] = {
    "FLW201": (
        "A flow that changes its own trigger",
        "Who is taken off the list or drops out of the segment that started the flow is skipped at every later "
        "message; who comes back may enter again. Make the change the last step.",
    ),
    "FLW202": (
        "Flows in a circle",
        "One flow changes a property or a list that starts the next, and the last one starts the first again: people "
        "may go round for ever.",
    ),
    "FLW203": (
        "SMS without a word about consent",
        "Klaviyo skips people who have not agreed to SMS. Said in the file, readers see it, and it is counted.",
        "- sms: cart-15-percent-sms\n  only_if: {consent: sms}",
    ),
    "FLW204": (
        "Runs that overlap",
        "Re-entry counts from the last entry. Where it is shorter than the longest way through the flow, a person can "
        "be in it twice at the same time.",
        "reentry: after 14 days",
    ),
    "FLW205": (
        "All where any is meant",
        "`all:` in `exit_when:` lets people leave only when they did every one of the things. `any:` of several `not:` "
        "holds for everybody who did not do all of them.",
        "exit_when: {any: [{metric: placed_order}, {metric: waitlist_left}]}",
    ),
    "SEG003": (
        "Not engaged, or never written to",
        "Who opened nothing may simply have been sent nothing. Ask beside it for a message that was received.",
        "who:\n  all:\n    - {metric: received_email, within: 30 days}\n    - not: {engaged: email, within: 30 days}",
    ),
}
"""Code to its title, what it means, and how it is written rightly."""
