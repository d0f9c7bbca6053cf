"""Codes of findings about what Klaviyo can express: conditions (CND1xx), flows (FLW), waits (WAI)."""

from typing import Final

WIRE_CODES: Final[dict[str, tuple[str, str]]] = {
    "CND101": (
        "A condition in the wrong place",
        "Each place on Klaviyo has its own conditions: samples and `not_sent` stand in flows, funnels in segments, "
        "`event:` where a metric starts the flow, `since: start` where there is a start.",
    ),
    "CND102": (
        "No opposite on Klaviyo",
        "`not:` means everybody else. Of samples, distances, predictions, dates in a window, the moment of joining a "
        "list and raw JSON Klaviyo cannot say that.",
    ),
    "CND103": (
        "A window that Klaviyo does not take",
        "Windows are whole hours, days or weeks. A month has no fixed length: write 90 days.",
    ),
    "CND104": (
        "A comparison that Klaviyo does not have",
        "Each type of property has its own comparisons.",
    ),
    "CND105": (
        "Too many conditions",
        "Klaviyo takes 100 conditions, as an AND of ORs. An `any:` of several `all:` multiplies on its way there.",
    ),
    "CND106": ("Segments in a circle", "A segment is inlined where it is named; it cannot hold itself."),
    "CND107": (
        "A segment that cannot be inlined",
        "Klaviyo has no condition about segments, so their conditions are copied; those of an external segment are "
        "not in the files.",
    ),
    "CND108": (
        "A consent that Klaviyo cannot ask for",
        "Not every channel has every status: whoever can receive SMS has subscribed, push knows only can and cannot.",
    ),
    "CND109": (
        "An OR among the tests of an event",
        "Klaviyo joins the tests of a counted event with AND. `in:` is the one OR, for text.",
    ),
    "CND110": (
        "Several tests of an event",
        "The API describes a list of tests; one account was seen to take only the first. Check after the first apply.",
    ),
    "CND111": ("A number out of range", "A sample is 1 % to 99 %; a distance is more than nothing."),
    "FLW044": (
        "exit_when can become false again",
        "Klaviyo has no exit, only a filter that skips. A condition that stays true once it is true makes the two the "
        "same: an event counted since the start, ever, or between fixed dates.",
    ),
    "FLW101": ("A pause that Klaviyo does not take", "Re-entry is counted in whole hours, days or weeks."),
    "FLW102": (
        "Many actions",
        "Klaviyo creates strict trees, so what follows an `if` is copied behind both sides. Each copy has its own "
        "statistics.",
    ),
    "FLW103": ("Too many actions", "Copies double at every `if`. A side that ends with `exit` needs none."),
    "FLW105": ("A filter on a webhook", "Only messages have filters of their own."),
    "FLW106": ("A subject too long", "Subject and preview text take 250 characters, tags of the platform included."),
    "FLW107": ("A step that nobody reaches", "Everybody has left above, by `exit` on every way."),
    "FLW108": (
        "An A/B test in a copied tail",
        "What follows an `if`, `switch` or `split` is copied behind each of its ways. Of one test that would make "
        "several, each with a part of the people and a winner of its own.",
    ),
    "FLW110": (
        "Shares that cannot be drawn",
        "Klaviyo draws whole percentages of the people that the draws before have left. A share may be one point off.",
    ),
    "FLW111": (
        "A raw step that cannot be sent",
        "Some actions only Klaviyo makes; they can be read where they are. The first action of a date flow is there by "
        "itself.",
    ),
    "WAI004": (
        "A time of day without whole days",
        "`at:` and `weekdays:` count calendar days; 24 hours have no calendar day, 1 day has.",
    ),
    "WAI101": ("A wait of months", "A month has no fixed length; waits are minutes, hours, days or weeks."),
    "WAI102": (
        "A start too far away",
        "`from_start:` becomes a wait from here, less what the waits above take; a wait until a time of day takes "
        "more or less.",
    ),
    "WAI103": ("A moment that is over", "The waits above already take longer than `from_start:` says."),
    "WAI104": ("A wait for nothing", "Klaviyo skips a delay with no message or change behind it, and the run ends."),
    "WAI105": ("An unknown time zone", "Klaviyo's delays know a fixed list of time zones, without old aliases."),
}
"""Code to its title and what it means."""
