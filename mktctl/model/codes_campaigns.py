"""Codes about campaigns: as they are written, and from CMP031 on what Klaviyo cannot send."""

from typing import Final

CAMPAIGN_CODES: Final[dict[str, tuple[str, ...]]] = {
    "CMP001": ("No message, or several", "A campaign is one message of one channel, named by its template.",
               "email: black-friday"),
    "CMP002": ("Who gets it?", "Whoever is in one of the included groups and in none of the excluded.",
               "audience: {include: [list/newsletter], exclude: [segment/bought-this-week]}"),
    "CMP003": ("No group", "Klaviyo sends campaigns to whole lists and segments. Both may have the same name, so the "
               "kind is written with it; conditions stand in a segment's file.",
               "audience: {include: [list/newsletter, segment/vip]}"),
    "CMP004": ("Groups that make no sense together", "A group is either in or out, once, and there are at most 15."),
    "CMP005": ("When is it sent?", "At a time, on a day at each person's best time, or again and again: one of them.",
               "send: {at: 2026-11-27 09:00}"),
    "CMP006": ("An act instead of a state", "Files say how things are, and apply may run many times. Sending now is "
               "done once, by `mktctl send campaign/<ref>`.", "send: {at: 2026-11-27 09:00}"),
    "CMP007": ("No status of a file", "`draft` waits, and is what a campaign is without a status: merging a file sends "
               "nothing. `scheduled` sends it at its time. The rest Klaviyo says itself.", "status: scheduled"),
    "CMP008": ("No day and time", "Year, month, day; where there is a time, hours and minutes with two digits each.",
               "send: {at: 2026-11-27 09:00}"),
    "CMP009": ("A time that the clock skips, or shows twice", "In spring the clocks jump over an hour, in autumn they "
               "show one twice; then the first is meant."),
    "CMP010": ("Past on nobody's clock", "Only by each recipient's clock can it be too late for some of them.",
               "send: {at: 2026-11-27 09:00, timezone: recipient, if_past: now}"),
    "CMP011": ("No spread", "The part of the people who get it in each hour or minute, one of those that Klaviyo has.",
               "send: {at: 2026-11-27 09:00, spread: 20% per hour}"),
    "CMP012": ("Not how things come again", "A day, a weekday, several, or a day of the month up to the 28th; the time "
               "of day; and how far ahead campaigns are made.",
               'send: {every: tuesday, at: "09:00", horizon: 4 weeks}'),
    "CMP013": ("No cron", "Five fields, minute, hour, day, month, weekday, that come at most once a day.",
               'send: {cron: "0 9 * * TUE"}'),
    "CMP014": ("A date that does not come", "What is said of a date would be about nothing: most likely another date "
               "is meant."),
    "CMP015": ("Issues of nothing", "`issues:` are single dates of a campaign that comes again, with what each has of "
               "its own.", "issues:\n  2026-12-22: {subject: Last post before the holidays}"),
    "CMP016": ("A mail's word on another message", "Subject, preview text and sender belong to mails."),
    "CMP017": ("An issue with what is tested", "The variants of a test have their own, so the issue's would be sent to "
               "nobody."),
    "CMP031": ("A winner in recipients' zones", "By each recipient's clock the first have it hours before the last, so "
               "Klaviyo splits evenly and picks no winner."),
    "CMP032": ("A test that is spread", "A schedule has one strategy; none of them both spreads and tests."),
    "CMP033": ("Spread in recipients' zones", "A schedule has one strategy; none of them does both."),
    "CMP034": ("A test at each person's best time", "A schedule has one strategy; none of them does both."),
    "CMP035": ("Send times in recipients' zones", "Which time is the better one shows on one clock only."),
}  # fmt: skip
"""Code to its title, what it means, and how it is written rightly."""
