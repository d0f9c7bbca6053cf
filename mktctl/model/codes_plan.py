"""Codes of what stops a plan: names on the account, metrics that are not there, guards."""

from typing import Final

PLAN_CODES: Final[dict[str, tuple[str, ...]]] = {
    "PLN001": (
        "Several objects of one name",
        "Names are not unique on Klaviyo, and nothing else tells which one the file means.",
    ),
    "PLN002": (
        "Something external is missing",
        "`external: true` says that somebody else makes it; mktctl looks it up by its name and never writes it.",
    ),
    "PLN003": (
        "The name is taken",
        "The account has an object of this name that mktctl did not make. It is never taken over silently.",
    ),
    "PLN004": (
        "A campaign of this name waits already",
        "The account has a draft or a scheduled campaign of this name that mktctl did not make. A second one would "
        "reach people twice: take it over, or give one of the two another name.",
    ),
    "PLN005": (
        "A campaign of another shape",
        "In git a campaign has one audience, one message and one channel; the one on the platform has others.",
    ),
    "PLN006": (
        "A test that is not known to work",
        "Klaviyo shows tests of send times, but no document says that its API can make them. The sandbox can.",
    ),
    "PLN010": (
        "Several metrics of one name",
        "Two integrations send a metric of this name; `integration:` says which.",
    ),
    "PLN011": (
        "A metric that does not exist yet",
        "Klaviyo makes a metric when its first event comes in. The sandbox gets one backfilled event; elsewhere the "
        "shop sends one, or `seed_metrics: true` has mktctl do it.",
    ),
    "PLN030": (
        "A product that is not there",
        "A mail names an item of the catalog by its id, and the catalog has none of that id. Klaviyo then sends "
        'nothing of the mail, unless the tag says `unpublished="cut"`.',
    ),
    "PLN031": (
        "A template of another kind",
        "Klaviyo fixes a template's kind when it is made: plain code, or code with regions. A mail that embeds a "
        "universal block needs regions, and one that embeds none any more is plain code.",
    ),
    "PLN020": (
        "Too much would be replaced",
        "More than the project's share (`guards.destructive_at_most`, 30 % without it) of at least ten resources.",
    ),
    "PLN021": ("A freeze", "`guards.freeze` names the times in which nothing is applied."),
}
"""Code to its title and what it means."""
